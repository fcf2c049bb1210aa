"""Many lines into a cart at once: pasted ones, those of an earlier order, those of a saved cart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from coatingcat.catalog.models import Product
from coatingcat.members.models import Company
from coatingcat.trade.actions.carts import add_to_cart
from coatingcat.trade.models import Offer, Order, Owner, SavedCart
from coatingcat.trade.queries.naming import Named, skus_like, wares_named
from coatingcat.trade.refusals import CartFull, LinesUnfit
from coatingcat.trade.rules import UnfitLine
from coatingcat.trade.rules.quick_lines import SEVERAL, UNKNOWN, Wanted, Wrong, nearest_names


@dataclass(slots=True)
class Put:
    """What came of many lines: those that are in the cart now, and those that are not, each with its reason."""

    accepted: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    unfit: list[tuple[Wanted | None, UnfitLine]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    is_full: bool = False
    token: str | None = None
    """The cookie of a guest's new cart."""

    @property
    def is_whole(self) -> bool:
        return not (self.wrong or self.unfit or self.gone or self.is_full)


@transaction.atomic
def order_quickly(*, owner: Owner, lines: Sequence[Wanted | Wrong], company: Company | None) -> Put:
    """Put the lines that can be ordered into the cart, and say of each other why it cannot (F.5).

    Each line is a SKU, a code of the buyer's company, or the name of a product, with a quantity. The cart stays as it
    was if none can be.
    """
    report = Put(wrong=[line for line in lines if isinstance(line, Wrong)])
    wanted = [line for line in lines if isinstance(line, Wanted)]
    named = wares_named({line.name for line in wanted}, company)
    unknown = [line for line in wanted if line.name not in named]
    skus = skus_like({line.name for line in unknown})
    report.wrong += [Wrong(one.number, one.typed, UNKNOWN, nearest_names(one.name, skus)) for one in unknown]
    for line in wanted:
        if line.name in named:
            _put_line(report, owner, line, named[line.name])
    report.wrong.sort(key=_number)
    return report


def _number(line: Wrong) -> int:
    return line.number


def _put_line(report: Put, owner: Owner, line: Wanted, named: Named) -> None:
    if len(named.offers) > 1:
        report.wrong.append(Wrong(line.number, line.typed, SEVERAL, tuple(o.sku for o in named.offers)))
        return
    ware = named.offers[0] if named.offers else named.product
    assert ware is not None
    _put(report, owner, ware, line.quantity, line.typed, line)


def _put(
    report: Put, owner: Owner, ware: Offer | Product, quantity: int, typed: str, line: Wanted | None = None
) -> None:
    held = Owner(owner.subject_id, report.token or owner.token)
    try:
        with transaction.atomic():
            added = add_to_cart(owner=held, ware=ware, quantity=quantity)
    except LinesUnfit as refusal:
        report.unfit += [(line, one) for one in refusal.lines]
    except CartFull:
        report.is_full = True
        report.gone.append(typed)
    else:
        report.token = added.token or report.token
        report.accepted.append(typed)


def order_again(*, owner: Owner, order: Order) -> Put:
    """Put what was ordered once into the cart, at today's prices; what is offered no more is named."""
    lines = order.lines.select_related("offer", "product")
    return _put_all(owner, ((f"{line.name}, {line.pack}", line.offer or line.product, line.quantity) for line in lines))


def order_saved(*, owner: Owner, saved: SavedCart) -> Put:
    """Put the lines of a saved cart into the cart, at today's prices; the saved one stays."""
    lines = saved.lines.select_related("offer__product", "product")
    return _put_all(owner, ((_called(line), line.offer or line.product, line.quantity) for line in lines))


def _called(line: object) -> str:
    offer, product = getattr(line, "offer", None), getattr(line, "product", None)
    return f"{offer.product.name}, {offer.pack}" if offer else str(product and product.name)


@transaction.atomic
def _put_all(owner: Owner, wares: Iterable[tuple[str, Offer | Product | None, int]]) -> Put:
    report = Put()
    for name, ware, quantity in wares:
        if ware is None or (isinstance(ware, Offer) and not ware.is_active):
            report.gone.append(name)
        else:
            _put(report, owner, ware, quantity, name)
    return report
