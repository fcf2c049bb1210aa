"""My data: every value from the declarations, and the pages that correct them (V.0, V.1a, V.2)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import client_of, member_of, member_required, waiting_seconds
from coatingcat.members.actions.choices import keep_choices
from coatingcat.members.actions.details import (
    OPTIONAL_FIELDS,
    ask_to_verify,
    clear_optional,
    correct,
    keep_optional,
    verify_contact,
)
from coatingcat.members.forms.details import (
    UPLOAD_LIMIT_BYTES,
    AppearanceForm,
    DetailForm,
    LanguageForm,
    NicknameForm,
    obligatory_fields,
)
from coatingcat.members.forms.entry import CodeForm, Contact
from coatingcat.members.models import Member, Membership
from coatingcat.members.queries.centre import corrections_of, optional_value
from coatingcat.members.queries.guardians import is_minor_member
from coatingcat.members.queries.own_data import data_of
from coatingcat.members.rules import CODE_TRY_OF_CLIENT
from coatingcat.members.views.entering import CODE, NEXT, code_in, is_confirmed
from coatingcat.members.views.registration import too_many, wait_for_code
from coatingcat.members.views.security import to_confirmation
from coatingcat.members.words import Channel, SiteChoices
from coatingcat.privacy.declarations import find
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries.corrections import flows_of
from coatingcat.privacy.words import Purpose

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Every value held about the member, in any room, with purpose, keeping time, readers and the way to correct it."""
    member = member_of(request)
    flows = flows_of(member.pk)
    corrections = [(find(c.label).kind.text, c.at, flows.get(str(c.pk), [])) for c in corrections_of(member)]
    return render(request, "members/data.html", {"data": data_of(member.pk), "corrections": corrections})


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_http_methods(_FORM)
def detail(request: HttpRequest, field: str) -> HttpResponse:
    """Correct one detail; an optional one may also be added or taken out, but by a minor none is given."""
    member = member_of(request)
    if field in OPTIONAL_FIELDS and is_minor_member(member):
        raise Refused(gettext("This is not asked of minors, and not kept of them."))
    form = _bound(request, field) if request.method == "POST" else DetailForm(field, initial=_initial(member, field))
    if form.is_bound and form.is_valid():
        _keep(member, form)
        messages.success(request, gettext("Your change is kept."))
        return redirect("members:data")
    status = 422 if form.is_bound else 200
    return render(request, "members/detail.html", {"form": form, "field": field, **_about(field)}, status=status)


def _bound(request: HttpRequest, field: str) -> DetailForm:
    oversized = int(request.META.get("CONTENT_LENGTH") or 0) > UPLOAD_LIMIT_BYTES and not request.FILES
    return DetailForm(field, request.POST, request.FILES, oversized=oversized)


def _initial(member: Member, field: str) -> dict[str, Any]:
    """The value kept now, in the shape the form shows; never a file."""
    value = optional_value(member, field) if field in OPTIONAL_FIELDS else getattr(_membership(member), field)
    if field == "business_card":
        return {}
    return {field: value.open() if value is not None else "", f"{field}_yes": value is not None}


def _keep(member: Member, form: DetailForm) -> None:
    field, value = form.name, form.cleaned_data[form.name]
    if field not in OPTIONAL_FIELDS:
        _membership(member)
        correct(member=member, label=f"members.Membership.{field}", value=value)
    elif value is None:
        clear_optional(member=member, field=field)
    else:
        kept, words = form.ticked()[field]
        keep_optional(member=member, field=field, value=kept, words=words, policy_version=current_version())


def _membership(member: Member) -> Membership:
    """Raises Http404 with the way on, while the member has not given the obligatory details yet."""
    found = Membership.objects.filter(pk=member.pk).first()
    if found is None:
        raise Http404(gettext("You have not given this yet. Give it together with the other membership details."))
    return found


def _about(field: str) -> dict[str, Any]:
    model = "OptionalDetails" if field in OPTIONAL_FIELDS else "Membership"
    return {"kind": find(f"members.{model}.{field}").kind.text, "is_optional": field in OPTIONAL_FIELDS}


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_safe
def business_card(request: HttpRequest) -> HttpResponse:
    """The member's own business card, as it is kept: cleaned of hidden data."""
    content = _membership(member_of(request)).business_card.open()
    response = HttpResponse(content.data, content_type=content.content_type)
    response["Content-Disposition"] = "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@member_required
