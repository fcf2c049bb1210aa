"""What may come in to outreach."""
