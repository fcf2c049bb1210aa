"""What nobody would type, in every field of every form, in every parameter, and in every address.

The forms are read from the pages, by everybody who may open them. Nothing falls, nothing comes back unescaped, and a
form that refuses says so in a summary, keeps what was typed, and leaves every table as it was.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

import pytest
from django.core.signals import request_started
from django.http import HttpResponse
from django.test import Client

from tests.contracts.forms import HOSTILE, TYPED, UNESCAPED, Field, Form, Reader, as_received, encoded
from tests.contracts.stage import EVERYBODY, Stage, undone, written
from tests.members.people import DETAILS, PASSWORD, picture

FLOWS = (
    "registering",
    "entering by code",
    "resetting",
    "at the second step",
    "before the desk",
    "waiting for the guardian",
    "leaving",
)
READERS = (
    "visitor",
    *FLOWS,
    "member",
    "full member",
    "certified buyer",
    "approver",
    "supplier",
    "agent",
    "support",
    "order desk",
    "certifier",
    "marketing",
    "privacy officer",
)
DESK, SUPPLY, OWN = (
    ("/desk/",),
    ("/supply/",),
    ("/me/", "/orders/", "/inquiries/", "/quotes/", "/checkout/", "/invoices/"),
)
WHERE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("registering", "entering by code", "resetting", "at the second step", "waiting for the guardian"),
        ("/registration/", "/sign-in/", "/password-reset/", "/wards/"),
    ),
    "leaving": ("/me/",),
    **dict.fromkeys(("certified buyer", "approver"), OWN),
    **dict.fromkeys(("supplier", "agent"), SUPPLY),
    **dict.fromkeys(("support", "order desk", "certifier", "marketing", "privacy officer"), (*DESK, "/me/duties/")),
}
"""Where those look who see the other pages as a visitor or the full member does."""
GOOD = {
    **DETAILS,
    "contact": "somebody.new@stage.example",
    "email": "somebody.new@stage.example",
    "mobile": "13700137001",
    "phone": "13700137001",
    "password": PASSWORD,
    "current": PASSWORD,
    "code": "000000",
    "age": "adult",
    "address": "上海市码头路 7 号",
    "yearly_demand": "1200",
    "quantity": "1",
    "business_card": picture(),
    "currency": "CNY",
    "per_order": "100",
    "per_month": "200",
    "from_amount": "100",
}
"""What a person would type, by the name of a field; else what the page offers, else a word."""
NAMED = ("page", "sort", "next", "q", "kind", "p", "show", "property", "state", "code", "consignee", "errors", "since")
NAMED += ("viscosity_min", "viscosity_max", "viscosity_unit", "viscosity_unknown", "function", "nothing[]")
"""Parameters that are not on every page, or on none as long as it shows nothing."""
COUNTED = {"members_code": "a wrong code counts against its attempts"}
"""Tables that a refusal writes to, and why."""
_ARRIVED, _BILLED = "the delivery has arrived", "all that was shipped is billed"
_RETURNED = "the return waits for an answer first"
ELSEWHERE = {
    "desk/agents/": "the operator has no agent",
    "desk/cases/<case_code:code>/kin-approvals/": "the case is no next of kin's",
    "desk/certifications/<application_code:code>/recheck/": "the application is not decided",
    "desk/orders/<order_code:code>/account/invoices/": _BILLED,
    "desk/orders/<order_code:code>/deliveries/<int:number>/arrival/": _ARRIVED,
    "desk/orders/<order_code:code>/returns/<return_code:return_code>/credit/": _RETURNED,
    "desk/orders/<order_code:code>/returns/<return_code:return_code>/receipt/": _RETURNED,
    "desk/queue/acts/<uuid:act_id>/undoing/": "it was the seller who put something aside",
    "me/company/certifications/": "an application waits for its decision",
    "me/company/joining/": "nobody has an address at the domain of a company they are not in",
    "me/company/webhooks/<uuid:webhook_id>/events/<uuid:event_id>/replay/": "the event was not told yet",
    "me/majority/": "everybody is of age",
    "me/security/passkeys/options/": "a script sends it",
    "orders/<order_code:code>/acceptance/": "goods of the order are on their way",
    "orders/<order_code:code>/deliveries/<int:number>/arrival/": _ARRIVED,
    "orders/<order_code:code>/payment/online/": "no provider of payments is set up",
    "sign-in/passkey/options/": "a script sends it",
    "supply/agents/agencies/": "every agent follows up already",
    "supply/agents/assignments/<uuid:assignment_id>/ending/": "it stands on the page of another order than the stage's",
    "supply/orders/<order_code:code>/account/invoices/": _BILLED,
    "supply/quotes/<quote_code:code>/grant/": "the quote was not countered",
    "supply/quotes/<quote_code:code>/offering/": "the quote is offered",
    "wards/<str:key>/account/": "the guardian has yet to answer",
}
"""Routes that answer a POST, though no page of the stage shows their form, and why. They are sent every name there is."""
SAMPLED_FROM = 2
"""Forms with more fields get each text in one field alone only, another one for the next text."""
ENOUGH = 10_000
"""Requests that the tests of this module send at least, if all of them run."""


def listed(told: dict[str, list[str]]) -> list[str]:
    return [f"{fault} ({len(sent)} times, as for {sent[0]})" for fault, sent in sorted(told.items())]


def new(before: dict[str, int]) -> set[str]:
    return {table for table, count in written().items() if count != before.get(table, 0)} - set(COUNTED)


def pages(stage: Stage, who: str) -> Iterator[tuple[str, Reader]]:
    for path in stage.addresses().values():
        if not path.startswith(WHERE.get(who, "/")):
            continue
        with undone():
            answer = stage.browser(who).get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield path, Reader(answer.content.decode(), path)


@pytest.fixture(scope="module", autouse=True)
def sent() -> Iterator[Counter[str]]:
    """How many requests this module has sent, and how many of the answers say that the program fell."""
    told = Counter[str]()

    def count(**kwargs: Any) -> None:
        told["requests"] += 1

    request_started.connect(count)
    yield told
    request_started.disconnect(count)


@pytest.fixture(scope="module")
def found(standing_stage: Stage) -> dict[str, list[Form]]:
    """The forms that write, by who sees them first."""
    seen: set[tuple[str, ...]] = set()
    forms: dict[str, list[Form]] = {}
    for who in READERS:
        for _, page in pages(standing_stage, who):
            for form in page.forms:
                if form.method == "post" and form.key not in seen:
                    seen.add(form.key)
                    forms.setdefault(who, []).append(form)
    return forms


def good(one: Field) -> str | bytes:
    offered = next((choice for choice in one.choices if choice), "")
    if one.kind in {"radio", "select", "checkbox", "button", "submit"}:
        return one.value or (GOOD.get(one.name) if GOOD.get(one.name) in one.choices else offered) or offered
    return one.value or GOOD.get(one.name, "word")


def submissions(form: Form) -> Iterator[tuple[str, dict[str, str | bytes], set[str]]]:
    """What is sent: its name, the values, and which of them are hostile.

    Each hostile text stands in all fields at once and in each field alone, by turns if there are many; a megabyte only
    in the first that takes text, as it is as long everywhere. Which of the two counters a form stands at makes no
    difference to what it takes: at the second one all fields at once are enough.
    """
    usual = {name: good(one) for name, one in form.fields.items() if one.kind not in {"button", "submit"}}
    every = 1 if len(form.fields) <= SAMPLED_FROM else len(form.fields)
    long = next((name for name, one in form.fields.items() if one.kind in TYPED), "")
    for turn, (what, text) in enumerate(HOSTILE.items()):
        if what != "1 MB":
            yield f"{what} in all", {name: _hostile(one, text) for name, one in form.fields.items()}, set(form.fields)
        if form.action.startswith(SUPPLY):
            continue
        for number, (name, one) in enumerate(form.fields.items()):
            if name == long if what == "1 MB" else (number + turn) % every == 0:
                yield f"{what} in {name}", usual | {name: _hostile(one, text)}, {name}
    yield "no field", {}, set()


def _hostile(one: Field, text: str) -> str | bytes:
    return text.encode("utf-8", "surrogatepass") if one.kind == "file" else text


def send(browser: Client, form: Form, values: dict[str, str | bytes]) -> Any:
    body, content_type = encoded(values, form.enctype)
    return browser.generic("POST", form.action, body, content_type)


def faults(answer: Any) -> list[str]:
    """What no answer may be, whatever was sent."""
    location, page = answer.get("Location", ""), answer.getvalue().decode("utf-8", "replace")
    told = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    told += [f"unescaped {text!r}" for text in UNESCAPED if text in page]
    told += [f"leads to {location}"] if re.match(r"(?:https?:)?[/\\]{2}|\w+:", location) else []
    told += ["a cookie of theirs"] if "evil" in answer.cookies else []
    return told


def faults_of_refusal(answer: Any, form: Form, values: dict[str, str | bytes], hostile: set[str]) -> Iterator[str]:
    """A page that came back with the form: summary, and what was typed."""
    page = Reader(answer.content.decode(), form.action)
    if not page.has_summary:
        yield "no summary of errors"
    meant_for_nothing = any(form.fields[name].kind == "hidden" for name in hostile)  # then there may be no form for it
    # Of two forms with a field of the same name, it is the one that was sent that counts.
    forms = sorted(page.forms, key=lambda again: again.action.split("?")[0] == form.action.split("?")[0])
    shown = {name: one for again in forms for name, one in again.fields.items() if name in form.fields}
    for name, one in form.fields.items():
        typed = values.get(name, "")
        if one.kind in TYPED and name in hostile and name != "code" and not (meant_for_nothing and name not in shown):
            kept = shown[name].value if name in shown else None
            if kept is None or kept.replace("\r\n", "\n") != as_received(str(typed)):
                yield f"{name} not kept"
        elif one.kind in {"password", "file"} and name in shown and shown[name].value:
            yield f"{name} came back"


@pytest.mark.parametrize("who", READERS)
def test_every_field_takes_anything_without_falling(stage: Stage, found: dict[str, list[Form]], who: str):
    told: dict[str, list[str]] = {}
    for form in found.get(who, []):
        for what, values, hostile in submissions(form):
            before = written()
            with undone():
                answer = send(stage.browser(who), form, values)
                wrong = faults(answer)
                refused = answer.status_code >= 400
                if refused and (tables := new(before)):
                    wrong.append(f"{answer.status_code}, but wrote {tables}")
                if answer.status_code in {409, 422} and any(one.kind in TYPED for one in form.fields.values()):
                    wrong += faults_of_refusal(answer, form, values, hostile)
                typed = {str(v) for n, v in values.items() if n != "next" and isinstance(v, str) and len(v) > 5}
                wrong += [f"typed value in {answer['Location']}" for v in typed if v in answer.get("Location", "")]
            for fault in wrong:
                told.setdefault(f"{form.action}: {fault}", []).append(what)
    assert listed(told) == [], "\n".join(listed(told))


def test_all_forms_of_the_site_were_found(stage: Stage, found: dict[str, list[Form]]):
    """Every address that somebody's POST reaches has its form on a page of the stage, or is in ELSEWHERE."""
    actions = {urlsplit(form.action).path for forms in found.values() for form in forms}
    names = sorted({name for forms in found.values() for form in forms for name in form.fields})
    unseen: set[str] = set()
    told: dict[str, list[str]] = {}
    for who in sorted({*READERS} & {*EVERYBODY}):
        for route, path in stage.addresses().items():
            if path in actions or route.startswith("api/") or not path.startswith(WHERE.get(who, "/")):
                continue
            with undone():
                answer = stage.browser(who).post(path)
            if answer.status_code in {403, 404, 405} or answer.get("Location") == "/sign-in/" or route in unseen:
                continue
            unseen.add(route)
            for what, text in HOSTILE.items():
                before = written()
                with undone():
                    answer = send(stage.browser(who), Form(path, "post", ""), dict.fromkeys(names, text[:500]))
                    wrong = faults(answer)
                    if answer.status_code >= 400 and (tables := new(before)):
                        wrong.append(f"{answer.status_code}, but wrote {tables}")
                for fault in wrong:
                    told.setdefault(f"{route}: {fault}", []).append(what)
    assert unseen == {*ELSEWHERE}, "\n".join(sorted(unseen ^ {*ELSEWHERE}))
    assert listed(told) == [], "\n".join(listed(told))


