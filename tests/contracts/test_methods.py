"""Every address answers the methods it is for and no other: PUT and DELETE are refused, and do nothing.

Each address is asked by somebody whom its rule lets in, as only for them the method itself can decide.
"""

from typing import Any

import pytest

from tests.contracts.stage import EVERYBODY, Stage, undone, written
from tests.contracts.test_access_matrix import IN, means, name_and_rule

OTHERS = ("put", "delete")


def insider(rule: str) -> str:
    """Somebody who comes in."""
    meanings = means(rule) or {}
    return next((who for who in reversed(EVERYBODY) if meanings.get(who) == IN), "visitor")


@pytest.mark.parametrize("method", OTHERS)
def test_an_address_refuses_methods_it_is_not_for(stage: Stage, method: str):
    found, cells = {}, 0
    for path in stage.addresses().values():
        name, rule = name_and_rule(path)
        if name.startswith("api:"):  # for programs: their own contract says which methods
            continue
        before = written()
        with undone():
            answer = getattr(stage.browser(insider(rule)), method)(path)
            wrote = written() != before
        cells += 1
        if answer.status_code not in {302, 403, 404, 405} or wrote:
            found[path] = (answer.status_code, "wrote" if wrote else "")
    assert found == {}
    assert cells >= 200


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_what_is_looked_at_by_head_or_asked_for_its_options_writes_nothing(stage: Stage):
    found = {}
    for path in stage.addresses().values():
        name, rule = name_and_rule(path)
        before = written()
        with undone():
            browser = stage.browser(insider(rule))
            head, options = browser.head(path), browser.options(path)
            wrote = written() != before
        statuses = {head.status_code, options.status_code}
        if any(status >= 500 for status in statuses) or wrote or body(head):
            found[f"{name} {path}"] = (statuses, "wrote" if wrote else "", body(head)[:40])
    assert found == {}
