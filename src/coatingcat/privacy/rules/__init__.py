"""Decisions of privacy that need no database and no clock."""
