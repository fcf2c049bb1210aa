"""The people who get the goods."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import DigestField, SealedEmail, SealedPhone, SealedText
from coatingcat.privacy.words import KeyKind, Kind, Purpose, Text
from coatingcat.trade.models.records import digest_record, order_record, sealed_record


class Consignee(models.Model):
    """Who gets the goods (I.2a). Another person than the buyer is a subject of their own, with a key of their own."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consignments"),
        subject="subject_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    is_buyer = order_record(models.BooleanField(default=False), subject="subject_id")
    """The buyer is to get the goods: the data is the buyer's own, given by themselves."""
    name = sealed_record(
        SealedText(max_length=120, key=KeyKind.HOLD),
        kind=Kind.NAME,
        subject="subject_id",
        reason=Text("货物交给谁", "Who the goods are handed to"),
        required_for="delivery",
        also_for={Purpose.INQUIRIES, Purpose.LEGAL_DISCLOSURE},
    )
    phone = sealed_record(
        SealedPhone(key=KeyKind.HOLD),
        kind=Kind.MOBILE,
        subject="subject_id",
        reason=Text("送货前与收货人联系", "To call the consignee before delivery"),
        required_for="delivery",
        also_for={Purpose.INQUIRIES, Purpose.LEGAL_DISCLOSURE},
    )
    email = sealed_record(
        SealedEmail(key=KeyKind.HOLD, digest="email_digest"),
        kind=Kind.EMAIL,
        subject="subject_id",
        reason=Text("通知收货人货物与其个人信息的情况", "To tell the consignee about the goods and about their data"),
        required_for="delivery",
        also_for={Purpose.INQUIRIES},
    )
    email_digest = digest_record(DigestField(of="email"), kind=Kind.EMAIL, subject="subject_id")
    """So that a consignee without an account is found by the address they write from (PIPL 50), and nobody else is."""
    address = sealed_record(
        SealedText(max_length=500, key=KeyKind.HOLD),
        kind=Kind.ADDRESS,
        subject="subject_id",
        reason=Text("货物送到哪里", "Where the goods are delivered to"),
        required_for="delivery",
        also_for={Purpose.INQUIRIES, Purpose.LEGAL_DISCLOSURE},
    )
    created_at = order_record(models.DateTimeField(default=now), subject="subject_id")

    def __str__(self) -> str:
        return f"consignee {self.id}"
