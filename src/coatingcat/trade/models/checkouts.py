"""A checkout on its way: the answers given so far, sealed, until the order is placed or a day has gone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind
from coatingcat.trade.models.consignees import Consignee
from coatingcat.trade.models.records import draft_record
from coatingcat.trade.words import MAX_PO


class CheckoutDraft(models.Model):
    """One per buyer. Its key is the idempotency key of the order it becomes; its revision rises with every answer."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of one submission")
    subject = draft_record(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="checkout"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    consignee = nonpersonal(
        models.OneToOneField(Consignee, null=True, on_delete=models.PROTECT, related_name="draft"),
        "random key of a row",
    )
    background = draft_record(SealedText(max_length=2000, null=True), kind=Kind.PROJECT)
    yearly_demand = draft_record(SealedText(max_length=20, null=True), kind=Kind.PROJECT)
    demand_unit = draft_record(SealedText(max_length=8, null=True), kind=Kind.PROJECT)
    quote = nonpersonal(
        models.ForeignKey("trade.Quote", null=True, on_delete=models.CASCADE, related_name="+"), "random key of a row"
    )
    """What is ordered in place of the cart."""
    packs = draft_record(ArrayField(models.PositiveIntegerField(), null=True), exported=False)
    """Of each line of the quote, in its order."""
    po_number = draft_record(models.CharField(max_length=MAX_PO, blank=True, default=""))
    bill_to = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="+"), "a company"
    )
    invoice_title = draft_record(SealedText(max_length=120, null=True), kind=Kind.NAME)
    invoice_tax_id = draft_record(SealedText(max_length=30, null=True))
    revision = nonpersonal(models.PositiveIntegerField(default=0), "how often an answer was given")
    changed_at = draft_record(models.DateTimeField(default=now, db_index=True), exported=False)

    def __str__(self) -> str:
        return f"checkout {self.id}"

    @property
    def is_answered(self) -> bool:
        """Whether every page but the last has been filled in."""
        return self.consignee_id is not None and self.yearly_demand is not None
