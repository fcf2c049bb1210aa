"""The desk of privacy officers: recipients and their contracts, and what went out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.delivering import fetch, note_receipt
from coatingcat.privacy.actions.extracts import can_be_extracted, extract_for
from coatingcat.privacy.actions.recipients import enter_terms
from coatingcat.privacy.declarations import recipients as declared_recipients
from coatingcat.privacy.forms.recipients import AdditionForm, TermsForm
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.queries.recipients import Known, known_recipients, recipient_of
from coatingcat.privacy.queries.shares import destinations, latest_shares
from coatingcat.privacy.queries.told import given_kinds, kinds_of, purposes_of
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.rules import transfers
from coatingcat.privacy.words import Purpose, Role

_officer = staff_required(Role.PRIVACY_OFFICER)


@_officer
@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    """Everybody who may get data, whether a contract is in force, and how many persons' data went abroad."""
    lines = [{"known": known, "given": given_kinds(known), "bound": known.is_bound()} for known in known_recipients()]
    sorts = [entry for entry in declared_recipients().values() if entry.has_others]
    abroad = [
        {"there": there, "share": min(100, there.heads.persons * 100 // transfers.CONTRACT_FROM)}
        for there in destinations()
    ]
    return render(request, "privacy/desk_recipients.html", {"lines": lines, "sorts": sorts, "abroad": abroad})


@_officer
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: HttpRequest, key: str) -> HttpResponse:
    """One recipient; what was agreed is entered here and kept with its history."""
    known = recipient_of(key)
    if known is None:
        raise Http404
    form = TermsForm(request.POST) if request.method == "POST" else TermsForm(initial=_entered(known))
    if form.is_valid():
        kept: dict[str, Any] = {"declared": known.declared.key, "name": known.terms.name if known.terms else ""}
        enter_terms(key=key, by=subject_of(request), **kept, **form.cleaned_data)
        messages.success(request, gettext("The terms are kept."))
        return redirect("privacy:desk_recipient", key=key)
    context = {
        "known": known,
        "given": given_kinds(known),
        "purposes": purposes_of(known),
        "bound": known.is_bound(),
        "form": form,
        "can_be_extracted": can_be_extracted(known),
    }
    return render(request, "privacy/desk_recipient.html", context, status=422 if form.is_bound else 200)


@_officer
@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: HttpRequest, declared: str) -> HttpResponse:
    """Another recipient of a declared sort; it gets the same fields for the same purposes."""
    sort = declared_recipients().get(declared)
    if sort is None or not sort.has_others:
        raise Http404
    form = AdditionForm(request.POST) if request.method == "POST" else AdditionForm(initial={"country": "CN"})
    if form.is_valid() and recipient_of(form.cleaned_data["key"]) is not None:
        form.add_error("key", gettext("There is a recipient of this name already."))
    if form.is_valid():
        enter_terms(by=subject_of(request), declared=declared, **form.cleaned_data)
        messages.success(request, gettext("The recipient is kept, and stands on the public list."))
        return redirect("privacy:desk_recipients")
    known = Known(declared, sort, None)
    context = {"form": form, "known": known, "given": given_kinds(known)}
    return render(request, "privacy/desk_addition.html", context, status=422 if form.is_bound else 200)


@_officer
@require_POST
def extract(request: HttpRequest, key: str) -> HttpResponse:
    """Make what a recipient gets under pseudonyms."""
    known = recipient_of(key)
    if known is None:
        raise Http404
    try:
        share = extract_for(known=known, actor=Actor.of_request(request))
    except ShareRefused as refusal:
        messages.error(request, gettext("Nothing was handed over: %(reason)s.") % {"reason": refusal.reason})
        return redirect("privacy:desk_recipient", key=key)
    messages.success(
        request, gettext("The package is ready, with data of %(count)s persons.") % {"count": share.persons}
    )
    return redirect("privacy:desk_shares")


@_officer
@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """The ledger: what went to whom; who the persons are stays out of it."""
    rows = [
        {"share": share, "purpose": Purpose[share.purpose], "kinds": kinds_of(share.label_list)}
        for share in latest_shares()
    ]
    return render(request, "privacy/desk_shares.html", {"rows": rows})


@_officer
@require_POST
def package(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """The encrypted file, to hand over."""
    content = fetch(share_id=share_id, by=subject_of(request))
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{share_id}.age"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/age", headers=headers)


@_officer
@require_POST
def receipt(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """The recipient has confirmed; our copy goes."""
    note_receipt(share_id=share_id, by=subject_of(request))
    messages.success(request, gettext("The receipt is noted; the package is deleted here."))
    return redirect("privacy:desk_shares")


def _entered(known: Known) -> dict[str, Any]:
    terms = known.terms
    names = TermsForm.base_fields
    start: dict[str, Any] = {"contact": known.contact, "country": known.country}
    return {name: getattr(terms, name) for name in names} if terms else start
