"""What can happen to saved and shared carts."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.members.models import Position
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.models import Owner, SavedCart, SavedLine
from coatingcat.trade.queries import basket_of
from coatingcat.trade.refusals import EmptyCart, TooMany
from coatingcat.trade.words import MAX_QUANTITY, MAX_SAVED


@transaction.atomic
def save_cart(*, by: UUID, name: Clear[str], position: Position | None = None) -> SavedCart:
    """Put the lines of the cart aside under a name; with a position, shared with the people of its company.

    Raises EmptyCart, TooMany. The cart stays as it is.
    """
    company = position.company if position else None
    shelf = SavedCart.objects.filter(company=company) if company else SavedCart.objects.filter(owner_id=by)
    if shelf.count() >= MAX_SAVED:
        raise TooMany
    if not basket_of(Owner(by)):
        raise EmptyCart
    saved = SavedCart.objects.create(owner_id=by, name=name, company=company)
    add_cart(saved=saved, by=by, position=position)
    return saved


@transaction.atomic
def add_cart(*, saved: SavedCart, by: UUID, position: Position | None) -> int:
    """Put the lines of somebody's cart into a saved one; packs of the same ware add up. Returns how many lines.

    `position`: as whom a colleague adds. Raises EmptyCart; nothing changes then.
    """
    basket = basket_of(Owner(by))
    if not basket:
        raise EmptyCart
    held = {(line.offer_id, line.product_id): line for line in saved.lines.select_for_update()}
    for item in basket.items:
        key = (item.offer.pk, None) if item.offer else (None, item.ware.code)
        line = held.get(key)
        if line is None:
            SavedLine.objects.create(
                cart=saved, offer_id=key[0], product_id=key[1], quantity=item.quantity, added_by=position
            )
        else:
            line.quantity = min(MAX_QUANTITY, line.quantity + item.quantity)
            line.save(update_fields=["quantity"])
    SavedCart.objects.filter(pk=saved.pk).update(changed_at=now())
    return len(basket.items)


@transaction.atomic
def remove_saved_line(*, saved: SavedCart, line_id: int) -> bool:
    """Take a line out of a saved cart. Returns whether there was one."""
    return bool(saved.lines.filter(pk=line_id).delete()[0])


@transaction.atomic
def forget_saved_cart(*, saved: SavedCart) -> None:
    """Delete a saved cart with its lines."""
    saved.delete()
