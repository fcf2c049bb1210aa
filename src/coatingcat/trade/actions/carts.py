"""What can happen to a cart."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.statements import prepared_cursor
from coatingcat.trade.models import Cart, CartLine, Offer, Owner, unfit_line
from coatingcat.trade.queries import Item, Priced, basket_of, guest_carts_end, offer_priced, token_digest
from coatingcat.trade.refusals import CartFull, LinesUnfit
from coatingcat.trade.rules import Held, merged, unfit, unit_price
from coatingcat.trade.words import MAX_LINES

_TOKEN_BYTES = 32

_KEEP = """
INSERT INTO trade_cart (id, subject_id, last_used) VALUES (%(id)s, %(owner)s, %(now)s)
ON CONFLICT (subject_id) DO UPDATE SET last_used = EXCLUDED.last_used RETURNING id
"""

# Finds the cart, notes its use and holds it until the end of the transaction, in one statement.
_USE = {
    "subject_id": "UPDATE trade_cart SET last_used = %(now)s WHERE subject_id = %(owner)s RETURNING id",
    "token_digest": (
        "UPDATE trade_cart SET last_used = %(now)s WHERE token_digest = %(owner)s AND last_used > %(end)s RETURNING id"
    ),
}


_COLUMNS = ("cart_id", "offer_id", "product_id", "quantity", "price_seen", "currency_seen")
_INTO = """
INSERT INTO trade_cartline (cart_id, offer_id, product_id, quantity, price_seen, currency_seen)
VALUES (%(cart_id)s, %(offer_id)s, %(product_id)s, %(quantity)s, %(price_seen)s, %(currency_seen)s)
"""
_CHANGED = "quantity = EXCLUDED.quantity, price_seen = EXCLUDED.price_seen, currency_seen = EXCLUDED.currency_seen"
_PUT = {
    "offer": _INTO + "ON CONFLICT (cart_id, offer_id) DO UPDATE SET " + _CHANGED,
    "product": _INTO + "ON CONFLICT (cart_id, product_id) DO UPDATE SET " + _CHANGED,
}


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition led to: packs held now, and the cookie of a guest's new cart."""

    quantity: int
    token: str | None


@transaction.atomic
def add_to_cart(*, owner: Owner, ware: Priced | Offer | Product, quantity: int) -> Added:
    """Put so many more packs of an offer (or kg of a product without one) into the owner's cart, made if there is none.

    Raises LinesUnfit if the resulting quantity cannot be ordered, CartFull; nothing is written then.
    """
    cart_id, token = _used(owner)
    if isinstance(ware, Offer):
        ware = offer_priced(ware.pk, owner.subject_id) or Priced(ware, ())
    priced, product = (ware, None) if isinstance(ware, Priced) else (None, ware)
    offer = priced.offer if priced else None
    held = _held(cart_id)
    key = (offer.pk if offer else None, product.pk if product else None)
    before = held.get(key, Held(0))
    together = before.quantity + quantity
    if offer.unfit(together) if offer else unfit(together, minimum=1, multiple=1):
        name = str((ware.offer.product if isinstance(ware, Priced) else ware).name)  # a query, so only for a refusal
        raise LinesUnfit(tuple(filter(None, [unfit_line(name, offer, together)])))
    if key not in held and len(held) >= MAX_LINES:
        raise CartFull
    _put(cart_id, [_line(cart_id, key, _repriced(before, together, priced))])
    return Added(together, token)


def _repriced(before: Held, together: int, priced: Priced | None) -> Held:
    """So many packs, at the price shown for them; a change of price that was not told yet is still to be told."""
    if priced is None:
        return Held(together)
    seen = unit_price(before.price_seen, before.currency_seen)
    if before.quantity and seen != priced.price(before.quantity):
        return Held(together, before.price_seen, before.currency_seen)
    price = priced.price(together)
    return Held(together, price.amount, price.currency) if price else Held(together)


def _used(owner: Owner) -> tuple[UUID, str | None]:
    """The owner's cart, held until the end of the transaction, and the cookie if a guest's cart was made."""
    if owner.subject_id is not None:
        with prepared_cursor() as cursor:
            cursor.execute(_KEEP, {"id": new_id(), "owner": owner.subject_id, "now": now()})
            return cursor.fetchone()[0], None
    found = _found(owner)
    if found is not None:
        return found, None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return Cart.objects.create(token_digest=token_digest(token)).pk, token


