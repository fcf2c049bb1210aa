"""The policy as pages. They are open to anyone, read no session and set no cookie (P.2a)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coatingcat.config import config
from coatingcat.ground.access import anyone
from coatingcat.privacy.gpc import gpc
from coatingcat.privacy.locations import stores
from coatingcat.privacy.models import Head
from coatingcat.privacy.policy import (
    Change,
    PolicyText,
    Snapshot,
    Version,
    changes,
    current_version,
    effective_on,
    in_force,
    is_public,
    policy_hash,
    shipped,
)
from coatingcat.privacy.policy.browsers import BROWSERS
from coatingcat.privacy.policy.changes import is_material
from coatingcat.privacy.policy.inventory import inventory
from coatingcat.privacy.policy.showing import version_to_read
from coatingcat.privacy.policy.versions import running, standings
from coatingcat.privacy.queries.cases import answer_times
from coatingcat.privacy.rules.cases import ANSWER_WORKING_DAYS


@anyone
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The version in force with the declarations of the running program."""
    head = Head.objects.order_by("-day").first()
    published_head = (head.day, head.seq, bytes(head.digest).hex()) if head else None
    current = in_force()
    body = _body(current.name, get_language() or "", published_head, current.name, effective_on(current))
    return render(request, "privacy/policy.html", {"body": body})


@anyone
@require_safe
def version(request: HttpRequest, number: str) -> HttpResponse:
    """A version as it was published, with the declarations of its time: an older one, or one that is to come."""
    found = version_to_read(request, number)
    body = _body(number, get_language() or "", None, current_version(), effective_on(found))
    return render(request, "privacy/policy.html", {"body": body, "standing": standings().get(number)})


@lru_cache(maxsize=16)
def _body(number: str, language: str, head: tuple[date, int, str] | None, current: str, effective: date) -> SafeString:
    """A version as HTML, the same for everybody, so made once for each language.

    `head` is day, length and digest of the access log's chain as it was last published; `current` the version in force.
    """
    found = next(version for version in shipped() if version.name == number)
    if number == current:
        page = _page(found.text, running()) | {"in_force": True, "head": head}
    else:
        declared = Snapshot.from_json((found.filed or b"").decode())
        order = [version.name for version in shipped()]
        is_older = order.index(number) > order.index(current)
        page = _page(found.text, declared) | {"in_force": False, "hash": found.hash, "is_older": is_older}
    page["effective"] = effective
    return mark_safe(render_to_string("privacy/_policy.html", page))  # noqa: S308 -- the template escapes


@dataclass(frozen=True, slots=True)
class _Step:
    """A version and what it changed against the one before."""

    version: Version
    changes: tuple[Change, ...]
    is_material: bool
    is_first: bool
    effective: date
    state: str


@anyone
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """The history: every published version, and what each changed (P.0, VII.1)."""
    known = [found for found in shipped() if found.filed is not None and is_public(found.name)]
    steps = [_step(newer, older) for newer, older in pairwise([*known, None]) if newer is not None]
    return render(request, "privacy/policy_versions.html", {"steps": steps})


@anyone
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Every cookie, and where browsers keep the setting (I.2b-cookie1, I.2b-cookie2)."""
    declared = running()
    purposes = {line.name: line for line in declared.purposes}
    lines = [(cookie, purposes[cookie.purpose]) for cookie in declared.cookies]
    here = [cookie.name for cookie in declared.cookies if cookie.name in request.COOKIES]
    context = {"cookies": lines, "browsers": BROWSERS, "here": here, "by_gpc": gpc(request)}
    return render(request, "privacy/cookies.html", context)


@anyone
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Who answers, where, by when, and how long it took so far (VIII.1; PIPL 17, 52; NDSR 20)."""
    context = {"contact": config().contact, "times": answer_times(), "days": ANSWER_WORKING_DAYS}
    return render(request, "privacy/contact.html", context)


@anyone
@require_safe
def consents_short(request: HttpRequest) -> HttpResponse:
    """Where a person reads and withdraws consents: the page of the Personal Centre."""
    return redirect("privacy:consents")


def _page(text: PolicyText, declared: Snapshot) -> dict[str, Any]:
    purposes = {line.name: line for line in declared.purposes}
    return {
        "text": text,
        "declared": declared,
        "hash": policy_hash(text, declared.as_json().encode()),
        "inventory": inventory(declared),
        "cookies": [(cookie, purposes[cookie.purpose]) for cookie in declared.cookies],
        "roles": [(role, [purposes[name] for name in role.purposes]) for role in declared.roles],
        "uses": [(use, purposes[use.purpose]) for use in declared.uses],
        "contact": config().contact,
        "stores": [(store, _country(store.country or "")) for store in stores()],
        "mail_server": urlsplit(config().smtp_url).hostname,
    }


def _country(code: str) -> str:
    """Name of a country in the reader's language; the code itself if nobody knows it."""
    language = "zh_Hans" if (get_language() or "zh").startswith("zh") else "en"
    return str(Locale.parse(language).territories.get(code.upper(), code))


def _step(newer: Version, older: Version | None) -> _Step:
    before, after = older.declared if older else None, newer.declared
    found = changes(before, after) if before and after else ()
    standing = standings().get(newer.name)
    state = standing.state.value if standing else ""
    return _Step(newer, found, is_material(found), older is None, effective_on(newer), state)
