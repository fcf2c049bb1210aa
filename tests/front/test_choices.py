"""What one chose stays: in a cookie for visitors, with the account for members; and what a browser without cookies is told."""

from typing import Any

import pytest
from django.test import Client

from coatingcat.front.words import LANGUAGE_COOKIE, THEME_COOKIE
from coatingcat.members.models import Member
from coatingcat.privacy.models import Consent
from tests.members.people import ADDRESS, PASSWORD, person, signed_in

pytestmark = pytest.mark.django_db


def choices(member: Member) -> tuple[str, str]:
    member.refresh_from_db()
    return member.page_language, member.page_theme


def test_a_members_choice_is_kept_with_the_account_and_a_new_browser_has_it_after_the_sign_in() -> None:
    member = person()
    browser = signed_in(member)
    assert LANGUAGE_COOKIE not in browser.cookies
    browser.post("/language/", {"language": "en"})
    browser.post("/theme/", {"theme": "dark"})
    assert choices(member) == ("en", "dark")
    new = signed_in(member, Client(headers={"Accept-Language": "zh-CN"}))
    assert (new.cookies[LANGUAGE_COOKIE].value, new.cookies[THEME_COOKIE].value) == ("en", "dark")
    assert new.cookies[THEME_COOKIE]["max-age"] == 180 * 24 * 3600
    assert '<html lang="en" data-theme="dark">' in new.get("/me/").content.decode()


def test_a_sign_in_leaves_alone_what_this_browser_has_chosen() -> None:
    member = person(page_language="en", page_theme="dark")
    browser = Client()
    browser.post("/language/", {"language": "zh-hans"})
    signed_in(member, browser)
    assert (browser.cookies[LANGUAGE_COOKIE].value, browser.cookies[THEME_COOKIE].value) == ("zh-hans", "dark")
    assert choices(member) == ("en", "dark")


def test_the_appearance_can_be_given_back_to_the_system() -> None:
    member = person(page_theme="dark")
    browser = signed_in(member)
    browser.post("/theme/", {"theme": "auto"})
    assert choices(member) == ("", "")
    assert browser.cookies[THEME_COOKIE]["max-age"] == 0


def test_the_personal_centre_shows_and_changes_the_choices() -> None:
    member = person(page_language="en")
    browser = signed_in(member)
    page = browser.get("/me/data/appearance/").content.decode()
    assert 'value="en" id="id_page_language_2" checked' in page
    answer = browser.post("/me/data/appearance/", {"page_language": "zh-hans", "page_theme": "light"})
    assert answer.status_code == 302
    assert choices(member) == ("zh-hans", "light")
    assert (browser.cookies[LANGUAGE_COOKIE].value, browser.cookies[THEME_COOKIE].value) == ("zh-hans", "light")
    assert browser.post("/me/data/appearance/", {"page_language": "klingon"}).status_code == 422
    assert choices(member) == ("zh-hans", "light")


def test_a_foreign_page_changes_no_choice_of_a_member() -> None:
    member = person()
    browser = signed_in(member)
    assert browser.post("/theme/", {"theme": "dark"}, headers={"Origin": "https://other.example"}).status_code == 403
    assert choices(member) == ("", "")


def test_a_visitors_choice_writes_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.post("/theme/", {"theme": "dark"})


@pytest.mark.parametrize("path", ["/sign-in/", "/registration/", "/cart/"])
@pytest.mark.parametrize(("language", "missing"), [("en", "cookies are blocked"), ("zh-CN", "Cookie 被阻止")])
def test_a_browser_without_cookies_is_told_what_is_missing_and_what_works(
    path: str, language: str, missing: str
) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
    person()
    before = Consent.objects.count()
    answer = browser.post(path, {"contact": ADDRESS, "password": PASSWORD})
    page = answer.content.decode()
    assert answer.status_code == 403
    for told in (
        missing,
        "cc_csrf",
        "cc_session",
        'href="/privacy/cookies/#settings"',
        'href="/privacy/"',
        'href="/products/"',
    ):
        assert told in page, told
    assert PASSWORD not in page
    assert "no-store" in answer["Cache-Control"]
    assert (dict(answer.cookies), Consent.objects.count()) == ({}, before)


def test_a_stale_form_is_told_apart_from_blocked_cookies() -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    browser.cookies["cc_csrf"] = "x" * 32
    page = browser.post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD}).content.decode()
    assert "This form is out of date" in page


@pytest.mark.parametrize("path", ["/sign-in/", "/registration/"])
def test_forms_that_need_cookies_say_so_before(path: str, client: Client) -> None:
    page = client.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert "This needs two necessary cookies." in page
    assert 'href="/privacy/cookies/#blocked"' in page
