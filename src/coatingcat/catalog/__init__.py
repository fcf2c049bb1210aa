"""Catalog: raw materials with typed properties, substances, guide formulations, solutions, suppliers."""
