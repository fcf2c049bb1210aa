"""The sweep, for the privacy officer: what went when, and by which rule everything goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.privacy.access import staff_required
from coatingcat.privacy.queries.retention import retention_runs, rules_by_time
from coatingcat.privacy.words import Role


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The latest runs and every rule."""
    runs = retention_runs()
    most = max((run.total for run in runs), default=0)
    return render(request, "privacy/desk_retention.html", {"runs": runs, "most": most, "rules": rules_by_time()})
