"""Links that need no account: a random id and what only the keys folder can make of it.

Nothing of a link is stored, so no copy of the database opens the page it leads to. A link is good as long as the row
it speaks of stands.
"""

import hmac
import re
from uuid import UUID

from coatingcat.privacy.keys import signing_key

_SHAPE = re.compile(r"[0-9a-f]{64}")


def link_key(use: str, row_id: UUID) -> str:
    """The part of an address that stands for a row: its id and 128 bits of an HMAC over it (64 hexadecimal digits)."""
    return row_id.hex + hmac.digest(signing_key(f"link {use}"), row_id.bytes, "sha256").hex()[:32]


def row_of_link(use: str, key: str) -> UUID | None:
    """The id of the row a link was made for; None for what we never made."""
    if not _SHAPE.fullmatch(key):
        return None
    row_id = UUID(hex=key[:32])
    return row_id if hmac.compare_digest(key, link_key(use, row_id)) else None
