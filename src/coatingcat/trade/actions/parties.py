"""The two sides of an order: who is told of what happens, and who may read what the other side wrote."""

import contextlib
from collections.abc import Iterator
from uuid import UUID

from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import Agent, Amendment, Assignment, Order, OrderStep, Return
from coatingcat.trade.words import Side


def tell_other_side(*, order: Order, side: Side | None, letter: str, page: str = "") -> None:
    """Tell whoever did not do it; both sides of what happened by itself. `page` hangs below that of the order."""
    if side is not Side.BUYER:
        tell_buyer(order=order, letter=letter, page=page)
    if side is Side.BUYER or side is None:
        for member_id in people_at_counter(order):
            later("outreach.tell", letter=letter, subject_id=member_id, path=f"supply/orders/{order.code}/{page}")


def tell_buyer(*, order: Order, letter: str, page: str = "") -> None:
    later("outreach.tell", letter=letter, subject_id=order.buyer_id, path=f"orders/{order.code}/{page}")


def people_at_counter(order: Order) -> list[UUID]:
    """Members who execute the order: those of its seller and of the agents it is assigned to; the operator's own staff
    find it on their desk."""
    companies = [agent.company_id for agent in _agents(order)]
    if order.seller is not None:
        companies.append(order.seller.company_id)
    acting = Position.objects.filter(company_id__in=companies, ended_at=None).order_by("since")
    return list(acting.values_list("member_id", flat=True).distinct())


def let_read(*, order: Order, row: OrderStep | Amendment | Return, by: UUID) -> None:
    """Let the people who execute an order read what its buyer wrote in `note`; the ledger says so (F.22; IV.1).

    A recipient without a contract in force reads nothing; what the buyer asked for stands all the same.
    """
    if not row.note:
        return
    for recipient in _recipients(order):
        _let_one_read(recipient, row, by)


def let_read_earlier(*, order: Order, recipient: str, by: UUID | None) -> None:
    """Let an agent who begins now read what the buyer wrote with changes and returns before."""
    rows: list[Amendment | Return] = list(order.amendments.filter(side=Side.BUYER.name, note__isnull=False))
    rows += order.returns.filter(note__isnull=False)
    for row in rows:
        _let_one_read(recipient, row, by)


def _let_one_read(recipient: str, row: OrderStep | Amendment | Return, by: UUID | None) -> None:
    record = Record((row,), (f"{row._meta.label}.note",))
    with contextlib.suppress(ShareRefused):
        admit(recipient=recipient, purpose=Purpose.ORDER_FULFILMENT, records=[record], by=by, about=row.pk)


def _recipients(order: Order) -> Iterator[str]:
    if order.seller is not None:
        yield order.seller.recipient
    yield from (agent.recipient for agent in _agents(order))


def _agents(order: Order) -> list[Agent]:
    standing = Assignment.objects.filter(order=order, ended_at=None).select_related("agent")
    return [one.agent for one in standing]
