"""What operations on an order begin with: the buyer's or the seller's order, and lines by their place in it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import Body, Fault, Problem, told
from coatingcat.members.machines import caller_of
from coatingcat.trade.access import Counter, may_act_on
from coatingcat.trade.api.shared import at_supply
from coatingcat.trade.models import Order
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.execution import order_at, whole
from coatingcat.trade.words import MAX_LINES, MAX_QUANTITY

Number = Annotated[
    int, Path(ge=0, le=32_767, description=told("订单内的序号", "Its number in the order"), examples=[1])
]
Position = Annotated[
    int, Field(strict=True, ge=1, le=MAX_LINES, description=told("行号", "Place of the line"), examples=[1])
]
Packs = Annotated[int, Field(strict=True, ge=0, le=MAX_QUANTITY, description=told("包装数", "Packs"), examples=[2])]
Decimals = Annotated[
    str, Field(pattern=r"^\d{1,12}(\.\d{1,4})?$", description=told("十进制数，文本形式", "Decimal digits, as text"))
]


class OfLine(Body):
    """So many packs of a line."""

    position: Position
    packs: Packs


def orders_seen(request: HttpRequest) -> QuerySet[Order]:
    """Orders of the key's company that whoever made the key may see."""
    caller = caller_of(request)
    return orders_in_sight(caller.subject_id).filter(company=caller.company)


def seen(request: HttpRequest, code: str) -> Order:
    """One of them, with all that hangs on it. Raises Http404."""
    found = whole(orders_seen(request)).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def acted_on(request: HttpRequest, code: str) -> Order:
    """Likewise, to do something about it. Raises Problem (403) for who only looks on."""
    found = seen(request, code)
    if not may_act_on(caller_of(request).subject_id, found):
        raise Problem(403, "not-allowed", gettext("The role of whoever made this key is to look on."))
    return found


def executed(request: HttpRequest, code: str, *, to_act: bool = False) -> tuple[Counter, Order]:
    """An order to execute, with all that hangs on it, and the counter it stands at. Raises Http404, Problem (403)."""
    counter = at_supply(request, to_act=to_act)
    found = order_at(counter, code)
    if found is None:
        raise Http404
    return counter, found


def placed_lines(of: Any, wanted: Sequence[Any]) -> dict[int, tuple[int, Any, Any]]:
    """By the key of a line of an order or quote: where it stands in what was sent, the line, what was said of it.

    Raises Problem (422) for a place that there is not, or one that is named twice.
    """
    lines = {line.position: line for line in of.lines.all()}
    found: dict[int, tuple[int, Any, Any]] = {}
    faults = []
    for at, one in enumerate(wanted):
        line = lines.get(one.position)
        if line is None or line.pk in found:
            reason = gettext("There is no such line.") if line is None else gettext("This line is named twice.")
            remedy = gettext("Read it: each of its lines has a position.")
            faults.append(Fault(field=f"lines.{at}.position", reason=reason, remedy=remedy))
        else:
            found[line.pk] = (at, line, one)
    if faults:
        raise Problem(422, "validation", faults[0].reason, faults)
    return found


def called(placed: dict[int, tuple[int, Any, Any]], names: Iterable[str], joint: str = "_") -> dict[str, str]:
    """What a form's fields of lines are called in what was sent: `quantity_17` is `lines.0.packs`."""
    here = {"quantity": "packs"}
    return {
        f"{name}{joint}{key}": f"lines.{at}.{here.get(name, name)}"
        for key, (at, _, _) in placed.items()
        for name in names
    }


def number(value: Decimal) -> str:
    """A number as it is answered, without zeros that say nothing."""
    return f"{value.normalize():f}"
