"""The verbs of members."""
