"""What somebody at a counter may see at all. Rows of pages behind a counter come from here and nowhere else.

Each scope is the whole answer to "whose is it": a view adds filters to it and never takes one away, so that what is
somebody else's is simply not there (404), as if it had never been.
"""

from django.db.models import Exists, OuterRef, QuerySet

from coatingcat.trade.access import Counter
from coatingcat.trade.models import ApprovalTask, Assignment, Inquiry, Order, OrderStep
from coatingcat.trade.words import Side, State, Step


def orders_at(counter: Counter) -> QuerySet[Order]:
    """The operator sees every order, a seller its own, an agent those assigned to it now.

    None of them sees one that waits for the approval of the buyer's own company, nor one that ended there.
    """
    orders = orders_placed()
    if counter.side is Side.OPERATOR:
        return orders
    if counter.side is Side.SELLER and counter.seller is not None:
        return orders.filter(seller=counter.seller)
    if counter.side is Side.AGENT and counter.agent is not None:
        return orders.filter(Exists(assigned_to(counter).filter(order=OuterRef("pk"))))
    return orders.none()


def orders_placed() -> QuerySet[Order]:
    """Orders that went to who executes them: those that needed no approval, or got it."""
    asked = ApprovalTask.objects.filter(order=OuterRef("pk"))
    given = OrderStep.objects.filter(order=OuterRef("pk"), what=Step.APPROVED.name)
    return Order.objects.exclude(state=State.REQUESTED.value).exclude(Exists(asked) & ~Exists(given))


def was_placed(order: Order) -> bool:
    """Whether this one did. A query only for one that was cancelled."""
    if State(order.state) is State.CANCELLED:
        return orders_placed().filter(pk=order.pk).exists()
    return State(order.state) is not State.REQUESTED


def own_orders_at(counter: Counter) -> QuerySet[Order]:
    """Those that this counter is to execute: of the operator's scope only what the operator itself sells."""
    orders = orders_at(counter)
    return orders.filter(seller=None) if counter.side is Side.OPERATOR else orders


def inquiries_at(counter: Counter) -> QuerySet[Inquiry]:
    """Who was asked sees what was asked: a seller its own inquiries, the operator those to itself (III.3a), an agent
    those assigned to it now."""
    if counter.side is Side.OPERATOR:
        return Inquiry.objects.filter(seller=None)
    if counter.side is Side.SELLER and counter.seller is not None:
        return Inquiry.objects.filter(seller=counter.seller)
    if counter.side is Side.AGENT and counter.agent is not None:
        return Inquiry.objects.filter(Exists(assigned_to(counter).filter(inquiry=OuterRef("pk"))))
    return Inquiry.objects.none()


def assigned_to(counter: Counter) -> QuerySet[Assignment]:
    """What is assigned to the agent at the counter now; nothing for anybody else."""
    return Assignment.objects.filter(agent=counter.agent, agent__isnull=False, ended_at=None).order_by()
