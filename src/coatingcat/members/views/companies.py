"""My company: its people, its certification (I.1c, F.9)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import full_member_required, member_of, member_required
from coatingcat.members.actions import certifications, companies
from coatingcat.members.forms.companies import CertificationForm, CompanyForm, InvitationForm, RoleForm
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import (
    CompanyPage,
    certification_of,
    claimant_of,
    company_page,
    has_asked,
    invitation_of,
    invitations_of,
)
from coatingcat.members.refusals import CompanyKnown, LastOwner, NotAllowedNow, NotTheirs
from coatingcat.members.views.own_company import managed_page, own_page
from coatingcat.members.words import CompanyRole, Paper
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@for_purpose(Purpose.MEMBERSHIP)
@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """The company somebody acts for; else the invitations they have, and the way to bring a company."""
    member = member_of(request)
    page = company_page(member.pk)
    context: dict[str, Any] = {"page": page, "invitation_form": InvitationForm(), "roles": list(CompanyRole)}
    if page is None:
        context["invitations"] = invitations_of(member)
        context["claimant"] = claimant_of(member)
        context["has_asked"] = has_asked(member)
    return render(request, "members/company.html", context)


@full_member_required
@never_cache
@require_http_methods(_FORM)
def founding(request: HttpRequest) -> HttpResponse:
    """Bring a company to the site."""
    member = member_of(request)
    if company_page(member.pk) is not None:
        return redirect("members:my_company")
    form = CompanyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            companies.found_company(by=member, **form.cleaned_data)
        except CompanyKnown:
            form.add_error(
                "registration_number", gettext("This company is here already: ask one of its people to invite you.")
            )
        else:
            messages.success(request, gettext("Your company is here. You can have it certified now."))
            return redirect("members:my_company")
    return render(request, "members/company_founding.html", {"form": form}, status=422 if form.is_bound else 200)


@member_required
@require_POST
def invitations(request: HttpRequest) -> HttpResponse:
    """Ask a colleague to act for the company."""
    page = managed_page(request)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        context = {"page": page, "invitation_form": form, "roles": list(CompanyRole), "form": form}
        return render(request, "members/company_invitation.html", context, status=422)
    companies.invite(
        company=page.company,
        by=page.position,
        address=form.cleaned_data["address"],
        role=CompanyRole[form.cleaned_data["role"]],
        language=get_language() or "zh-hans",
    )
    messages.success(request, gettext("The invitation is on its way. It lapses after 14 days."))
    return redirect("members:my_company")


@member_required
@require_POST
def invitation_answer(request: HttpRequest, invitation_id: Any) -> HttpResponse:
    """Say yes or no to an invitation that went to one's own address."""
    member = member_of(request)
    found = next((one for one in invitations_of(member) if one.pk == invitation_id), None)
    answer = request.POST.get("answer")
    if found is None:
        raise Http404
    if answer not in {"yes", "no"}:
        raise Refused(gettext("Say yes or no."), 422)
    try:
        companies.answer_invitation(invitation=found, member=member, yes=answer == "yes")
    except NotTheirs:
        raise Refused(gettext("You act for a company already. Leave it first."), 409) from None
    return redirect("members:my_company")


@member_required
@require_POST
def invitation_removal(request: HttpRequest, invitation_id: Any) -> HttpResponse:
    """Take an invitation back: of the company, or of a branch."""
    page = managed_page(request)
    found = invitation_of(page.company, invitation_id)
    if found is None:
        raise Http404
    companies.take_back_invitation(invitation=found, by=page.position)
    if found.company_id != page.company.pk:
        return redirect("members:branch", company_id=found.company_id)
    return redirect("members:my_company")


@member_required
@require_POST
def position(request: HttpRequest, position_id: Any) -> HttpResponse:
    """Give somebody another role, or end what they do for the company."""
    page = own_page(request)
    found = next((one for one in page.people if one.pk == position_id), None)
    if found is None:
        raise Http404
    try:
        _change(request, page, found)
    except LastOwner:
        raise Refused(gettext("A company needs an owner: make somebody else one first."), 409) from None
    except NotTheirs:
        raise Refused(gettext("Only an owner of the company can do this.")) from None
    return redirect("members:my_company")


def _change(request: HttpRequest, page: CompanyPage, found: Position) -> None:
    if "end" in request.POST:
        companies.end_position(position=found, by=page.position)
        return
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Refused(gettext("There is no such role."), 422)
    companies.change_role(position=found, by=page.position, role=CompanyRole[form.cleaned_data["role"]])


@member_required
@never_cache
@require_http_methods(_FORM)
def application(request: HttpRequest) -> HttpResponse:
    """Hand in the papers of an application."""
    page = managed_page(request)
    if page.waiting is not None:
        return redirect("members:certification", code=page.waiting.code)
    form = CertificationForm(request.POST, request.FILES) if request.method == "POST" else CertificationForm()
    if form.is_bound and form.is_valid():
        papers = form.papers()
        try:
            made = certifications.apply(
                company=page.company, by=page.position, papers=papers, is_hazardous=Paper.HAZARDOUS in papers
            )
        except NotAllowedNow:
            raise Refused(gettext("Another application of your company waits already."), 409) from None
        messages.success(request, gettext("Your application is handed in. You are told what comes of it."))
        return redirect("members:certification", code=made.code)
    status = 422 if form.is_bound else 200
    return render(request, "members/certification_application.html", {"form": form, "page": page}, status=status)


@member_required
@never_cache
@for_purpose(Purpose.CERTIFICATION)
@require_safe
def certification(request: HttpRequest, code: str) -> HttpResponse:
    """One application and what became of it."""
    page = own_page(request)
    found = certification_of(page.company.pk, code)
    if found is None:
        raise Http404
    context = {"certification": found, "page": page, "is_own": found.applicant_id == page.position.member_id}
    return render(request, "members/certification.html", context)


@member_required
@require_POST
def certification_withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    """Take an application back."""
    page = managed_page(request)
    found = certification_of(page.company.pk, code)
    if found is None:
        raise Http404
    try:
        certifications.withdraw(certification=found, by=page.position)
    except NotAllowedNow:
        raise Refused(gettext("This application is decided already."), 409) from None
    return redirect("members:certification", code=code)
