"""A visit is not a consent, and leaves nothing personal behind (P.2d)."""

import itertools

import pytest
from django.apps import apps
from django.urls import get_resolver, resolve
from procrastinate.contrib.django.models import ProcrastinateJob

from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import Consent
from tests.contracts.stage import Stage, written
from tests.contracts.test_addresses import addresses

ELSEWHERE = {
    "ground.Bucket",  # keyed and short-lived counts of a rate limit; they hold no address and no page
    "procrastinate.ProcrastinateJob",  # a page may ask for an index to be made; looked at below
}


def open_pages() -> list[str]:
    return [
        f"/{path}"
        for path, entry in addresses(get_resolver())
        if "<" not in path and getattr(entry.callback, "access_rule", "") == "anyone"
    ]


def personal_rows() -> dict[str, int]:
    labels = {".".join(entry.label.split(".")[:2]) for entry, _ in personal_entries() if entry.field is not None}
    return {label: apps.get_model(label)._default_manager.count() for label in sorted(labels - ELSEWHERE)}


@pytest.mark.clause("P.2d")
@pytest.mark.django_db
def test_fifty_visits_leave_no_personal_row_and_no_consent(client):
    before = personal_rows()
    client.raise_request_exception = False  # a page whose room is not set up in this test still must not keep anything
    seen = [client.get(path).status_code for path in itertools.islice(itertools.cycle(open_pages()), 50)]
    assert seen.count(200) >= 20
    assert personal_rows() == before
    assert Consent.objects.count() == 0
    assert set(ProcrastinateJob.objects.exclude(args={}).values_list("task_name", flat=True)) == set()


@pytest.mark.clause("P.2d")
@pytest.mark.parametrize(
    "headers", [{}, {"Sec-GPC": "1"}, {"Accept-Language": "zh-CN", "Referer": "http://testserver/"}]
)
def test_a_visitor_who_reads_searches_and_looks_at_goods_leaves_no_trace_in_any_table(
    stage: Stage, headers: dict[str, str]
):
    """The walk of a curious visitor over real goods: nothing is added to, changed in or taken from a personal table."""
    browser = stage.browser("visitor")
    browser.cookies.clear()
    whole = [path for path in stage.addresses().values() if rule_of(path) == "anyone"]
    asked = [
        f"{path}?q=wang%40example.cn&page=1&sort=name" for path in whole if path.startswith(("/products", "/search"))
    ]
    before, answers = written(leaving_out=()), []
    for path in itertools.islice(itertools.cycle([*whole, *asked]), 60):
        answers.append(browser.get(path, headers=headers).status_code)
    assert answers.count(200) >= 30
    changed = {table for table, count in written(leaving_out=()).items() if count != before.get(table, 0)}
    assert changed & personal_tables() == set()
    assert Consent.objects.count() == CONSENTS_OF_THE_STAGE
    assert set(browser.cookies) <= {"cc_csrf"}


CONSENTS_OF_THE_STAGE = 1


def rule_of(path: str) -> str:
    return str(resolve(path).func.access_rule)


def personal_tables() -> set[str]:
    """Tables that hold anything about a person, limits and the queue apart."""
    models = {entry.field.model for entry, _ in personal_entries() if entry.field is not None}
    return {model._meta.db_table for model in models if model._meta.label not in ELSEWHERE}
