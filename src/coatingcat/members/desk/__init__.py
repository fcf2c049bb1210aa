"""Pages of members for staff."""