def _found(owner: Owner) -> UUID | None:
    if owner.subject_id:
        return _use("subject_id", owner.subject_id)
    return _use("token_digest", token_digest(owner.token))


def _use(column: str, value: Any) -> UUID | None:
    if value is None:
        return None
    with prepared_cursor() as cursor:
        cursor.execute(_USE[column], {"now": now(), "owner": value, "end": guest_carts_end()})
        row = cursor.fetchone()
    return row[0] if row else None


_Key = tuple[int | None, str | None]


def _line(cart_id: UUID, key: _Key, held: Held) -> CartLine:
    return CartLine(
        cart_id=cart_id,
        offer_id=key[0],
        product_id=key[1],
        quantity=held.quantity,
        price_seen=held.price_seen,
        currency_seen=held.currency_seen,
    )


def _put(cart_id: UUID, lines: list[CartLine]) -> None:
    """Write lines, the quantity alone where the cart holds the ware already: the price seen is still to be told."""
    with prepared_cursor() as cursor:
        for unique, statement in _PUT.items():
            some = [line for line in lines if getattr(line, f"{unique}_id") is not None]
            if some:
                cursor.executemany(statement, [{name: getattr(line, name) for name in _COLUMNS} for line in some])


@transaction.atomic
def change_quantities(*, owner: Owner, wanted: Mapping[int, int]) -> None:
    """Set the quantities of lines, by line id, and note that their prices were seen.

    All or none: raises LinesUnfit with every line that cannot be ordered so. Lines that are not the owner's or are
    gone are passed over.
    """
    if _found(owner) is None:
        return
    changed = [item for item in basket_of(owner).items if item.line_id in wanted]
    checked = [unfit_line(i.ware.name, i.offer, wanted[i.line_id], line_id=i.line_id) for i in changed]
    wrong = tuple(fault for fault in checked if fault is not None)
    if wrong:
        raise LinesUnfit(wrong)
    with prepared_cursor() as cursor:
        cursor.executemany(_SET, [_as_shown(replace(item, quantity=wanted[item.line_id])) for item in changed])


_SET = """
UPDATE trade_cartline SET quantity = %(quantity)s, price_seen = %(price)s, currency_seen = %(currency)s
WHERE id = %(line)s
"""


def _as_shown(item: Item) -> dict[str, Any]:
    price = item.price
    return {
        "line": item.line_id,
        "quantity": item.quantity,
        "price": price.amount if price else None,
        "currency": price.currency if price else "",
    }


@transaction.atomic
def remove_line(*, owner: Owner, line_id: int) -> bool:
    """Take a line out of the owner's cart. Returns whether there was one."""
    cart_id = _found(owner)
    return bool(cart_id and CartLine.objects.filter(cart_id=cart_id, pk=line_id).delete()[0])


@transaction.atomic
def merge_guest_cart(*, subject_id: UUID, token: str) -> bool:
    """Put a guest's lines into the cart of the member who signed in with the guest's cookie (F.5). Whether it was one.

    The guest's cart is taken first and is gone afterwards: two requests at once cannot add it twice, and a cookie
    that opens no guest's cart brings nothing, whoever's it was.
    """
    guest_id = _use("token_digest", token_digest(token))
    if guest_id is None:
        return False
    own_id, _ = _used(Owner(subject_id=subject_id))
    together = merged(_held(own_id), _held(guest_id))
    _put(own_id, [_line(own_id, key, held) for key, held in together.items()])
    Cart.objects.filter(pk=guest_id).delete()
    return True


_LINES = "SELECT offer_id, product_id, quantity, price_seen, currency_seen FROM trade_cartline WHERE cart_id = %s"


def _held(cart_id: UUID) -> dict[_Key, Held]:
    with prepared_cursor() as cursor:
        cursor.execute(_LINES, [cart_id])
        return {(offer, product): Held(*rest) for offer, product, *rest in cursor.fetchall()}


def forget_guest_carts() -> int:
    """Delete the guests' carts that nobody has used for their time. Returns how many."""
    over = Cart.objects.filter(subject=None, last_used__lte=guest_carts_end())
    count = over.count()
    over.delete()
    return count


def forget_guest_cart(*, token: str) -> int:
    """Delete the cart behind a guest's cookie, at the guest's wish (PIPL 47). Returns how many went: one or none."""
    digest = token_digest(token)
    found = Cart.objects.filter(subject=None, token_digest=digest) if digest else Cart.objects.none()
    count = found.count()
    found.delete()
    return count
