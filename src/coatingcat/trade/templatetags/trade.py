"""What trade's templates need: amounts in the reader's language."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money

register = template.Library()


@register.filter
def money(amount: Money | None) -> SafeString | str:
    """`¥38,400.50` in Chinese, `CNY 38,400.50` in English; nothing for no amount."""
    if amount is None:
        return ""
    return format_html('<span class="num">{}</span>', amount.formatted(get_language() or "zh-hans"))


@register.filter
def money_or_ask(amount: Money | None) -> SafeString | str:
    """An amount, or that it has to be asked for."""
    return gettext("on request") if amount is None else money(amount)
