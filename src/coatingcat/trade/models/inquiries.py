"""Inquiries: what is asked of a seller, of which products, and each step of it (F.8)."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text
from coatingcat.trade.models.consignees import Consignee
from coatingcat.trade.models.offers import Offer
from coatingcat.trade.models.records import actor_record, inquiry_draft_record, inquiry_record, sealed_inquiry
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules.inquiries import Times, is_open
from coatingcat.trade.words import DeclineWhy, FormulaShare, InquiryKind, InquiryState, Priority, Side

_BUYER = "buyer_id"
_TO_ORDER = {Purpose.ORDER_FULFILMENT}
"""What goes over into the order that an inquiry leads to."""


def inquiry_code() -> str:
    """The number of an inquiry, such as `IQ-7K3M9-QXD4T`."""
    return public_code("IQ")


class Inquiry(models.Model):
    """What one buyer asks of one seller. The same asked of several at once has the same `request`."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = inquiry_record(models.CharField(max_length=14, unique=True, default=inquiry_code), subject=_BUYER)
    buyer = inquiry_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="inquiries"),
        subject=_BUYER,
        kind=Kind.PERSON_ID,
        exported=False,
    )
    company = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="inquiries"), "a company"
    )
    """For which the buyer acts; None: for nobody but themselves."""
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="inquiries"), "a company"
    )
    """Who is asked; None: the operator."""
    request = nonpersonal(models.UUIDField(), "random number of one submission, the same for all who are asked")
    kind = inquiry_record(models.CharField(max_length=10), subject=_BUYER)
    state = inquiry_record(models.CharField(max_length=10, default=InquiryState.SENT.name), subject=_BUYER)
    why = inquiry_record(models.CharField(max_length=16, blank=True, default=""), subject=_BUYER)
    """Reason of a refusal, from the closed list."""
    language = inquiry_record(models.CharField(max_length=10, default="zh-hans"), subject=_BUYER, kind=Kind.PREFERENCE)
    priority = inquiry_record(models.CharField(max_length=10, default=Priority.STANDARD.name), subject=_BUYER)
    deadline = inquiry_record(models.DateField(null=True), subject=_BUYER)
    """By when the buyer would have it."""
    consignee = nonpersonal(
        models.ForeignKey(Consignee, null=True, on_delete=models.PROTECT, related_name="inquiries"),
        "random key of a row",
    )
    """Who gets the sample; the same for all who are asked at once."""
    background = sealed_inquiry(
        SealedText(max_length=2000, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("让供应商了解您的项目并给出合适的答复", "So that the supplier knows your project and can answer"),
        also_for=_TO_ORDER,
    )
    yearly_demand = sealed_inquiry(
        SealedText(max_length=20, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("供应商据以安排样品、备货与报价", "The supplier plans samples, stock and price by it"),
        also_for=_TO_ORDER,
    )
    demand_unit = sealed_inquiry(
        SealedText(max_length=8, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("年需求量的单位", "The unit of the yearly demand"),
        also_for=_TO_ORDER,
    )
    application = sealed_inquiry(
        SealedText(max_length=500, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("用途与底材决定哪种牌号合适", "Application and substrate decide which grade suits"),
    )
    targets = sealed_inquiry(
        SealedText(max_length=1000, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("您要达到的性能", "The properties you want to reach"),
    )
    formula_share = inquiry_record(models.CharField(max_length=10, default=FormulaShare.NOTHING.name), subject=_BUYER)
    formula_role = sealed_inquiry(
        SealedText(max_length=200, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("原料在配方中的作用与用量，只有您选择提供时才保存", "Kept only if you choose to tell it"),
    )
    formula_line = sealed_inquiry(
        SealedText(max_length=500, null=True),
        kind=Kind.PROJECT,
        subject=_BUYER,
        reason=Text("配方行，只有您选择提供整行时才保存", "Kept only if you choose to tell the whole line"),
    )
    sent_at = inquiry_record(models.DateTimeField(default=now), subject=_BUYER)
    answered_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    """When the seller first answered: took it up, declined, answered or quoted."""
    shipped_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    delivered_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    accepted_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    """When a quote for it was accepted; it then belongs to the records of a transaction."""
    ended_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    """When it was declined, withdrawn or closed; the keeping time counts from here."""
    clock_since = nonpersonal(models.DateTimeField(null=True), "when the promised time that runs now began")
    half_at = nonpersonal(models.DateTimeField(null=True), "half of the promised time that runs now")
    due_at = nonpersonal(models.DateTimeField(null=True), "end of the promised time that runs now")
    reminded_at = nonpersonal(models.DateTimeField(null=True), "when who owes it was last reminded")

    class Meta:
        verbose_name_plural = "inquiries"
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["buyer", "-sent_at", "-id"], name="inquiry_of_buyer"),
            models.Index(fields=["seller", "state", "due_at"], name="inquiry_of_seller"),
            models.Index(fields=["company", "-sent_at"], name="inquiry_of_company"),
            models.Index(fields=["half_at"], condition=Q(due_at__isnull=False), name="inquiry_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "request", "seller"], nulls_distinct=False, name="inquiry_once_for_each"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.name for k in InquiryKind]), name="inquiry_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[s.name for s in InquiryState]), name="inquiry_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=InquiryState.DECLINED.name, why__in=[w.name for w in DeclineWhy])
                | ~Q(state=InquiryState.DECLINED.name) & Q(why=""),
                name="inquiry_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(formula_share=FormulaShare.NOTHING.name, formula_role=None, formula_line=None)
                | Q(formula_share=FormulaShare.ROLE.name, formula_line=None)
                | Q(formula_share=FormulaShare.LINE.name),
                name="inquiry_formula_only_as_chosen",
            ),
            models.CheckConstraint(
                condition=Q(clock_since=None, half_at=None, due_at=None)
                | Q(clock_since__isnull=False, half_at__isnull=False, due_at__gt=models.F("clock_since")),
                name="inquiry_clock_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)

    @property
    def sort(self) -> InquiryKind:
        return InquiryKind[self.kind]

    @property
    def stands(self) -> InquiryState:
        return InquiryState[self.state]

    @property
    def reason(self) -> DeclineWhy | None:
        return DeclineWhy[self.why] if self.why else None

    @property
    def urgency(self) -> Priority:
        return Priority[self.priority]

    @property
    def share(self) -> FormulaShare:
        return FormulaShare[self.formula_share]

    @property
    def times(self) -> Times:
        """The promised time that runs now."""
        return Times(self.clock_since, self.half_at, self.due_at)

    @property
    def is_open(self) -> bool:
        return is_open(self.sort, self.stands)

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at


class InquiryLine(models.Model):
    """A product that is asked about, as it was called then."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="lines"), "random key of a row"
    )
    position = nonpersonal(models.PositiveSmallIntegerField(), "place in the inquiry, from 1")
    product = inquiry_record(
        models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+"), exported=False
    )
    offer = inquiry_record(
        models.ForeignKey(Offer, null=True, on_delete=models.SET_NULL, related_name="+"), exported=False
    )
    name = inquiry_record(models.CharField(max_length=200))
    supplier = inquiry_record(models.CharField(max_length=200, blank=True))
    quantity = inquiry_record(models.DecimalField(max_digits=12, decimal_places=3))
    unit = inquiry_record(models.CharField(max_length=8))
    note = sealed_inquiry(
        SealedText(max_length=500, null=True),
        kind=Kind.INQUIRY,
        reason=Text("关于该产品的补充说明", "Anything else about this product"),
    )

    class Meta:
        ordering = ["inquiry", "position"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "position"], name="inquiryline_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inquiryline_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.name}"

    @property
    def amount(self) -> str:
        """`0.5 kg`, without trailing zeros."""
        return f"{self.quantity.normalize():f} {self.unit}"


class InquiryStep(models.Model):
    """One thing that happened to an inquiry: which side, when, where it stands since; rows are only ever added.

    What was written with it stands in the conversation (`InquiryMessage.step`).
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="steps"), "random key of a row"
    )
    number = nonpersonal(models.PositiveIntegerField(), "place among the steps of its inquiry, from 1")
    state = inquiry_record(models.CharField(max_length=10))
    side = inquiry_record(models.CharField(max_length=10, blank=True))
    """Who acted; empty: the program, when a time was over."""
    by = actor_record(models.UUIDField(null=True))
    at = inquiry_record(models.DateTimeField(default=now))

    class Meta:
        ordering = ["inquiry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="inquirystep_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=[s.name for s in InquiryState]), name="inquirystep_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(side="") | Q(side__in=[s.name for s in Side]), name="inquirystep_side_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} of {self.inquiry_id}"

    @property
    def stands(self) -> InquiryState:
        return InquiryState[self.state]

    @property
    def whose(self) -> Side | None:
        return Side[self.side] if self.side else None


class InquiryDraft(models.Model):
    """An inquiry on its way: one per person, its answers sealed as they come in, until it is sent or a day has gone.

    Its key is the `request` of the inquiries it becomes, so that the same submission twice is one.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of one submission")
    subject = inquiry_draft_record(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="inquiry_draft"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    consignee = nonpersonal(
        models.OneToOneField(Consignee, null=True, on_delete=models.PROTECT, related_name="inquiry_draft"),
        "random key of a row",
    )
    answers = inquiry_draft_record(SealedText(max_length=60_000), kind=Kind.PROJECT)
    """What was filled in so far, as JSON: products, project, wishes."""
    changed_at = inquiry_draft_record(models.DateTimeField(default=now, db_index=True), exported=False)

    def __str__(self) -> str:
        return f"inquiry draft {self.id}"