def params_of(stage: Stage, who: str) -> dict[str, set[str]]:
    """The parameters of every page: of its forms, of its links to itself, and those in NAMED."""
    known: dict[str, set[str]] = {}
    for path, page in pages(stage, who):
        known.setdefault(path, set()).update(NAMED)
        for form in page.forms:
            if form.method == "get":
                known.setdefault(urlsplit(form.action).path, set()).update(form.fields)
        for link in page.links:
            parts = urlsplit(link)
            target = parts.path or path
            if not parts.netloc and parts.query:
                known.setdefault(target, set()).update(name for name, _ in parse_qsl(parts.query, True))
    return known


@pytest.mark.parametrize("who", ["visitor", "full member"])
def test_every_parameter_takes_anything_without_falling(stage: Stage, who: str):
    told: dict[str, list[str]] = {}
    browser = stage.browser(who)
    ours = set(stage.addresses().values())
    for number, (path, names) in enumerate(sorted(params_of(stage, who).items())):
        if path not in ours or (
            who != "visitor" and not path.startswith(("/me/", "/orders/", "/che", "/reg", "/cart"))
        ):
            continue  # the open pages were tried by the visitor
        for turn, (what, text) in enumerate(HOSTILE.items()):
            before = written()
            value = quote_from_bytes(text[:2000].encode("utf-8", "surrogatepass"), safe="")
            sent = sorted(names) if turn % 2 else [sorted(names)[(number + turn) % len(names)]]
            with undone():
                answer = browser.get(f"{path}?{'&'.join(f'{name}={value}' for name in sent)}")
            for fault in [*faults(answer), *(f"wrote {table}" for table in new(before))]:
                told.setdefault(f"{path}: {fault}", []).append(f"{what} in {', '.join(sent)}")
    assert listed(told) == [], "\n".join(listed(told))


