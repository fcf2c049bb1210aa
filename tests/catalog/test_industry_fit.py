"""The selection for a member's industry: off until a yes, on with it, gone with a no; everything else untouched (I.6)."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from coatingcat import catalog
from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.queries.fitting import suited_to
from coatingcat.catalog.rules.fit import FITS, fit_of
from coatingcat.catalog.words import TECHNOLOGIES
from coatingcat.ground.clock import now
from coatingcat.members.words import Industry
from coatingcat.privacy.actions import answer_consent
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Consent, Opening, Subject
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import Act, Purpose, Question, Role
from tests.catalog.factories import SEGMENT, formulation, line, product, write
from tests.members.people import full_member, person, signed_in

FIT = Purpose.INDUSTRY_FIT
ENGLISH = {"Accept-Language": "en"}
QUESTION = "/me/consents/questions/industry-fit/"


def test_every_industry_has_what_suits_it() -> None:
    assert set(FITS) == set(Industry)
    assert {t for fit in FITS.values() for t in fit.technologies} <= set(TECHNOLOGIES)
    assert fit_of("PAPER") is None


@pytest.fixture
def shelves(tmp_path: Path) -> None:
    rows: dict[str, Any] = {
        "segments": [SEGMENT, {**SEGMENT, "code": "marine", "name_en": "Marine", "name_zh": "船舶涂料"}],
        "products": [product(code) for code in ("P1", "P2", "P3")],
        "formulations": [
            formulation("F1", segment_code="marine"),
            formulation("F2", segment_code="marine"),
            formulation("F3", segment_code="wood"),
        ],
        "formulation_lines": [
            line("F1", product_id="P1"), line("F2", 1, "60", product_id="P1"), line("F2", 2, "40", product_id="P2"),
            line("F3", product_id="P3"),
        ],
    }  # fmt: skip
    assert import_catalogue(path=write(tmp_path, **rows)).faults == []


def yes(member: Any) -> None:
    answer_consent(subject_id=member.pk, purpose=FIT, yes=True, words="w", policy_version="1")


def test_segments_of_every_fit_are_in_the_catalogue_we_ship() -> None:
    with (Path(catalog.__file__).parent / "seed" / "segments.csv").open(encoding="utf-8") as stream:
        shipped = {row["code"] for row in csv.DictReader(stream)}
    assert {code for fit in FITS.values() for code in fit.segments} <= shipped


@pytest.mark.django_db
def test_what_suits_is_read_from_the_industry_and_most_named_first(shelves: None) -> None:
    member = full_member()
    yes(member)
    suited = suited_to(member.pk, actor=Actor(member.pk, frozenset({Role.MEMBER}), "test"))
    assert suited is not None
    assert [(entry.code, entry.count) for entry, _ in suited.solutions] == [("marine", 2)]
    assert [product.code for product in suited.products] == ["P1", "P2"]
    assert Opening.objects.count() == 0  # the member's own page opens the member's own value


@pytest.mark.django_db
def test_without_a_yes_nothing_is_opened(shelves: None) -> None:
    member = full_member()
    with pytest.raises(Denied) as refused:
        suited_to(member.pk, actor=Actor(member.pk, frozenset({Role.MEMBER}), "test"))
    assert refused.value.question is Question.CONSENT


@pytest.mark.django_db
def test_the_first_use_asks_a_yes_starts_the_function_a_no_ends_it(shelves: None) -> None:
    browser = signed_in(full_member())
    page = browser.get("/me/", headers=ENGLISH).content.decode()
    assert "Show what suits my industry" in page
    assert "/solutions/marine/" not in page
    answer = browser.post("/me/consents/questions/", {"purpose": FIT.name, "next": "/me/"})
    assert answer["Location"] == f"{QUESTION}?next=%2Fme%2F"
    asked = browser.get(answer["Location"], headers=ENGLISH).content.decode()
    for shown in ("Industry of the company", "for this: to pick products", "365 days", "180 days", "PIPL 13(1)(1), 24"):
        assert shown in asked
    buttons = [part.split(">")[0] for part in asked.split("<button ")[1:] if 'name="answer"' in part.split(">")[0]]
    assert [b.replace('"yes"', "").replace('"no"', "") for b in buttons] == [buttons[0].replace('"yes"', "")] * 2
    assert browser.post(QUESTION, {"answer": "yes", "next": "/me/"})["Location"] == "/me/"
    page = browser.get("/me/", headers=ENGLISH).content.decode()
    assert "Marine and offshore" in page
    assert "/solutions/marine/" in page
    browser.post("/me/consents/", {"purpose": FIT.name, "answer": "no"})
    page = browser.get("/me/", headers=ENGLISH).content.decode()
    assert ("/solutions/marine/" in page, "Show what suits my industry" in page) == (False, False)
    said = [(c.said, c.given_by) for c in Consent.objects.order_by("at")]
    assert said == [(Act.REQUESTED, "PROMPT"), (Act.GIVEN, "PROMPT"), (Act.WITHDRAWN, "PAGE")]


@pytest.mark.django_db
def test_a_browser_with_the_signal_is_not_asked_and_has_nothing_picked(shelves: None) -> None:
    member = full_member()
    browser, quiet = signed_in(member), {**ENGLISH, "Sec-GPC": "1"}
    assert "my industry" not in browser.get("/me/", headers=quiet).content.decode()
    browser.post("/me/consents/questions/", {"purpose": FIT.name, "next": "/me/"}, headers=quiet)
    page = browser.get(QUESTION, headers=quiet).content.decode()
    assert ("Global Privacy Control" in page, 'name="answer"' in page) == (True, False)
    assert browser.post(QUESTION, {"answer": "yes"}, headers=quiet).status_code == 409
    assert Consent.objects.count() == 0
    yes(member)
    assert "/solutions/marine/" not in browser.get("/me/", headers=quiet).content.decode()
    assert "/solutions/marine/" in browser.get("/me/", headers=ENGLISH).content.decode()


@pytest.mark.django_db
def test_restricted_data_is_not_picked_by_and_the_overview_stands(shelves: None) -> None:
    member = full_member()
    yes(member)
    browser = signed_in(member)
    Subject.objects.filter(pk=member.pk).update(restricted_at=now())
    answer = browser.get("/me/", headers=ENGLISH)
    assert (answer.status_code, "/solutions/marine/" in answer.content.decode()) == (200, False)


@pytest.mark.django_db
def test_who_has_told_no_industry_is_not_asked_about_it(shelves: None) -> None:
    assert "my industry" not in signed_in(person()).get("/me/", headers=ENGLISH).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_an_answer_leads_to_no_foreign_page(where: str) -> None:
    browser = signed_in(full_member())
    assert browser.post(QUESTION, {"answer": "no", "next": where})["Location"] == "/me/consents/"


@pytest.mark.django_db
def test_no_purpose_but_one_that_rests_on_consent_has_a_question(client: Client) -> None:
    browser = signed_in(person())
    for address in ("account", "nothing", "order-fulfilment"):
        assert browser.get(f"/me/consents/questions/{address}/").status_code == 404
    assert browser.post("/me/consents/questions/", {"purpose": "ACCOUNT"}).status_code == 422
    assert Consent.objects.count() == 0
