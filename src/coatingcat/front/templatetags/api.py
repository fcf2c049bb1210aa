"""What the reference of the API needs of templates."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def json_text(value: Any) -> str:
    """An example, as it would be sent."""
    return json.dumps(value, indent=2, ensure_ascii=False)
