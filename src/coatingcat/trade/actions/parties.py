"""The two sides of an order: who is told of what happens, and who may read what the other side wrote."""

import contextlib
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import Agent, Amendment, Assignment, Cancellation, Inquiry, Order, OrderStep, Return
from coatingcat.trade.words import Side


def tell_other_side(*, order: Order, side: Side | None, letter: str, page: str = "") -> None:
    """Tell whoever did not do it; both sides of what happened by itself. `page` hangs below that of the order."""
    if side is not Side.BUYER:
        tell_buyer(order=order, letter=letter, page=page)
    if side is Side.BUYER or side is None:
        tell_counter(order, letter=letter, path=f"supply/orders/{order.code}/{page}")


def tell_buyer(*, order: Order, letter: str, page: str = "") -> None:
    later("outreach.tell", letter=letter, subject_id=order.buyer_id, path=f"orders/{order.code}/{page}")


def tell_counter(about: Order | Inquiry, *, letter: str, path: str) -> None:
    """A letter to everybody who executes it; `path` is that of the page at the counter of sellers and agents."""
    for member_id in people_at_counter(about):
        later("outreach.tell", letter=letter, subject_id=member_id, path=path)


def people_at_counter(about: Order | Inquiry) -> list[UUID]:
    """Members who execute an order or answer an inquiry: those of its seller and of the agents it is assigned to who
    may act there (viewers look on); the operator's own staff find it on their desk. One query."""
    executes = Q(company__agent__in=_assigned(about).values("agent_id"))
    if about.seller_id is not None:
        executes |= Q(company__seller=about.seller_id)
    acting = Position.objects.filter(executes, ended_at=None).exclude(role=CompanyRole.VIEWER.name)
    return list(acting.order_by("member_id").values_list("member_id", flat=True).distinct())


Noted = OrderStep | Amendment | Return | Cancellation
"""What has a note, which both sides read."""


def let_read(*, order: Order, row: Noted, by: UUID | None) -> None:
    """Let the people who execute an order read what was written in `note`, on whichever side; the ledger says so
    (F.22; IV.1).

    A recipient without a contract in force reads nothing; what the buyer asked for stands all the same.
    """
    if not row.note:
        return
    for recipient in _recipients(order):
        _let_one_read(recipient, row, by)


def let_read_earlier(*, order: Order, recipient: str, by: UUID | None) -> None:
    """Let an agent who begins now read what was written with changes, returns, steps and the cancellation before."""
    rows: list[Noted] = [*Cancellation.objects.filter(order=order, note__isnull=False)]
    for noted in (order.amendments, order.returns, order.steps):
        rows += noted.filter(note__isnull=False)
    for row in rows:
        _let_one_read(recipient, row, by)


def _let_one_read(recipient: str, row: Noted, by: UUID | None) -> None:
    record = Record((row,), (f"{row._meta.label}.note",))
    with contextlib.suppress(ShareRefused):
        admit(recipient=recipient, purpose=Purpose.ORDER_FULFILMENT, records=[record], by=by, about=row.pk)


def _recipients(order: Order) -> Iterator[str]:
    if order.seller is not None:
        yield order.seller.recipient
    yield from (agent.recipient for agent in _agents(order))


def _agents(order: Order) -> list[Agent]:
    return [one.agent for one in _assigned(order).select_related("agent")]


def _assigned(about: Order | Inquiry) -> QuerySet[Assignment]:
    which = {"order": about} if isinstance(about, Order) else {"inquiry": about}
    return Assignment.objects.filter(ended_at=None, **which).order_by()
