"""Requests to be erased, what each did place by place, what it left as proof, and who is not to come back."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now, today
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED, evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import ErasureState, ErasureWay, Kind, Purpose, keeping

_fact = functools.partial(evidence, kind=Kind.ERASURE, subject="subject_id")


class Erasure(models.Model):
    """Somebody is to be erased. Its moments say how far it is; what stays of it leads to nobody (V.3)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="erasures"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    by = evidence(models.UUIDField(null=True), kind=Kind.PERSON_ID, subject="by", exported=False)
    """Subject id of who asked: the person, staff or guardian; null: the program itself."""
    way = _fact(models.CharField(max_length=20, choices=[(w.name, w.name) for w in ErasureWay]))
    requested_at = _fact(models.DateTimeField(default=now))
    grace_ends_at = _fact(models.DateTimeField())
    """Until then the request can be withdrawn."""
    due = _fact(models.DateField())
    """The promised day: 30 working days from receipt; never later (V.3-2)."""
    bound = _fact(models.DateField())
    """What we hold ourselves to: 15 working days."""
    alarm_on = _fact(models.DateField())
    """Half of the bound: staff is told of an erasure that is not done by then."""
    is_provisional = nonpersonal(
        models.BooleanField(default=False), "whether part of the way to the dates is not published yet"
    )
    has_restricted = nonpersonal(
        models.BooleanField(default=False), "whether this request is why the data is restricted"
    )
    code_digest = _fact(models.BinaryField(max_length=32, unique=True), exported=False)
    """SHA-256 of the receipt's code (100 bits, see `privacy.receipts`): whoever kept the code finds the receipt."""
    withdrawn_at = _fact(models.DateTimeField(null=True))
    alarmed_at = nonpersonal(models.DateTimeField(null=True), "when staff was told that half the time is over")
    looked_at = _fact(models.DateTimeField(null=True))
    """When the values had been looked for in readable form everywhere, just before their key died."""
    look = nonpersonal(
        models.JSONField(null=True), "how many values were looked for in how many places; names of places, no values"
    )
    unreadable_at = _fact(models.DateTimeField(null=True))
    proven_at = _fact(models.DateTimeField(null=True))

    class Meta:
        db_table = "privacy_erasure"
        indexes = [models.Index(fields=["proven_at", "withdrawn_at", "alarm_on"], name="erasure_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(withdrawn_at=None, proven_at=None), name="one_erasure_at_a_time"
            ),
            models.CheckConstraint(condition=Q(way__in=[w.name for w in ErasureWay]), name="erasure_way_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(unreadable_at=None), name="erasure_withdrawn_in_time"
            ),
            models.CheckConstraint(
                condition=Q(proven_at=None) | Q(unreadable_at__isnull=False), name="erasure_proven_after_unreadable"
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.id}"

    @property
    def state(self) -> ErasureState:
        if self.withdrawn_at:
            return ErasureState.WITHDRAWN
        if self.proven_at:
            return ErasureState.PROVEN
        if self.unreadable_at:
            return ErasureState.UNREADABLE
        return ErasureState.WAITING if self.grace_ends_at > now() else ErasureState.DUE

    @property
    def way_word(self) -> ErasureWay:
        return ErasureWay[self.way]

    @property
    def is_late(self) -> bool:
        """Whether half of the time is over and it is not done."""
        is_open = self.withdrawn_at is None and self.proven_at is None
        return bool(is_open and self.alarm_on <= today())


class ErasureStep(models.Model):
    """One place that an erasure clears: how much was there, how much went, when it was done."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    erasure = nonpersonal(
        models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="steps"), "random key of a row"
    )
    place = nonpersonal(models.CharField(max_length=120), "name of a place")
    position = nonpersonal(models.PositiveSmallIntegerField(), "its turn")
    removed = nonpersonal(models.PositiveBigIntegerField(default=0), "how many rows or files went")
    kept = nonpersonal(models.PositiveBigIntegerField(default=0), "how many rows stay without leading to anybody")
    tries = nonpersonal(models.PositiveSmallIntegerField(default=0), "how often it failed")
    not_before = nonpersonal(models.DateTimeField(null=True), "when it is tried again")
    done_at = nonpersonal(models.DateTimeField(null=True), "when the place was clear")

    class Meta:
        db_table = "privacy_erasurestep"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["erasure", "place"], name="one_step_a_place")]

    def __str__(self) -> str:
        return f"{self.place} of {self.erasure_id}"


class ErasureRecord(models.Model):
    """The journal: whose keys were destroyed when. A restored backup is made to forget them again from its copy.

    Only ever added to; the copy is a file in the keys folder, outside the database and its backups.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject_id = evidence(models.UUIDField(db_index=True), kind=Kind.PERSON_ID, subject="subject_id", exported=False)
    kinds = nonpersonal(models.CharField(max_length=20), "which keys were destroyed")
    at = _fact(models.DateTimeField(default=now), exported=False)

    class Meta:
        db_table = "privacy_erasurerecord"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kinds} of {self.subject_id}"


class Receipt(models.Model):
    """What an erasure did, signed. It names no person and holds no hash of anything a person said."""

    erasure = nonpersonal(
        models.OneToOneField(Erasure, on_delete=models.PROTECT, primary_key=True, related_name="receipt"),
        "random key of a row",
    )
    body = nonpersonal(models.JSONField(), "counts, dates, articles and names of keys; nothing about who it was")
    signature = nonpersonal(models.BinaryField(max_length=32), "HMAC-SHA-256 over the body")
    at = nonpersonal(models.DateTimeField(default=now), "when it was signed")

    class Meta:
        db_table = "privacy_receipt"

    def __str__(self) -> str:
        return f"receipt of {self.erasure_id}"


class Tombstone(models.Model):
    """A contact that an import must not bring back: a keyed digest, linked to nothing, for three years."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    digest = personal(
        models.BinaryField(max_length=32, unique=True),
        kind=Kind.ERASURE,
        subject="digest",
        purposes={Purpose.EVIDENCE},
        keep=keeping.TOMBSTONE,
        erase="unlink",
        exported=False,
        fixed_because=FIXED,
    )
    made_on = nonpersonal(models.DateField(), "first day of the month it was made in, so that it is one of many")

    class Meta:
        db_table = "privacy_tombstone"

    def __str__(self) -> str:
        return f"tombstone {self.id}"
