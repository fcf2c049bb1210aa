"""A company applies, two certifiers look at its licence, and it is certified (I.1c, F.9)."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Visits
from tests.journeys.walks import Person

NUMBERS = {"en": "91110000600037341L", "zh": "913100006072275981"}
"""Unified social credit codes with a right check character."""


@pytest.mark.clause("I.1c")
@pytest.mark.clause("F.9")
@pytest.mark.parametrize(("language", "viewport"), [("zh", PHONE), ("en", DESKTOP)])
def test_apply_review_certified(visit: Visits, language: str, viewport: dict[str, int]):
    page, person = visit(language, viewport=viewport), Person()
    walks.register(page, person)
    walks.become_member(page, person)
    page.goto("/me/company/founding/")
    page.fill("[name=name]", person.company)
    page.fill("[name=registration_number]", NUMBERS[language])
    walks.send(page)
    page.wait_for_url("**/me/company/")
    expect(page.locator("main h1")).to_have_text(person.company)

    page.goto("/me/company/certifications/")
    page.set_input_files("[name=licence]", [walks.card_of(person)])
    walks.send(page)
    page.wait_for_url(re.compile(r"/certifications/CE-"))
    code = page.locator("main h1").inner_text().strip()

    for account in ("certifier", "second certifier"):
        desk = visit("en")
        known = visit.demo.accounts[account]
        walks.sign_in(desk, known["sign_in"], known["password"])
        desk.goto(f"/desk/certifications/{code}/")
        expect(desk.locator("main")).to_contain_text(NUMBERS[language])
        assert desk.request.get(f"/desk/certifications/{code}/papers/licence/").ok
        walks.send(desk, within=f"form[action$='/{code}/agreement/']")
        desk.wait_for_url("**/desk/certifications/")
    page.goto("/me/company/")
    expect(page.locator("main .badge.verified").first).to_be_visible()
