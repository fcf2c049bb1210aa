"""Branches of a head office: brought here and peopled by its owners, each a unit of its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_required, owner_of
from coatingcat.members.actions import companies
from coatingcat.members.forms.companies import CompanyForm, InvitationForm, RoleForm
from coatingcat.members.models import Company, Position
from coatingcat.members.queries.companies import branches_of, invitations_by, people_of
from coatingcat.members.refusals import CompanyKnown, LastOwner
from coatingcat.members.words import CompanyRole

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@require_http_methods(_FORM)
def branches(request: HttpRequest) -> HttpResponse:
    """The branches of one's company, and the form that brings another."""
    position = _owner(request)
    form = CompanyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = companies.open_branch(by=position, **form.cleaned_data)
        except CompanyKnown:
            form.add_error(
                "registration_number", gettext("This company is here already: ask one of its people to invite you.")
            )
        else:
            messages.success(request, gettext("The branch is here. Ask somebody to act for it."))
            return redirect("members:branch", company_id=made.pk)
    context = {"form": form, "company": position.company, "branches": branches_of(position.company)}
    return render(request, "members/company_branches.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@require_http_methods(_FORM)
def branch(request: HttpRequest, company_id: Any) -> HttpResponse:
    """One branch: its people, and the form that asks somebody to act for it."""
    position = _owner(request)
    found = _branch(position, company_id)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        companies.invite(
            company=found,
            by=position,
            address=form.cleaned_data["address"],
            role=CompanyRole[form.cleaned_data["role"]],
            language=get_language() or "zh-hans",
        )
        messages.success(request, gettext("The invitation is on its way. It lapses after 14 days."))
        return redirect("members:branch", company_id=found.pk)
    context = {"branch": found, "people": people_of(found), "form": form, "roles": list(CompanyRole)}
    context["invitations"] = invitations_by(found)
    return render(request, "members/company_branch.html", context, status=422 if form.is_bound else 200)


@member_required
@require_POST
def branch_position(request: HttpRequest, company_id: Any, position_id: Any) -> HttpResponse:
    """Give somebody at a branch another role, or end what they do for it."""
    position = _owner(request)
    found = next((one for one in people_of(_branch(position, company_id)) if one.pk == position_id), None)
    if found is None:
        raise Http404
    try:
        if "end" in request.POST:
            companies.end_position(position=found, by=position)
        else:
            form = RoleForm(request.POST)
            if not form.is_valid():
                raise Refused(gettext("There is no such role."), 422)
            companies.change_role(position=found, by=position, role=CompanyRole[form.cleaned_data["role"]])
    except LastOwner:
        raise Refused(gettext("A company needs an owner: make somebody else one first."), 409) from None
    return redirect("members:branch", company_id=company_id)


def _owner(request: HttpRequest) -> Position:
    """An owner of a head office: a branch has no branches."""
    position = owner_of(request)
    if position.company.head_office_id is not None:
        raise Http404
    return position


def _branch(position: Position, company_id: Any) -> Company:
    found = next((one for one in branches_of(position.company) if one.pk == company_id), None)
    if found is None:
        raise Http404
    return found
