"""No page of the staff opens a person's values without a reason (III.3c)."""

from typing import Any

import pytest
from django.urls import get_resolver

from coatingcat.privacy.reveal import reasons_for
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF, Reason
from tests.contracts.test_addresses import addresses


def staff_views() -> list[tuple[str, Any]]:
    found = [(route, entry.callback) for route, entry in addresses(get_resolver())]
    return [(route, view) for route, view in found if getattr(view, "access_rule", "").startswith("staff ")]


def test_a_view_of_staff_that_acts_for_a_purpose_asks_why_or_says_why():
    bare = [r for r, v in staff_views() if getattr(v, "purpose", None) and not getattr(v, "reason", None)]
    assert bare == []


def test_there_is_at_least_one_page_that_asks():
    assert [route for route, view in staff_views() if getattr(view, "revealed_purpose", None)] != []


@pytest.mark.parametrize("role", STAFF)
def test_every_purpose_of_staff_has_a_reason_to_choose(role):
    assert [p.name for p in ROLE_PURPOSES[role] if not reasons_for(p)] == []


def test_a_reason_says_itself_in_both_languages_and_fits_the_log():
    assert [reason.name for reason in Reason if len(reason.name) > 20 or not reason.purposes] == []
