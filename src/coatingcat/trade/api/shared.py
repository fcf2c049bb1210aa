"""What operations of trade have in common: who stands where, what is refused, what opens."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import Amount, Fault, Problem, Shape, amount, told
from coatingcat.ground.ids import code_pattern
from coatingcat.members.machines import caller_of
from coatingcat.privacy.gate import Denied
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.reveal import reasons_for
from coatingcat.privacy.words import Purpose, Reason
from coatingcat.trade import refusals
from coatingcat.trade.access import Counter, counter_for
from coatingcat.trade.forms import why_no_licence, why_unfit
from coatingcat.trade.forms.answers import ANSWERED
from coatingcat.trade.forms.placing import why_too_little
from coatingcat.trade.models import OrderLine
from coatingcat.trade.rules import offer_faults
from coatingcat.trade.words import Side

OrderCode = Annotated[str, Path(pattern=f"^{code_pattern('CC')}$", examples=["CC-7K3M9-QXD4T"])]
TO_QUOTE = told("空为待报价", "null: to be quoted")


class Line(Shape):
    """A line as it was ordered or asked for."""

    position: int
    sku: str
    product: str | None = Field(description=told("产品编号", "Number of the product"))
    name: str
    supplier: str
    pack_size: str | None = Field(description=told("每包装的数量", "How much a pack holds"), examples=["25"])
    pack_unit: str
    quantity: int = Field(description=told("包装数", "Packs"))
    unit_price: Amount | None = Field(description=TO_QUOTE)
    total: Amount | None = Field(description=TO_QUOTE)


LINE = {
    "position": 1,
    "sku": "SKU-00001",
    "product": "PUR-0007",
    "name": "Desmodur N 75 BA",
    "supplier": "Covestro",
    "pack_size": "25",
    "pack_unit": "kg",
    "quantity": 4,
    "unit_price": {"amount": "120.50", "currency": "CNY"},
    "total": {"amount": "482.00", "currency": "CNY"},
}


def line_of(line: OrderLine) -> Line:
    return Line(
        position=line.position,
        sku=line.sku,
        product=line.product_id,
        name=line.name,
        supplier=line.supplier,
        pack_size=None if line.pack_size is None else f"{line.pack_size.normalize():f}",
        pack_unit=line.pack_unit,
        quantity=line.quantity,
        unit_price=amount(line.money),
        total=amount(line.total_money),
    )


def at_supply(request: HttpRequest, *, to_act: bool = False) -> Counter:
    """The counter of the key's company. Raises Problem (403) if it sells nothing here and is no agent, or looks on."""
    caller = caller_of(request)
    counter = counter_for(caller.subject_id, caller.reference)
    if counter is None:
        told_why = gettext("This is for the programs of companies that sell here, and of their agents.")
        raise Problem(403, "not-allowed", told_why)
    if to_act and not counter.may_act:
        raise Problem(403, "not-allowed", gettext("The role of whoever made this key is to look on."))
    return counter


def at_seller(request: HttpRequest) -> Counter:
    """As `at_supply`, for what sellers alone change: offers and stock."""
    counter = at_supply(request, to_act=True)
    if counter.side is not Side.SELLER:
        raise Problem(403, "not-allowed", gettext("Offers and stock are changed by the seller alone."))
    return counter


def reason_of(request: HttpRequest, wanted: Purpose) -> Reason | None:
    """Why personal values are asked for, as the header says; None if it is not sent. Raises Problem (422)."""
    sent = request.headers.get("CoatingCat-Reason", "")
    if not sent:
        return None
    known = {reason.name: reason for reason in reasons_for(wanted)}
    if sent not in known:
        reason = gettext("This is no reason for it.")
        remedy = gettext("One of %(expected)s.") % {"expected": ", ".join(known)}
        raise Problem(422, "validation", reason, [Fault(field="CoatingCat-Reason", reason=reason, remedy=remedy)])
    return known[sent]


def opened(value: Any) -> str | None:
    """A sealed value inside a purpose; None if there is none, or if it does not open to whoever asks."""
    try:
        return None if value is None else str(value.open())
    except Denied:
        return None


def typed(value: Any) -> str:
    """What was sent as a page would have sent it; nothing for null."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def by_whom(counter: Counter) -> UUID:
    """Who stands at the counter."""
    subject_id = counter.actor.subject_id
    assert subject_id is not None  # every key has a member
    return subject_id


def demand_valid(form: Form, names: Mapping[str, str] | None = None) -> None:
    """Raises Problem (422) with what the form says, field by field. `names`: of fields, as they are called here."""
    if form.is_valid():
        return
    known = {NON_FIELD_ERRORS: "body", **(names or {})}
    faults = [
        Fault(
            field=known.get(name, name),
            reason=str(text),
            remedy=str(form.fields[name].help_text) if name in form.fields else "",
        )
        for name, texts in form.errors.items()
        for text in texts
    ]
    raise Problem(422, "validation", gettext("Some of what was sent does not fit: see `errors`."), faults)


def demand_faultless(faults: Sequence[offer_faults.Fault], noun: str, names: Mapping[str, str]) -> None:
    """Likewise for what was read as a file, whose first row is its header. `noun`: of the list of things in the body."""
    if not faults:
        return
    language = get_language()
    told_of = [
        Fault(
            field=f"{noun}.{one.row - 2}.{names.get(one.field, one.field)}",
            reason=one.reason.in_language(language),
            remedy=one.remedy.in_language(language),
        )
        for one in faults
    ]
    raise Problem(422, "validation", gettext("Some of what was sent does not fit: see `errors`."), told_of)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turns what trade refuses into problems: 409, as another state of things would have allowed it."""
    try:
        yield
    except refusals.OutOfStock as refusal:
        faults = [_short(one) for one in refusal.shortages]
        raise Problem(409, "conflict", gettext("Some of it is not in stock any more."), faults) from None
    except refusals.LinesUnfit as refusal:
        raise Problem(409, "conflict", " ".join(why_unfit(line) for line in refusal.lines)) from None
    except refusals.LicenceMissing as refusal:
        raise Problem(409, "conflict", why_no_licence(refusal)) from None
    except refusals.RightMissing:
        told_why = gettext("The role of whoever made this key does not include this.")
        raise Problem(403, "not-allowed", told_why) from None
    except refusals.BelowMinimum as refusal:
        raise Problem(409, "conflict", " ".join(why_too_little(order) for order in refusal.orders)) from None
    except refusals.NumberMissing:
        told_why = gettext("Your company wants its own order number on every order; give it in the checkout.")
        raise Problem(409, "conflict", told_why) from None
    except refusals.EmptyCart:
        raise Problem(409, "conflict", gettext("There is nothing in the cart.")) from None
    except ShareRefused as refusal:
        told_why = gettext("Nothing was handed over: %(reason)s.") % {"reason": refusal.reason}
        raise Problem(409, "conflict", told_why) from None
    except refusals.NotAllowed:
        raise Problem(409, "conflict", _moved_on()) from None
    except refusals.Refused as refusal:
        raise Problem(409, "conflict", ANSWERED.get(type(refusal), _moved_on)()) from None


def _moved_on() -> str:
    return gettext("It cannot be done from the present state. Read it again.")


def _short(one: refusals.Shortage) -> Fault:
    reason = gettext("%(name)s: %(free)s in stock, you asked for %(asked)s.")
    values = {"name": one.name, "free": one.free, "asked": one.asked}
    return Fault(field="lines", reason=reason % values, remedy=gettext("Ask for fewer, or wait."))
