"""What people may order for a company alone, who approves the rest, and what approvers said."""

import functools
from decimal import Decimal

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.members.models import Company, Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import KeyKind, Kind, Purpose, Text, keeping
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import order_record, sealed_record
from coatingcat.trade.rules.limits import Limit, Rung, Step
from coatingcat.trade.words import Decision

_RULE = "a rule of a company about orders, not about a person"
_ROLES = [role.name for role in CompanyRole]
_APPROVERS = [CompanyRole.OWNER.name, CompanyRole.APPROVER.name]
_BY_OWNER = Text("由贵公司的管理者设定", "Set by whoever manages your company here")
_of_position = functools.partial(
    personal,
    kind=Kind.POSITION,
    purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    fixed_because=_BY_OWNER,
)
_of_limit = functools.partial(_of_position, subject="position.member_id", erase="delete row")


def _amount() -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(max_digits=18, decimal_places=4, null=True)


class SpendingLimit(models.Model):
    """How much somebody, or everybody with a role, may order in one currency without being approved.

    A month is one of the calendar in Shanghai, and counts for each person by themselves. Without VAT.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="limits"), _RULE)
    position = _of_limit(models.ForeignKey(Position, null=True, on_delete=models.CASCADE, related_name="limits"))
    role = nonpersonal(models.CharField(max_length=12, blank=True, default=""), _RULE)
    per_order = _of_limit(_amount())
    per_month = _of_limit(_amount())
    currency = _of_limit(models.CharField(max_length=3))

    class Meta:
        ordering = ["role", "position", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["position", "currency"], name="limit_of_person_once"),
            models.UniqueConstraint(
                fields=["company", "role", "currency"], condition=~Q(role=""), name="limit_of_role_once"
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False, role="") | Q(position=None, role__in=_ROLES), name="limit_of_one"
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="limit_currency"),
            models.CheckConstraint(
                condition=(Q(per_order=None) | Q(per_order__gte=0))
                & (Q(per_month=None) | Q(per_month__gte=0))
                & (Q(per_order__isnull=False) | Q(per_month__isnull=False)),
                name="limit_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"limit {self.id}"

    @property
    def per_order_money(self) -> Money | None:
        return None if self.per_order is None else Money(self.per_order, self.currency)

    @property
    def per_month_money(self) -> Money | None:
        return None if self.per_month is None else Money(self.per_month, self.currency)

    @property
    def as_limit(self) -> Limit:
        return Limit(self.per_order_money, self.per_month_money)


class ApprovalStep(models.Model):
    """A step of a company's chain: from which amount on, and who. Where the person named is gone, the role remains."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="approval_steps"), _RULE)
    number = nonpersonal(models.PositiveSmallIntegerField(), _RULE)
    from_amount = nonpersonal(models.DecimalField(max_digits=18, decimal_places=4), _RULE)
    currency = nonpersonal(models.CharField(max_length=3), _RULE)
    role = nonpersonal(models.CharField(max_length=12), _RULE)
    approver = _of_position(
        models.ForeignKey(Position, null=True, on_delete=models.SET_NULL, related_name="approval_steps"),
        subject="approver.member_id",
        erase="unlink",
    )

    class Meta:
        ordering = ["currency", "number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "currency", "number"], name="approvalstep_once"),
            models.CheckConstraint(condition=Q(from_amount__gte=0), name="approvalstep_amount"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="approvalstep_currency"),
            models.CheckConstraint(condition=Q(role__in=_APPROVERS), name="approvalstep_role"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=9), name="approvalstep_number"),
        ]

    def __str__(self) -> str:
        return f"step {self.number}"

    @property
    def as_role(self) -> CompanyRole:
        return CompanyRole[self.role]

    @property
    def since(self) -> Money:
        """The amount from which on this step is asked for."""
        return Money(self.from_amount, self.currency)

    @property
    def as_rung(self) -> Rung:
        return Rung(self.number, self.since, Step(self.as_role, str(self.approver_id) if self.approver_id else ""))


class ApprovalTask(models.Model):
    """A step that one order has to take, as the rules stood when it was asked for: a later rule changes nothing here."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tasks"), "random key of a row")
    number = nonpersonal(models.PositiveSmallIntegerField(), "which step of the order, from 1")
    role = nonpersonal(models.CharField(max_length=12), _RULE)
    approver = order_record(
        models.ForeignKey(Position, null=True, on_delete=models.SET_NULL, related_name="approval_tasks"),
        subject="approver.member_id",
        kind=Kind.POSITION,
        exported=False,
    )
    asked_at = order_record(models.DateTimeField(default=now), subject="order.buyer_id")
    is_open = nonpersonal(models.BooleanField(default=True), "whether nobody has decided yet")
    reminded_at = nonpersonal(models.DateTimeField(null=True), "when approvers were reminded")

    class Meta:
        ordering = ["order", "number"]
        indexes = [models.Index(fields=["asked_at"], condition=Q(is_open=True), name="approvaltask_open")]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="approvaltask_once"),
            models.CheckConstraint(condition=Q(role__in=_APPROVERS), name="approvaltask_role"),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.order_id}"

    @property
    def as_role(self) -> CompanyRole:
        return CompanyRole[self.role]

    @property
    def as_step(self) -> Step:
        return Step(self.as_role, str(self.approver_id) if self.approver_id else "")


class OrderApproval(models.Model):
    """What an approver decided on a step of an order. Only ever added; one a step, and one a person."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="approvals"), "random key of a row"
    )
    number = nonpersonal(models.PositiveSmallIntegerField(), "which step of the order, from 1")
    by = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="approvals"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    at = order_record(models.DateTimeField(default=now), subject="by_id")
    decision = order_record(models.CharField(max_length=10), subject="by_id")
    note = sealed_record(
        SealedText(max_length=500, key=KeyKind.HOLD, null=True),
        kind=Kind.ORDER,
        subject="order.buyer_id",
        reason=Text("审批人写给您的说明", "What the approver wrote to you"),
    )
    """To who asked: it lies under that person's key, and they read it."""

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="orderapproval_once_a_step"),
            models.UniqueConstraint(fields=["order", "by"], name="orderapproval_once_a_person"),
            models.CheckConstraint(
                condition=Q(decision__in=[one.name for one in Decision]), name="orderapproval_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.lower()} step {self.number} of {self.order_id}"

    @property
    def as_decision(self) -> Decision:
        return Decision[self.decision]
