"""Placing, confirming and cancelling an order: each one transaction, each a list of named steps."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.ids import public_code
from coatingcat.ground.jobs import later
from coatingcat.ground.statements import Composed, Given, prepared_cursor
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.keeping import end_consignees_key
from coatingcat.trade.actions.licences import refuse_without_licence
from coatingcat.trade.actions.routing import approval_steps, settle
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.events import OrderCancelled, OrderConfirmed
from coatingcat.trade.models import Cancellation, Cart, CartLine, CheckoutDraft, Offer, Order, OrderLine, Owner, Stock
from coatingcat.trade.queries import Basket, Item, basket_of
from coatingcat.trade.refusals import (
    AnswersChanged,
    EmptyCart,
    LinesUnfit,
    MixedCurrencies,
    NotAllowed,
    OtherBody,
    OutOfStock,
    Shortage,
)
from coatingcat.trade.rules import UNBOUND, sources_of
from coatingcat.trade.words import ASK_UNIT, Side, State, Step, Why

# A lock is not a guard: two readers that queue for a lock may both have counted the last piece before. The one
# statement that takes the packs is also the one that looks whether they are there.
_TAKE = """
UPDATE trade_stock SET allocated = allocated + %(packs)s
WHERE offer_id = %(offer)s AND onhand - allocated >= %(packs)s RETURNING offer_id
"""
_CART = Composed(lambda: Cart.objects.select_for_update().filter(subject_id=Given("by")).order_by())
_PLACED = Composed(lambda: Order.objects.filter(buyer_id=Given("by"), idempotency_key=Given("key")).order_by())
_DRAFT = Composed(
    lambda: CheckoutDraft.objects.select_related("consignee").filter(pk=Given("key"), subject_id=Given("by")).order_by()
)
_PUT_BACK = "UPDATE trade_stock SET allocated = allocated - %(packs)s WHERE offer_id = %(offer)s"


@transaction.atomic
def place_order(*, by: UUID, key: UUID, seen: bytes, at: datetime | None = None) -> Order:
    """Place the buyer's cart with the answers of their checkout, once.

    `key` is the checkout's, `seen` what the buyer was shown (`Basket.seen`). The same submission again, at the
    same time or later, gets the order that it made. Raises OtherBody for the same key with other content,
    AnswersChanged if anything is no longer as shown, EmptyCart, LinesUnfit, MixedCurrencies, OutOfStock,
    LicenceMissing or RightMissing; nothing is written then. Needs the purpose ORDER_FULFILMENT, as the answers are sealed anew into the order.
    """
    cart = _locked_cart(by)
    earlier = _placed_before(by, key, seen)
    if earlier is not None:
        return earlier
    draft, basket = _agreed(by, key, seen)
    _refuse_unfit(basket)
    position = position_of(by)
    refuse_without_licence(position.company if position else None, {i.ware.code: i.ware.name for i in basket.items})
    steps = approval_steps(position, None if basket.has_quotes or not basket.totals else basket.totals[0])
    _take_stock(basket.items)
    order = _write_order(draft, basket, seen, at or now(), position, State.REQUESTED if steps else State.PLACED)
    _write_lines(order, basket.items)
    _empty(cart, draft)
    settle(order, steps)
    return order


def _locked_cart(by: UUID) -> Cart | None:
    """The buyer's cart, held until the end: two submissions of one buyer come one after the other."""
    return _CART.first(by=by)


def _placed_before(by: UUID, key: UUID, seen: bytes) -> Order | None:
    order = _PLACED.first(by=by, key=key)
    if order is not None and bytes(order.body_digest) != seen:
        raise OtherBody
    return order


def _agreed(by: UUID, key: UUID, seen: bytes) -> tuple[CheckoutDraft, Basket]:
    """Draft and lines as the buyer was shown them."""
    draft = _DRAFT.first(by=by, key=key)
    basket = basket_of(Owner(by))
    if not basket:
        raise EmptyCart
    if draft is None or not draft.is_answered or basket.seen(draft) != seen:
        raise AnswersChanged
    return draft, basket


def _refuse_unfit(basket: Basket) -> None:
    if basket.unfit:
        raise LinesUnfit(basket.unfit)
    if len(basket.totals) > 1:
        raise MixedCurrencies


def _take_stock(items: Sequence[Item]) -> None:
    """Allocate every line that is kept in stock, in the order of SKUs, so that no two orders wait for each other."""
    kept = sorted((item for item in items if item.free is not None), key=_sku)
    with prepared_cursor() as cursor:
        for number, item in enumerate(kept):
            cursor.execute(_TAKE, {"packs": item.quantity, "offer": _offer(item).pk})
            if not cursor.rowcount:
                raise OutOfStock(_shortages(kept[number:]))


def _offer(item: Item) -> Offer:
    assert item.offer is not None  # only offers are kept in stock
    return item.offer


def _sku(item: Item) -> str:
    return _offer(item).sku


