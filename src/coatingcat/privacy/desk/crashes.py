"""What failed, for those who must see that no value of a person is in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.ground.crashes import KEPT, latest_crashes
from coatingcat.privacy.access import staff_required
from coatingcat.privacy.words import Role


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def crashes(request: HttpRequest) -> HttpResponse:
    """Failures by type and place, latest first."""
    rows = latest_crashes()
    most = max((row.count for row in rows), default=1)
    return render(request, "privacy/crashes.html", {"rows": rows, "most": most, "days": KEPT.days})
