"""Registration in two steps: a light account, then membership (I.1a, F.1)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.members.access import (
    anyone,
    client_of,
    member_of,
    member_required,
    next_of,
    wait_text,
    waiting_seconds,
)
from coatingcat.members.actions.details import ask_to_verify, give_membership
from coatingcat.members.actions.registration import (
    Begun,
    begin_registration,
    finish_registration,
    send_registration_code_again,
)
from coatingcat.members.forms.details import UPLOAD_LIMIT_BYTES, MembershipForm
from coatingcat.members.forms.entry import CodeForm, Contact, RegistrationForm, WardRegistrationForm
from coatingcat.members.models import Code, Member, Membership
from coatingcat.members.queries.guardians import is_minor_member
from coatingcat.members.rules import CODE_OF_CLIENT, CODE_TO_ADDRESS, CODE_TRY_OF_CLIENT
from coatingcat.members.views.entering import CODE, NEXT, REGISTRATION, code_in, enter, ward_of
from coatingcat.members.words import Channel, Way
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries.endings import ending
from coatingcat.privacy.sealed import digest_of
from coatingcat.privacy.words import Purpose


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Step 1. Whoever says to be under 18 is led to the guardian's question before anything is looked at or kept (VI.1)."""
    if request.user.is_authenticated:
        return redirect("members:membership")
    _refuse_near_the_end()
    ward_id = ward_of(request)
    form = (WardRegistrationForm if ward_id else RegistrationForm)(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_minor and ward_id is None:
        return redirect(f"{reverse('members:guardian')}?age={form.data['age']}")
    if not form.is_bound or not form.is_valid():
        return _page(request, "members/registration.html", form)
    contact: Contact = form.cleaned_data["contact"]
    wait = wait_for_code(request, contact)
    if wait:
        return too_many(request, "members/registration.html", form, wait)
    begun = begin_registration(
        channel=contact.channel,
        address=contact.address,
        password=form.cleaned_data["password"],
        language=get_language() or "zh-hans",
        ward_id=ward_id,
    )
    _remember(request, begun)
    request.session[NEXT] = next_of(request)
    return redirect("members:verification")


def _refuse_near_the_end() -> None:
    found = ending()
    if found is not None:
        told = gettext("This service ends on %(day)s. No new account is opened any more; everything can still be read.")
        raise Refused(told % {"day": found.ends_on}, 410)


def wait_for_code(request: HttpRequest, contact: Contact) -> int:
    """Seconds to wait before another code may be asked for; takes one try of the address and of the client."""
    return waiting_seconds((CODE_TO_ADDRESS, address_digest(contact)), (CODE_OF_CLIENT, client_of(request)))


def address_digest(contact: Contact) -> bytes:
    """What stands for an address in limits."""
    return digest_of(Code, "address", contact.address)


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """The code that proves the address, and with it the account."""
    begun = _begun(request)
    if begun is None:
        return redirect("members:registration")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, "members/verification.html", form)
    wait = waiting_seconds((CODE_TRY_OF_CLIENT, client_of(request)))
    if wait:
        return too_many(request, "members/verification.html", form, wait)
    member = finish_registration(begun=begun, typed=form.cleaned_data["code"])
    if member is None:
        form.add_error("code", gettext("The code does not match or is no longer valid."))
        return _page(request, "members/verification.html", form)
    wanted = request.session.get(NEXT, "")
    enter(request, member, Way.REGISTRATION)
    request.session[NEXT] = wanted
    return redirect("members:membership")


@anyone
@never_cache
@require_POST
def verification_code(request: HttpRequest) -> HttpResponse:
    """Another code for the same registration."""
    begun = _begun(request)
    if begun is None:
        return redirect("members:registration")
    tries = (CODE_TO_ADDRESS, begun.registration_id.bytes), (CODE_OF_CLIENT, client_of(request))
    wait = waiting_seconds(*tries)
    if wait:
        return too_many(request, "members/verification.html", CodeForm(), wait)
    again = send_registration_code_again(registration_id=begun.registration_id)
    if again is None:
        return redirect("members:registration")
    _remember(request, again)
    messages.success(request, gettext("A new code is on its way. The old one is void."))
    return redirect("members:verification")


@member_required
@never_cache
@for_purpose(Purpose.MEMBERSHIP)
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest) -> HttpResponse:
    """Step 2: the eight obligatory details with their reasons, and apart from them the optional ones."""
    member = member_of(request)
    if Membership.objects.filter(pk=member.pk).exists():
        return redirect("members:contact_verification" if len(member.verified_channels) < 2 else "members:data")
    verified = {channel: member.contact(channel).open() for channel in member.verified_channels}
    with_optional = not is_minor_member(member)  # what is optional rests on purposes closed to minors
    if request.method != "POST":
        return _membership_page(request, MembershipForm(verified=verified, with_optional=with_optional))
    oversized = int(request.META.get("CONTENT_LENGTH") or 0) > UPLOAD_LIMIT_BYTES and not request.FILES
    form = MembershipForm(
        request.POST, request.FILES, verified=verified, with_optional=with_optional, oversized=oversized
    )
    if not form.is_valid():
        return _membership_page(request, form)
    other = _other_contact(member, form)
    wait = wait_for_code(request, other) if other else 0
    if wait:
        return too_many(request, "members/membership.html", form, wait)
    wanted = next_of(request) or request.session.pop(NEXT, "")
    give_membership(member=member, details=form.details(), optional=form.ticked(), policy_version=current_version())
    if other is None:
        messages.success(request, gettext("You are a full member now."))
        return redirect(wanted or "front:centre")
    code = ask_to_verify(member=member, channel=other.channel, address=other.address)
    request.session[CODE], request.session[NEXT] = str(code.id), wanted
    return redirect("members:contact_verification")


def _other_contact(member: Member, form: MembershipForm) -> Contact | None:
    """The contact that is given but not verified yet."""
    for channel, name in ((Channel.EMAIL, "email"), (Channel.SMS, "mobile")):
        if channel not in member.verified_channels:
            return Contact(channel, form.cleaned_data[name])
    return None


def _membership_page(request: HttpRequest, form: MembershipForm) -> HttpResponse:
    return _page(request, "members/membership.html", form)


def _page(request: HttpRequest, template: str, form: Any) -> HttpResponse:
    """The page of a form: 422 where it came back with errors."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "next": next_of(request)}, status=status)


def too_many(request: HttpRequest, template: str, form: Any, wait: int, **context: Any) -> HttpResponse:
    """429: the same page with what was typed, and how long to wait."""
    values = {"form": form, "next": next_of(request), "wait": wait_text(wait), **context}
    response = render(request, template, values, status=429)
    response["Retry-After"] = str(wait)
    return response


def _remember(request: HttpRequest, begun: Begun) -> None:
    request.session[REGISTRATION], request.session[CODE] = str(begun.registration_id), str(begun.code_id)


def _begun(request: HttpRequest) -> Begun | None:
    registration_id, code_id = request.session.get(REGISTRATION), code_in(request)
    return Begun(UUID(registration_id), code_id) if registration_id and code_id else None
