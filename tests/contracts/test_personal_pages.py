"""What leaves with a page of a person: nothing a browser may store, cookies no script reads, addresses without values."""

from http.cookies import Morsel
from typing import Any

import pytest
from django.urls import resolve

from tests.contracts.forms import Reader
from tests.contracts.stage import Stage, undone

READERS = ("visitor", "registering", "member", "full member", "order desk", "privacy officer")
IN_ADDRESSES = {
    "q", "kind", "p", "show", "sort", "page", "property", "state", "code",
    "since", "function", "chemistry", "technology", "segment", "supplier", "category", "hazard", "status", "substance_class", "voc",
    "agent", "aside", "overdue", "product", "seller", "until", "urgency",
    "company", "offer", "quantity",
    "density", "domestic", "duty", "film", "freight", "insurance", "mode", "reach", "rest", "solids", "tax",
}  # fmt: skip
"""All that a form may write into an address: questions about goods, what is asked of prices, the public number of an
order, a company that sells or is an agent, the number of a company in the public register, a version of the policy."""
EXAMPLES = {"/style-guide/"}
"""Its forms are pictures of forms; there is no such page in production."""
OF_A_RANGE = ("_min", "_max", "_unit", "_unknown")


def is_personal(path: str) -> bool:
    match = resolve(path)
    return match.func.access_rule != "anyone" or match.app_name == "members" or match.view_name.startswith("trade:cart")


def answers(stage: Stage, who: str, methods: tuple[str, ...] = ("get", "post")) -> Any:
    for path in stage.addresses().values():
        for method in methods:
            with undone():
                yield path, method, getattr(stage.browser(who), method)(path)


def bare(cookie: "Morsel[str]") -> bool:
    """Whether a script could read it or another site have it sent; one that is taken back says nothing."""
    return bool(cookie["max-age"] != 0 and not (cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}))


@pytest.mark.parametrize("who", READERS)
def test_personal_pages_are_not_stored_and_no_cookie_is_bare(stage: Stage, who: str):
    stored, cookies = set(), set()
    for path, method, answer in answers(stage, who):
        if is_personal(path) and "no-store" not in answer.get("Cache-Control", ""):
            stored.add(f"{method} {path} {answer.status_code}: {answer.get('Cache-Control')}")
        cookies |= {f"{method} {path}: {name}" for name, cookie in answer.cookies.items() if bare(cookie)}
    assert sorted(stored) == []
    assert sorted(cookies) == []


@pytest.mark.parametrize("who", [*READERS, "approver", "supplier", "certifier"])
def test_no_form_writes_a_personal_value_into_an_address(stage: Stage, who: str):
    fields = set()
    for path, _, answer in answers(stage, who, ("get",)):
        if path not in EXAMPLES and answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in Reader(answer.content.decode(), path).forms:
                if form.method == "get":
                    fields |= {f"{path}: {name}" for name in form.fields if not name.endswith(OF_A_RANGE)}
    assert {one for one in fields if one.split(": ")[1] not in IN_ADDRESSES} == set()


def test_behind_tls_cookies_travel_encrypted_only():
    from coatingcat.settings import production

    assert (production.SESSION_COOKIE_SECURE, production.CSRF_COOKIE_SECURE) == (True, True)
    assert production.SECURE_HSTS_SECONDS >= 2 * 365 * 24 * 3600
