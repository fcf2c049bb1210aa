"""What papers share."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import get_language, gettext

from coatingcat.config import config
from coatingcat.ground.clock import ZONE
from coatingcat.ground.money import Money
from coatingcat.ground.paper import Box
from coatingcat.trade.models import Order
from coatingcat.trade.rules.references import reference_for, spaced


def written(money: Money | None) -> str:
    """An amount in the reader's language."""
    return money.formatted(get_language() or "en") if money is not None else gettext("on request")


def day(moment: datetime) -> str:
    """The day in Shanghai, as ISO 8601 writes it."""
    return moment.astimezone(ZONE).date().isoformat()


def party(heading: str, facts: Mapping[str, str]) -> Box:
    """Seller or buyer as a box: name, tax number, address, country."""
    number = facts.get("tax_id", "")
    lines = (
        facts.get("name", ""),
        gettext("Tax number %(number)s") % {"number": number} if number else "",
        facts.get("address", ""),
        facts.get("country", ""),
    )
    return Box(heading, tuple(line for line in lines if line))


def account(facts: Mapping[str, str]) -> Box | None:
    """The bank account that a snapshot names; None if it names none."""
    if not facts.get("number"):
        return None
    code = facts.get("bank_code", "")
    label = "CNAPS" if code.isdigit() else "BIC"
    lines = (facts["holder"], facts["bank"], spaced(facts["number"]), f"{label} {code}" if code else "")
    return Box(gettext("Pay to"), lines)


def reference(order: Order) -> str:
    """The creditor reference of an order, as it is copied."""
    return spaced(reference_for(order.code))


def address_of(path: str) -> str:
    """An address of this site, as people outside reach it."""
    return f"{config().public_url}/{path}"


def consignee_lines(order: Order) -> tuple[str, ...]:
    """Name, number and address of who gets the goods; inside a purpose only."""
    consignee = order.consignee
    return tuple(str(value.open()) for value in (consignee.name, consignee.phone, consignee.address) if value)


def buyer_lines(order: Order) -> tuple[str, ...]:
    """Who an invoice is made out to where no company is: the title asked for, or who gets the goods; in a purpose."""
    if not order.invoice_title:
        return consignee_lines(order)[:1]
    return tuple(str(value.open()) for value in (order.invoice_title, order.invoice_tax_id) if value)


def demonstration(lines: Iterable[object]) -> str:
    """The remark that offers were constructed ones, if one was."""
    constructed = any(getattr(line, "is_demonstration", False) for line in lines)
    return gettext("Demonstration: no such goods are sold, and nothing is to be paid.") if constructed else ""
