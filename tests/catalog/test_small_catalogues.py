"""Pages over small catalogues of their own: the number of statements, badges, hostile text."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.models import Product
from coatingcat.catalog.views import search
from coatingcat.search.actions import rebuild
from coatingcat.search.words import IndexMissing
from tests.catalog.factories import figure, formulation, line, product, write


def get(client: Client, address: str, language: str = "en") -> Any:
    return client.get(address, HTTP_ACCEPT_LANGUAGE=language)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert get(client, address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("kind", "address"), [("product", "/products/acmedur-p1/"), ("supplier", "/suppliers/acme/")])
def test_page_asks_no_more_for_three_than_for_one(
    client: Client, tmp_path: Path, db: None, kind: str, address: str
) -> None:
    counts = []
    for number in (1, 3):
        codes = [f"P{n}" for n in range(1, number + 1)]
        import_catalogue(
            path=write(
                tmp_path,
                products=[product(code) for code in codes],
                product_properties=[
                    figure(f"R{n}", property=p)
                    for n, p in enumerate(("NCO content", "Purity", "Water content")[:number])
                ],
                formulations=[formulation(f"F{n}") for n in range(number)],
                formulation_lines=[line(f"F{n}", product_id="P1") for n in range(number)],
            )
        )
        counts.append(statements(client, address))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/formulations/F0/", "/solutions/", "/solutions/wood/", "/substances/123-86-4/"])
def test_lists_on_pages_of_recipes_ask_no_more_for_three_than_for_one(
    client: Client, tmp_path: Path, db: None, path: str
) -> None:
    counts = []
    for number in (1, 3):
        lines = [
            line(f"F{n}", place, str(100 / number), cas="123-86-4")
            for n in range(number)
            for place in range(1, number + 1)
        ]
        for row in lines:
            row["weight_pct_of_part"] = row["amount"] = str(round(100 / number, 4))
        import_catalogue(
            path=write(tmp_path, formulations=[formulation(f"F{n}") for n in range(number)], formulation_lines=lines)
        )
        get(client, "/solutions/")
        counts.append(statements(client, path))
    assert counts[0] == counts[1]


def test_background_figure_is_badged_wherever_it_is_shown(client: Client, tmp_path: Path, db: None) -> None:
    import_catalogue(
        path=write(
            tmp_path,
            products=[product(status="background", source="")],
            product_properties=[figure(status="third_party")],
        ),
        background=True,
    )
    rebuild()
    page = text_of(get(client, "/products/acmedur-p1/"))
    assert page.count('class="badge background"') >= 2
    assert 'class="badge verified"' not in page
    assert 'class="badge background"' in text_of(get(client, "/products/"))


def test_hostile_text_in_a_file_is_text_on_a_page(client: Client, tmp_path: Path, db: None) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 }}{% now %}"
    rows = [product(trade_name=evil, chemistry=evil, form_supplied=evil)]
    values = [figure(condition=evil, test_method=evil, property=evil, value_min="", value_max="", value_text=evil)]
    import_catalogue(path=write(tmp_path, products=rows, product_properties=values))
    rebuild()
    slug = Product.objects.get().slug
    for address in (f"/products/{slug}/", "/products/", f"/products/comparison/?p={slug}", "/suppliers/acme/"):
        page = text_of(get(client, address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ 7 }}" in page


def test_without_an_index_the_page_says_so(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_args: Any, **_named: Any) -> Any:
        raise IndexMissing

    monkeypatch.setattr(search, "find", missing)
    response = get(client, "/products/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Search is being prepared" in text_of(response)
