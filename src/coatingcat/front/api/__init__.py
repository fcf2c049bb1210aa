"""The mount of the API: every room's operations under one address, one shape of refusal, and their reference."""
