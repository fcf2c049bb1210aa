"""`{% load inquiries %}`: the clock of an inquiry."""

from typing import Any

from django import template

from coatingcat.trade.models import Inquiry
from coatingcat.trade.queries.inquiries import clock_of
from coatingcat.trade.rules.inquiries import CLOCKS

register = template.Library()


@register.inclusion_tag("trade/_inquiry_clock.html")
def inquiry_clock(inquiry: Inquiry) -> dict[str, Any]:
    """The promised time that runs, as a bar with what is left; nothing where none runs."""
    running, clock = CLOCKS.get((inquiry.sort, inquiry.stands)), clock_of(inquiry)
    hours = int(clock.left.total_seconds() // 3600) if clock else 0
    return {"running": running, "clock": clock, "days": hours // 24, "hours": hours % 24, "inquiry": inquiry}
