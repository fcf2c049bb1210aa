"""The rows of a product's sheet, written out as in `markup`: most of a product page, made for every product anew."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coatingcat.catalog.queries.labels import STATUS_MEANS
from coatingcat.catalog.rules.bars import Bar
from coatingcat.catalog.views.markup import badge

Groups = Iterable[tuple[str, Sequence[Mapping[str, Any]]]]


def rows(groups: Groups) -> SafeString:
    """Figures by what the maker promises by them, as `sheets.groups_of` gives them: rows of the table of properties."""
    parts, here = [], get_language() or ""
    for name, values in groups:
        parts.append(f'<tr class="group"><th scope="rowgroup" colspan="3">{escape(name)}</th></tr>\n')
        parts += [f"<tr>{_name(value)}{_figure(value)}{_origin(value, here)}</tr>\n" for value in values]
    return mark_safe("".join(parts))  # noqa: S308  # every part was escaped where it came in


def _name(value: Mapping[str, Any]) -> str:
    addition = f' <span class="muted" lang="en">{escape(value["addition"])}</span>' if value["addition"] else ""
    return f'<th scope="row">{escape(value["name"])}{addition}</th>'


def _figure(value: Mapping[str, Any]) -> str:
    words = " words" if value["is_text"] else ""
    unit = f' <span class="unit">{escape(value["unit"])}</span>' if value["unit"] else ""
    same = f'<span class="same">{escape(value["canonical"])}</span>' if value["canonical"] else ""
    drawn = _bar(value["bar"]) if value["bar"] else ""
    printed = escape(value["printed"])
    return f'<td class="num{words}"><span class="qty figure{words}">{printed}{unit}</span>{same}{drawn}</td>'


def _bar(bar: Bar) -> str:
    css = "open" if bar.open_left or bar.open_right else "mark"
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="track" y="2" width="100" height="2"/><rect class="{css}" x="{bar.x}" width="{bar.width}" height="6"/>'
        "</svg>"
    )


def _origin(value: Mapping[str, Any], here: str) -> str:
    how = f'<span class="how" lang="en">{escape(value["how"])}</span>' if value["how"] else ""
    source, linked = value["source"], ""
    if source:
        linked = f' <a href="{_external()}{source["id"]}/">{escape(source["text"])}</a>'
    return f'<td>{how}<span class="source">{_status(value["status"], here)}{linked}</span></td>'


@functools.cache
def _external() -> str:
    """What stands before the number in the address of a document."""
    return reverse("catalog:external", args=[0]).removesuffix("0/")


@functools.lru_cache(maxsize=64)
def _status(status: str, _language: str) -> str:
    """The badge with its meaning: the same on every row of its kind."""
    return f'<span class="status" title="{escape(str(STATUS_MEANS.get(status, "")))}">{badge(status)}</span>'
