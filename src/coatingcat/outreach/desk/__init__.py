"""Pages of outreach for staff."""
