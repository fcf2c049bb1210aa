"""Pages of privacy for staff."""
