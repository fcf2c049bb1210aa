"""What codes of the catalogue look like in addresses of the API."""

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$"
