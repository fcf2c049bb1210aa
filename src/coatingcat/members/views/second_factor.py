"""The second factor that pages for staff ask for: passed here, or set up from here (PIPL 51)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.members.access import client_of, member_of, member_required, next_of, waiting_seconds
from coatingcat.members.actions.demo import demo_code
from coatingcat.members.actions.signing_in import pass_second_step
from coatingcat.members.forms.entry import SecondStepForm
from coatingcat.members.queries.centre import has_authenticator
from coatingcat.members.rules import CODE_TRY_OF_CLIENT, SECOND_STEP_OF_ACCOUNT
from coatingcat.members.views.registration import too_many
from coatingcat.privacy.access import SECOND_FACTOR


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, in a browser that signed in without it; for who has none, the way to one."""
    member = member_of(request)
    if request.session.get(SECOND_FACTOR):
        return redirect(next_of(request) or "front:centre")
    if not has_authenticator(member):
        context = {"has_passkey": member.passkeys.exists(), "next": next_of(request)}
        return render(request, "members/second_factor_missing.html", context)
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    shown = {"form": form, "next": next_of(request), "demo_code": demo_code(member)}
    if not form.is_bound or not form.is_valid():
        return render(request, "members/second_factor.html", shown, status=422 if form.is_bound else 200)
    wait = waiting_seconds((SECOND_STEP_OF_ACCOUNT, member.pk.bytes), (CODE_TRY_OF_CLIENT, client_of(request)))
    if wait:
        return too_many(request, "members/second_factor.html", form, wait)
    if not pass_second_step(member=member, typed=form.cleaned_data["code"]):
        form.add_error("code", gettext("The code does not match or is no longer valid."))
        return render(request, "members/second_factor.html", shown, status=422)
    request.session[SECOND_FACTOR] = True
    return redirect(next_of(request) or "front:desk")
