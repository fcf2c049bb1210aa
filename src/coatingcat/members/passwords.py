"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: the least of OWASP's equal choices in memory.

    Django's own parameters take 100 MiB and half a second for each sign-in, which makes a sign-in page a lever
    to bring a machine down. Guessing is bounded by rate limits as well.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
