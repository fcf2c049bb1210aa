"""Asking by a link that shows who asks: people whose data is held without an account, and guardians (PIPL 50; MR 34)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import anyone, signed_in_subject
from coatingcat.privacy.actions.claimants import open_proven_case
from coatingcat.privacy.actions.guardians import keep_in_account
from coatingcat.privacy.forms.cases import GuardianForm, ProvenForm, sent
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.links import row_of_link
from coatingcat.privacy.models import Guardianship
from coatingcat.privacy.queries.claimants import cases_by_link
from coatingcat.privacy.queries.minors import standing_guardianship
from coatingcat.privacy.rules.cases import ANSWER_WORKING_DAYS
from coatingcat.privacy.views.cases import keep_to
from coatingcat.privacy.views.held import by_link
from coatingcat.privacy.words import Purpose, Role

_FORM = ["GET", "HEAD", "POST"]
_A_DAY_EACH = 20


@by_link
@require_http_methods(_FORM)
def held_requests(request: HttpRequest, subject_id: UUID, held_token: str) -> HttpResponse:
    """Have it corrected or deleted, object, ask: a case, by whoever holds the link to what is held."""
    form = ProvenForm(*sent(request), initial={"kind": request.GET.get("kind", "")})
    return _page(request, form, subject_id, subject_id, "privacy/held_requests.html", {"token": held_token})


@anyone
@never_cache
@require_http_methods(_FORM)
def ward_requests(request: HttpRequest, key: str) -> HttpResponse:
    """The guardian asks for the ward: seeing, correcting, deleting, stopping. Answered in writing, as is a refusal."""
    found = _ward_of(key)
    actor = Actor(found.guardian_id, frozenset({Role.SUBJECT}), getattr(request, "reference", ""))
    with purpose(Purpose.OWN_DATA, actor=actor):
        form = GuardianForm(*sent(request))
        context = {"key": key, "guardianship": found}
        return _page(request, form, found.guardian_id, found.ward_id, "privacy/ward_requests.html", context)


@anyone
@never_cache
@require_POST
def ward_account(request: HttpRequest, key: str) -> HttpResponse:
    """A guardian who is signed in finds the ward in the Personal Centre from now on."""
    found, member_id = _ward_of(key), signed_in_subject(request)
    if member_id is None:
        raise Refused(gettext("Sign in first, then press the button again."), 403)
    keep_in_account(guardianship=found, member_id=member_id)
    messages.success(request, gettext("You find this page in your Personal Centre from now on."))
    return redirect("members:ward", key=key)


def _ward_of(key: str) -> Guardianship:
    row_id = row_of_link("guardian", key)
    found = standing_guardianship(row_id) if row_id else None
    if found is None:
        raise Refused(gettext("This link leads nowhere any more. What was kept for it has been deleted."), 404)
    return found


def _page(
    request: HttpRequest, form: ProvenForm, subject_id: UUID, about_id: UUID, template: str, more: dict[str, Any]
) -> HttpResponse:
    """The form with what was asked so far; sent, it opens a case and leads to it."""
    if form.is_bound and form.is_valid():
        keep_to("cases.open", subject_id.hex, _A_DAY_EACH)
        case = open_proven_case(
            subject_id=subject_id,
            about_id=about_id,
            kind=form.chosen,
            written=form.written(),
            language=get_language() or "zh-hans",
            once=form.cleaned_data["once"],
        )
        messages.success(request, gettext("We have it. You find the answer here, and we write to you."))
        return redirect("privacy:claim", token=case.link.token.open())
    context = {"form": form, "asked": cases_by_link(subject_id, about_id), "days": ANSWER_WORKING_DAYS, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
