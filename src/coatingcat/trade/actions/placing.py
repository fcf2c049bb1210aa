"""Placing what a checkout agreed on: one transaction, one order for each seller and currency, a list of named steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from coatingcat.ground.clock import now
from coatingcat.ground.ids import public_code
from coatingcat.ground.statements import Composed, Given
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.privacy.gate import warm
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.licences import refuse_without_licence
from coatingcat.trade.actions.quotes.answering import accept_quote
from coatingcat.trade.actions.reservations import take
from coatingcat.trade.actions.routing import approval_steps, settle
from coatingcat.trade.models import (
    Cart,
    CartLine,
    CheckoutDraft,
    Consignee,
    Offer,
    Order,
    OrderLine,
    Quote,
)
from coatingcat.trade.queries import Basket, Item, Part
from coatingcat.trade.queries.papers import needs_po_number
from coatingcat.trade.queries.quoted import basket_for, bound_for
from coatingcat.trade.refusals import (
    AnswersChanged,
    BelowMinimum,
    EmptyCart,
    LinesUnfit,
    NotAllowed,
    NumberMissing,
    OtherBody,
    QuoteGone,
)
from coatingcat.trade.words import ASK_UNIT, State

_CART = Composed(lambda: Cart.objects.select_for_update().filter(subject_id=Given("by")).order_by())
_PLACED = Composed(lambda: Order.objects.filter(buyer_id=Given("by"), idempotency_key=Given("key")).order_by("id"))
_DRAFT = Composed(
    lambda: CheckoutDraft.objects.select_related("consignee").filter(pk=Given("key"), subject_id=Given("by")).order_by()
)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What the buyer was shown and agreed to."""

    draft: CheckoutDraft
    basket: Basket
    seen: bytes
    position: Position | None
    """For which company the buyer acts."""
    at: datetime


@transaction.atomic
def place_order(*, by: UUID, key: UUID, seen: bytes, at: datetime | None = None) -> tuple[Order, ...]:
    """Place the buyer's cart with the answers of their checkout, once: an order for each seller and currency.

    `key` is the checkout's, `seen` what the buyer was shown (`Basket.seen`). The same submission again, at the
    same time or later, gets the orders that it made. Raises OtherBody for the same key with other content,
    AnswersChanged if anything is no longer as shown, QuoteGone, EmptyCart, LinesUnfit, BelowMinimum, NumberMissing,
    OutOfStock, LicenceMissing, RightMissing, or privacy's ShareRefused if a seller may not be shown who gets the goods;
    nothing is written then.
    Needs the purpose ORDER_FULFILMENT, as the answers are sealed anew into the orders.
    """
    cart = _locked_cart(by)
    earlier = _placed_before(by, key, seen)
    if earlier:
        return earlier
    agreed = _agreed(by, key, seen, at or now())
    _refuse_unfit(agreed)
    _accept_quote(agreed.draft, by)
    _take_stock(agreed.basket.items)
    orders = tuple(_place_part(agreed, part, number) for number, part in enumerate(agreed.basket.parts))
    _empty(cart, agreed.draft)
    return orders


def _locked_cart(by: UUID) -> Cart | None:
    """The buyer's cart, held until the end: two submissions of one buyer come one after the other."""
    return _CART.first(by=by)


def _placed_before(by: UUID, key: UUID, seen: bytes) -> tuple[Order, ...]:
    orders = tuple(_PLACED.all(by=by, key=key))
    if any(bytes(order.body_digest) != seen for order in orders):
        raise OtherBody
    return orders


def _agreed(by: UUID, key: UUID, seen: bytes, at: datetime) -> _Agreed:
    """Draft and lines as the buyer was shown them."""
    draft = _DRAFT.first(by=by, key=key)
    basket = basket_for(by, draft)
    if not basket:
        raise EmptyCart if draft is None or draft.quote_id is None else QuoteGone
    if draft is None or not draft.is_answered or basket.seen(draft) != seen:
        raise AnswersChanged
    warm([draft], "consignee.address", "yearly_demand")  # both people's keys in one query
    return _Agreed(draft, bound_for(basket, draft), seen, position_of(by) if basket.buyer else None, at)


def _accept_quote(draft: CheckoutDraft, by: UUID) -> None:
    """To order at a quote is to accept it; the seller is bound to the end of its last day, and to nobody else."""
    if draft.quote_id is None:
        return
    try:
        accept_quote(quote=Quote.objects.get(pk=draft.quote_id), by=by)
    except NotAllowed:
        raise QuoteGone from None


