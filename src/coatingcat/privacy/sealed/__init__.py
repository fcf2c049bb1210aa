"""Sealed model fields: plain text goes in wrapped as `Clear`, an opaque `Sealed` comes out.

A sealed column is
    version (1) | key id (16) | minute of sealing (4) | nonce (12) | ciphertext | tag (16)
under AES-256-GCM, authenticated together with the field's label and the row's primary key: a ciphertext that
is moved to another column or row does not open. The ORM, `.values()`, raw SQL, `dumpdata`, templates, logs and
JSON see ciphertext or a mask; `open()` alone gives the value, and only inside a purpose (`gate`).
"""

from coatingcat.privacy.sealed.fields import (
    DigestField,
    SealedEmail,
    SealedField,
    SealedPhone,
    SealedText,
    digest_of,
    key_for,
)
from coatingcat.privacy.sealed.files import SealedFile
from coatingcat.privacy.sealed.values import MASK, Clear, Content, Sealed

__all__ = [
    "MASK",
    "Clear",
    "Content",
    "DigestField",
    "Sealed",
    "SealedEmail",
    "SealedField",
    "SealedFile",
    "SealedPhone",
    "SealedText",
    "digest_of",
    "key_for",
]
