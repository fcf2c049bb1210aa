"""A visit is not a consent, and leaves nothing personal behind (P.2d)."""

import itertools

import pytest
from django.apps import apps
from django.urls import get_resolver
from procrastinate.contrib.django.models import ProcrastinateJob

from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import Consent
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
