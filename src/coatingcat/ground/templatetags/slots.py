"""`{% load slots %}{% slot "product.offers" product=product %}`."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from coatingcat.ground.slots import filled

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **values: Any) -> SafeString:
    """Renders every fragment that rooms above have put into this slot."""
    return filled(name, context.get("request"), **values)
