"""What the pages of invoices and payments need beside `trade`."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money
from coatingcat.trade.access import Counter
from coatingcat.trade.templatetags.trade import counter_url, money
from coatingcat.trade.words import Moved

register = template.Library()


@register.simple_tag
def settled(state: Any) -> str:
    """`Partly paid`, in the reader's language."""
    return str(state.value.in_language(get_language()))


@register.simple_tag
def moved(payment: Any) -> str:
    """What a record of money says happened."""
    if payment.kind == Moved.REVERSAL:
        return gettext("a record was taken back")
    said = gettext("money came in") if payment.kind == Moved.RECEIPT else gettext("money was paid back")
    return gettext("%(what)s (taken back)") % {"what": said} if hasattr(payment, "reversal") else said


@register.simple_tag
def amount(value: Decimal, currency: str) -> SafeString | str:
    """An amount of a row that keeps its currency elsewhere."""
    return money(Money(value, currency))


@register.filter
def unlocalized(value: Decimal) -> str:
    """A number as HTML attributes take it."""
    return f"{value:f}"


@register.simple_tag
def invoice_link(counter: Counter, invoice: Any) -> SafeString:
    """An invoice's number, leading to the account of its order at the reader's counter."""
    return format_html('<a href="{}">{}</a>', counter_url(counter, "account", invoice.order.code), invoice.number)
