"""What can happen to a cart."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.statements import prepared_cursor
from coatingcat.trade.models import Cart, CartLine, Offer, Owner, unfit_line
from coatingcat.trade.queries import guest_carts_end, token_digest
from coatingcat.trade.refusals import CartFull, LinesUnfit
from coatingcat.trade.rules import Held, merged, unfit
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
_PUT = {
    "offer": _INTO + "ON CONFLICT (cart_id, offer_id) DO UPDATE SET quantity = EXCLUDED.quantity",
    "product": _INTO + "ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = EXCLUDED.quantity",
}


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition led to: packs held now, and the cookie of a guest's new cart."""

    quantity: int
    token: str | None


@transaction.atomic
def add_to_cart(*, owner: Owner, ware: Offer | Product, quantity: int) -> Added:
    """Put so many more packs of an offer (or kg of a product without one) into the owner's cart, made if there is none.

    Raises LinesUnfit if the resulting quantity cannot be ordered, CartFull; nothing is written then.
    """
    cart_id, token = _used(owner)
    offer, product = (ware, None) if isinstance(ware, Offer) else (None, ware)
    held = _quantities(cart_id)
    key = (offer.pk if offer else None, product.pk if product else None)
    together = held.get(key, 0) + quantity
    if offer.unfit(together) if offer else unfit(together, minimum=1, multiple=1):
        name = ware.product.name if isinstance(ware, Offer) else ware.name  # a query, so only for a refusal
        raise LinesUnfit(tuple(filter(None, [unfit_line(name, offer, together)])))
    if key not in held and len(held) >= MAX_LINES:
        raise CartFull
    _put(cart_id, [_line(cart_id, key, Held(together, offer.price, offer.currency) if offer else Held(together))])
    return Added(together, token)


def _quantities(cart_id: UUID) -> "dict[_Key, int]":
    with prepared_cursor() as cursor:
        cursor.execute("SELECT offer_id, product_id, quantity FROM trade_cartline WHERE cart_id = %s", [cart_id])
        return {(offer, product): quantity for offer, product, quantity in cursor.fetchall()}


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


def _lines(cart_id: UUID) -> Any:
    return CartLine.objects.filter(cart_id=cart_id).order_by()


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
    lines = _held_for_change(owner)
    changed = [line for line in lines if line.pk in wanted]
    checked = [unfit_line(_name(line), line.offer, wanted[line.pk], line_id=line.pk) for line in changed]
    wrong = tuple(fault for fault in checked if fault is not None)
    if wrong:
        raise LinesUnfit(wrong)
    for line in changed:
        line.quantity = wanted[line.pk]
        _note_price(line)
    CartLine.objects.bulk_update(changed, ["quantity", "price_seen", "currency_seen"])


@transaction.atomic
def remove_line(*, owner: Owner, line_id: int) -> bool:
    """Take a line out of the owner's cart. Returns whether there was one."""
    return any(line.delete()[0] for line in _held_for_change(owner) if line.pk == line_id)


def _held_for_change(owner: Owner) -> list[CartLine]:
    """The lines of the owner's cart, which is held until the end of the transaction."""
    cart_id = _found(owner)
    return list(_lines(cart_id).select_related("offer__product", "product")) if cart_id else []


def _note_price(line: CartLine) -> None:
    if line.offer is not None:
        line.price_seen, line.currency_seen = line.offer.price, line.offer.currency


def _name(line: CartLine) -> str:
    return str(line.offer.product.name if line.offer else line.product.name)


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


def _held(cart_id: UUID) -> dict[_Key, Held]:
    columns = ("offer_id", "product_id", "quantity", "price_seen", "currency_seen")
    return {(o, p): Held(*rest) for o, p, *rest in _lines(cart_id).values_list(*columns)}


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
