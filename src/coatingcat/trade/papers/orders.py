"""The confirmation of an order, and the note that goes with a delivery."""

from django.utils.translation import get_language, gettext

from coatingcat.ground.paper import Box, Column, Paper, Sum
from coatingcat.trade.models import Delivery, Order
from coatingcat.trade.papers.parts import consignee_lines, day, demonstration, party, written
from coatingcat.trade.queries.billing import buyer_of, issuer_of


def confirmation_paper(order: Order, *, shows_people: bool) -> Paper:
    """What both sides agreed on. `shows_people`: with the consignee, which needs a purpose."""
    seller = issuer_of(order.seller, order.currency)
    moment = order.confirmed_at or order.placed_at
    total = written(order.money) if order.money else gettext("to be quoted")
    return Paper(
        title=gettext("Order confirmation") if order.confirmed_at else gettext("Order received"),
        number=order.code,
        house=seller["name"],
        facts=(
            (gettext("Ordered on"), day(order.placed_at)),
            *(((gettext("Confirmed on"), day(moment)),) if order.confirmed_at else ()),
        ),
        parties=_parties(order, seller, shows_people=shows_people),
        columns=(
            Column(gettext("Goods"), 40),
            Column(gettext("Pack"), 12),
            Column(gettext("Quantity"), 9, "RIGHT"),
            Column(gettext("Price of a pack"), 18, "RIGHT"),
            Column(gettext("Net"), 18, "RIGHT"),
        ),
        rows=tuple(
            (
                f"{line.name}\n{line.sku}" if line.sku else line.name,
                line.pack,
                str(line.quantity),
                written(line.money),
                written(line.total_money),
            )
            for line in order.lines.all()
        ),
        sums=(Sum(gettext("Sum, without VAT"), total, strong=True),),
        notes=(
            gettext("VAT is added on the invoice, as the law at the time of delivery says."),
            demonstration(order.lines.all()),
        ),
        foot=order.code,
    )


def delivery_paper(delivery: Delivery, *, shows_people: bool) -> Paper:
    """The packing list of a delivery, with the maker's batches. Prices are nobody's business on the way."""
    order = delivery.order
    facts = [(gettext("Sent on"), day(delivery.shipped_at)), (gettext("Order"), order.code)]
    carrier = delivery.carrier_name or delivery.as_transport.value.in_language(get_language())
    facts.append((gettext("Transport"), carrier))
    if delivery.tracking:
        facts.append((gettext("Tracking number"), delivery.tracking))
    seller = issuer_of(order.seller, order.currency)
    lines = list(delivery.lines.select_related("line"))
    return Paper(
        title=gettext("Delivery note"),
        number=f"{order.code} / {delivery.number}",
        house=seller["name"],
        facts=tuple(facts),
        parties=_parties(order, seller, shows_people=shows_people),
        columns=(
            Column(gettext("Goods"), 44),
            Column(gettext("Batch"), 20),
            Column(gettext("Best before"), 14),
            Column(gettext("Pack"), 12),
            Column(gettext("Quantity"), 10, "RIGHT"),
        ),
        rows=tuple(
            (
                f"{one.line.name}\n{one.line.sku}" if one.line.sku else one.line.name,
                one.batch or "—",
                one.best_before.isoformat() if one.best_before else "—",
                one.line.pack,
                str(one.quantity),
            )
            for one in lines
        ),
        sums=(Sum(gettext("Packs in all"), str(sum(one.quantity for one in lines)), strong=True),),
        boxes=(
            Box(gettext("Received in good order"), (gettext("Date, name, signature:"), " ", "______________________")),
        ),
        notes=(demonstration(one.line for one in lines),),
        foot=f"{order.code} / {delivery.number}",
    )


def _parties(order: Order, seller: dict[str, str], *, shows_people: bool) -> tuple[Box, ...]:
    buyer = buyer_of(order)
    boxes = [party(gettext("Seller"), seller)]
    if buyer:
        boxes.append(party(gettext("Buyer"), buyer))
    if shows_people:
        boxes.append(Box(gettext("Consignee"), consignee_lines(order)))
    return tuple(boxes)
