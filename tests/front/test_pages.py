import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(client: Client, path: str, language: str = "en", status: int = 200) -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/style-guide/", "/style-guide/?errors=", "/no-such-page/"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_inline_and_nothing_foreign(client: Client, path: str, language: str):
    tags = Tags(page(client, path, language, status=404 if "no-such" in path else 200)).found
    assert [attrs for tag, attrs in tags if tag == "style" or "style" in attrs] == []
    assert [attrs for tag, attrs in tags if tag == "script" and not attrs.get("src")] == []
    assert [name for _, attrs in tags for name in attrs if name.startswith("on")] == []
    fetched = [a.get(key) or "" for tag, a in tags for key in ("src", "href", "action") if key in a and tag != "a"]
    assert [address for address in fetched if not re.match(r"/(?!/)|#|\?", address)] == []


def test_headers_of_every_page(client: Client):
    headers = client.get("/style-guide/", headers={"Accept-Language": "zh-TW"}).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["Content-Language"] == "zh-Hans"
    assert {part.strip() for part in headers["Vary"].split(",")} == {"Accept-Language", "Cookie"}
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"].split(", ")
    assert headers["Cache-Control"] == "private, no-cache"


def test_an_anonymous_page_asks_no_database_and_sets_no_cookie(client: Client):
    """pytest-django lets no query through here; a session would need one."""
    answer = client.get("/style-guide/")
    assert answer.status_code == 200
    assert answer.cookies.output() == ""


@pytest.mark.parametrize(("language", "tag", "title"), [("zh-CN", "zh-Hans", "样式指南"), ("fr", "en", "Style guide")])
def test_the_page_names_its_language(client: Client, language: str, tag: str, title: str):
    html = page(client, "/style-guide/", language)
    assert f'<html lang="{tag}">' in html
    assert f"<title>{title} · CoatingCat</title>" in html


def test_errors_are_named_in_the_title_and_in_a_summary_that_leads_to_the_fields(client: Client):
    html = page(client, "/style-guide/?errors=")
    assert "<title>Error: Style guide · CoatingCat</title>" in html
    links = dict(re.findall(r'<li><a href="#(id_\w+)">(.*?)</a>', html))
    assert links == {
        "id_name": "Your name: This field is required.",
        "id_demand": "Ensure this value is greater than or equal to 1.",
        "id_pack_0": "Pack: This field is required.",
        "id_unit": "Unit: This field is required.",
        "id_terms": "I have read the terms: This field is required.",
    }
    assert all(f'id="{target}"' in html for target in links)
    demand = next(attrs for tag, attrs in Tags(html).found if attrs.get("id") == "id_demand")
    assert demand["aria-invalid"] == "true"
    assert demand["aria-describedby"] == "id_demand_helptext id_demand_error"
    assert demand["value"] == "-5"


@pytest.mark.clause("I.2b-cookie1")
def test_a_language_is_chosen_by_a_button_and_kept(client: Client):
    answer = client.post(
        "/language/", {"language": "zh-hans"}, headers={"Referer": "http://testserver/style-guide/?a=1"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://testserver/style-guide/?a=1")
    cookie = answer.cookies["cc_language"]
    assert (cookie.value, cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        "zh-hans", 180 * 24 * 3600, True, "Lax",
    )  # fmt: skip
    assert '<html lang="zh-Hans">' in page(client, "/style-guide/", "en")


def test_a_theme_is_chosen_kept_and_given_back_to_the_system(client: Client):
    client.post("/theme/", {"theme": "dark"})
    html = page(client, "/style-guide/")
    assert '<html lang="en" data-theme="dark">' in html
    assert '<button name="theme" value="dark" aria-pressed="true">' in html
    answer = client.post("/theme/", {"theme": "auto"})
    assert answer.cookies["cc_theme"]["max-age"] == 0
    assert '<html lang="en">' in page(client, "/style-guide/")


@pytest.mark.parametrize("address", ["/language/", "/theme/"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://other.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_changes_no_choice(client: Client, address: str, headers: dict[str, str]):
    answer = client.post(address, {"language": "en", "theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert answer.cookies.output() == ""


@pytest.mark.parametrize("value", ["", "de", "zh-hans\0", "x" * 10_000, "\ud800"])
def test_an_unknown_choice_is_refused(client: Client, value: str):
    sent = value.encode("utf-8", "surrogatepass")
    answer = client.post("/language/", b"language=" + sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert answer.cookies.output() == ""


@pytest.mark.parametrize("referer", ["https://other.example/", "//other.example/", "javascript:alert(1)", ""])
def test_a_choice_never_leads_to_another_site(client: Client, referer: str):
    answer = client.post("/theme/", {"theme": "light"}, headers={"Referer": referer})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_hostile_search_words_come_back_as_text(client: Client):
    html = page(client, '/style-guide/?q="><script>alert(1)</script>')
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html


def test_the_process_says_it_lives_without_a_database(client: Client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_when_the_database_answers_with_our_tables(client: Client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (
        200, {"status": "ready", "checks": {"database": "ok", "migrations": "ok"}},
    )  # fmt: skip


def test_not_ready_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError

    def away() -> None:
        raise OperationalError("password of the database")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "checks": {"database": "failed", "migrations": "failed"}}


@pytest.mark.django_db
def test_home_says_what_it_is_in_few_queries(client: Client):
    client.get("/")  # whatever is kept per process is kept now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = page(client, "/")
    assert "<h1>Find a coatings raw material by its properties.</h1>" in html
    assert 'href="/privacy/"' in html
    assert len(queries) == 0


@pytest.mark.django_db
def test_the_personal_centre_asks_who_is_there(client: Client):
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
