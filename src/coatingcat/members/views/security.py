"""What a member signs in with, and where; sign-out of devices."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pyotp
import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.clock import now
from coatingcat.members.access import member_of, member_required, next_of, waiting_seconds
from coatingcat.members.actions import credentials
from coatingcat.members.actions.signing_in import (
    matching_step,
    set_new_password,
    sign_out_device,
    sign_out_everywhere,
)
from coatingcat.members.forms.security import (
    AuthenticatorForm,
    ConfirmationForm,
    PasskeyForm,
    PasswordChangeForm,
    first_error,
)
from coatingcat.members.models import Member, TotpDevice
from coatingcat.members.queries.centre import (
    devices_of,
    has_authenticator,
    is_last_factor_of_staff,
    sign_ins_of,
)
from coatingcat.members.rules import CONFIRMATION_OF_ACCOUNT, as_code
from coatingcat.members.sessions import digest_of_key
from coatingcat.members.views.entering import CHALLENGE, CONFIRMED, is_confirmed
from coatingcat.members.views.registration import too_many
from coatingcat.privacy.access import SECOND_FACTOR
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@for_purpose(Purpose.ACCOUNT)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Password, passkeys, authenticator, devices and recent sign-ins on one page."""
    member = member_of(request)
    return render(request, "members/security.html", _context(request, member))


def _context(request: HttpRequest, member: Member) -> dict[str, Any]:
    return {
        "passkeys": list(member.passkeys.order_by("-created_at")),
        "passkey_form": PasskeyForm(),
        "has_authenticator": has_authenticator(member),
        "recovery_codes_left": member.recovery_codes.filter(used_at=None).count(),
        "devices": devices_of(member),
        "here": digest_of_key(request.session.session_key),
        "sign_ins": sign_ins_of(member),
    }


