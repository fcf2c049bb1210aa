"""Decisions of the catalogue: pure functions, no database, no clock."""
