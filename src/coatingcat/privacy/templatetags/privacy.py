"""What pages show of declarations, always from the declarations themselves."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from coatingcat.privacy.declarations import find
from coatingcat.privacy.words import Text

register = template.Library()


@register.simple_tag
def why(label: str, id_prefix: str = "why") -> str:
    """Why this value is asked for, what it is used for, how long it is kept: one tap away (I.1a, PIPL 17)."""
    return _why(label, id_prefix, get_language() or "")


@lru_cache(maxsize=512)
def _why(label: str, id_prefix: str, language: str) -> str:
    """Rendered once for each field and language: declarations do not change while the program runs."""
    declaration = find(label)
    context = {
        "declaration": declaration,
        "purposes": sorted(declaration.purposes, key=lambda p: p.name),
        "id": f"{id_prefix}-{label.replace('.', '-').lower()}",
    }
    return render_to_string("privacy/_why.html", context)


@register.filter
def words(text: Text | None) -> str:
    """The side of a text that the reader reads."""
    return text.in_language(get_language()) if text else ""
