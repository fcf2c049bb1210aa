"""Members: registration, sign-in, profile, devices, staff roles. A person is known by name only here."""
