"""The HTML of rows, facets and ranges, written out: they are most of a page of results, and Django's templates need
ten times as long for them. Whatever comes from data goes through `escape`. Texts are fetched outside of f-strings,
where the tool that collects them does not look."""

import functools
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from coatingcat.catalog.queries.labels import STATUS_NAMES
from coatingcat.catalog.rules.bars import heights
from coatingcat.search.words import Bucket

_NARROW = "\u202f"
_BARS_HEIGHT = 40
CURRENT = ' aria-current="true"'
_OUT = ' class="out"'


_escaped = functools.lru_cache(maxsize=4096)(escape)
"""For what the catalogue says over and over: names of facets, values and units. Never for what somebody typed."""


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  # every part was escaped where it came in


def number(value: float | None) -> str:
    """A number as people read it, thousands apart."""
    return "" if value is None else f"{value:,.7g}".replace(",", _NARROW).replace("-", "\u2212")


def quantity(printed: str, unit: str) -> str:
    behind = f' <span class="unit">{_escaped(unit)}</span>' if unit else ""
    return f'<span class="qty num">{escape(printed)}{behind}</span>'


def badge(status: str) -> str:
    css = "background" if status == "third_party" else escape(status)
    return f'<span class="badge {css}">{escape(str(STATUS_NAMES.get(status, status)))}</span>'


def pictograms(codes: Iterable[str], sprite: str) -> str:
    known = [escape(code) for code in codes]
    drawn = "".join(
        f'<svg width="28" height="28" aria-hidden="true" focusable="false"><use href="{sprite}#{code}"/></svg>'
        for code in known
    )
    name = gettext("Hazard pictograms")
    label = f"{name}: {', '.join(known)}"
    return f'<span class="pictograms" role="img" aria-label="{label}">{drawn}</span>'


# ---- rows -------------------------------------------------------------------------------------


def rows(found: Iterable[Mapping[str, Any]], sprite: str) -> SafeString:
    """The list of results. `sprite`: address of the hazard pictograms."""
    return _safe(f'<ul class="rows">{"".join(_row(row, sprite) for row in found)}</ul>')


def _row(row: Mapping[str, Any], sprite: str) -> str:
    known = row["known"]
    status = known.get("status") or "verified"
    mark = "" if status == "verified" else f" {badge(str(status))}"
    pick = _pick(row["title"], str(known.get("slug", ""))) if row["kind"] == "product" else ""
    return (
        f'<li><div class="title"><h2><a href="{escape(row["url"])}">{escape(row["title"])}</a>{mark}</h2>{pick}</div>'
        f"{_below(row, known, sprite)}</li>"
    )


def _pick(title: str, slug: str) -> str:
    long, short = _compare(get_language())
    label = escape(long % {"name": title})
    return (
        f'<label class="pick"><input type="checkbox" form="compare" name="p" value="{escape(slug)}" aria-label="{label}">'
        f'<span aria-hidden="true">{short}</span></label>'
    )


@functools.lru_cache(maxsize=8)
def _compare(_language: str | None) -> tuple[str, str]:
    """The label of the box beside every row, and what is seen of it: fetched once per language."""
    return gettext("Compare %(name)s"), gettext("Compare")


def _below(row: Mapping[str, Any], known: Mapping[str, Any], sprite: str) -> str:
    match row["kind"]:
        case "product":
            return _product(row, known)
        case "substance":
            return _substance(row, known, sprite)
        case "formulation":
            return _formulation(row, known)
        case "solution":
            return _line(row["kind_name"], row.get("technology", ""))
        case _:
            count = int(known.get("products", 0))
            return _line(
                row["kind_name"], ngettext("%(products)s product", "%(products)s products", count) % {"products": count}
            )


def _line(*parts: object, english: str = "") -> str:
    text = " · ".join(escape(str(part)) for part in parts if part)
    tail = f' · <span lang="en">{escape(english)}</span>' if english else ""
    return f'<p class="muted">{text}{tail}</p>'


