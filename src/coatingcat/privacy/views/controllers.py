"""A new administrator, as each person reads of it and answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import member_required, subject_of
from coatingcat.privacy.actions.controllers import answer_controller
from coatingcat.privacy.models import ControllerChange
from coatingcat.privacy.policy.controllers import compare
from coatingcat.privacy.policy.snapshot import Snapshot, snapshot


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def controller(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Who is to take over, what would change, and the two answers, alike in weight."""
    change = ControllerChange.objects.filter(pk=change_id).first()
    if change is None:
        raise Http404
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in {"agree", "object"}:
            raise Refused(gettext("Choose whether you agree or object."), 422)
        answer_controller(
            change=change,
            subject_id=subject_of(request),
            agree=answer == "agree",
            language=get_language() or "",
        )
        messages.success(request, gettext("Your answer is kept."))
        return redirect("privacy:controller", change_id=change.pk)
    latest = change.answers.filter(subject_id=subject_of(request)).order_by("-at", "-id").first()
    comparison = compare(snapshot(), Snapshot.from_json(change.declarations))
    return render(request, "privacy/controller.html", {"change": change, "latest": latest, "comparison": comparison})
