from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from coatingcat.ground import slots
from coatingcat.ground.slots import fills


@pytest.fixture(autouse=True)
def _no_fragments_stay() -> Iterator[None]:
    yield
    for name in [name for name in slots._fillers if name.startswith("test.")]:
        del slots._fillers[name]


def render(**context: object) -> str:
    return Template('{% load slots %}[{% slot "test.offers" product=product %}]').render(Context(context))


def test_a_slot_that_nobody_fills_is_empty() -> None:
    assert render(product="P") == "[]"


def test_fragments_come_by_order_then_by_registration_and_get_request_and_values() -> None:
    request = HttpRequest()
    seen: list[object] = []

    @fills("test.offers")
    def second(given: HttpRequest, *, product: str) -> str:
        seen.append(given)
        return mark_safe(f"<b>{product}</b>")

    fills("test.offers")(lambda request, *, product: "third")
    fills("test.offers", order=1)(lambda request, *, product: "first")
    assert render(product="P", request=request) == "[first<b>P</b>third]"
    assert seen == [request]


def test_text_that_is_not_marked_safe_is_escaped() -> None:
    fills("test.offers")(lambda request, *, product: "<script>")
    assert render(product="P") == "[&lt;script&gt;]"
