"""Django's PostgreSQL backend (ENGINE), told from the socket whether a kept connection still stands."""
