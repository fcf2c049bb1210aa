"""Pages of the catalogue in both languages, with what they ask of the database."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import escape

from coatingcat.catalog.models import Document, ProductPage

PAGES = {
    "/products/": 1,
    "/products/?function=binder&viscosity_min=1&viscosity_max=20&viscosity_unit=Pa%C2%B7s": 1,
    "/products/comparison/": 0,
    "/products/comparison/?p=desmodur-n-75-ba&p=bayhydur-ultra-304": 1,
    "/substances/": 1,
    "/substances/123-86-4/": 3,
    "/substances/sources/": 1,
    "/formulations/": 1,
    "/formulations/F-HX-1013/": 3,
    "/formulations/F-C-001/": 3,
    "/solutions/": 2,
    "/solutions/wood/": 4,
    "/solutions/wood-parquet/waterborne/": 4,
    "/suppliers/": 1,
    "/suppliers/covestro/": 3,
    "/search/": 1,
    "/search/?q=epoxy": 1,
    "/search/suggestions/?q=desm": 0,
}
PRODUCT_STATEMENTS = 4
FORBIDDEN = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def get(client: Client, address: str, language: str = "en") -> Any:
    return client.get(address, HTTP_ACCEPT_LANGUAGE=language)


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_answers_with_its_number_of_statements_and_sets_no_cookie(
    indexed: None, client: Client, django_assert_num_queries: Any, language: str
) -> None:
    get(client, "/search/", language)  # names of this edition are read once per process
    for address, statements in PAGES.items():
        with django_assert_num_queries(statements):
            response = get(client, address, language)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert not FORBIDDEN.search(text_of(response)), address
        assert ("/zh-" in address) or f'lang="{"zh-Hans" if language == "zh" else "en"}"' in text_of(response)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_product_page_says_figure_unit_condition_method_source_and_status(
    indexed: None, client: Client, django_assert_max_num_queries: Any, language: str
) -> None:
    get(client, "/products/desmodur-n-75-ba/", language)  # what is hazardous about it is read once for each edition
    with django_assert_max_num_queries(PRODUCT_STATEMENTS):
        page = text_of(get(client, "/products/desmodur-n-75-ba/", language))
    for part in ("16.2–16.8", "mPa·s", "23 °C", "ISO 11909", "solutions.covestro.com", "123-86-4", "H226"):
        assert part in page
    assert ("易燃液体" if language == "zh" else "Flammable liquid") in page
    assert ("已核实" if language == "zh" else "verified") in page
    assert "28182-81-2" not in page  # known from memory only, so not shown under the maker's name


@pytest.mark.parametrize(
    "address",
    ["/products/nothing/", "/substances/1-1-1/", "/formulations/none/", "/solutions/none/", "/solutions/wood/paint/",
     "/suppliers/none/", "/external/999999999/", "/external/99999999999999999999/", "/products/%00/", "/substances/'/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(indexed: None, client: Client, address: str) -> None:
    assert get(client, address).status_code == 404


def test_one_range_in_any_unit_finds_the_same(indexed: None, client: Client) -> None:
    found = {
        unit: re.findall(
            r'href="(/products/[a-z0-9-]+/)"',
            text_of(get(client, f"/products/?viscosity_max={value}&viscosity_unit={quote(unit)}")),
        )
        for value, unit in (("3500", "mPa·s"), ("3.5", "Pa·s"), ("35", "P"), ("3,5", "Pa·s"))
    }
    assert len(found["mPa·s"]) > 5
    assert found["mPa·s"] == found["Pa·s"] == found["P"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("viscosity_min=abc", "Enter a number, such as 3.5."),
        ("viscosity_min=5&viscosity_max=2", "The second value must not be smaller than the first."),
        ("viscosity_min=1e300", "This number is too large to mean anything here."),
        ("viscosity_min=3 kg", "This unit does not measure Viscosity."),
        ("viscosity_min=3-5", "Enter one number, such as 3.5."),
    ],
)
def test_bad_number_is_told_at_its_field_and_kept(indexed: None, client: Client, query: str, message: str) -> None:
    response = get(client, f"/products/?{quote(query, safe='=&')}")
    page = text_of(response)
    typed = query.split("=")[1].split("&")[0]
    assert response.status_code == 200
    assert page.count(escape(message)) == 2  # in the summary and at the field
    assert page.count(escape(f"Viscosity: {message}")) == 1  # the summary says which field
    assert f'value="{typed}"' in page
    assert "80 results" in page  # a range that makes no sense narrows nothing


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5000, "q=%00%01", "q=%ED%A0%80", "q=%E2%80%AEabc", "page=-1", "page=999999999999", "page=x",
        "function=nothing", "nonsense_min=3", "viscosity_min=nan", "viscosity_min=inf", "viscosity_unit=furlong&viscosity_min=3",
        "kind=nothing", "sort=nothing", "property=nothing", "q=%22%28%29%2A%3A", "function=" + "&function=".join(map(str, range(200))),
        "viscosity_min=%EF%BC%93", "hazard=GHS99", "category=%27%3B--",
    ],
)  # fmt: skip
def test_search_takes_anything_without_falling(indexed: None, client: Client, query: str) -> None:
    for path in ("/search/", "/products/", "/search/suggestions/"):
        assert client.get(f"{path}?{query}", follow=True).status_code == 200


def test_empty_fields_of_a_form_leave_the_address(indexed: None, client: Client) -> None:
    response = get(
        client, "/products/?q=&viscosity_min=&viscosity_max=&viscosity_unit=mPa%C2%B7s&function=binder&property="
    )
    assert (response.status_code, response["Location"]) == (302, "/products/?function=binder")


def test_filters_are_chips_that_can_be_taken_out(indexed: None, client: Client) -> None:
    page = text_of(get(client, "/products/?function=binder&function=crosslinker&nco_content_min=10"))
    chips = re.findall(r'class="chip on" href="([^"]+)"', page)
    assert chips == [
        "/products/?function=crosslinker&amp;nco_content_min=10",
        "/products/?function=binder&amp;nco_content_min=10",
        "/products/?function=binder&amp;function=crosslinker",
    ]


def test_what_states_nothing_can_be_included(indexed: None, client: Client) -> None:
    def count(query: str) -> int:
        return int(re.search(r"(\d+) results?", text_of(get(client, f"/products/?{query}")))[1])  # type: ignore[index]

    without, both = count("ph_min=8"), count("ph_min=8&ph_unknown=1")
    silent = [page for page in ProductPage.objects.all() if all(v["property"] != "ph" for v in page.content["values"])]
    assert both - without == len(silent) > 0


def test_nothing_found_offers_ways_on(indexed: None, client: Client) -> None:
    page = text_of(get(client, "/products/?function=defoamer&nco_content_min=10"))
    assert "Nothing has all these properties." in page
    assert 'href="/products/?nco_content_min=10"' in page
    assert 'href="/products/?function=defoamer"' in page


def test_typing_error_is_forgiven_and_said(indexed: None, client: Client) -> None:
    page = text_of(get(client, "/search/?q=desmodurr"))
    assert "These are results for" in page
    assert "/products/desmodur-n-75-ba/" in page


@pytest.mark.parametrize("asked", ["123-86-4", "乙酸正丁酯", "butyl acetate", "yisuan"])
def test_substance_is_found_by_number_and_in_either_language(indexed: None, client: Client, asked: str) -> None:
    assert "/substances/123-86-4/" in text_of(get(client, f"/search/?q={quote(asked)}&kind=substance"))


def test_supplier_is_found_by_its_chinese_name(indexed: None, client: Client) -> None:
    assert "/suppliers/covestro/" in text_of(get(client, f"/search/?q={quote('科思创')}&kind=supplier"))


def test_constructed_formulation_says_so_and_claims_no_totals(indexed: None, client: Client) -> None:
    page = text_of(get(client, "/formulations/F-C-001/"))
    assert "nobody has made it in a laboratory" in page
    assert "VOC" not in page.split("<main")[1].split("</main")[0]
    published = text_of(get(client, "/formulations/F-HX-1013/"))
    assert "Published by Westlake Epoxy (Hexion)." in published
    assert "/products/epon-resin-828/" in published


def test_comparison_puts_differences_first_and_survives_bad_choices(indexed: None, client: Client) -> None:
    two = "/products/comparison/?p=desmodur-n-75-ba&p=bayhydur-ultra-304"
    page = text_of(get(client, two))
    assert page.index("What differs") < page.index("NCO content") < page.index("17.7–18.7")
    assert "What is the same" not in text_of(get(client, two + "&show=differences"))
    assert "Choose two to four products" in text_of(get(client, "/products/comparison/?p=desmodur-n-75-ba"))
    assert "do not exist" in text_of(get(client, "/products/comparison/?p=desmodur-n-75-ba&p=none&p=%00"))
    five = "&".join(f"p=ancamide-{n}" for n in ("2396", "2386", "2353", "261a", "2445"))
    assert "the first four are shown" in text_of(get(client, f"/products/comparison/?{five}"))


@pytest.mark.parametrize(
    ("language", "notice"), [("en", "Our privacy policy does not hold there"), ("zh", "本站的隐私政策在那里不适用")]
)
def test_way_out_shows_a_notice_and_leads_only_to_what_is_kept(
    indexed: None, client: Client, language: str, notice: str
) -> None:
    document = Document.objects.get(product="P0001")
    product_page = text_of(get(client, "/products/desmodur-n-75-ba/", language))
    assert f"/external/{document.pk}/" in product_page
    assert document.url not in product_page
    page = text_of(get(client, f"/external/{document.pk}/?url=https://evil.example/&next=//evil.example", language))
    assert notice in page
    assert f'href="{document.url}"' in page
    assert "evil.example" not in page.split("<main")[1].split("</main")[0]
    assert 'referrerpolicy="no-referrer"' in page


def test_no_page_links_to_another_site_directly(indexed: None, client: Client) -> None:
    for address in [*PAGES, "/products/byk-037/", "/"]:
        assert re.findall(r'href="(https?:[^"]+)"', text_of(get(client, address))) == [], address


def test_suggestions_are_a_fragment_for_htmx_and_a_page_otherwise(indexed: None, client: Client) -> None:
    fragment = text_of(client.get("/search/suggestions/?q=desmod", headers={"HX-Request": "true"}))
    assert fragment.startswith("<ul>")
    assert "/products/desmodur-n-75-ba/" in fragment
    assert "<html" in text_of(get(client, "/search/suggestions/?q=desmod"))


def test_page_of_results_is_wholly_in_the_language_of_its_reader(indexed: None, client: Client) -> None:
    page = text_of(get(client, "/products/?viscosity_min=x", "zh")).split("<main")[1].split("</main")[0]
    without_english = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", page)
    for english in (
        "Filters",
        "Compare",
        "More properties",
        "Choose",
        "not stated",
        "Error",
        "All",
        "result",
        "Remove",
    ):
        assert not re.search(rf">[^<]*\b{english}\b", without_english), english
