"""What addresses of trade are made of: codes, and the two counters."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from coatingcat.ground.addresses import register_code, register_pattern
from coatingcat.trade.access import operator_counter, supply_acts, supply_counter

register_code("order_code", "CC")
register_code("inquiry_code", "IQ")
register_code("quote_code", "QU")
register_code("return_code", "RT")
register_pattern("paper_number", "(?:IN|CN)[0-9]{4}-[0-9]{5,9}")

ORDER = "orders/<order_code:code>/"
RETURN = f"{ORDER}returns/<return_code:return_code>/"
INQUIRY = "inquiries/<inquiry_code:code>/"
QUOTE = "quotes/<quote_code:code>/"


def at_both(route: str, view: Callable[..., Any], name: str, *, acts: bool = False) -> list[URLPattern]:
    """One view at both counters: `desk/…` for the operator's staff, `supply/…` for sellers and agents. `acts`: only
    for those of a seller's or agent's people who may change something."""
    supply = supply_counter(supply_acts(view)) if acts else supply_counter(view)
    return [
        path(f"desk/{route}", operator_counter(view), name=f"desk_{name}"),
        path(f"supply/{route}", supply, name=f"supply_{name}"),
    ]
