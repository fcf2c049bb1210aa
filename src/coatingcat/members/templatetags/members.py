"""`{% load members %}`: words of privacy's records, as the pages of a member show them."""

from django import template
from django.utils.translation import get_language, gettext

from coatingcat.members.words import CertificationState, Refusal
from coatingcat.privacy.models import Opening
from coatingcat.privacy.words import Purpose, Role

register = template.Library()


@register.filter
def opened_by(opening: Opening) -> str:
    """The roles somebody opened a value in, in the reader's language."""
    known = [Role[name.upper()] for name in opening.roles.split() if name.upper() in Role.__members__]
    return ", ".join(role.value.in_language(get_language()) for role in known) or gettext("Unknown")


@register.filter
def opened_for(opening: Opening) -> str:
    """The purpose a value was opened for."""
    purpose = Purpose.__members__.get(opening.purpose)
    return purpose.text.in_language(get_language()) if purpose else opening.purpose


@register.filter
def certification_text(state: str) -> str:
    """A state of an application."""
    return CertificationState[state].value.in_language(get_language())


@register.filter
def refusal_text(reason: str) -> str:
    """Why an application was refused."""
    return Refusal[reason].value.in_language(get_language())
