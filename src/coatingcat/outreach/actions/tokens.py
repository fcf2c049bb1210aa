"""The link in a message by which one gets no more news (RFC 8058)."""

import base64
import hashlib
import hmac
from uuid import UUID

from coatingcat.config import config
from coatingcat.privacy.keys import signing_key


def token_of(message_id: UUID) -> str:
    """The token in the link of a message: 192 bits that nobody can tell without the key, and that tell nobody."""
    mac = hmac.digest(signing_key("news stop"), message_id.bytes, "sha256")[:24]
    return base64.urlsafe_b64encode(mac).decode()


def digest_of_token(token: str) -> bytes:
    """What stands in the table for a token (SHA-256)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def stop_link(message_id: UUID) -> str:
    """Where one gets no more news with one press, without signing in."""
    return f"{config().public_url}/news/stop/{token_of(message_id)}/"