def _refuse_unfit(agreed: _Agreed) -> None:
    if agreed.basket.unfit:
        raise LinesUnfit(agreed.basket.unfit)
    if agreed.basket.too_little:
        raise BelowMinimum(tuple(part.as_too_little for part in agreed.basket.too_little))
    company = agreed.position.company if agreed.position else None
    # Asked here too, not only by the form: terms may have changed since, and a draft may come by another way.
    if company is not None and not agreed.draft.po_number.strip() and needs_po_number(company.pk):
        raise NumberMissing
    refuse_without_licence(company, agreed.basket.suspects)


def _take_stock(items: Sequence[Item]) -> None:
    take([(_offer(item), item.quantity, f"{item.ware.name}, {item.pack}") for item in items if item.free is not None])


def _offer(item: Item) -> Offer:
    assert item.offer is not None  # only offers are kept in stock
    return item.offer


def _place_part(agreed: _Agreed, part: Part, number: int) -> Order:
    steps = approval_steps(agreed.position, None if part.has_quotes else part.net)
    state = State.REQUESTED if steps else State.PLACED
    order = _write_order(agreed, part, _consignee(agreed.draft.consignee, number), state)
    _write_lines(order, part.items)
    settle(order, steps)
    return order


def _consignee(named: Consignee, number: int) -> Consignee:
    """Each order has a row of its own, of the same person: one may be over years before another."""
    if number == 0:
        return named
    return Consignee.objects.create(
        subject_id=named.subject_id,
        is_buyer=named.is_buyer,
        name=Clear(named.name.open()),
        phone=Clear(named.phone.open()),
        email=Clear(named.email.open()),
        address=Clear(named.address.open()),
    )


def _write_order(agreed: _Agreed, part: Part, consignee: Consignee, state: State) -> Order:
    """The order with the answers sealed anew under the key that the law keeps alive."""
    draft, net, tax = agreed.draft, part.net, part.tax_money
    return Order.objects.create(
        code=public_code("CC"),
        buyer_id=draft.subject_id,
        company=agreed.position.company if agreed.position else None,
        state=state.value,
        seller_id=part.seller_id,
        quote_id=draft.quote_id,
        consignee=consignee,
        idempotency_key=draft.pk,
        body_digest=agreed.seen,
        currency=part.currency,
        total=net.amount if net else None,
        tax_rate=part.tax.rate,
        tax_ground=part.tax.ground.name,
        is_tax_estimated=part.tax.is_estimated,
        tax=tax.amount if tax else None,
        language=get_language() or "zh-hans",
        background=Clear(draft.background.open()) if draft.background else None,
        yearly_demand=Clear(draft.yearly_demand.open()),
        demand_unit=Clear(draft.demand_unit.open()),
        po_number=draft.po_number,
        bill_to_id=draft.bill_to_id,
        invoice_title=Clear(draft.invoice_title.open()) if draft.invoice_title else None,
        invoice_tax_id=Clear(draft.invoice_tax_id.open()) if draft.invoice_tax_id else None,
        placed_at=agreed.at,
    )


def _write_lines(order: Order, items: Sequence[Item]) -> None:
    OrderLine.objects.bulk_create(_line(order, position, item) for position, item in enumerate(items, start=1))


def _line(order: Order, position: int, item: Item) -> OrderLine:
    packed, price, total = item.line or item.offer, item.price, item.total
    return OrderLine(
        order=order,
        position=position,
        offer=item.offer,
        product_id=item.ware.code or None,
        name=item.ware.name[:200],
        supplier=item.ware.supplier[:200],
        sku=packed.sku if packed else "",
        pack_size=packed.pack_size if packed else None,
        pack_unit=packed.pack_unit if packed else ASK_UNIT,
        quantity=item.quantity,
        unit_price=price.amount if price else None,
        line_total=total.amount if total else None,
        currency=price.currency if price else "",
        is_demonstration=item.offer.is_demonstration if item.offer else False,
        is_allocated=item.free is not None,
        is_quoted=item.is_quoted,
    )


def _empty(cart: Cart | None, draft: CheckoutDraft) -> None:
    if draft.quote_id is None:
        CartLine.objects.filter(cart=cart).delete()
    CheckoutDraft.objects.filter(pk=draft.pk).delete()
