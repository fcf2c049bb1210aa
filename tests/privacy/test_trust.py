"""The trust page: every clause, in plain words, with what shows it; one without a test says so."""

import re
from html import unescape

import pytest
from django.test import Client

from coatingcat.privacy.actions import publish_head
from coatingcat.privacy.clauses import ClauseStatus, Report, table
from coatingcat.privacy.evidence import facts, shown_clauses
from coatingcat.privacy.policy import in_force
from coatingcat.privacy.policy.text import State, anchor_of
from coatingcat.privacy.queries import trust as reads
from coatingcat.privacy.views import trust as view

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _made_anew():
    view._body.cache_clear()
    yield
    view._body.cache_clear()


def page(language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get("/trust/")
    assert answer.status_code == 200
    assert not answer.cookies
    return unescape(answer.content.decode())


def part(content: str, clause: str) -> str:
    found = re.search(
        rf'<section class="prose" aria-labelledby="{re.escape(anchor_of(clause))}">.*?</section>', content, re.S
    )
    assert found
    return found[0]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_clause_stands_there_in_plain_words(language: str):
    content = page(language)
    for row in table():
        assert content.count(f'id="{anchor_of(row.clause)}"') == 1
    for clause in in_force().text.clauses:
        if clause.promise and clause.state is not State.LATER:
            assert clause.promise.in_language(language) in part(content, clause.id)


def test_a_clause_is_proven_only_if_its_tests_passed(monkeypatch):
    states = {"P.0": "kept", "P.1": "broken"}
    statuses = tuple(
        ClauseStatus(row.clause, states.get(row.clause, "open"), ("t.py::test_one",) if row.clause in states else ())
        for row in table()
    )
    monkeypatch.setattr(reads, "recorded", lambda: Report(statuses, "a run", "2026-11-26T00:00:00"))
    content = page()
    assert "1 / 93" in content
    assert "2026-11-26" in content
    assert 'badge verified">proven' in part(content, "P.0")
    assert "a test failed" in part(content, "P.1")
    assert "t.py::test_one" in part(content, "P.1")
    for row in table():
        if row.clause not in states:
            assert "No test yet." in part(content, row.clause)
            assert "not proven yet" in part(content, row.clause)


def test_what_the_program_can_show_stands_at_its_clause():
    head = publish_head()
    content = page()
    assert bytes(head.digest).hex() in part(content, "III.3-0")
    assert in_force().hash in part(content, "P.0")
    for clause, told in facts().items():
        for fact in told:
            assert fact.text.en in part(content, clause)
    assert {"III.1", "III.3-0", "P.0"} <= shown_clauses() <= {row.clause for row in table()}


def test_data_and_keeping_times_come_from_the_purposes_of_the_clause():
    told = part(page(), "I.1a")
    assert "To provide membership services to you" in told
    assert "Business card: Until you cancel your account" in told
    assert "PIPL 47; ECL 24" in told


def test_the_page_is_made_once_a_minute(django_assert_num_queries):
    page()
    with django_assert_num_queries(0):
        page()
