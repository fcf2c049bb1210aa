"""Erasures at the desk: which are open, which are late. Nobody's name is known here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coatingcat.privacy.access import staff_required
from coatingcat.privacy.queries.erasures import erasures_at_desk
from coatingcat.privacy.words import Role


@staff_required(Role.PRIVACY_OFFICER)
@never_cache
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """Those that are not done, by the day they are due, and the latest of the others."""
    context = {"waiting": erasures_at_desk(), "done": erasures_at_desk(is_open=False)}
    return render(request, "privacy/desk_erasures.html", context)
