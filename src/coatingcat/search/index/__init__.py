"""The index on disk: its schema, its generations, who reads and who writes. Knows tantivy; nothing above does."""
