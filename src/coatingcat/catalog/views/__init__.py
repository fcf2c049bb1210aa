"""Pages of the catalogue, open to everybody."""
