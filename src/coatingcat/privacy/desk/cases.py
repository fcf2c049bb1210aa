"""The contact desk: what waits, one case, the answer, and what is done for the person (VIII.1, I.3-4)."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import roles_of, staff_required, subject_of
from coatingcat.privacy.actions.cancelling import cancel_for
from coatingcat.privacy.actions.cases import answer_case, ask_back, close_case, note_act, refuse_case, take_case
from coatingcat.privacy.actions.kin import agree_to_kin, recognise
from coatingcat.privacy.actions.opting_out import opt_out_for
from coatingcat.privacy.actions.restrictions import lift_restriction, restrict
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.forms.cases import KinForm, PersonForm, QueueForm, ReplyForm, refuse, sent
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Case
from coatingcat.privacy.queries.cases import (
    answer_times,
    case_at_desk,
    cases_at_desk,
    message_of,
    thread_of,
    waiting_at_desk,
)
from coatingcat.privacy.queries.claimants import known_by, wish_of
from coatingcat.privacy.rules.cases import kinds_for
from coatingcat.privacy.words import Purpose, Reason, Role
from coatingcat.privacy.words.cases import CaseKind, KinScope, Move, Side

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_DESK = (Role.SUPPORT, Role.PRIVACY_OFFICER)


def _for_the_case(view: View[P]) -> View[P]:
    """The whole request acts for correspondence; the access log says about which case, and that it was to answer it.

    Whoever opens a case has it as the reason: no other is asked.
    """

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor, about = Actor.of_request(request), str(kwargs["code"])
        with purpose(Purpose.CORRESPONDENCE, actor=actor, reason=Reason.QUESTION, about=about):
            return view(request, *args, **kwargs)

    return inside


@staff_required(*_DESK)
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The queue, what is due first on top, and how long answers take."""
    roles = roles_of(request)
    form = QueueForm(request.GET, kinds_for(roles))
    context = {
        "queue": cases_at_desk(roles, **form.chosen()),
        "filter": form,
        "waiting": waiting_at_desk(roles),
        "times": answer_times(),
    }
    return render(request, "privacy/desk_cases.html", context)


