"""What stands around a list."""

from typing import Any

from django import template
from django.template.context import Context

from coatingcat.front.rules import page_numbers

register = template.Library()


@register.inclusion_tag("front/_pages.html", takes_context=True)
def pagination(context: Context, page: int, pages: int, parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; every other parameter of the address stays."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        if number == 1:
            query.pop(parameter, None)
        return f"?{query.urlencode()}"

    entries = [
        {"number": number, "url": address(number) if number else "", "here": number == page}
        for number in page_numbers(page, pages)
    ]
    return {
        "entries": entries if pages > 1 else [],
        "previous": address(page - 1) if page > 1 else "",
        "following": address(page + 1) if page < pages else "",
    }
