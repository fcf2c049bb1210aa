"""What may come into privacy, in what shape."""
