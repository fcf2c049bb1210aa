"""Every id in every address, swapped for another company's: it answers as one that there is not (ASVS 8.2.2; F.22).

The addresses come from the URLconf. For each of them every trader asks once for the thing on the stage and once for one
that nobody has. Where the two answers differ, the thing is theirs to see, and has to be named as such (`whose`); wherever they are
alike, nothing was told and nothing was done.
"""

import re
from typing import Any

import pytest
from django.urls import get_resolver, resolve

from tests.contracts.stage import TRADERS, Stage, undone, without_tokens, written
from tests.contracts.test_access_matrix import HELD, IN, differing, means
from tests.contracts.test_addresses import addresses

NOBODYS = {
    "uuid": "00000000-0000-4000-8000-00000000dead",
    "int": "999999999",
    "order_code": "CC-00000-00000",
    "inquiry_code": "IQ-00000-00000",
    "quote_code": "QU-00000-00000",
    "case_code": "CS-00000-00000",
    "application_code": "CE-00000-00000",
    "slug": "nobodys-thing",
    "str": "nobodys-thing",
}
PUBLIC = {"<str:number>", "<code:slug>", "<asked_purpose:purpose>", "<slug:sort>", "<slug:announcement>"}
"""What is the same for everybody, or no id of a thing."""
UNTOLD = re.compile(r"(CC|IQ|QU|CS|CE|RT)-[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|999999999")
METHODS = ("get", "post")


def swapped(stage: Stage) -> list[tuple[str, str, str]]:
    """Name, address of what there is, address of what there is not, of every address with an id."""
    found = []
    for route, entry in addresses(get_resolver()):
        parts = [part for part in re.findall(r"<\w+:\w+>", route) if part not in PUBLIC]
        if not parts:
            continue
        there, absent = route, route
        for part, value in stage.parts.items():
            there = there.replace(part, value)
        for part in parts:
            absent = absent.replace(part, NOBODYS.get(part[1:].partition(":")[0], "nobodys-thing"))
        for part, value in stage.parts.items():
            absent = absent.replace(part, value)
        found.append((f"{resolve(f'/{there}').view_name}", f"/{there}", f"/{absent}"))
        assert entry.name
    return found


def told(stage: Stage, who: str, method: str, path: str) -> tuple[Any, ...]:
    """What somebody is answered, without what is of this very request; and which tables it wrote to."""
    before = written()
    with undone():
        answer = getattr(stage.browser(who), method)(path)
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        wrote = differing(before, written()) - HELD
    text = UNTOLD.sub("…", without_tokens(page.decode(errors="replace")).replace(path, "…"))
    return answer.status_code, UNTOLD.sub("…", answer.get("Location", "")), text, frozenset(wrote)


THEIRS: dict[str, set[str]] = {
    "privacy:controller": set(TRADERS),  # an announcement to everybody
    "trade:approval": {"certified buyer", "approver"},  # an order of their company
}
"""Whose the things on the stage are, by the name of the address they stand in."""
AT_THE_COUNTER, ITS_OWN = "trade:supply_", {"supplier"}
"""At the counter of sellers and agents all of them are the one seller's: its agent has been assigned another thing."""


def whose(name: str) -> set[str]:
    return THEIRS.get(name, ITS_OWN if name.startswith(AT_THE_COUNTER) else set())


@pytest.mark.clause("F.22")
def test_what_is_another_companys_is_not_there(stage: Stage):
    found: dict[str, set[str]] = {}
    cells = 0
    for name, there, absent in swapped(stage):
        meanings = means(resolve(there).func.access_rule) or {}
        if meanings.get("visitor") == IN:  # open to everybody, or to who bears a link
            continue
        for who in TRADERS:
            if meanings.get(who) != IN:
                continue
            for method in METHODS:
                cells += 1
                answer = told(stage, who, method, there)
                is_blank = answer[0] in {404, 405} and not answer[3]  # the same page whatever stands in the address
                if not is_blank and answer != told(stage, who, method, absent):
                    found.setdefault(name, set()).add(who)
    assert found == {name: whose(name) for name in found}
    assert set(THEIRS) - set(found) == set()
    assert {"trade:supply_inquiry", "trade:supply_quote", "trade:supply_offer_stock"} - set(found) == set()
    assert cells >= 300