def _shortages(kept: Sequence[Item]) -> tuple[Shortage, ...]:
    """Which of the lines not taken yet are short, as far as others' packs are concerned, which may come back any time."""
    free = {stock.pk: stock.free for stock in Stock.objects.filter(pk__in=[_offer(item).pk for item in kept])}
    return tuple(
        Shortage(_offer(item).pk, f"{item.ware.name}, {item.pack}", item.quantity, free[_offer(item).pk])
        for item in kept
        if free[_offer(item).pk] < item.quantity
    )


def _write_order(
    draft: CheckoutDraft, basket: Basket, seen: bytes, at: datetime, position: Position | None, state: State
) -> Order:
    """The order with the answers sealed anew under the key that the law keeps alive."""
    amount = basket.totals[0] if basket.totals else None
    return Order.objects.create(
        code=public_code("CC"),
        buyer_id=draft.subject_id,
        company=position.company if position else None,
        state=state.value,
        consignee=draft.consignee,
        idempotency_key=draft.pk,
        body_digest=seen,
        currency=amount.currency if amount else "",
        total=amount.amount if amount else None,
        language=get_language() or "zh-hans",
        background=Clear(draft.background.open()) if draft.background else None,
        yearly_demand=Clear(draft.yearly_demand.open()),
        demand_unit=Clear(draft.demand_unit.open()),
        placed_at=at,
    )


def _write_lines(order: Order, items: Sequence[Item]) -> None:
    OrderLine.objects.bulk_create(_line(order, position, item) for position, item in enumerate(items, start=1))


def _line(order: Order, position: int, item: Item) -> OrderLine:
    offer, price, total = item.offer, item.price, item.total
    return OrderLine(
        order=order,
        position=position,
        offer=offer,
        product_id=item.ware.code,
        name=item.ware.name[:200],
        supplier=item.ware.supplier[:200],
        sku=offer.sku if offer else "",
        pack_size=offer.pack_size if offer else None,
        pack_unit=offer.pack_unit if offer else ASK_UNIT,
        quantity=item.quantity,
        unit_price=price.amount if price else None,
        line_total=total.amount if total else None,
        currency=price.currency if price else "",
        is_demonstration=offer.is_demonstration if offer else False,
        is_allocated=item.free is not None,
    )


def _empty(cart: Cart | None, draft: CheckoutDraft) -> None:
    CartLine.objects.filter(cart=cart).delete()
    CheckoutDraft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def confirm_order(
    *,
    order: Order,
    by: UUID | None = None,
    side: Side = Side.OPERATOR,
    promised_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Who executes an order accepts it, for a day if one is named. Raises NotAllowed if it waits no more; nothing
    changes then."""
    moment = at or now()
    move_order(order, State.CONFIRMED, confirmed_at=moment, promised_on=promised_on)
    note_step(order=order, what=Step.CONFIRMED, side=side, by=by, at=moment)
    later("outreach.order_confirmed", order_id=order.pk)
    emit(OrderConfirmed(order.pk, order.buyer_id, moment))


@transaction.atomic
def cancel_order(
    *,
    order: Order,
    by: UUID,
    why: Why,
    note: Clear[str] | None = None,
    side: Side = Side.BUYER,
    at: datetime | None = None,
) -> None:
    """Take an order back, or refuse it: a record, and the packs go back on the shelf. Raises NotAllowed; nothing
    changes then.

    With the transaction over, the consignee's key gets its last day (ECL 31); a buyer's lives on for other orders.
    """
    moment = at or now()
    move_order(order, State.CANCELLED, UNBOUND, ended_at=moment)
    end_by_cancellation(order=order, by=by, why=why, note=note, side=side, at=moment)


def end_by_cancellation(
    *, order: Order, by: UUID, why: Why, side: Side, at: datetime, note: Clear[str] | None = None
) -> None:
    """What a cancellation leaves behind, whoever made it; the order has been moved already."""
    Cancellation.objects.create(order=order, by_id=by, side=side.name, at=at, why=why.value, note=note)
    note_step(order=order, what=Step.CANCELLED if side is Side.BUYER else Step.REFUSED, side=side, by=by, at=at)
    _put_stock_back(order)
    end_consignees_key(order)
    later("outreach.order_cancelled", order_id=order.pk)
    emit(OrderCancelled(order.pk, order.buyer_id, at))


def move_order(
    order: Order,
    new: State,
    allowed: Collection[State] = tuple(State),
    **also: datetime | date | None,
) -> None:
    """Guarded: only from a state that leads to the new one, so that of two hands only the first succeeds."""
    sources = [state.value for state in sources_of(new) if state in allowed]
    if not Order.objects.filter(pk=order.pk, state__in=sources).update(state=new.value, **also):
        raise NotAllowed
    order.state = new.value
    for name, value in also.items():
        setattr(order, name, value)


def _put_stock_back(order: Order) -> None:
    lines = order.lines.filter(is_allocated=True, offer__isnull=False).order_by("sku")
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(_PUT_BACK, {"packs": line.open, "offer": line.offer_id})
