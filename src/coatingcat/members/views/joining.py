"""How people come to a company by its mail domain, and how it changes hands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.members.access import full_member_required, member_of, member_required
from coatingcat.members.actions import joining
from coatingcat.members.forms.companies import JoinForm
from coatingcat.members.refusals import DomainTaken, NoDomain, NotCertified, NotTheirs
from coatingcat.members.views.own_company import managed_page, own_page
from coatingcat.members.words import CompanyRole

_FORM = ["GET", "HEAD", "POST"]


@member_required
@require_POST
def domain(request: HttpRequest) -> HttpResponse:
    """Claim the domain of one's own address for one's company."""
    page = managed_page(request)
    try:
        claim = joining.claim_domain(by=page.position)
    except NotCertified:
        raise Refused(gettext("Have the company certified first; then it can claim its mail domain."), 409) from None
    except NoDomain:
        raise Refused(
            gettext("Your own address has to be verified and at your company's domain, not at a free provider's."), 409
        ) from None
    except DomainTaken:
        raise Refused(gettext("Another company has claimed this domain. Write to us if that is wrong."), 409) from None
    messages.success(request, gettext("Colleagues with an address at %(domain)s can ask to join.") % {"domain": claim})
    return redirect("members:my_company")


@member_required
@require_POST
def domain_removal(request: HttpRequest, claim_id: Any) -> HttpResponse:
    """Give a domain up."""
    page = managed_page(request)
    claim = next((one for one in page.domains if one.pk == claim_id), None)
    if claim is None:
        raise Http404
    joining.give_up_domain(by=page.position, claim=claim)
    return redirect("members:my_company")


@full_member_required
@require_POST
def joining_wish(request: HttpRequest) -> HttpResponse:
    """Ask to act for the company of one's own address, or ask no longer."""
    member = member_of(request)
    if "end" in request.POST:
        joining.take_back_wish(member=member)
        return redirect("members:my_company")
    try:
        joining.ask_to_join(member=member)
    except NoDomain:
        raise Refused(gettext("No company here has claimed the domain of your verified address."), 409) from None
    except NotTheirs:
        raise Refused(gettext("You act for a company already. Leave it first."), 409) from None
    messages.success(request, gettext("Its owners are told. You get a message once one of them has agreed."))
    return redirect("members:my_company")


@member_required
@never_cache
@require_http_methods(_FORM)
def join(request: HttpRequest, wish_id: Any) -> HttpResponse:
    """Agree that somebody acts for the company, in a role, or not."""
    page = managed_page(request)
    wish = next((one for one in page.wishes if one.pk == wish_id), None)
    if wish is None:
        raise Http404
    form = JoinForm(request.POST if request.method == "POST" else None)
    is_refusal = form.is_bound and "no" in request.POST
    if not is_refusal and (not form.is_bound or not form.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "members/company_join.html", {"form": form, "wish": wish, "page": page}, status=status)
    role = None if is_refusal else CompanyRole[form.cleaned_data["role"]]
    try:
        joining.answer_join(wish=wish, by=page.position, role=role)
    except NotTheirs:
        raise Refused(
            gettext("They act for another company by now, or have no address at your domain any more."), 409
        ) from None
    return redirect("members:my_company")


@member_required
@require_POST
def ownership(request: HttpRequest) -> HttpResponse:
    """Offer a colleague to own the company in one's place, or offer it no longer."""
    page = managed_page(request)
    if "end" in request.POST:
        joining.take_back_ownership(by=page.position)
        return redirect("members:my_company")
    chosen = next((one for one in page.people if str(one.pk) == request.POST.get("to")), None)
    try:
        if chosen is None:
            raise NotTheirs
        joining.offer_ownership(by=page.position, to=chosen)
    except NotTheirs:
        raise Refused(gettext("Choose a colleague of your company."), 422) from None
    messages.success(request, gettext("They are asked. Until they say yes, everything stays as it is."))
    return redirect("members:my_company")


@member_required
@never_cache
@require_http_methods(_FORM)
def ownership_answer(request: HttpRequest, offer_id: Any) -> HttpResponse:
    """Take a colleague's place as owner, or not."""
    page = own_page(request)
    offer = next((one for one in page.offers if one.pk == offer_id and one.to_id == page.position.pk), None)
    if offer is None:
        raise Http404
    if request.method != "POST":
        return render(request, "members/company_ownership.html", {"offer": offer, "page": page})
    answer = request.POST.get("answer")
    if answer not in {"yes", "no"}:
        raise Refused(gettext("Say yes or no."), 422)
    try:
        joining.answer_ownership(offer_id=offer.pk, by=page.position, yes=answer == "yes")
    except NotTheirs:
        raise Refused(gettext("Who offered it does not own the company any more."), 409) from None
    return redirect("members:my_company")
