"""Offers, carts and checkouts to test with."""

import itertools
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from coatingcat.catalog.models import Category, Company, Product
from coatingcat.ground.clock import now
from coatingcat.ground.files import Accepted
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions import add_to_cart, confirm_order, name_consignee, place_order, tell_project
from coatingcat.trade.actions.amending import Change, propose_amendment
from coatingcat.trade.actions.deliveries import Packed, Sending, arrive, ship
from coatingcat.trade.actions.moving import move_order
from coatingcat.trade.actions.returning import ask_return
from coatingcat.trade.models import Amendment, Delivery, Offer, Order, Owner, Return, Stock
from coatingcat.trade.queries import basket_of, draft_of
from coatingcat.trade.words import AmendmentWhy, ReturnSort, ReturnWhy, Side, State, Transport

_numbers = itertools.count(1)

CONSIGNEE = {"name": "王收货", "phone": "+8613800138000", "email": "goods@dock.example", "address": "上海市码头路 7 号"}


def product(name: str = "Resin") -> Product:
    number = next(_numbers)
    supplier, _ = Company.objects.get_or_create(code="maker", defaults={"name": "Maker"})
    category, _ = Category.objects.get_or_create(code="resin", defaults={"name_en": "Resins"})
    return Product.objects.create(
        code=f"T{number:04}", slug=f"t-{number}", supplier=supplier, category=category, name=f"{name} {number}"
    )


def offer(*, stock: int | None = 100, **terms: Any) -> Offer:
    """An offer of a product of its own; `stock` None: made to order."""
    values = {
        "sku": f"SKU-{next(_numbers):05}",
        "pack_size": Decimal(25),
        "pack_unit": "kg",
        "price": Decimal("120.50"),
        "currency": "CNY",
        **terms,
    }
    values.setdefault("product", product())
    made = Offer.objects.create(**values)
    if stock is not None:
        Stock.objects.create(offer=made, onhand=stock)
    return made


def buyer() -> UUID:
    return new_subject("member").pk


def put(subject_id: UUID, *wares: Any, quantity: int = 1) -> None:
    for ware in wares:
        add_to_cart(owner=Owner(subject_id), ware=ware, quantity=quantity)


def put_in(client: Client, ware: Any, quantity: object = 1) -> None:
    """Put something into the cart by the page."""
    name = "offer" if isinstance(ware, Offer) else "product"
    answer = client.post("/cart/lines/", {name: ware.pk, "quantity": quantity})
    assert (answer.status_code, answer["Location"]) == (302, "/cart/")


def answer(subject_id: UUID, *, is_buyer: bool = False, **other: str) -> None:
    """Fill in the checkout's pages."""
    values = {key: Clear(value) for key, value in {**CONSIGNEE, **other}.items()}
    name_consignee(by=subject_id, is_buyer=is_buyer, **values)
    tell_project(by=subject_id, background=Clear("船舶涂料"), yearly_demand=Clear("1200"), demand_unit=Clear("kg"))


def submission(subject_id: UUID) -> dict[str, Any]:
    """What the buyer's last page would send now."""
    draft = draft_of(subject_id)
    assert draft is not None
    return {"by": subject_id, "key": draft.pk, "seen": basket_of(Owner(subject_id)).seen(draft)}


def submit(**sent: Any) -> Order:
    """Place the one order of a submission as the page does, acting as its buyer."""
    (placed,) = submit_all(**sent)
    return placed


def submit_all(**sent: Any) -> tuple[Order, ...]:
    """Place what is submitted, an order for each seller and currency."""
    actor = Actor(sent["by"], frozenset({Role.MEMBER}), "test")
    with purpose(Purpose.ORDER_FULFILMENT, actor=actor):
        return place_order(**sent)


def order(subject_id: UUID | None = None, *wares: Any, quantity: int = 1, **other: Any) -> Order:
    """An order that was placed."""
    subject_id = subject_id or buyer()
    put(subject_id, *(wares or [offer()]), quantity=quantity)
    answer(subject_id, **other)
    return submit(**submission(subject_id))


def completed(made: Order) -> Order:
    """The order run through to its end, without a word about how."""
    confirm_order(order=made)
    move_order(made, State.DELIVERED, delivered_at=now())
    move_order(made, State.COMPLETED, ended_at=now())
    return made


def sent(made: Order, packs: int | None = None, certificate: Accepted | None = None) -> Delivery:
    """So many packs of each line, or all that is open, brought by the seller itself."""
    lines = [Packed(line.pk, packs or line.open, "B1", certificate=certificate) for line in made.lines.all()]
    by = Actor(buyer(), frozenset({Role.FULFILMENT}), "test")
    own = Sending(Transport.OWN)
    return ship(order=made, packed=lines, sending=own, submission=uuid4(), actor=by, side=Side.OPERATOR)


def delivered(made: Order) -> Order:
    """The order confirmed, shipped at once and arrived."""
    confirm_order(order=made)
    arrive(delivery=sent(made), by=made.buyer_id, side=Side.BUYER)
    return Order.objects.get(pk=made.pk)


def asked_return(made: Order, **other: Any) -> Return:
    """A pack of the first line claimed."""
    values = {"sort": ReturnSort.CLAIM, "why": ReturnWhy.QUALITY, "note": Clear("Lumps"), **other}
    packs = {made.lines.order_by("position").first().pk: 1}
    return ask_return(order=made, by=made.buyer_id, submission=uuid4(), packs=packs, **values)


def proposed(made: Order, side: Side, packs: int = 3) -> Amendment:
    """So many packs of the first line proposed."""
    changes = {made.lines.order_by("position").first().pk: Change(packs)}
    why = AmendmentWhy.NEED
    return propose_amendment(
        order=made, by=made.buyer_id, side=side, submission=uuid4(), why=why, changes=changes, note=Clear("Please")
    )
