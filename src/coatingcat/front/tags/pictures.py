"""Signs, drawings and hazard pictograms."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coatingcat.front.hazards import PICTOGRAMS

register = template.Library()


@lru_cache(maxsize=2)
def _sprite(name: str) -> str:
    return static(name)


@register.inclusion_tag("front/_section_view.html")
def section_view() -> dict[str, str]:
    """The drawing of the home page: a drop of ours over a film in cross-section."""
    return {"sprite": _sprite("front/icons.svg")}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign of our sprite `front/icons.svg`. Silent to screen readers unless it has a label."""
    if label:
        return format_html(
            '<svg class="icon" width="18" height="18" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            _sprite("front/icons.svg"),
            name,
        )
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        _sprite("front/icons.svg"),
        name,
    )


@register.simple_tag
def hazards(codes: Sequence[str]) -> SafeString:
    """Hazard pictograms with their names, as a list: `{% hazards "GHS02,GHS07" %}` or of a list of codes."""
    wanted = [code.strip() for code in codes.split(",")] if isinstance(codes, str) else list(codes)
    rows = [
        (_sprite("front/hazards.svg"), code, PICTOGRAMS[code].in_language(get_language()), code)
        for code in wanted
        if code in PICTOGRAMS
    ]
    if not rows:
        return SafeString("")
    items = format_html_join(
        "",
        '<li class="hazard"><svg width="64" height="64" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
        '<span>{} <span class="muted">{}</span></span></li>',
        rows,
    )
    return format_html('<ul class="hazards">{}</ul>', items)
