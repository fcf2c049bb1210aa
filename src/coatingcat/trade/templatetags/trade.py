"""What trade's templates need: amounts in the reader's language."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money
from coatingcat.privacy.words import Text
from coatingcat.trade.access import Counter
from coatingcat.trade.models import Agent, Amendment, AssignmentRule, Return
from coatingcat.trade.queries.dashboards import Bar
from coatingcat.trade.queries.queues import Row
from coatingcat.trade.words import AgentSort, AmendmentState, ReturnState, Side, Thing

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


@register.simple_tag
def counter_url(counter: Counter, name: str, *parts: Any) -> str:
    """An address at this counter: `{% counter_url counter "order" order.code %}`."""
    return reverse(f"trade:{counter.prefix}_{name}", args=parts)


@register.simple_tag
def row_url(counter: Counter, row: Row) -> str:
    """Where what waits is worked on."""
    try:
        return reverse(f"trade:{counter.prefix}_{row.page}", args=[row.code])
    except NoReverseMatch:  # a page this counter has not got (yet)
        return f"?code={row.code}"


@register.simple_tag
def in_language(text: Text) -> str:
    """A text of the closed lists, in the reader's language."""
    return text.in_language(get_language() or "zh-hans")


@register.simple_tag
def sort_of_agent(agent: Agent) -> str:
    return AgentSort[agent.sort].value.in_language(get_language() or "zh-hans")


@register.filter
def conditions(rule: AssignmentRule) -> list[str]:
    """What a rule asks, in words."""
    language = get_language() or "zh-hans"
    found = [Thing[rule.thing].value.in_language(language)] if rule.thing else []
    found += [gettext("buyer in %(country)s") % {"country": rule.country}] if rule.country else []
    found += [rule.maker.name] if rule.maker else []
    found += [rule.category.name(language)] if rule.category else []
    if rule.least is not None:
        found.append(gettext("from %(amount)s") % {"amount": Money(rule.least, rule.currency).formatted(language)})
    return found or [gettext("everything")]


@register.filter
def percent(rate: Decimal | None) -> str:
    """`13 %` of 0.13; nothing for no rate."""
    return "" if rate is None else f"{(rate * 100).normalize():f}\u00a0%"


@register.simple_tag
def hours(minutes: int | None) -> str:
    """A time in hours, or that there are too few cases."""
    if minutes is None:
        return gettext("too few yet")
    return gettext("%(hours)s h") % {"hours": f"{minutes / 60:.1f}" if minutes < 600 else round(minutes / 60)}


@register.simple_tag
def share(per_cent: int | None) -> str:
    """A share, or that there are too few cases."""
    return gettext("too few yet") if per_cent is None else f"{per_cent} %"


@register.inclusion_tag("trade/_bars_table.html")
def bars_table(bars: Sequence[Bar], heading: str) -> dict[str, Any]:
    """Bars that are a table: each with its label and count, so that the picture says nothing the words do not."""
    named = {
        "asked": gettext("asked"),
        "answered": gettext("answered"),
        "quoted": gettext("quoted"),
        "ordered": gettext("accepted"),
    }
    rows = [{"label": named.get(bar.label, bar.label), "count": bar.count, "share": bar.share} for bar in bars]
    return {"bars": rows, "heading": heading, "first": gettext("Step"), "share": gettext("Share")}


@register.simple_tag
def words(text: Text) -> str:
    """A word of a closed vocabulary in the reader's language."""
    return text.in_language(get_language() or "")


AMENDMENT_NAMES = {
    AmendmentState.PROPOSED: Text("等待答复", "Waits for an answer"),
    AmendmentState.ACCEPTED: Text("已接受", "Accepted"),
    AmendmentState.REFUSED: Text("未被接受", "Refused"),
    AmendmentState.WITHDRAWN: Text("已撤回", "Taken back"),
    AmendmentState.LAPSED: Text("已失效", "Lapsed"),
}
RETURN_NAMES = {
    ReturnState.ASKED: Text("等待答复", "Waits for an answer"),
    ReturnState.AGREED: Text("已同意", "Agreed to"),
    ReturnState.REFUSED: Text("未获同意", "Refused"),
    ReturnState.WITHDRAWN: Text("已撤回", "Taken back"),
    ReturnState.RECEIVED: Text("货物已退回", "Goods came back"),
    ReturnState.SETTLED: Text("已办结", "Settled"),
}
_ENDED_WELL = {AmendmentState.ACCEPTED, ReturnState.SETTLED, ReturnState.AGREED, ReturnState.RECEIVED}


@register.simple_tag
def amendment_badge(amendment: Amendment) -> SafeString:
    """Where a change stands."""
    state = AmendmentState(amendment.state)
    return _badge(words(AMENDMENT_NAMES[state]), is_good=state in _ENDED_WELL)


@register.simple_tag
def return_badge(returned: Return) -> SafeString:
    """Where a return or claim stands."""
    state = ReturnState(returned.state)
    return _badge(words(RETURN_NAMES[state]), is_good=state in _ENDED_WELL)


def _badge(name: str, *, is_good: bool) -> SafeString:
    return format_html('<span class="badge{}">{}</span>', " verified" if is_good else "", name)
