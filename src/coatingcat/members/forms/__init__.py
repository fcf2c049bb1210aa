"""What may come in, in what shape."""
