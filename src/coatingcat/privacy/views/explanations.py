"""How data is used, in plain words (PIPL 48), and saying no to profiling at one press (PIPL 24; ARR 17)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.privacy.access import anyone, member_required, subject_of
from coatingcat.privacy.actions.kin import arrange
from coatingcat.privacy.actions.opting_out import PROFILING, object_to_profiling
from coatingcat.privacy.forms.cases import ArrangementForm
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.queries.claimants import wish_of
from coatingcat.privacy.queries.explanations import explanation_of, explanations


@anyone
@require_safe
def all_explanations(request: HttpRequest) -> HttpResponse:
    """Every purpose with what it means."""
    return render(request, "privacy/explanations.html", {"explanations": explanations()})


@anyone
@require_safe
def explanation(request: HttpRequest, slug: str) -> HttpResponse:
    """One purpose: what data, how long, who, and what the program decides by itself."""
    found = explanation_of(slug)
    if found is None:
        raise Http404
    return render(request, "privacy/explanation.html", {"one": found, "is_profiling": found.purpose in PROFILING})


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest) -> HttpResponse:
    """Object to profiling: every purpose of it is withdrawn at once."""
    if request.method == "POST":
        object_to_profiling(subject_id=subject_of(request))
        messages.success(request, gettext("Profiling has ended. From now on you see what any visitor sees."))
        return redirect("privacy:objection")
    standing = standing_consents(subject_of(request)) & PROFILING
    context = {"profiling": [one for one in explanations() if one.purpose in PROFILING], "standing": standing}
    return render(request, "privacy/objection.html", context)


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrangement(request: HttpRequest) -> HttpResponse:
    """What is to happen with a member's data after death (PIPL 49)."""
    wish = wish_of(subject_of(request))
    form = ArrangementForm(
        request.POST if request.method == "POST" else None, initial={"wish": wish.code if wish else ""}
    )
    if form.is_bound and form.is_valid():
        arrange(subject_id=subject_of(request), wish=form.chosen)
        messages.success(request, gettext("Your wish is kept. You can change it at any time."))
        return redirect("privacy:arrangement")
    return render(
        request, "privacy/arrangement.html", {"form": form, "wish": wish}, status=422 if form.is_bound else 200
    )