def to_confirmation(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the password once more, and back."""
    back = request.get_full_path() if request.method == "GET" else reverse("members:security")
    return redirect(f"{reverse('members:confirmation')}?{urlencode({'next': back}, safe='/')}")


@member_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(_FORM)
def confirmation(request: HttpRequest) -> HttpResponse:
    """The password once more, before something is changed that decides who can sign in."""
    member = member_of(request)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wait = waiting_seconds((CONFIRMATION_OF_ACCOUNT, member.pk.bytes))
        if wait:
            return too_many(request, "members/confirmation.html", form, wait)
        if member.check_password(form.cleaned_data["password"]):
            request.session[CONFIRMED] = now().timestamp()
            return redirect(next_of(request) or "members:security")
        form.add_error("password", gettext("This is not your password."))
    context = {"form": form, "next": next_of(request)}
    return render(request, "members/confirmation.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(_FORM)
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other browser is signed out."""
    member = member_of(request)
    form = PasswordChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wait = waiting_seconds((CONFIRMATION_OF_ACCOUNT, member.pk.bytes))
        if wait:
            return too_many(request, "members/password.html", form, wait)
        if member.check_password(form.cleaned_data["current"]):
            _change_password(request, member, form.cleaned_data["password"])
            return redirect("members:security")
        form.add_error("current", gettext("This is not your password."))
    return render(request, "members/password.html", {"form": form}, status=422 if form.is_bound else 200)


def _change_password(request: HttpRequest, member: Member, wanted: str) -> None:
    update = dict(request.session.items())
    set_new_password(member=member, password=wanted)
    request.session.create()  # every session of the member went, this one too; go on under a new key
    request.session.update(update)
    update_session_auth_hash(request, member)
    messages.success(request, gettext("Your password is changed. Other devices are signed out."))


@member_required
@require_POST
def device_removal(request: HttpRequest) -> HttpResponse:
    """Sign one browser out."""
    key = request.POST.get("device", "")
    if key.isascii() and key.isalnum() and sign_out_device(member=member_of(request), session_key=key):
        messages.success(request, gettext("That device is signed out."))
    return redirect("members:security")


@member_required
@require_POST
def devices_removal(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out: their sessions are deleted from the database."""
    sign_out_everywhere(member=member_of(request), but=digest_of_key(request.session.session_key))
    messages.success(request, gettext("Every other device is signed out."))
    return redirect("members:security")


@member_required
@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey, as JSON; the challenge stays in the session."""
    if not is_confirmed(request):
        return JsonResponse({"error": gettext("Confirm your password first, then try again.")}, status=403)
    options = credentials.passkey_creation_options(member=member_of(request))
    request.session[CHALLENGE] = options["challenge"]
    return JsonResponse(options)


@member_required
@require_POST
def passkeys(request: HttpRequest) -> HttpResponse:
    """Keep the passkey the browser made."""
    if not is_confirmed(request):
        return to_confirmation(request)
    form, challenge = PasskeyForm(request.POST), request.session.pop(CHALLENGE, "")
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("members:security")
    added = None
    if challenge:
        added = credentials.add_passkey(
            member=member_of(request),
            answer=form.cleaned_data["answer"],
            challenge=challenge,
            name=form.cleaned_data["name"],
        )
    if added is None:
        messages.error(request, gettext("The passkey was not accepted. Try again, or sign in another way."))
    else:
        request.session[SECOND_FACTOR] = True
        messages.success(request, gettext("The passkey is added. You can sign in with it from now on."))
    return redirect("members:security")


@member_required
@require_POST
def passkey_removal(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    if not is_confirmed(request):
        return to_confirmation(request)
    if is_last_factor_of_staff(member_of(request), passkey_id=passkey_id):
        messages.error(
            request, gettext("You work at the staff desk: add another second step before you take this one away.")
        )
    elif credentials.remove_passkey(member=member_of(request), passkey_id=passkey_id):
        messages.success(request, gettext("The passkey is removed."))
    return redirect("members:security")


@member_required
@never_cache
@for_purpose(Purpose.ACCOUNT)
@require_http_methods(_FORM)
def authenticator(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: its secret as a picture and as text, until a first code proves it."""
    if not is_confirmed(request):
        return to_confirmation(request)
    member = member_of(request)
    device = TotpDevice.objects.filter(pk=member.pk, confirmed_at=None).first()
    if device is None:
        return redirect("members:security")
    form = AuthenticatorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wait = waiting_seconds((CONFIRMATION_OF_ACCOUNT, member.pk.bytes))
        if wait:
            return too_many(request, "members/authenticator.html", form, wait, **_secret_of(device))
        step = matching_step(device, as_code(form.cleaned_data["code"]))
        if step is not None:
            codes = credentials.confirm_authenticator(member=member, step=step)
            request.session[SECOND_FACTOR] = True
            return render(request, "members/recovery_codes.html", {"codes": codes})
        form.add_error("code", gettext("The code does not match or is no longer valid."))
    context = {"form": form, **_secret_of(device)}
    return render(request, "members/authenticator.html", context, status=422 if form.is_bound else 200)


def _secret_of(device: TotpDevice) -> dict[str, Any]:
    secret = device.secret.open()
    address = pyotp.TOTP(secret).provisioning_uri(name=device.member.public_id, issuer_name="CoatingCat")
    return {"qr": _as_svg(address), "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


def _as_svg(text: str) -> SafeString:
    drawn = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 -- drawn by segno from digits and letters of ours


@member_required
@require_POST
def authenticators(request: HttpRequest) -> HttpResponse:
    """Begin to set up an authenticator app."""
    if not is_confirmed(request):
        return to_confirmation(request)
    credentials.begin_authenticator(member=member_of(request))
    return redirect("members:authenticator")


@member_required
@require_POST
def authenticator_removal(request: HttpRequest) -> HttpResponse:
    if not is_confirmed(request):
        return to_confirmation(request)
    if is_last_factor_of_staff(member_of(request)):
        messages.error(
            request, gettext("You work at the staff desk: add another second step before you take this one away.")
        )
        return redirect("members:security")
    credentials.remove_authenticator(member=member_of(request))
    messages.success(request, gettext("The second step is off. Its recovery codes are void."))
    return redirect("members:security")


@member_required
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, shown this once."""
    if not is_confirmed(request) or not has_authenticator(member_of(request)):
        return to_confirmation(request)
    codes = credentials.renew_recovery_codes(member=member_of(request))
    return render(request, "members/recovery_codes.html", {"codes": codes})
