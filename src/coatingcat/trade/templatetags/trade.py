"""What trade's templates need: amounts in the reader's language."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money
from coatingcat.trade.words import Side

register = template.Library()


@register.filter
def money(amount: Money | None) -> SafeString | str:
    """`¥38,400.50` in Chinese, `CNY 38,400.50` in English; nothing for no amount."""
    if amount is None:
        return ""
    return format_html('<span class="num">{}</span>', amount.formatted(get_language() or "zh-hans"))


@register.simple_tag
def steps(present: int) -> str:
    """The steps of the checkout, with the one the reader is at (1 to 4)."""
    return _steps(present, get_language() or "")


@lru_cache(maxsize=16)
def _steps(present: int, language: str) -> str:
    return render_to_string("trade/_steps.html", {"step": present})


@register.filter
def money_or_ask(amount: Money | None) -> SafeString | str:
    """An amount, or that it has to be asked for."""
    return gettext("on request") if amount is None else money(amount)


@register.simple_tag
def supply_name(side: Side) -> str:
    """What the desk of a seller or agent is called."""
    return gettext("Agent desk") if side is Side.AGENT else gettext("Supplier desk")
