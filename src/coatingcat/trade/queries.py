"""Reads of trade that are used twice or cross tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.money import Money, total
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import CartLine, CheckoutDraft, Offer, Order, Owner, unfit_line
from coatingcat.trade.rules import UnfitLine, line_total, unit_price
from coatingcat.trade.words import ASK_UNIT, State

T = TypeVar("T")
ORDERS_PER_PAGE = 25


@dataclass(frozen=True)
class Item:
    """A cart line with what the offer says today."""

    line: CartLine
    free: int | None
    """Packs in stock that nobody has ordered; None: made to order or asked for."""

    @property
    def offer(self) -> Offer | None:
        offer: Offer | None = self.line.offer
        return offer

    @property
    def product(self) -> Product:
        product: Product | None = self.line.offer.product if self.line.offer else self.line.product
        assert product is not None  # the constraint cartline_of_one
        return product

    @property
    def quantity(self) -> int:
        return self.line.quantity

    @property
    def pack(self) -> str:
        return self.line.offer.pack if self.line.offer else ASK_UNIT

    @property
    def unit_label(self) -> str:
        """What stands behind the quantity: `× 25 kg`."""
        return f"× {self.pack}" if self.line.offer else ASK_UNIT

    @cached_property
    def price(self) -> Money | None:
        """Of one pack, today; None: on request."""
        return self.line.offer.money if self.line.offer else None

    @property
    def price_seen(self) -> Money | None:
        return unit_price(self.line.price_seen, self.line.currency_seen)

    @property
    def is_gone(self) -> bool:
        return self.line.offer is not None and not self.line.offer.is_active

    @property
    def has_new_price(self) -> bool:
        return not self.is_gone and self.price != self.price_seen

    @cached_property
    def total(self) -> Money | None:
        """None: to be quoted."""
        return line_total(self.price, self.quantity)

    @cached_property
    def unfit(self) -> UnfitLine | None:
        return unfit_line(self.line.offer or self.product, self.quantity, line_id=self.line.pk)

    @property
    def is_short(self) -> bool:
        return self.free is not None and self.quantity > self.free


@dataclass(frozen=True)
class Basket:
    """All lines of a cart as they stand today."""

    items: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.items)

    @cached_property
    def totals(self) -> tuple[Money, ...]:
        """What the lines that can be ordered cost, one sum for each currency."""
        amounts = [item.total for item in self.items if item.total is not None and not item.is_gone]
        currencies = sorted({amount.currency for amount in amounts})
        return tuple(total([a for a in amounts if a.currency == c], c) for c in currencies)

    @property
    def has_quotes(self) -> bool:
        """Whether some price has still to be told."""
        return any(item.price is None for item in self.items if not item.is_gone)

    @property
    def has_new_prices(self) -> bool:
        return any(item.has_new_price for item in self.items)

    @property
    def has_demonstration(self) -> bool:
        return any(item.offer is not None and item.offer.is_demonstration for item in self.items)

    @property
    def unfit(self) -> tuple[UnfitLine, ...]:
        return tuple(item.unfit for item in self.items if item.unfit is not None)

    @property
    def can_be_ordered(self) -> bool:
        shorts = any(item.is_short for item in self.items)
        return bool(self.items) and not self.unfit and not shorts and len(self.totals) <= 1

    def seen(self, draft: CheckoutDraft) -> bytes:
        """SHA-256 of all a buyer agrees to: lines, prices, and the draft with its revision (32 bytes)."""
        parts = [f"{draft.pk}/{draft.revision}"]
        for item in self.items:
            line = item.line
            parts.append(f"{line.offer_id or ''}/{line.product_id or ''}/{line.quantity}/{item.price or ''}")
        return hashlib.sha256("\n".join(parts).encode()).digest()


def basket_of(owner: Owner) -> Basket:
    """The lines of the owner's cart with offer, product, maker and stock; one query, none for who has no cart.

    A member's are the member's own: a guest's cookie brings its lines by `merge_guest_cart` alone.
    """
    if owner.subject_id is not None:
        whose = Q(cart__subject_id=owner.subject_id)
    elif (digest := token_digest(owner.token)) is not None:
        whose = Q(cart__token_digest=digest, cart__last_used__gt=guest_carts_end())
    else:
        return Basket(())
    lines = (
        CartLine.objects.filter(whose)
        .select_related("offer__product__supplier", "offer__stock", "product__supplier")
        .order_by("pk")
    )
    return Basket(tuple(Item(line, _free(line.offer)) for line in lines))


def _free(offer: Offer | None) -> int | None:
    stock = getattr(offer, "stock", None) if offer else None
    return stock.free if stock else None


def guest_carts_end() -> datetime:
    """Guest carts last used before this moment are over."""
    return now() - keeping.GUEST_CART.for_


def token_digest(token: str | None) -> bytes | None:
    """SHA-256 of a cookie's text; None for what cannot be one (32 bytes)."""
    if token is None or not token.isascii() or not 40 <= len(token) <= 64:
        return None
    return hashlib.sha256(token.encode()).digest()


