"""Who is on the staff, with which roles; and the yearly review of who reads what (III.3c)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_of, staff_required
from coatingcat.members.actions.staff import LastOfficer, decide_review, set_roles
from coatingcat.members.forms.staff import ReviewForm, RolesForm
from coatingcat.members.models import Member
from coatingcat.members.queries.review import PERIOD, review
from coatingcat.members.queries.staff import staff as everybody
from coatingcat.privacy.models import RoleGrant
from coatingcat.privacy.queries.readers import standings
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF, Role

_FORM = ["GET", "HEAD", "POST"]
_SHOWN = 30


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(_FORM)
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a role; roles are given and taken here, with a record."""
    form = RolesForm(request.POST) if request.method == "POST" else RolesForm(initial=_chosen(request))
    if form.is_bound and form.is_valid():
        try:
            set_roles(member=form.cleaned_data["member"], roles=form.chosen(), by=member_of(request).pk)
        except LastOfficer:
            form.add_error(
                "roles", gettext("Somebody must remain who is privacy officer. Give the role to another first.")
            )
        else:
            messages.success(request, gettext("The roles are as you said; it is written down."))
            return redirect("members:staff")
    people = everybody()
    duties = standings([member.pk for member in people])
    context = {
        "form": form,
        "rows": [
            {"member": m, "roles": [r for r in STAFF if r in m.role_set], "standing": duties[m.pk]} for m in people
        ],
        "roles": [{"role": r, "purposes": sorted(ROLE_PURPOSES[r], key=lambda p: p.name)} for r in STAFF],
        "grants": [{"grant": g, "role": Role[g.role].value} for g in RoleGrant.objects.order_by("-at", "-id")[:_SHOWN]],
    }
    return render(request, "members/staff.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest) -> dict[str, object]:
    """Who is to be changed, as the list's link says."""
    code = request.GET.get("member", "")[:20]
    found = next((member for member in everybody() if member.public_id == code), None)
    return {"member": found.public_id, "roles": [role.name for role in found.role_set]} if found else {}


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(_FORM)
def access_review(request: HttpRequest) -> HttpResponse:
    """Every reader of the last year, and the decision about each one's access."""
    if request.method == "POST":
        return _decide(request)
    return render(request, "members/access_review.html", {"readers": review(), "days": PERIOD.days})


def _decide(request: HttpRequest) -> HttpResponse:
    form = ReviewForm(request.POST)
    found = Member.objects.filter(pk=form.cleaned_data["reader"]).first() if form.is_valid() else None
    if found is None:
        raise Refused(gettext("There is no such person on the staff."), 422)
    try:
        decide_review(member=found, by=member_of(request).pk, is_kept=form.cleaned_data["decision"] == "keep")
    except LastOfficer:
        raise Refused(gettext("Somebody must remain who is privacy officer."), 422) from None
    messages.success(request, gettext("Decided, and written down."))
    return redirect("members:access_review")
