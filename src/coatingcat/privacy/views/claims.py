"""Asking without an account: the form, and the case behind the link of the letter (VIII.1; PIPL 50)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.config import config
from coatingcat.ground.access import access_rule
from coatingcat.ground.clients import client_of
from coatingcat.privacy.access import anyone
from coatingcat.privacy.actions.cases import close_case, write_to_case
from coatingcat.privacy.actions.claimants import claim, confirm_claim
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.forms.cases import ClaimForm, MessageForm, sent
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Case, Claimant
from coatingcat.privacy.queries.cases import answer_times, message_of
from coatingcat.privacy.queries.claimants import case_of_token
from coatingcat.privacy.rules.cases import ANSWER_WORKING_DAYS
from coatingcat.privacy.sealed import digest_of
from coatingcat.privacy.views.cases import case_page, keep_to
from coatingcat.privacy.words import Purpose, Role

_PAGE = "privacy/claim.html"
_FROM_ONE_PLACE, _TO_ONE_ADDRESS = 20, 5
"""Requests a day from one network address, and letters a day to one e-mail address that nobody has confirmed."""

of_link = access_rule("bearer of the link")


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest) -> HttpResponse:
    """Ask without an account. What happens next is the same whether or not the address is known here."""
    form = ClaimForm(*sent(request), initial={"kind": request.GET.get("kind", "")})
    if form.is_bound and form.is_valid():
        keep_to("claims.client", client_of(request), _FROM_ONE_PLACE)
        keep_to("claims.address", digest_of(Claimant, "email", form.cleaned_data["email"]), _TO_ONE_ADDRESS)
        claim(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            kind=form.chosen,
            written=form.written(),
            language=get_language() or "zh-hans",
            relation=form.kinship,
            once=form.cleaned_data["once"],
        )
        return redirect("privacy:contact_received")
    context = {
        "form": form,
        "contact": config().contact,
        "times": answer_times(),
        "days": ANSWER_WORKING_DAYS,
    }
    return render(request, "privacy/contact_form.html", context, status=422 if form.is_bound else 200)


@anyone
@never_cache
@require_safe
def contact_received(request: HttpRequest) -> HttpResponse:
    """That it has come in, and what happens next."""
    return render(request, "privacy/contact_received.html", {"days": ANSWER_WORKING_DAYS})


@of_link
@never_cache
@require_safe
def claim_page(request: HttpRequest, token: str) -> HttpResponse:
    """The case of whoever holds the link."""
    found = _of_link(token)
    with purpose(Purpose.OWN_DATA, actor=_claimant(found)):
        return case_page(request, found, _PAGE, MessageForm(), token=token)


@of_link
@never_cache
@require_POST
def claim_messages(request: HttpRequest, token: str) -> HttpResponse:
    """Write to the case; whoever does so has confirmed the address as well."""
    found, form = _of_link(token), MessageForm(*sent(request))
    with purpose(Purpose.OWN_DATA, actor=_claimant(found)):
        if not form.is_valid():
            return case_page(request, found, _PAGE, form, token=token)
        keep_to("cases.write", found.subject_id.hex, 50)
        confirm_claim(case=found)
        write_to_case(case=found, written=form.written())
    messages.success(request, gettext("Your message is kept with the case."))
    return redirect("privacy:claim", token=token)


@of_link
@never_cache
@require_POST
def claim_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, this is my request. A press, since programs that read mail follow links by themselves."""
    confirm_claim(case=_of_link(token))
    messages.success(request, gettext("Thank you. Your address is confirmed."))
    return redirect("privacy:claim", token=token)


@of_link
@never_cache
@require_POST
def claim_closing(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing more is wanted, or it was somebody else who asked."""
    close_case(case=_of_link(token))
    messages.success(request, gettext("The case is closed. Write to it if you want it opened again."))
    return redirect("privacy:claim", token=token)


@of_link
@never_cache
@require_safe
def claim_file(request: HttpRequest, token: str, message_id: UUID) -> HttpResponse:
    """A file of the case."""
    found = _of_link(token)
    with purpose(Purpose.OWN_DATA, actor=_claimant(found)):
        return as_download(message_of(found, message_id))


def _of_link(token: str) -> Case:
    found = case_of_token(token)
    if found is None:
        raise Http404(gettext("This link does not work any more. Write to us again, and you get a new one."))
    return found


def _claimant(case: Case) -> Actor:
    """Whoever holds the link acts as the subject of the case, and of nothing else."""
    return Actor(case.subject_id, frozenset({Role.SUBJECT}), "privacy.claim")
