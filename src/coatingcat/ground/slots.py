"""Fragments: how a page shows what rooms above it know, without knowing those rooms.

In `trade/fragments.py`: `@fills("product.offers") def offers(request, *, product): return render_to_string(…)`;
in catalog's template: `{% load slots %}{% slot "product.offers" product=product %}`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Fragment = Callable[..., str]


class _Filler(NamedTuple):
    order: int
    fragment: Fragment


_fillers: dict[str, list[_Filler]] = defaultdict(list)


def fills(slot: str, *, order: int = 100) -> Callable[[Fragment], Fragment]:
    """Registers a fragment of a slot, in a room's `fragments.py`; those of a lower `order` come first."""

    def register(fragment: Fragment) -> Fragment:
        _fillers[slot].append(_Filler(order, fragment))
        _fillers[slot].sort(key=lambda filler: filler.order)  # stable: equals keep the order of registration
        return fragment

    return register


def filled(slot: str, request: HttpRequest | None, **context: Any) -> SafeString:
    """All fragments of a slot, one after the other; empty if no room fills it. Text not marked safe is escaped."""
    parts = [conditional_escape(filler.fragment(request, **context)) for filler in _fillers.get(slot, ())]
    return mark_safe("".join(parts))  # noqa: S308 -- every part was escaped or safe above
