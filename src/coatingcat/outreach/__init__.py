"""Outreach: every message to a person leaves by this door, sealed until it goes."""