def lines_in(owner: Owner) -> int:
    """How many lines wait for the owner, with those that a guest's cookie will bring along; at most one query."""
    digest, whose = token_digest(owner.token), Q()
    if owner.subject_id is not None:
        whose |= Q(cart__subject_id=owner.subject_id)
    if digest is not None:
        whose |= Q(cart__token_digest=digest, cart__last_used__gt=guest_carts_end())
    return CartLine.objects.filter(whose).count() if whose else 0


def offers_of(product_id: str) -> list[Offer]:
    """What is sold of a product, smallest pack first; one query."""
    return list(
        Offer.objects.filter(product_id=product_id, is_active=True)
        .select_related("stock")
        .order_by("pack_unit", "pack_size", "sku")
    )


def draft_of(subject_id: UUID) -> CheckoutDraft | None:
    """The buyer's checkout on its way, unless its day is over."""
    since = now() - keeping.UNFINISHED.for_
    return CheckoutDraft.objects.select_related("consignee").filter(subject_id=subject_id, changed_at__gt=since).first()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and whether there are more; nothing is counted."""

    rows: Sequence[T]
    number: int
    has_more: bool


def orders_of(subject_id: UUID, *, state: State | None = None, code: str = "", page: int = 1) -> Page[Order]:
    """The buyer's orders, latest first, as far back as they are kept (V.1b: at least 3 years); two queries."""
    return _page(_matching(Order.objects.filter(buyer_id=subject_id), state, code), page)


def orders_at_desk(*, state: State | None = None, code: str = "", page: int = 1) -> Page[Order]:
    """Everybody's orders, latest first; no name among them; two queries."""
    return _page(_matching(Order.objects.all(), state, code), page)


def _matching(orders: QuerySet[Order], state: State | None, code: str) -> QuerySet[Order]:
    if state is not None:
        orders = orders.filter(state=state.value)
    if code:
        orders = orders.filter(code__icontains=code)
    return orders.defer("background", "yearly_demand", "demand_unit")


def _page(orders: QuerySet[Order], number: int) -> Page[Order]:
    start = (number - 1) * ORDERS_PER_PAGE
    rows = list(orders.prefetch_related("lines")[start : start + ORDERS_PER_PAGE + 1])
    return Page(rows[:ORDERS_PER_PAGE], number, len(rows) > ORDERS_PER_PAGE)


def order_of(subject_id: UUID, code: str) -> Order | None:
    """One order of the buyer's with its consignee and cancellation; None if it is somebody else's or none."""
    return _whole().filter(buyer_id=subject_id, code=code).first()


def order_at_desk(code: str) -> Order | None:
    """Any order, for staff."""
    return _whole().filter(code=code).first()


def _whole() -> QuerySet[Order]:
    return Order.objects.select_related("consignee", "cancellation").prefetch_related("lines")


def open_orders_of(subject_id: UUID) -> dict[State, int]:
    """How many orders stand in each state; one query."""
    rows = Order.objects.filter(buyer_id=subject_id).order_by().values_list("state").annotate(Count("pk"))
    return {State(state): count for state, count in rows}