def test_an_address_takes_anything_without_falling(stage: Stage):
    told: dict[str, list[str]] = {}
    routes = [route for route in stage.addresses() if "<" in route]
    assert len(routes) >= 12
    for number, route in enumerate(routes):
        # A full member is of no counter, has no key of a program, and an address without its last part is another one.
        allowed = {403} if route.startswith(("desk/", "supply/")) else {401, 200} if route.startswith("api/") else set()
        for turn, (what, text) in enumerate(HOSTILE.items()):
            value = quote_from_bytes(text[:3000].encode("utf-8", "surrogatepass"), safe="")
            path = "/" + re.sub(r"<[^>]+>", lambda _, value=value: value, route)
            for method in ("get", "post") if (number + turn) % 4 == 0 else ("get",):
                with undone():
                    answer = getattr(stage.browser("full member"), method)(path)
                wrong = faults(answer)
                if answer.status_code not in {301, 400, 404, 405, *allowed}:
                    wrong.append(f"status {answer.status_code}")
                for fault in wrong:
                    told.setdefault(f"{route}: {fault}", []).append(what)
    assert listed(told) == [], "\n".join(listed(told))


def test_enough_was_sent(sent: Counter[str], request: pytest.FixtureRequest):
    """None of it was answered by a failure: each test above says so of its own."""
    ours = {one.name for one in request.session.items if one.path == request.path}
    if len(ours) < len(READERS) + 6 or "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("not all of the module runs in this process")
    print(f"{sent['requests']} requests")
    assert sent["requests"] >= ENOUGH


def test_the_checks_see_what_they_are_for():
    page = (
        '<form method="post" action="/x/"><input name="a" value="b"><input name="p" type="password" value="c"></form>'
    )
    form = Reader(page, "/here/").forms[0]
    assert (form.action, form.method, {name: one.kind for name, one in form.fields.items()}) == (
        "/x/", "post", {"a": "text", "p": "password"},
    )  # fmt: skip
    refusal = list(faults_of_refusal(HttpResponse(page), form, {"a": "typed"}, {"a"}))
    assert refusal == ["no summary of errors", "a not kept", "p came back"]
    assert faults(HttpResponse(f"<p>{HOSTILE['markup']}", status=500)) == ["status 500", "unescaped '<script>alert(7)'"]
    for place in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert faults(HttpResponse(status=302, headers={"Location": place})) == [f"leads to {place}"]
    assert faults(HttpResponse(status=302, headers={"Location": "/me/?next=//x"})) == []
