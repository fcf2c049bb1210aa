"""`{% load front %}`: the parts of a page that every room writes the same way. Shown on `/style-guide/`."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.config import config
from coatingcat.front.hazards import PICTOGRAMS
from coatingcat.front.looks import look_of_empty
from coatingcat.front.rules import NARROW, bars, grouped, interval, page_numbers
from coatingcat.front.words import SECTIONS, THEME_COOKIE, Language, Theme
from coatingcat.ground.slots import filled

register = template.Library()


# ---- the frame --------------------------------------------------------------------------------


def _language() -> Language:
    return Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH


def _theme(context: Context) -> Theme:
    request = context.get("request")
    return Theme.named(request.COOKIES.get(THEME_COOKIE) if request else None)


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> SafeString:
    """Language and chosen theme of the page, for its root element."""
    theme = _theme(context)
    if theme is Theme.AUTO:
        return format_html('lang="{}"', _language().tag)
    return format_html('lang="{}" data-theme="{}"', _language().tag, theme.value)


@register.simple_tag
@cache
def head_links() -> str:
    """Links to style sheets and scripts, rendered once in each process: looking up eight names costs more than a page's text."""
    return render_to_string("front/_head.html")


@register.simple_tag
@cache
def mark() -> str:
    """The mark of the house, leading home."""
    return render_to_string("front/_mark.html")


@register.simple_tag(takes_context=True)
def main_nav(context: Context) -> str:
    """The main navigation, rendered once per language and section in each process."""
    request = context.get("request")
    first = request.path.split("/", 2)[1] if request else ""
    return _main_nav(_language(), first if first in SECTIONS else "")


@lru_cache(maxsize=64)
def _main_nav(language: Language, here: str) -> str:
    return render_to_string("front/_nav.html", {"here": here})


@register.simple_tag
def language_switch() -> str:
    """A form that turns the page to the other language."""
    return _language_switch(_language())


@lru_cache(maxsize=8)
def _language_switch(language: Language) -> str:
    other = Language.ENGLISH if language is Language.CHINESE else Language.CHINESE
    return render_to_string("front/_language.html", {"other": other})


@register.simple_tag(takes_context=True)
def footer(context: Context) -> str:
    """The footer, rendered once per language and theme in each process."""
    return _footer(_language(), _theme(context))


@lru_cache(maxsize=16)
def _footer(language: Language, theme: Theme) -> str:
    themes = [
        {"value": Theme.AUTO.value, "label": gettext("Auto"), "on": theme is Theme.AUTO},
        {"value": Theme.LIGHT.value, "label": gettext("Light"), "on": theme is Theme.LIGHT},
        {"value": Theme.DARK.value, "label": gettext("Dark"), "on": theme is Theme.DARK},
    ]
    return render_to_string(
        "front/_footer.html",
        {"themes": themes, "languages": list(Language), "language": language, "config": config()},
    )


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url_name: str, label: str, count: int | None = None) -> SafeString:
    """One entry of a navigation list: `{% nav_link "trade:orders" label %}`; knows when it is the present page.

    `count`, if given and not zero, stands behind the label: how much waits there.
    """
    url = reverse(url_name)
    request = context.get("request")
    path = request.path if request else ""
    current = SafeString("")
    if path == url:
        current = SafeString(' aria-current="page"')
    elif path.startswith(url) and url not in {reverse("front:centre"), reverse("front:desk")}:
        current = SafeString(' aria-current="true"')
    number = format_html(' <span class="count">{}</span>', count) if count else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, current, label, number)


@register.simple_tag(takes_context=True)
def nav_group(context: Context, label: str, slot: str) -> SafeString:
    """A group of entries that rooms above put into a slot; marked if the present page is among them, absent if empty.

    Folded on a phone; where there is width, unfolded (`front.js`, or the style sheet without scripts).
    """
    entries = filled(slot, context.get("request"))
    if not entries:
        return SafeString("")
    return render_to_string(
        "front/_nav_group.html",
        {"label": label, "entries": nearest_only(entries), "here": "aria-current" in entries},
    )


_ABOVE = re.compile(r'href="([^"]+)" aria-current="true"')


def nearest_only(entries: SafeString) -> SafeString:
    """Of entries that lie one above the other, only the nearest above the page is marked: approvals, not the company."""
    above = _ABOVE.findall(entries)
    nearest = "" if 'aria-current="page"' in entries else max(above, key=len, default="")
    return SafeString(_ABOVE.sub(lambda found: found[0] if found[1] == nearest else f'href="{found[1]}"', entries))


# ---- figures ----------------------------------------------------------------------------------


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


# ---- forms ------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, css: str = "", unit: str = "") -> str:
    """A form field with label, hint, error and, where the form field has `declared = "room.Model.field"`, its reason.

    `css` is a class for the input (`short`, `medium`, `code-input`); `unit` a text shown behind it.
    """
    look = look_of_empty(bound)
    if look is None:
        return render_to_string("front/_field.html", _field(bound, css, unit))
    key = (look, css, unit, get_language())
    text = _empty_fields.get(key)
    if text is None:
        if len(_empty_fields) >= _MOST_FIELDS:
            _empty_fields.clear()
        text = _empty_fields[key] = render_to_string("front/_field.html", _field(bound, css, unit))
    return text


_MOST_FIELDS = 512
_empty_fields: dict[object, str] = {}
"""Fields nobody has filled in, by all that their HTML depends on: they look the same for everybody."""


def _field(bound: BoundField, css: str, unit: str) -> dict[str, Any]:
    attrs: dict[str, str | bool] = {"class": css} if css else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "unit": unit,
        "group": bound.field.widget.use_fieldset,
        "single_check": getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset,
        "declaration": getattr(bound.field, "declared", ""),
        "optional": not bound.field.required,
    }


@register.simple_tag
def error_summary(form: BaseForm) -> str:
    """All errors of a bound form on top of it, each a link to its field; takes focus (GOV.UK pattern).

    The words are those at the field; where two fields say the same, the label tells them apart.
    """
    if not form.is_bound:
        return "\n"  # what the template makes of no errors
    found = [{"target": "", "label": "", "text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        found += [{"target": _first_input(bound), "label": str(bound.label), "text": str(e)} for e in bound.errors]
    said = Counter(error["text"] for error in found)
    errors = [{**error, "named": said[error["text"]] > 1 and error["label"]} for error in found]
    return render_to_string("front/_errors.html", {"errors": errors})


def _first_input(bound: BoundField) -> str:
    """The id a link to a field leads to: its input, or the first of a group."""
    if bound.field.widget.use_fieldset and bound.subwidgets:
        return str(bound.subwidgets[0].id_for_label)
    return bound.id_for_label or str(bound.auto_id)


# ---- lists ------------------------------------------------------------------------------------


@register.inclusion_tag("front/_pages.html", takes_context=True)
def pagination(context: Context, page: int, pages: int, parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; every other parameter of the address stays."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        if number == 1:
            query.pop(parameter, None)
        return f"?{query.urlencode()}"

    entries = [
        {"number": number, "url": address(number) if number else "", "here": number == page}
        for number in page_numbers(page, pages)
    ]
    return {
        "entries": entries if pages > 1 else [],
        "previous": address(page - 1) if page > 1 else "",
        "following": address(page + 1) if page < pages else "",
    }


# ---- pictures ---------------------------------------------------------------------------------


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
