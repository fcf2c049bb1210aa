"""The ship-to book: addresses a member, or a company for all its people, delivers to again and again."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import DigestField, SealedEmail, SealedPhone, SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_kept = functools.partial(
    personal,
    purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
    keep=keeping.ADDRESS,
    editable_at="trade:addresses",
)
_of_person = functools.partial(_kept, subject="subject_id")


class ShipTo(models.Model):
    """Where goods may go, and who takes them in. Another person than the member is a subject of their own (I.2a)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    owner = _kept(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="addresses"),
        subject="owner_id",
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    """Whose book it stands in; None: the company's."""
    company = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="addresses"), "a company"
    )
    subject = _of_person(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="stands_at"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    """Who takes the goods in."""
    label = _of_person(SealedText(max_length=60), kind=Kind.ADDRESS)
    """What the address is called in the book."""
    name = _of_person(
        SealedText(max_length=120), kind=Kind.NAME, reason=Text("货物交给谁", "Who the goods are handed to")
    )
    phone = _of_person(
        SealedPhone(), kind=Kind.MOBILE, reason=Text("送货前与收货人联系", "To call the consignee before delivery")
    )
    email = _of_person(
        SealedEmail(digest="email_digest"),
        kind=Kind.EMAIL,
        reason=Text("通知收货人货物与其个人信息的情况", "To tell the consignee about the goods and about their data"),
    )
    email_digest = _of_person(DigestField(of="email"), kind=Kind.EMAIL, exported=False)
    address = _of_person(
        SealedText(max_length=500),
        kind=Kind.ADDRESS,
        reason=Text("货物送到哪里", "Where the goods are delivered to"),
    )
    last_used = _of_person(models.DateTimeField(default=now, db_index=True), kind=Kind.ORDER, erase="delete row")

    class Meta:
        ordering = ["-last_used", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, company__isnull=False) | Q(owner__isnull=False, company=None),
                name="shipto_in_one_book",
            )
        ]

    def __str__(self) -> str:
        return f"address {self.id}"
