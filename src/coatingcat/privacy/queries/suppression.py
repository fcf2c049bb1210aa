"""Who is not to come back by an import: keyed digests of the contacts of people who were erased."""

import hmac
from typing import Any

from coatingcat.privacy.declarations import find
from coatingcat.privacy.keys import digest_key
from coatingcat.privacy.models import Tombstone
from coatingcat.privacy.sealed import Clear, SealedField
from coatingcat.privacy.words import Kind

SUPPRESSED_KINDS = frozenset({Kind.EMAIL, Kind.MOBILE})


def is_suppressed(label: str, value: "Clear[str] | str") -> bool:
    """Whether somebody with this e-mail address or mobile number was erased, so that no import may bring them back.

    `label` is the declared field the value is meant for. Whoever registers by their own act is not asked this: only
    records that others make of a person are. Raises ValueError for a value that is none of its sort.
    """
    declaration = find(label)
    if declaration.kind not in SUPPRESSED_KINDS:
        return False
    return Tombstone.objects.filter(digest=tombstone_of(declaration.kind, _normal(label, value))).exists()


def tombstone_of(kind: Kind, normal: str) -> bytes:
    """The digest a contact is suppressed under, in its one spelling (32 bytes); the same whatever field it stood in."""
    return hmac.digest(digest_key(f"suppression\0{kind.name}"), normal.encode(), "sha256")


def _normal(label: str, value: "Clear[str] | str") -> str:
    from django.apps import apps

    model, name = label.rsplit(".", 1)
    field: Any = apps.get_model(model)._meta.get_field(name)
    assert isinstance(field, SealedField)
    text: str = field.normal(value.value if isinstance(value, Clear) else value)
    return text
