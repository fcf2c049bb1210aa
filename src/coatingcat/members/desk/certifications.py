"""The desk of certifiers: applications, their papers, and the decision (I.1c). Nobody else opens a paper."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.actions import certifications as verbs
from coatingcat.members.forms.companies import AgreementForm, RecheckForm, RefusalForm
from coatingcat.members.models import Certification
from coatingcat.members.queries.companies import certification_at_desk, certifications_at_desk
from coatingcat.members.refusals import NotAllowedNow, SamePerson
from coatingcat.members.rules import certification_sources
from coatingcat.members.words import CertificationState as C
from coatingcat.members.words import Paper, Refusal
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose, Reason, Role


@staff_required(Role.CERTIFIER)
@require_safe
def certifications(request: HttpRequest) -> HttpResponse:
    """What waits, then what was decided; no paper is opened for a list."""
    wanted = C.__members__.get(request.GET.get("state", ""))
    rows = certifications_at_desk(wanted)
    return render(request, "members/desk_certifications.html", {"rows": rows, "states": list(C), "wanted": wanted})


@staff_required(Role.CERTIFIER)
@never_cache
@require_safe
def certification(request: HttpRequest, code: str) -> HttpResponse:
    """One application: its company, its papers by name of sort, its steps, and the two decisions."""
    return _shown(request, _found(code))


@staff_required(Role.CERTIFIER)
@never_cache
@require_safe
def paper(request: HttpRequest, code: str, sort: str) -> HttpResponse:
    """A paper, opened; that it was is written down."""
    wanted = next((one for one in _found(code).papers.all() if one.sort == sort.upper()), None)
    if wanted is None:
        raise Http404
    # There is one reason to open a paper, so nothing is asked; it is written down all the same.
    with purpose(Purpose.CERTIFICATION, actor=Actor.of_request(request), reason=Reason.CERTIFICATION, about=code):
        content = wanted.file.open()
    answer = HttpResponse(content.data, content_type=content.content_type)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(content.name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@staff_required(Role.CERTIFIER)
@require_POST
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """Agree, as the first or the second pair of eyes."""
    found, form = _found(code), AgreementForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, agreement_form=form, status=422)
    try:
        state = verbs.agree(certification=found, by=subject_of(request), licence_ends=form.cleaned_data["licence_ends"])
    except NotAllowedNow:
        raise Refused(gettext("This application is decided already."), 409) from None
    except SamePerson:
        raise Refused(
            gettext("You looked at it first; the second pair of eyes has to be somebody else's."), 409
        ) from None
    told = {
        C.SEEN: gettext("Agreed. It waits for a second pair of eyes."),
        C.CERTIFIED: gettext("The company is certified."),
    }
    messages.success(request, told[state])
    return redirect("members:desk_certifications")


@staff_required(Role.CERTIFIER)
@require_POST
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """Refuse what waits, or end what stands, with a reason."""
    found, form = _found(code), RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, refusal_form=form, status=422)
    decide = verbs.revoke if found.as_state is C.CERTIFIED else verbs.refuse
    try:
        decide(
            certification=found, by=subject_of(request), why=Refusal[form.cleaned_data["why"]],
            note=form.cleaned_data["note"],
        )  # fmt: skip
    except NotAllowedNow:
        raise Refused(gettext("This application is decided already."), 409) from None
    messages.success(request, gettext("The company is told, with the reason."))
    return redirect("members:desk_certifications")


@staff_required(Role.CERTIFIER)
@require_POST
def recheck(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for new papers before a certification ends."""
    found, form = _found(code), RecheckForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, recheck_form=form, status=422)
    try:
        verbs.ask_again(
            certification=found,
            by=subject_of(request),
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
        )
    except NotAllowedNow:
        raise Refused(gettext("Only for a certification in force, and a day from today until it ends."), 409) from None
    messages.success(request, gettext("The company is told, with the day."))
    return redirect("members:desk_certifications")


def _found(code: str) -> Certification:
    found = certification_at_desk(code)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Certification, *, status: int = 200, **forms: Any) -> HttpResponse:
    papers = [(one, Paper[one.sort]) for one in found.papers.all()]
    context = {
        "certification": found,
        "papers": papers,
        "may_agree": found.as_state in certification_sources(C.CERTIFIED),
        "may_refuse": found.as_state in certification_sources(C.REFUSED) | certification_sources(C.REVOKED),
        "agreement_form": AgreementForm(),
        "refusal_form": RefusalForm(),
        "may_recheck": found.as_state is C.CERTIFIED,
        "recheck_form": RecheckForm(),
        **forms,
    }
    return render(request, "members/desk_certification.html", context, status=status)
