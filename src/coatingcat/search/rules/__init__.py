"""Decisions of search, without database and index."""
