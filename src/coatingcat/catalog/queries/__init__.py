"""Reads of the catalogue that several pages share."""
