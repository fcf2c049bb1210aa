"""What the pages of quotes need besides: texts of closed lists, and why a cost cannot be computed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.privacy.words import Text
from coatingcat.trade.rules.landed import Unknown

register = template.Library()


@register.simple_tag
def said(text: Text) -> str:
    """A text of a closed list, in the reader's language."""
    return text.in_language(get_language() or "zh-hans")


@register.simple_tag
def lacking(missing: Iterable[Unknown]) -> SafeString:
    """Why a cost cannot be computed: what is not known."""
    names = gettext(", ").join(said(one.value) for one in missing)
    return format_html('<span class="none">{}</span>', gettext("cannot compute: %(names)s") % {"names": names})


@register.simple_tag(takes_context=True)
def policy_url(context: Any, policy_id: UUID) -> str:
    """The address of a rule for prices at once, at this counter."""
    return reverse(f"trade:{context['counter'].prefix}_policy", kwargs={"policy_id": policy_id})
