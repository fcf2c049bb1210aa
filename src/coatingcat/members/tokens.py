"""Keys for machines: `ccat_live_` and 49 letters, of which the last six check the others.

The prefix lets scanners of source code find a key that leaked; the check (CRC-32, as the letters are random, and it
is there for typing errors) lets them and us tell a mistyped key from a wrong one without asking the database.
"""

import hashlib
import secrets
import zlib

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM = 43
"""62^43 > 2^256."""
_CHECK = 6
HEAD = 4
"""How many of the random letters are kept in clear, so that people can tell their keys apart."""


def new_token(mode: str) -> str:
    """A key with 256 random bits: `ccat_live_…` in production, `ccat_test_…` elsewhere."""
    prefix = "ccat_live_" if mode == "production" else "ccat_test_"
    body = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    return f"{prefix}{body}{_check(prefix + body)}"


def is_token(text: str) -> bool:
    """Whether a text can be a key at all: prefix, length, and the letters that check the others."""
    prefix, body, check = text[:10], text[10 : 10 + _RANDOM], text[10 + _RANDOM :]
    if prefix not in {"ccat_live_", "ccat_test_"} or len(text) != 10 + _RANDOM + _CHECK:
        return False
    return all(letter in _LETTERS for letter in body) and check == _check(prefix + body)


def digest_of_token(text: str) -> bytes:
    """What stands in the database (SHA-256: nobody guesses 256 random bits, so it need not be slow)."""
    return hashlib.sha256(text.encode()).digest()


def head_of(text: str) -> str:
    """`ccat_live_Ab3d`, by which its owner recognises it."""
    return text[: 10 + HEAD]


def _check(text: str) -> str:
    number, letters = zlib.crc32(text.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_LETTERS))
        letters = _LETTERS[digit] + letters
    return letters
