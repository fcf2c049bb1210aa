"""Django's wiring. Knobs live in `coatingcat.config`; here they only meet Django's names."""
