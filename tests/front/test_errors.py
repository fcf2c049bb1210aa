import logging
import re

import pytest
from django.test import Client

from coatingcat.ground.faults import ValueFree
from tests.front.addresses import SECRET

pytestmark = pytest.mark.urls("tests.front.addresses")
REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": "en"})


@pytest.mark.parametrize(
    ("kind", "status", "title", "reason"),
    [
        ("denied", 403, "This page is not open to you", "The person has not consented to this purpose"),
        ("refused", 403, "This page is not open to you", "Only the buyer may open this order."),
        ("gone", 410, "This is no longer here", "This order was removed."),
        ("often", 429, "Too many attempts", "Wait a minute."),
        ("http404", 404, "There is no page here", None),
        ("forbidden", 403, "This page is not open to you", None),
        ("suspicious", 400, "This request could not be read", None),
        ("database", 503, "CoatingCat is not available at the moment", None),
        ("bug", 500, "Something went wrong on our side", None),
    ],
)
def test_a_failure_becomes_a_page_and_tells_no_value(
    visitor: Client, caplog: pytest.LogCaptureFixture, kind: str, status: int, title: str, reason: str | None
):
    with caplog.at_level(logging.INFO):
        answer = visitor.get(f"/fails/{kind}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert ('<p class="notice caution">' in page) is (reason is not None)
    assert reason is None or reason in page
    assert SECRET not in page
    reference = REFERENCE.search(page)
    assert reference is not None
    ours = [record.getMessage() for record in caplog.records if record.name == "coatingcat.front"]
    assert f"{status} reference {reference[0]} at fails" in ours
    told = "\n".join(ValueFree().format(record) for record in caplog.records)
    assert (SECRET in told) is (kind == "suspicious")  # that message is Django's own; ours never hold a value
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_speaks_both_languages(visitor: Client):
    english = visitor.get("/fails/bug/").content.decode()
    assert '<p class="muted" lang="zh-Hans">我们这边出了问题。' in english
    chinese = visitor.get("/fails/bug/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "<h1>我们这边出了问题</h1>" in chinese
    assert '<p class="muted" lang="en">Something went wrong on our side. ' in chinese


def test_who_must_wait_is_told_how_long(visitor: Client):
    assert visitor.get("/fails/often/").headers["Retry-After"] == "60"
    assert visitor.get("/fails/database/").headers["Retry-After"] == "10"


def test_the_tests_still_see_a_bug():
    with pytest.raises(ValueError, match=SECRET):
        Client().get("/fails/bug/")


def test_an_unknown_address_shows_no_list_of_addresses(visitor: Client):
    answer = visitor.get("/no-such-page/")
    assert answer.status_code == 404
    assert "<h1>There is no page here</h1>" in answer.content.decode()
    assert "urlpatterns" not in answer.content.decode()


def test_the_wrong_method_gets_a_page_that_says_so(visitor: Client):
    answer = visitor.get("/language/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "use the buttons of the page" in answer.content.decode()


def test_a_stale_form_says_what_to_do(visitor: Client):
    answer = visitor.get("/stale-form/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>This form is out of date</h1>" in page
    assert "CSRF token missing" not in page


def test_personal_pages_are_not_stored(visitor: Client):
    assert visitor.get("/personal/").headers["Cache-Control"] == "no-store"


def test_if_even_the_error_page_fails_a_line_remains(visitor: Client, monkeypatch: pytest.MonkeyPatch, rf):
    from coatingcat.front import errors

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(errors, "render", broken)
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert REFERENCE.search(answer.content.decode())
