"""Keys of rows and codes for people to read out."""

import os
import secrets
import time
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to confuse, hardly a word to spell
_GROUP = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562 §5.7): milliseconds, so that rows made together lie together, and 74 random bits."""
    value = (time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def public_code(prefix: str) -> str:
    """A code such as `CC-7K3M9-QXD4T`: 50 random bits, telling no number of orders. Have a unique constraint on it."""
    letters = [secrets.choice(_CROCKFORD) for _ in range(2 * _GROUP)]
    return f"{prefix}-{''.join(letters[:_GROUP])}-{''.join(letters[_GROUP:])}"


def code_pattern(prefix: str) -> str:
    """What a `public_code` with this prefix looks like, as a regular expression without anchors."""
    letters = "[0-9A-HJKMNP-TV-Z]"
    return f"{prefix}-{letters}{{{_GROUP}}}-{letters}{{{_GROUP}}}"


def as_public_code(text: str) -> str:
    """What somebody typed, as `public_code` would have written it: case, spaces, O for 0 and I or L for 1 are forgiven.

    Leaves alone what does not end in ten letters of a code: no order has that code, and a look-up will say so.
    """
    tidy = "".join(text.upper().replace("-", "").split())
    prefix, letters = tidy[: -2 * _GROUP], tidy[-2 * _GROUP :].translate(_MISREAD)
    if not prefix or any(letter not in _CROCKFORD for letter in letters):
        return text
    return f"{prefix}-{letters[:_GROUP]}-{letters[_GROUP:]}"
