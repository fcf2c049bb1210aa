"""What pages show of declarations, always from the declarations themselves."""

from typing import Any

from django import template
from django.utils.translation import get_language

from coatingcat.privacy.declarations import find
from coatingcat.privacy.words import Text

register = template.Library()


@register.inclusion_tag("privacy/_why.html")
def why(label: str, id_prefix: str = "why") -> dict[str, Any]:
    """Why this value is asked for, what it is used for, how long it is kept: one tap away (I.1a, PIPL 17)."""
    declaration = find(label)
    return {
        "declaration": declaration,
        "purposes": sorted(declaration.purposes, key=lambda p: p.name),
        "id": f"{id_prefix}-{label.replace('.', '-').lower()}",
    }


@register.filter
def words(text: Text | None) -> str:
    """The side of a text that the reader reads."""
    return text.in_language(get_language()) if text else ""