@staff_required(*_DESK)
@never_cache
@_for_the_case
@require_safe
def case(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One case with what was written. That it was opened is written down."""
    return _page(request, _found(request, code), ReplyForm())


@staff_required(*_DESK)
@never_cache
@_for_the_case
@require_POST
def replies(request: HttpRequest, code: str) -> HttpResponse:
    """Answer, ask back or refuse."""
    found, form = _found(request, code), ReplyForm(*sent(request))
    if not form.is_valid():
        return _page(request, found, form)
    by, written = subject_of(request), form.written()
    if form.what is Move.ANSWER:
        answer_case(case=found, by=by, written=written)
    elif form.what is Move.ASK:
        ask_back(case=found, by=by, written=written)
    else:
        refuse_case(case=found, by=by, ground=form.why, written=written)
    messages.success(request, gettext("It is written, and the person is told."))
    return redirect("privacy:desk_case", code=code)


@staff_required(*_DESK)
@never_cache
@require_POST
def acts(request: HttpRequest, code: str) -> HttpResponse:
    """Do what was asked; each act is a step of the case with the name of whoever did it."""
    found, name = _found(request, code), request.POST.get("act", "")
    allowed = _acts_for(found, roles_of(request))
    if name not in allowed:
        raise Refused(gettext("There is no such act for this case."), 422)
    messages.success(request, _ACTS[name](found, subject_of(request)))
    return redirect("privacy:desk_case", code=code)


@staff_required(Role.PRIVACY_OFFICER)
@never_cache
@_for_the_case
@require_POST
def recognition(request: HttpRequest, code: str) -> HttpResponse:
    """Say whose data the case is about, by an address or number that is held."""
    found, form = _found(request, code), PersonForm(request.POST)
    known = {one.subject_id for one in known_by(form.cleaned_data["held"])} if form.is_valid() else set()
    if form.is_valid() and len(known) != 1:
        told = (
            gettext("Nobody is held under this.")
            if not known
            else gettext("Several are held under this. Take another.")
        )
        refuse(form, "held", told)
    if not form.is_valid():
        return _page(request, found, ReplyForm(), person_form=form)
    recognise(case=found, about_id=known.pop(), by=subject_of(request))
    messages.success(request, gettext("The case is about this person now."))
    return redirect("privacy:desk_case", code=code)


@staff_required(Role.PRIVACY_OFFICER)
@never_cache
@_for_the_case
@require_POST
def kin_approvals(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to what next of kin ask, or confirm what another officer agreed to (PIPL 49)."""
    found, form = _found(request, code), KinForm(request.POST)
    if form.is_valid():
        try:
            holds = agree_to_kin(case=found, scope=form.scopes, by=subject_of(request))
        except Refused as refusal:
            refuse(form, "scope", refusal.reason)
    if not form.is_valid():
        return _page(request, found, ReplyForm(), kin_form=form)
    done, half = gettext("Confirmed by two officers."), gettext("Kept. A second officer has to confirm it.")
    messages.success(request, done if holds else half)
    return redirect("privacy:desk_case", code=code)


@staff_required(*_DESK)
@never_cache
@_for_the_case
@require_safe
def file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the case."""
    return as_download(message_of(_found(request, code), message_id))


def _found(request: HttpRequest, code: str) -> Case:
    found = case_at_desk(roles_of(request), code)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Case, form: ReplyForm, **more: Any) -> HttpResponse:
    is_officer = Role.PRIVACY_OFFICER in roles_of(request)
    claimant = getattr(found.subject, "claimant", None)
    known = known_by(claimant.email.open()) if is_officer and claimant and claimant.confirmed_at else []
    context = {
        "case": found,
        "lines": thread_of(found, for_person=False),
        "form": form,
        "claimant": claimant,
        "known": known,
        "is_officer": is_officer,
        "is_kin": found.sort is CaseKind.NEXT_OF_KIN,
        "wish": wish_of(found.about_id) if found.about_id else None,
        "person_form": PersonForm(),
        "kin_form": KinForm(),
        "acts": [(name, _LABELS[name]()) for name in _acts_for(found, roles_of(request))],
        **more,
    }
    bound: list[forms.Form] = [form, context["person_form"], context["kin_form"]]
    context["failed"] = next((one for one in bound if one.is_bound), form)
    return render(request, "privacy/desk_case.html", context, status=422 if context["failed"].is_bound else 200)


def _acts_for(case: Case, roles: frozenset[Role]) -> list[str]:
    """What may be done for the person of this case, by these roles; rights of others need a proof first."""
    found = ["take"] if case.is_unanswered else []
    concerns = case.about_id is not None or case.subject.sort == "member"
    if concerns and case.sort in {CaseKind.OPT_OUT, CaseKind.COMPLAINT, CaseKind.QUESTION, CaseKind.PROFILING}:
        found.append("opt_out")
    if Role.PRIVACY_OFFICER in roles and concerns:
        person = case.about or case.subject
        found.append("lift" if person.restricted_at else "restrict")
        if case.sort is CaseKind.CORRECTION:
            found.append("correct")
        if _may_cancel(case):
            found.append("cancel")
    if not case.is_unanswered and case.state != "closed":
        found.append("close")
    return found


def _may_cancel(case: Case) -> bool:
    """Whether this case may end in an erasure: asked by the person, a guardian, or next of kin whom two officers heard."""
    if case.sort is CaseKind.NEXT_OF_KIN:
        granted = case.steps.filter(move=Move.GRANT.code).order_by("-number").first()
        return granted is not None and KinScope.DELETE.code in granted.scope.split()
    return case.sort is CaseKind.DELETION or (case.sort is CaseKind.GUARDIAN and case.about_id is not None)


def _cancel(case: Case, by: UUID) -> str:
    erasure = cancel_for(case=case, by=by)
    return gettext("The cancellation is requested; it is carried out by %(day)s at the latest.") % {
        "day": erasure.due.isoformat()
    }


def _take(case: Case, by: UUID) -> str:
    take_case(case=case, by=by)
    return gettext("The case is in your hands.")


def _opt_out(case: Case, by: UUID) -> str:
    withdrawn = opt_out_for(case=case, by=by)
    return gettext("Withdrawn: %(count)s consents. The person gets a letter.") % {"count": len(withdrawn)}


def _restrict(case: Case, by: UUID) -> str:
    restrict(subject_id=case.about_id or case.subject_id, by=by, case=case)
    return gettext("Processing is restricted.")


def _lift(case: Case, by: UUID) -> str:
    lift_restriction(subject_id=case.about_id or case.subject_id, by=by, case=case)
    return gettext("The restriction is lifted.")


def _correct(case: Case, by: UUID) -> str:
    note_act(case=case, move=Move.CORRECT, by=by)
    return gettext("Noted: the correction was made.")


def _close(case: Case, by: UUID) -> str:
    close_case(case=case, side=Side.STAFF, by=by)
    return gettext("The case is closed.")


_ACTS: dict[str, Callable[[Case, UUID], str]] = {
    "take": _take,
    "opt_out": _opt_out,
    "restrict": _restrict,
    "lift": _lift,
    "correct": _correct,
    "cancel": _cancel,
    "close": _close,
}
_LABELS: dict[str, Callable[[], str]] = {
    "take": lambda: gettext("Take it in hand"),
    "opt_out": lambda: gettext("Withdraw all consents for the person"),
    "restrict": lambda: gettext("Restrict processing"),
    "lift": lambda: gettext("Lift the restriction"),
    "correct": lambda: gettext("Confirm the correction"),
    "cancel": lambda: gettext("Start the cancellation"),
    "close": lambda: gettext("Close the case"),
}
