"""Receipts of erasures: their codes, and the signature over them.

A code is not kept anywhere: it is derived from the erasure's random id by a secret key, so that letter and page can
name it again, and only its digest stands in the table. It opens counts and dates, nothing about a person.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from coatingcat.privacy import keys

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS, _GROUP = 20, 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def code_of(erasure_id: UUID) -> str:
    """The code of an erasure's receipt, such as `7K3M9-QXD4T-…` (100 bits)."""
    number = int.from_bytes(hmac.digest(keys.signing_key("receipt codes"), erasure_id.bytes, "sha256"))
    letters = "".join(_CROCKFORD[number >> 5 * place & 31] for place in range(_LETTERS))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def as_code(typed: str) -> str:
    """What somebody typed, as `code_of` would have written it."""
    letters = "".join(typed.upper().replace("-", "").split()).translate(_MISREAD)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def digest_of_code(code: str) -> bytes:
    """Under what a code is looked up (32 bytes)."""
    return hashlib.sha256(as_code(code).encode()).digest()


def signed(body: Mapping[str, Any]) -> bytes:
    """The signature of a receipt's body (HMAC-SHA-256 over its canonical JSON)."""
    return hmac.digest(keys.signing_key("receipts"), canonical(body), "sha256")


def is_ours(body: Mapping[str, Any], signature: bytes) -> bool:
    """Whether this program signed this very body."""
    return hmac.compare_digest(signed(body), signature)


def canonical(body: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
