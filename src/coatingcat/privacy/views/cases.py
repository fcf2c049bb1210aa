"""What a member asks and reads: the list, one case, its files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground import limits
from coatingcat.ground.access import Refused
from coatingcat.privacy.access import member_required, subject_of
from coatingcat.privacy.actions.cases import close_case, open_case, write_to_case
from coatingcat.privacy.actions.claimants import note_kinship
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.forms.cases import CaseForm, MessageForm, sent
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.models import Case
from coatingcat.privacy.queries.cases import case_of, cases_of, message_of, thread_of
from coatingcat.privacy.rules.cases import ANSWER_WORKING_DAYS
from coatingcat.privacy.words import Purpose

_A_DAY = 24 * 3600


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """What the member asked so far, and the form to ask more (VIII.1)."""
    form = CaseForm(*sent(request), initial={"kind": request.GET.get("kind", "")})
    if form.is_bound and form.is_valid():
        keep_to("cases.open", subject_of(request).hex, 20)
        case = open_case(
            subject_id=subject_of(request),
            kind=form.chosen,
            written=form.written(),
            language=get_language() or "zh-hans",
            once=form.cleaned_data["once"],
        )
        note_kinship(case=case, relation=form.kinship)
        messages.success(request, gettext("We have it. You find the answer here, and we write to you."))
        return redirect("privacy:case", code=case.code)
    context = {"form": form, "cases": cases_of(subject_of(request)), "days": ANSWER_WORKING_DAYS}
    return render(request, "privacy/cases.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_safe
def case(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One case with everything that was written. `number` is the step a letter tells of."""
    return case_page(request, _own(request, code), "privacy/case.html", MessageForm())


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_POST
def case_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Write to a case."""
    found, form = _own(request, code), MessageForm(*sent(request))
    if not form.is_valid():
        return case_page(request, found, "privacy/case.html", form)
    keep_to("cases.write", subject_of(request).hex, 50)
    write_to_case(case=found, written=form.written())
    messages.success(request, gettext("Your message is kept with the case."))
    return redirect("privacy:case", code=code)


@member_required
@never_cache
@require_POST
def case_closing(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing more is wanted."""
    close_case(case=_own(request, code))
    messages.success(request, gettext("The case is closed. Write to it if you want it opened again."))
    return redirect("privacy:case", code=code)


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_safe
def case_file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the case."""
    return as_download(message_of(_own(request, code), message_id))


def case_page(request: HttpRequest, found: Case, template: str, form: MessageForm, **more: Any) -> HttpResponse:
    """The page of a case for whoever asked it; for the views of this room."""
    context = {"case": found, "lines": thread_of(found, for_person=True), "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _own(request: HttpRequest, code: str) -> Case:
    found = case_of(subject_of(request), code)
    if found is None:
        raise Http404
    return found


def keep_to(scope: str, who: bytes | str, rate: int) -> None:
    """Raises Refused (429) once somebody has written so often in a day."""
    if not limits.take(scope, who, rate=rate, per_seconds=_A_DAY):
        wait = limits.wait_seconds(scope, who, rate=rate, per_seconds=_A_DAY)
        raise Refused(gettext("That was often today. Try again later, or call us."), 429, retry_after_seconds=wait)