def _figures(items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="figures">{listed}</ul>' if listed else ""


def _named(name: str, shown: str) -> str:
    return f'<span class="name">{_escaped(name)}</span> {shown}'


def _product(row: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    figures = _figures(_named(name, quantity(printed, unit)) for name, printed, unit in row["figures"])
    return _line(known.get("supplier"), row.get("category"), english=str(known.get("chemistry") or "")) + figures


def _substance(row: Mapping[str, Any], known: Mapping[str, Any], sprite: str) -> str:
    items = [
        _named(name, quantity(number(value), "°C"))
        for name, value in (
            (gettext("Boiling point"), known.get("boiling_point")),
            (gettext("Flash point"), known.get("flash_point")),
        )
        if value is not None
    ]
    if known.get("pictograms"):
        items.append(pictograms(known["pictograms"], sprite))
    group = f" · {escape(row['class'])}" if row.get("class") else ""
    return f'<p class="muted"><span class="code">{escape(known["cas"])}</span>{group}</p>{_figures(items)}'


def _formulation(row: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    parts, lines = int(known["parts"]), int(known["lines"])
    counts = (
        ngettext("%(parts)s part", "%(parts)s parts", parts) % {"parts": parts},
        ngettext("%(lines)s line", "%(lines)s lines", lines) % {"lines": lines},
    )
    return _line(row.get("segment"), row.get("technology"), english=str(known.get("type") or "")) + _figures(counts)


# ---- filters ----------------------------------------------------------------------------------


def facet(name: str, label: str, choices: Iterable[Any]) -> str:
    """A list of checkboxes with counts."""
    items = "".join(
        f'<li><label class="facet"><input type="checkbox" name="{name}" value="{_escaped(choice.value)}"'
        f"{' checked' if choice.is_chosen else ''}><span>{_escaped(choice.label)}</span><span>{choice.count}</span></label></li>"
        for choice in choices
    )
    return f"<fieldset><legend>{escape(label)}</legend><ul>{items}</ul></fieldset>"


def histogram(bars: tuple[Bucket, ...], low: float | None, high: float | None) -> str:
    """Bars of a property; those outside the chosen range are pale. The ends below say the scale in words."""
    tall = heights([documents for _, _, documents in bars], height=_BARS_HEIGHT)
    drawn = "".join(
        f'<rect x="{place * 10}" y="{_BARS_HEIGHT - height}" width="9" height="{height}"'
        f"{_OUT if _outside(bar, low, high) else ''}/>"
        for place, (bar, height) in enumerate(zip(bars, tall, strict=True))
    )
    return (
        f'<svg class="histogram" viewBox="0 0 {max(1, len(bars) * 10)} {_BARS_HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false">{drawn}</svg>'
    )


def _outside(bar: Bucket, low: float | None, high: float | None) -> bool:
    return (low is not None and bar.high <= low) or (high is not None and bar.low >= high)


def range_of(view: Any) -> str:
    """A range: bars, two fields, a unit, and whether what states nothing may come along."""
    asked = view.asked
    ends = (
        f'{histogram(view.bars, asked.low, asked.high)}<p class="range-ends" aria-hidden="true">'
        f"<span>{number(view.smallest)}</span><span>{quantity(number(view.largest), asked.unit)}</span></p>"
        if view.bars
        else ""
    )
    from_, to, _ = _range_labels(view.label, get_language())
    first, last = _field(view, "min", from_), _field(view, "max", to)
    fields = f'{first}<span aria-hidden="true">–</span>{last}'
    return (
        f"<details{' open' if view.is_open else ''}><summary>{escape(view.label)}</summary>{ends}"
        f'<div class="range">{fields}{_units(view)}</div>{_errors(asked)}{_unknown(view)}</details>'
    )


@functools.lru_cache(maxsize=1024)
def _range_labels(name: str, _language: str | None) -> tuple[str, str, str]:
    """What the two fields and the unit of a property are called, escaped: made once per property and language."""
    from_, to, unit = gettext("%(name)s, from"), gettext("%(name)s, to"), gettext("%(name)s, unit")
    return escape(from_ % {"name": name}), escape(to % {"name": name}), escape(unit % {"name": name})


def _field(view: Any, end: str, label: str) -> str:
    asked = view.asked
    id_ = f"{asked.key}-{end}"
    wrong = f' aria-invalid="true" aria-describedby="{id_}-error"' if end in asked.errors else ""
    return (
        f'<input id="{id_}" name="{asked.key}_{end}" value="{escape(asked.typed.get(end, ""))}" inputmode="decimal"'
        f' autocomplete="off" aria-label="{label}"{wrong}>'
    )


def _units(view: Any) -> str:
    asked = view.asked
    if len(view.units) < 2:
        return f'<span class="unit">{escape(asked.unit)}</span>' if asked.unit else ""
    options = "".join(
        f"<option{' selected' if unit == asked.unit else ''}>{_escaped(unit)}</option>" for unit in view.units
    )
    label = _range_labels(view.label, get_language())[2]
    return f'<select name="{asked.key}_unit" aria-label="{label}">{options}</select>'


def _errors(asked: Any) -> str:
    prefix = gettext("Error:")
    return "".join(
        f'<p class="error" id="{asked.key}-{end}-error"><span class="sr">{prefix}</span> {escape(message)}</p>'
        for end, message in asked.errors.items()
    )


def _unknown(view: Any) -> str:
    if not view.unknown:
        return ""
    label = gettext("or not stated")
    return (
        f'<label class="facet"><input type="checkbox" name="{view.asked.key}_unknown" value="1"'
        f"{' checked' if view.asked.or_unknown else ''}><span>{label}</span>"
        f"<span>{view.unknown}</span></label>"
    )


def more(properties: Iterable[tuple[str, str]]) -> str:
    """A choice of one property more."""
    options = "".join(f'<option value="{key}">{_escaped(name)}</option>' for key, name in properties)
    if not options:
        return ""
    title, label, hint = gettext("More properties"), gettext("Show the range of"), gettext("Choose a property…")
    return (
        f'<details><summary>{title}</summary><label class="sr" for="more-properties">'
        f'{label}</label><select id="more-properties" name="property"><option value="">'
        f"{hint}</option>{options}</select></details>"
    )


def filters(action: str, hidden: Iterable[tuple[str, str]], parts: Iterable[str]) -> SafeString:
    """The form around all filters; `hidden` is what stays as it is."""
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden if value)
    label, button = gettext("Filters"), gettext("Apply filters")
    return _safe(
        f'<form class="facets" method="get" action="{escape(action)}" aria-label="{label}" novalidate>{kept}'
        f'{"".join(parts)}<p class="buttons"><button>{button}</button></p></form>'
    )


def tabs(entries: Iterable[Any], everything: str, *, all_here: bool) -> SafeString:
    """All kinds with their counts; `everything`: address of the search over all, empty where there is none."""
    label, all_kinds = gettext("Kinds of results"), gettext("All")
    first = (
        f'<li><a href="{escape(everything)}"{CURRENT if all_here else ""}>{all_kinds}</a></li>' if everything else ""
    )
    items = "".join(
        f'<li><a href="{escape(tab.url)}"{CURRENT if tab.is_here else ""}>{escape(tab.label)}'
        f' <span class="count">{tab.count}</span></a></li>'
        for tab in entries
    )
    return _safe(f'<nav class="tabs" aria-label="{label}"><ul>{first}{items}</ul></nav>')
