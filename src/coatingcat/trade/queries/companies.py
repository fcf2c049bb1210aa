"""What people see of the orders of their company. A branch is a company: nobody sees another one's, nor its head's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.money import Money
from coatingcat.members.access import may
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.trade.models import ApprovalStep, ApprovalTask, Inquiry, Order, OrderApproval, SpendingLimit
from coatingcat.trade.rules.limits import may_decide
from coatingcat.trade.words import State


def orders_in_sight(subject_id: UUID) -> QuerySet[Order]:
    """The orders somebody may see: their own, and those of the company they act for where their role sees all.

    The one rule of lists, pages, exports and approvals. One query of its own, for the position.
    """
    position = position_of(subject_id)
    wanted = Q(buyer_id=subject_id)
    if position is not None and may(position, CompanyRight.ORDERS):
        wanted |= Q(company_id=position.company_id)
    return Order.objects.filter(wanted)


def inquiries_in_sight(subject_id: UUID) -> QuerySet[Inquiry]:
    """The inquiries somebody may see: their own, and what was asked for the company they ask for, so that nobody asks
    twice. What a colleague wrote stays between the colleague and the seller: the gate opens it to nobody else (III.3a).

    One query of its own, for the position.
    """
    position = position_of(subject_id)
    wanted = Q(buyer_id=subject_id)
    if position is not None and may(position, CompanyRight.INQUIRE):
        wanted |= Q(company_id=position.company_id)
    return Inquiry.objects.filter(wanted)


def month_start(at: datetime | None = None) -> datetime:
    """The first moment of the calendar month in Shanghai."""
    here = (at or now()).astimezone(ZONE)
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def spent_this_month(buyer_id: UUID, company_id: UUID) -> list[Money]:
    """What somebody has ordered for a company this month, one sum a currency; cancelled orders do not count."""
    orders = Order.objects.filter(buyer_id=buyer_id, company_id=company_id, placed_at__gte=month_start())
    orders = orders.exclude(state=State.CANCELLED.value).exclude(total=None)
    rows = orders.order_by().values_list("currency").annotate(sum_=Sum("total"))
    return [Money(amount, currency) for currency, amount in rows]


def limits_of(position: Position) -> list[SpendingLimit]:
    """The limits that hold for somebody: their own, or else those of their role."""
    rows = SpendingLimit.objects.filter(Q(position=position) | Q(company_id=position.company_id, role=position.role))
    found = list(rows)
    own = [row for row in found if row.position_id is not None]
    return own or found


@dataclass(frozen=True, slots=True)
class Approval:
    """An order that waits, as an approver or its buyer looks at it."""

    order: Order
    position: Position
    """Of who looks."""

    @property
    def task(self) -> ApprovalTask | None:
        """The step it waits for; None once it waits no more."""
        if self.order.state != State.REQUESTED.value:
            return None
        return next((task for task in self.order.tasks.all() if task.is_open), None)

    @property
    def may_decide(self) -> bool:
        task = self.task
        return task is not None and may_decide(
            task.as_step,
            role=self.position.as_role,
            position=str(self.position.pk),
            is_buyer=self.order.buyer_id == self.position.member_id,
            has_decided=any(one.by_id == self.position.member_id for one in self.order.approvals.all()),
        )

    @property
    def steps(self) -> list[tuple[ApprovalTask, OrderApproval | None]]:
        """Every step of the order with what was decided on it."""
        said = {one.number: one for one in self.order.approvals.all()}
        return [(task, said.get(task.number)) for task in self.order.tasks.all()]

    @property
    def asked_by(self) -> str:
        """Who ordered, as colleagues see them."""
        member = getattr(self.order.buyer, "member", None)
        return member.public_name if member is not None else ""


def _with_steps(orders: QuerySet[Order]) -> QuerySet[Order]:
    return orders.select_related("seller__company", "buyer__member").prefetch_related(
        "lines",
        Prefetch("tasks", queryset=ApprovalTask.objects.select_related("approver__member").order_by("number")),
        Prefetch("approvals", queryset=OrderApproval.objects.order_by("number")),
    )


def approval_of(subject_id: UUID, code: str) -> Approval | None:
    """One order and its steps, for its buyer and the approvers of the very same company; None for everybody else."""
    position = position_of(subject_id)
    if position is None:
        return None
    found = _with_steps(Order.objects.filter(company_id=position.company_id, code=code)).first()
    if found is None or not (found.buyer_id == subject_id or may(position, CompanyRight.APPROVE)):
        return None
    return Approval(found, position) if found.tasks.all() else None


def approvals_waiting(position: Position) -> Sequence[Approval]:
    """The orders of a company that wait for approval, longest first; five queries, however many."""
    orders = Order.objects.filter(company_id=position.company_id, state=State.REQUESTED.value)
    if not may(position, CompanyRight.APPROVE):
        orders = orders.filter(buyer_id=position.member_id)
    return [Approval(order, position) for order in _with_steps(orders.order_by("placed_at", "pk"))]


def approvals_for(subject_id: UUID) -> int:
    """How many orders wait for this person's own decision; one query for who approves nothing."""
    position = position_of(subject_id)
    if position is None or not may(position, CompanyRight.APPROVE):
        return 0
    return sum(one.may_decide for one in approvals_waiting(position))


def deciders_of(order: Order, task: ApprovalTask) -> list[UUID]:
    """Who could take a step now: everybody in the company who may, but for the buyer and who has taken one before."""
    decided = set(OrderApproval.objects.filter(order=order).values_list("by_id", flat=True))
    people = Position.objects.filter(company__orders=order, ended_at=None)
    return [
        one.member_id
        for one in people
        if may_decide(
            task.as_step,
            role=one.as_role,
            position=str(one.pk),
            is_buyer=one.member_id == order.buyer_id,
            has_decided=one.member_id in decided,
        )
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """What the buyer of an order has ordered in the month of now, with this order, and what they may alone."""

    spent: Money
    limit: Money | None


def month_of(order: Order) -> Month | None:
    """None where the order has no sum yet or its buyer acts for the company no longer; at most three queries."""
    position = position_of(order.buyer_id)
    if position is None or position.company_id != order.company_id or order.money is None:
        return None
    spent = spent_this_month(order.buyer_id, position.company_id)
    monthly = [limit.per_month_money for limit in limits_of(position) if limit.currency == order.currency]
    sum_ = next((one for one in spent if one.currency == order.currency), Money(Decimal(0), order.currency))
    return Month(sum_, monthly[0] if monthly else None)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Limits and chain of a company, with its people to choose from."""

    position: Position
    people: Sequence[Position]
    limits: Sequence[SpendingLimit]
    steps: Sequence[ApprovalStep]


def rules_page(position: Position) -> RulesPage:
    """Three queries."""
    people = Position.objects.select_related("member").filter(company_id=position.company_id, ended_at=None)
    limits = SpendingLimit.objects.select_related("position__member").filter(company_id=position.company_id)
    steps = ApprovalStep.objects.select_related("approver__member").filter(company_id=position.company_id)
    return RulesPage(position, list(people.order_by("since")), list(limits), list(steps))
