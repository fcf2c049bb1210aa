"""`{% load duties %}`: values that staff see once they said why, and the words of the access log."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from coatingcat.privacy.declarations import DeclarationError, find
from coatingcat.privacy.gate import current_purposes
from coatingcat.privacy.models import Opening
from coatingcat.privacy.sealed import Sealed
from coatingcat.privacy.sealed.values import MASK
from coatingcat.privacy.words import Purpose, Reason, Text

register = template.Library()


@register.filter
def or_mask(value: Any) -> Any:
    """The clear value inside a purpose, the mask outside any; nothing for nothing. See `privacy.reveal`."""
    if value is None:
        return ""
    if not isinstance(value, Sealed):
        raise TypeError("Only a sealed value can be opened.")
    return value.open() if current_purposes() else MASK


@register.inclusion_tag("privacy/_reveal.html", takes_context=True)
def reveal(context: Context) -> dict[str, Any]:
    """The question why, or what was written down, of a page that `privacy.reveal.reveals` decorates."""
    request = context["request"]
    return {"reveal": request.reveal, "csrf_token": context.get("csrf_token")}


@register.filter
def opened_because(opening: Opening) -> str:
    """The reason somebody gave, with the code of what it was about; empty where none was asked."""
    text = reason_text(opening.reason)
    return f"{text} ({opening.about})" if text and opening.about else text


@register.filter
def purpose_text(name: str) -> str:
    """A purpose by its name in the log."""
    purpose = Purpose.__members__.get(name)
    return _said(purpose.text) if purpose else name


@register.filter
def reason_text(name: str) -> str:
    """A reason by its name in the log; empty where none was asked."""
    reason = Reason.__members__.get(name)
    return _said(reason.text) if reason else ""


@register.filter
def label_text(label: str) -> str:
    """What sort of value stands under a label, for people; the label itself once it is declared no more."""
    try:
        return _said(find(label).kind.text)
    except DeclarationError:
        return label


def _said(text: Text) -> str:
    return text.in_language(get_language())
