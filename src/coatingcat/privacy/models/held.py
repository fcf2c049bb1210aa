"""The way in for people without an account whom data is held on: a link that came to their own address (PIPL 45)."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind, Purpose, keeping

_of_link = functools.partial(
    personal,
    kind=Kind.CREDENTIAL,
    subject="subject_id",
    purposes={Purpose.OWN_DATA},
    keep=keeping.HELD_LINK,
    erase="delete row",
    fixed_because=FIXED,
)


class HeldLink(models.Model):
    """One link. The token stands in a letter alone; here lies a digest: a copy of this table opens nothing."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_link(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="held_links"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    token_digest = _of_link(models.BinaryField(max_length=32, unique=True), exported=False)
    """SHA-256 of 256 random bits."""
    created_at = _of_link(models.DateTimeField(default=now, db_index=True))

    class Meta:
        db_table = "privacy_heldlink"

    def __str__(self) -> str:
        return f"link {self.id}"
