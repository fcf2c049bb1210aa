"""What templates about companies that buy need."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coatingcat.members.words import CompanyRole
from coatingcat.trade.words import MaterialStatus

register = template.Library()

_LOOKS = {
    MaterialStatus.NOT_STARTED: " plain",
    MaterialStatus.IN_PROGRESS: " background",
    MaterialStatus.APPROVED: " verified",
    MaterialStatus.PURCHASED: " verified",
    MaterialStatus.PREFERRED: " verified",
    MaterialStatus.NOT_APPROVED: " danger",
}


@register.filter
def role_text(name: str) -> str:
    """What a role in a company is called."""
    return CompanyRole[name].value.in_language(get_language())


@register.simple_tag
def material_badge(status: MaterialStatus) -> SafeString:
    """How far a company has come with a material."""
    return format_html('<span class="badge{}">{}</span>', _LOOKS[status], status.value.in_language(get_language()))
