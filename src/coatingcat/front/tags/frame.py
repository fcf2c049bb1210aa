"""The frame of every page: head, navigation, language, footer."""

import re
from functools import cache, lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.config import config
from coatingcat.front.words import SECTIONS, THEME_COOKIE, Language, Theme
from coatingcat.ground.slots import filled

register = template.Library()


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
