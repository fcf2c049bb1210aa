"""Figures with their units, and small drawings of them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coatingcat.front.rules import NARROW, bars, grouped, interval

register = template.Library()


@register.simple_tag
def unit(value: Any, name: str = "") -> SafeString:
    """A value with its unit, kept together: `{% unit 3500 "mPa·s" %}`. Nothing for an unknown value."""
    return _quantity("" if value is None else grouped(value), name)


@register.simple_tag
def unit_range(low: Any, high: Any, name: str = "") -> SafeString:
    """A range with its unit: `{% unit_range 1.2 3.4 "mm" %}`; None is an open end."""
    return _quantity(interval(low, high), name)


def _quantity(text: str, name: str) -> SafeString:
    if not text:
        return SafeString("")
    if not name:
        return format_html('<span class="qty num">{}</span>', text)
    # SI puts a space before every unit symbol, only degrees of angle go without.
    space = "" if name == "°" else NARROW
    return format_html('<span class="qty num">{}{}<span class="unit">{}</span></span>', text, space, name)


@register.inclusion_tag("front/_histogram.html")
def histogram(bins: Sequence[tuple[float, float, int]], low: float | None = None, high: float | None = None) -> Any:
    """Bars of `(lo, hi, count)`; those outside the chosen range are pale. The numbers beside it say the same in words."""
    height = 40
    heights = bars([count for _, _, count in bins], height=height)
    columns = [
        {
            "x": index * 10,
            "y": height - tall,
            "height": tall,
            "out": (low is not None and hi <= low) or (high is not None and lo >= high),
        }
        for index, ((lo, hi, _), tall) in enumerate(zip(bins, heights, strict=True))
    ]
    return {"columns": columns, "width": max(1, len(columns) * 10), "height": height}
