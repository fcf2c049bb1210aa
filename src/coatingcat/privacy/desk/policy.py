"""Where the privacy officer takes a version of the policy from draft into force (VII.1; ECL 33, 34)."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import ZONE, now
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.policy import MoveRefused, open_comments, show_version, take_back
from coatingcat.privacy.forms.policy import StepForm, comment_step, show_step
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.models import PolicyVersion
from coatingcat.privacy.policy import changes, current_version, shipped
from coatingcat.privacy.policy.changes import is_material
from coatingcat.privacy.policy.showing import changes_body
from coatingcat.privacy.queries.policy import answers_to, comments_on, moves_of, version_row
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import Answer, PolicyState, Purpose, Reason, Role

_MAY_TAKE_BACK = {PolicyState.COMMENT, PolicyState.SHOWN}


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every version with how far it has come."""
    rows = {row.name: row for row in PolicyVersion.objects.order_by("name")}
    known = [rows[version.name] for version in shipped() if version.name in rows]
    return render(request, "privacy/desk_policy.html", {"rows": known, "states": PolicyState})


@staff_required(Role.PRIVACY_OFFICER)
@for_purpose(Purpose.POLICY_CONSULTATION, reason=Reason.CONSULTATION)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, number: str) -> HttpResponse:
    """One version: what it changes, its steps, the comments on it, and the next step."""
    row = version_row(number)
    if row is None:
        raise Http404
    form = _form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _step_taken(request, row, form):
        return redirect("privacy:desk_policy_version", number=number)
    return render(
        request, "privacy/desk_policy_version.html", _context(row, form), status=422 if form and form.is_bound else 200
    )


def _form(row: PolicyVersion, data: Any = None) -> StepForm | None:
    """The form of the next step; None where there is none, or not yet."""
    given = data if data is not None and data.get("step") == "next" else None
    if row.standing is PolicyState.DRAFT:
        return comment_step(given)
    if row.standing is PolicyState.COMMENT and row.comment_until is not None and row.comment_until <= now():
        return show_step(given)
    return None


def _step_taken(request: HttpRequest, row: PolicyVersion, form: StepForm | None) -> bool:
    """Do what the button says; False where the form came back with errors. Raises Http404, Refused."""
    step, by = request.POST.get("step", ""), subject_of(request)
    try:
        if step == "back" and row.standing in _MAY_TAKE_BACK:
            take_back(version=row.name, by=by)
            messages.success(request, gettext("The version is a draft again."))
            return True
        if step != "next" or form is None:
            raise Http404
        if not form.is_valid():
            return False
        day = form.cleaned_data["day"]
        if row.standing is PolicyState.DRAFT:
            open_comments(version=row.name, until=datetime.combine(day + timedelta(days=1), time(), ZONE), by=by)
            messages.success(request, gettext("Comments are open; it was announced."))
        else:
            show_version(version=row.name, effective_on=day, by=by)
            messages.success(request, gettext("The version is shown to everybody, and every member is told."))
    except MoveRefused:
        raise Refused(gettext("The version has moved on meanwhile. Open the page again."), 409) from None
    return True


def _context(row: PolicyVersion, form: StepForm | None) -> dict[str, Any]:
    known = {version.name: version for version in shipped()}
    order = [version.name for version in shipped()]
    current = current_version()
    against = current if current != row.name else next(iter(order[order.index(row.name) + 1 :]), "")
    context: dict[str, Any] = {"row": row, "form": form, "moves": moves_of(row.name), "against": against}
    if against and row.name in known:
        before, after = known[against].declared, known[row.name].declared
        if before is not None and after is not None:
            context["is_material"] = is_material(changes(before, after))
            context["body"] = changes_body(against, row.name, get_language() or "")
    context["may_take_back"] = row.standing in _MAY_TAKE_BACK
    context["comments"] = _opened(row.name)
    said = answers_to(row.name)
    context["yes"], context["not_now"] = said.get(Answer.ACCEPTED.value, 0), said.get(Answer.NOT_NOW.value, 0)
    return context


def _opened(number: str) -> list[dict[str, Any]]:
    rows = comments_on(number)
    warm(rows, "text")
    shown = []
    for row in rows:
        try:
            shown.append({"at": row.at, "text": row.text.open()})
        except Denied:  # who wrote it has been erased, or has restricted their data
            continue
    return shown
