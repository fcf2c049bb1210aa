"""Pure decisions of the frame."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

L = TypeVar("L", bound=str)

NARROW = "\u202f"
"""Narrow no-break space: between a value and its unit, and between groups of digits (ISO 80000-1, 7.3.1)."""


def chosen_language(cookie: str | None, accepted: str, offered: Mapping[str, L]) -> L:
    """The language of a page: what the visitor chose, else what the browser asks for, else the last one offered.

    `accepted` is an Accept-Language header; `offered` gives for the primary subtag of a language (`zh`) the
    language that serves all its variants. Quality values are kept in order, and a quality of zero is a refusal.
    """
    for language in offered.values():
        if cookie == language:
            return language
    for tag in _by_quality(accepted):
        if (primary := tag.partition("-")[0]) in offered:
            return offered[primary]
    return list(offered.values())[-1]


def _by_quality(accepted: str) -> list[str]:
    """Language tags in lower case, wanted most first; at most ten are read."""
    wanted: list[tuple[float, str]] = []
    for part in accepted[:400].split(",")[:10]:
        tag, _, parameter = part.strip().lower().partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            quality = float(value) if name == "q" else 1.0
        except ValueError:
            continue
        if tag and quality > 0:
            wanted.append((quality, tag.strip()))
    return [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]


def grouped(value: object) -> str:
    """A number as a data sheet prints it: digits in threes from five on, a real minus sign, no trailing noise.

    Text that is no number comes back unchanged.
    """
    text = str(value)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    if isinstance(value, float):
        text = format(number, "f").removesuffix(".0")
    elif "E" in text or "e" in text:
        text = format(number, "f")
    whole, dot, fraction = text.removeprefix("-").removeprefix("+").partition(".")
    if len(whole) > 4:
        head = len(whole) % 3 or 3
        whole = NARROW.join([whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))])
    return ("\u2212" if number < 0 else "") + whole + dot + fraction


def interval(low: object | None, high: object | None) -> str:
    """A range as text: `1.2–3.4`, `≥ 3`, `≤ 4`, one figure if both ends are equal, empty if both are unknown."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"≥{NARROW}{grouped(low)}"
    if low is None:
        return f"≤{NARROW}{grouped(high)}"
    first, last = grouped(low), grouped(high)
    if first == last:
        return first
    # An en dash next to a minus sign cannot be read.
    joint = f"{NARROW}…{NARROW}" if "\u2212" in first + last else "–"
    return first + joint + last


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The page links to show, None for a gap: the first, the last, and two on each side of the present one."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    shown: list[int | None] = []
    for number in near:
        if shown and (last := shown[-1]) is not None and number - last == 2:
            shown.append(number - 1)
        elif shown and (last := shown[-1]) is not None and number - last > 2:
            shown.append(None)
        shown.append(number)
    return shown


def bars(counts: Sequence[int], *, height: int) -> list[int]:
    """Bar heights in whole pixels of a histogram; a bin that holds anything is at least 2 high."""
    top = max(counts, default=0)
    return [0 if count == 0 else max(2, round(height * count / top)) for count in counts]


def same_site(*, fetch_site: str | None, origin: str | None, own_origin: str) -> bool:
    """Whether a POST comes from our own pages, by the two headers a foreign page cannot forge.

    Enough for the choices of language and theme, which have no token so that their forms can be
    rendered once for everybody. A browser that sends neither header is let pass: the most it can lose
    is the language of its pages.
    """
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    return origin is None or origin == own_origin