@never_cache
@require_http_methods(_FORM)
def nickname(request: HttpRequest) -> HttpResponse:
    """The nickname, which is public by choice (II.1)."""
    member = member_of(request)
    form = NicknameForm(request.POST if request.method == "POST" else None, initial={"nickname": member.nickname})
    return _simple(request, form, "members.Member.nickname", "nickname")


@member_required
@never_cache
@require_http_methods(_FORM)
def language(request: HttpRequest) -> HttpResponse:
    """The language of messages to the member."""
    member = member_of(request)
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": member.language})
    return _simple(request, form, "members.Member.language", "language")


@member_required
@never_cache
@require_http_methods(_FORM)
def appearance(request: HttpRequest) -> HttpResponse:
    """Language and look of the site; kept for the member, and given to every browser after the sign-in."""
    member = member_of(request)
    known = {"page_language": member.page_language, "page_theme": member.page_theme}
    form = AppearanceForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        language, theme = form.cleaned_data["page_language"], form.cleaned_data["page_theme"]
        keep_choices(member_id=member.pk, language=language, theme=theme)
        request.site_choices = SiteChoices(language, theme, is_new=True)  # type: ignore[attr-defined]
        messages.success(request, gettext("Your change is kept."))
        return redirect("members:data")
    label = "members.Member.page_language"
    context = {"form": form, "field": "appearance", "kind": find(label).kind.text, "declared": label}
    return render(request, "members/detail.html", context, status=422 if form.is_bound else 200)


def _simple(request: HttpRequest, form: Any, label: str, field: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        correct(member=member_of(request), label=label, value=form.cleaned_data[field])
        messages.success(request, gettext("Your change is kept."))
        return redirect("members:data")
    context = {"form": form, "field": field, "kind": find(label).kind.text, "declared": label}
    return render(request, "members/detail.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@require_http_methods(_FORM)
def contact(request: HttpRequest, field: str) -> HttpResponse:
    """Ask to change the e-mail address or mobile number: a code goes to the new one (V.2)."""
    if not is_confirmed(request):
        return to_confirmation(request)
    form = DetailForm(field, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(
            request, "members/contact.html", _contact_context(form, field), status=422 if form.is_bound else 200
        )
    channel = Channel.EMAIL if field == "email" else Channel.SMS
    wanted = Contact(channel, form.cleaned_data[field])
    wait = wait_for_code(request, wanted)
    if wait:
        return too_many(request, "members/contact.html", form, wait, **_contact_context(form, field))
    code = ask_to_verify(member=member_of(request), channel=channel, address=wanted.address)
    request.session[CODE], request.session[NEXT] = str(code.id), ""
    return redirect("members:contact_verification")


def _contact_context(form: Any, field: str) -> dict[str, Any]:
    return {"form": form, "field": field, "kind": obligatory_fields()[field].label}


@member_required
@never_cache
@require_http_methods(_FORM)
def contact_verification(request: HttpRequest) -> HttpResponse:
    """The code that proves a new address."""
    member = member_of(request)
    if code_in(request) is None:
        missing = "mobile" if Channel.EMAIL in member.verified_channels else "email"
        return redirect(f"members:{missing}" if len(member.verified_channels) < 2 else "members:data")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "members/contact_verification.html", {"form": form}, status=status)
    wait = waiting_seconds((CODE_TRY_OF_CLIENT, client_of(request)))
    if wait:
        return too_many(request, "members/contact_verification.html", form, wait)
    if verify_contact(member=member, code_id=code_in(request), typed=form.cleaned_data["code"]) is None:
        form.add_error("code", gettext("The code does not match or is no longer valid."))
        return render(request, "members/contact_verification.html", {"form": form}, status=422)
    request.session.pop(CODE)
    messages.success(request, gettext("Your new address is verified and in use."))
    return redirect(request.session.pop(NEXT, "") or "members:data")
