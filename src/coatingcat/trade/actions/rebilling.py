"""What an accepted change of an order does to what was billed of it: a credit note over less, an invoice over more."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from coatingcat.ground.money import Money
from coatingcat.trade.actions.invoices import issue_credit_note
from coatingcat.trade.models import Amendment, AmendmentLine, Order
from coatingcat.trade.queries.billing import Billed, billed_of
from coatingcat.trade.rules import line_total, unit_price
from coatingcat.trade.rules.billing import billed_for, part_of
from coatingcat.trade.words import CreditWhy


def credit_all(amendment: Amendment, order: Order, by: UUID, at: datetime) -> None:
    """Take off everything that stands billed."""
    billed = {key: one.packs for key, one in billed_of(order).items() if one.packs}
    issue_credit_note(order=order, submission=amendment.pk, why=CreditWhy.CANCELLED, by=by, packs=billed, at=at)


def credit_change(amendment: Amendment, order: Order, lines: Sequence[AmendmentLine], by: UUID, at: datetime) -> None:
    """What stands billed of a line beyond the line as it will be: packs that go, and a price that falls.

    Counted while the lines are still as they were billed.
    """
    before, packs, reductions = billed_of(order), {}, {}
    for changed in lines:
        one = before.get(changed.line_id)
        if one is not None and one.packs:
            kept = _kept(changed, one)
            packs[changed.line_id] = one.packs - kept
            reductions[changed.line_id] = _reduction(changed, one, kept, order.currency)
    issue_credit_note(
        order=order,
        submission=amendment.pk,
        why=CreditWhy.AMENDED,
        by=by,
        packs=packs,
        reductions=reductions,
        at=at,
    )


def _kept(changed: AmendmentLine, one: Billed) -> int:
    """How many of the packs that stand billed stay so."""
    return min(one.packs, max(0, changed.quantity - one.taken_back))


def rises_of(order: Order, lines: Sequence[AmendmentLine]) -> dict[int, Money]:
    """What the packs that stay billed cost more at a new price, by the key of the line; counted while the lines are as they
    were billed. A reduction that was granted before stays granted."""
    before, found = billed_of(order), {}
    for changed in lines:
        one = before.get(changed.line_id)
        if one is None or changed.price is None or changed.price <= (changed.price_before or 0):
            continue
        old, new = one.line.total_money, line_total(unit_price(changed.price, order.currency), changed.quantity)
        assert old is not None  # `billed_of` leaves out lines without a price
        assert new is not None  # a change names prices in the order's currency
        kept = _kept(changed, one)
        more = billed_for(new, kept, changed.quantity) - billed_for(old, kept, one.ordered) if kept else old * 0
        if more.amount > 0:
            found[changed.line_id] = more
    return found


def _reduction(changed: AmendmentLine, one: Billed, kept: int, currency: str) -> Decimal:
    """How much less the packs that stay billed cost at the new price; nothing if it rises."""
    new = line_total(unit_price(changed.price, currency), changed.quantity)
    if not kept or new is None or changed.price is None or changed.price >= (changed.price_before or 0):
        return Decimal(0)
    price = one.line.total_money
    assert price is not None  # it was billed
    gone = -part_of(price, before=one.packs, after=kept, of=one.ordered)
    left = one.net - min(one.net, gone)
    return max(Decimal(0), (left - billed_for(new, kept, changed.quantity)).amount)
