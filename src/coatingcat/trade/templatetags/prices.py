"""What the pages of price lists need."""

from decimal import Decimal

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money
from coatingcat.trade.queries.price_lists import Reason
from coatingcat.trade.rules import Nearness
from coatingcat.trade.rules.ladders import Steps

register = template.Library()


@register.simple_tag
def ladder(steps: Steps, currency: str) -> SafeString | str:
    """Steps as a list: from so many packs, at so much."""
    if not steps:
        return "–"
    language = get_language() or "zh-hans"
    lines = (
        (gettext("from %(packs)s packs") % {"packs": minimum}, _money(price, currency, language))
        for minimum, price in steps
    )
    return format_html_join(mark_safe("<br>"), '{} <span class="num">{}</span>', lines)


def _money(price: Decimal, currency: str, language: str) -> str:
    return Money(price, currency).formatted(language)


@register.simple_tag
def why_price(reason: Reason) -> str:
    """Which agreement a step comes from."""
    if reason.listed is None:
        return gettext("The price on the offer")
    told = {
        Nearness.COMPANY: gettext("Agreed with this company: %(list)s"),
        Nearness.GROUP: gettext("Its group %(tier)s: %(list)s"),
    }.get(reason.nearness, gettext("For everybody: %(list)s"))
    return told % {"list": reason.listed.name, "tier": reason.listed.tier}
