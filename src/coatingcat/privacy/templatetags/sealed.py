"""`{{ order.consignee.name|open }}`: every opening in a template is visible in a diff."""

from typing import Any

from django import template

from coatingcat.privacy.sealed import Sealed

register = template.Library()


@register.filter(name="open")
def open_value(value: Any) -> Any:
    """The clear value; nothing for nothing. Raises Denied, NoPurpose; TypeError for what was never sealed."""
    if value is None:
        return ""
    if not isinstance(value, Sealed):
        raise TypeError("Only a sealed value can be opened.")
    return value.open()
