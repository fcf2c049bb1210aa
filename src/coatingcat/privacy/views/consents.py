"""What a person is asked, said, and changes: one press either way (PIPL 14, 15, 16; I.6)."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.config import config
from coatingcat.ground.access import Refused, anyone
from coatingcat.privacy.access import member_required, next_of, subject_of
from coatingcat.privacy.actions import answer_consent, put_question
from coatingcat.privacy.gpc import gpc, refuses
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries.consents import (
    FirstUse,
    answered_words,
    consent_groups,
    consent_history,
    consent_record,
    first_use,
    kinds_of,
    question_words,
)
from coatingcat.privacy.queries.minors import is_minor
from coatingcat.privacy.queries.receipts import CONTENT_TYPE, receipt
from coatingcat.privacy.rules.consents import COOL_DOWN
from coatingcat.privacy.words import Act, GivenBy, Kind, Purpose

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@require_http_methods(_FORM)
def consents(request: HttpRequest) -> HttpResponse:
    """One row for each question; a no takes effect at once, in every browser of the person."""
    subject_id = subject_of(request)
    if request.method != "POST":
        groups = consent_groups(subject_id)
        states = [row.state for group in groups for row in group.rows]
        context = {
            "groups": groups,
            "counts": _counts(states),
            "history": consent_history(subject_id),
            "by_gpc": gpc(request),
        }
        return render(request, "privacy/consents.html", context)
    wanted, recipient = _asked_for(request)
    _answer(request, wanted, GivenBy.PAGE, recipient)
    messages.success(request, gettext("Your answer is kept and holds from now on."))
    return redirect("privacy:consents")


def _counts(states: "list[Act | None]") -> dict[str, int]:
    yes = states.count(Act.GIVEN)
    no = sum(1 for state in states if state is not None and state.is_no)
    return {"yes": yes, "no": no, "open": len(states) - yes - no, "all": len(states)}


def _asked_for(request: HttpRequest) -> tuple[Purpose, str | None]:
    wanted, recipient = Purpose.__members__.get(request.POST.get("purpose", "")), request.POST.get("recipient", "")
    if wanted is None:
        raise Refused(gettext("There is no such consent."), 422)
    return wanted, recipient or None


def _answer(request: HttpRequest, wanted: Purpose, given_by: GivenBy, recipient: str | None = None) -> bool:
    answer = request.POST.get("answer", "")
    if answer not in {"yes", "no"}:
        raise Refused(gettext("Press yes or no. Nothing was changed."), 422)
    try:
        answer_consent(
            subject_id=subject_of(request),
            purpose=wanted,
            recipient=recipient,
            yes=answer == "yes",
            words=answered_words(wanted, yes=answer == "yes", recipient=recipient),
            policy_version=current_version(),
            given_by=given_by,
        )
    except (ValueError, LookupError):
        raise Refused(gettext("There is no such consent."), 422) from None
    return answer == "yes"


@member_required
@never_cache
@require_POST
def questions(request: HttpRequest) -> HttpResponse:
    """Somebody came to use a function for the first time: the question is put, on a page of its own."""
    wanted, recipient = _asked_for(request)
    if not wanted.needs_consent or recipient:
        raise Refused(gettext("There is no such consent."), 422)
    way_on = urlencode({"next": next_of(request)})
    if not wanted.open_to_minors and is_minor(subject_of(request)):
        raise Refused(gettext("This is not asked of minors."), 422)
    if not refuses(request, wanted):
        put_question(
            subject_id=subject_of(request),
            purpose=wanted,
            words=question_words(wanted),
            policy_version=current_version(),
        )
    return redirect(f"{reverse('privacy:question', args=[wanted])}?{way_on}")


@member_required
@never_cache
@require_http_methods(_FORM)
def question(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """What for, on which data, in which words; yes and no of equal weight. A yes starts the function at once."""
    by_gpc, way_on = gpc(request), next_of(request)
    if request.method == "POST":
        if refuses(request, purpose):
            raise Refused(gettext("This browser asks us not to (Global Privacy Control). Nothing was changed."), 409)
        yes = _answer(request, purpose, GivenBy.PROMPT)
        said = gettext("Thank you. It works from now on.") if yes else gettext("It stays off. Everything else works.")
        messages.success(request, said)
        return redirect(way_on or "privacy:consents")
    stood = first_use(subject_id=subject_of(request), wanted=purpose, by_gpc=by_gpc)
    context = {
        "purpose": purpose,
        "words": question_words(purpose),
        "kinds": kinds_of(purpose),
        "stands": stood is FirstUse.ON,
        "by_gpc": stood is FirstUse.BROWSER,
        "next": way_on,
        "cool_down_days": COOL_DOWN.days,
    }
    return render(request, "privacy/question.html", context)


@member_required
@never_cache
@require_safe
def record(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The receipt of one word: who asked whom what, in which words, under which version of the policy."""
    found = consent_record(subject_of(request), consent_id)
    if found is None:
        raise Http404
    kinds = [Kind[name] for name in found.kinds if name in Kind.__members__]
    context = {"record": found, "kinds": kinds, "operator": config().contact.operator}
    return render(request, "privacy/consent.html", context)


@member_required
@never_cache
@require_safe
def record_file(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The same receipt for machines, JSON-LD in the terms of DPV."""
    found = consent_record(subject_of(request), consent_id)
    if found is None:
        raise Http404
    text = json.dumps(receipt(found), ensure_ascii=False, indent=1) + "\n"
    disposition = f'attachment; filename="consent-{found.pk}.jsonld"'
    return HttpResponse(text, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


@anyone
@require_safe
def gpc_support(request: HttpRequest) -> JsonResponse:
    """That this site heeds Global Privacy Control, where browsers look for it (W3C, Global Privacy Control, 4)."""
    return JsonResponse({"gpc": True, "lastUpdate": "2026-11-26"})
