"""Sign-in by password, code and passkey, the second step, the reset, and the way out (F.1)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.members.access import anyone, client_of, failures_of, next_of, wait_text, waiting_seconds
from coatingcat.members.actions.codes import ask_for_code, use_code
from coatingcat.members.actions.credentials import member_by_passkey, passkey_request_options
from coatingcat.members.actions.demo import demo_code
from coatingcat.members.actions.guarding import freeze_by_letter
from coatingcat.members.actions.signing_in import (
    member_by_code,
    member_by_password,
    pass_second_step,
    set_new_password,
)
from coatingcat.members.forms.entry import (
    CodeForm,
    CodeRequestForm,
    Contact,
    PasswordSignInForm,
    ResetForm,
    SecondStepForm,
)
from coatingcat.members.forms.security import PasskeyAnswerForm
from coatingcat.members.models import Code, Member
from coatingcat.members.rules import (
    CODE_TRY_OF_CLIENT,
    SECOND_STEP_OF_ACCOUNT,
    SIGN_IN_OF_ACCOUNT,
    SIGN_IN_OF_CLIENT,
)
from coatingcat.members.views.entering import (
    CHALLENGE,
    CODE,
    NEXT,
    SECOND,
    code_in,
    enter,
    let_in,
    second_step_of,
)
from coatingcat.members.views.registration import address_digest, too_many, wait_for_code
from coatingcat.members.words import Channel, Use, Way
from coatingcat.privacy.links import row_of_link

_FORM = ["GET", "HEAD", "POST"]


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "next": next_of(request), **context}, status=status)


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(_FORM)
def sign_in(request: HttpRequest) -> HttpResponse:
    """By e-mail address or mobile number and password."""
    if request.user.is_authenticated:
        return redirect(next_of(request) or "front:centre")
    form = PasswordSignInForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, "members/sign_in.html", form)
    contact: Contact = form.cleaned_data["contact"]
    tries = (SIGN_IN_OF_ACCOUNT, address_digest(contact)), (SIGN_IN_OF_CLIENT, client_of(request))
    wait = waiting_seconds(*tries)
    if wait:
        return too_many(request, "members/sign_in.html", form, wait)
    member = member_by_password(
        channel=contact.channel, address=contact.address, password=form.cleaned_data["password"]
    )
    if member is None:
        form.add_error(None, gettext("Address and password do not match."))
        return _page(request, "members/sign_in.html", form)
    failures = failures_of(SIGN_IN_OF_ACCOUNT, address_digest(contact))
    return let_in(request, member, Way.PASSWORD, next_page=next_of(request), failures=failures)


@anyone
@never_cache
@require_http_methods(_FORM)
def code_request(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code to sign in with. The answer is the same whether the address is known or not."""
    return _ask(request, Use.SIGN_IN, "members/code_request.html", "members:sign_in_code")


@anyone
@never_cache
@require_http_methods(_FORM)
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code."""
    if code_in(request) is None:
        return redirect("members:code_request")
    form = CodeForm(request.POST if request.method == "POST" else None)
    member = _member_of_code(request, form, Use.SIGN_IN)
    if isinstance(member, int):
        return too_many(request, "members/sign_in_code.html", form, member)
    if member is None:
        return _page(request, "members/sign_in_code.html", form)
    return let_in(request, member, Way.CODE, next_page=request.session.get(NEXT, ""), proven=_proven(request))


@anyone
@never_cache
@require_http_methods(_FORM)
def reset_request(request: HttpRequest) -> HttpResponse:
    """Ask for a code to set a new password with."""
    return _ask(request, Use.RESET, "members/reset_request.html", "members:reset")


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(_FORM)
def reset(request: HttpRequest) -> HttpResponse:
    """Set a new password with the code. Every other browser is signed out."""
    if code_in(request) is None:
        return redirect("members:reset_request")
    form = ResetForm(request.POST if request.method == "POST" else None)
    member = _member_of_code(request, form, Use.RESET)
    if isinstance(member, int):
        return too_many(request, "members/reset.html", form, member)
    if member is None:
        return _page(request, "members/reset.html", form)
    set_new_password(member=member, password=form.cleaned_data["password"])
    messages.success(request, gettext("Your password is changed. Other devices are signed out."))
    return let_in(request, member, Way.RESET, proven=_proven(request))


def _proven(request: HttpRequest) -> Channel | None:
    """The channel by which the code of this browser came."""
    code_id = code_in(request)
    code = Code.objects.filter(pk=code_id).first() if code_id else None
    return Channel(code.channel) if code else None


def _ask(request: HttpRequest, use: Use, template: str, then: str) -> HttpResponse:
    form = CodeRequestForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, template, form)
    contact: Contact = form.cleaned_data["contact"]
    wait = wait_for_code(request, contact)
    if wait:
        return too_many(request, template, form, wait)
    code = ask_for_code(use=use, channel=contact.channel, address=contact.address, language=get_language() or "zh-hans")
    request.session[CODE], request.session[NEXT] = str(code.id), next_of(request)
    return redirect(then)


def _member_of_code(request: HttpRequest, form: Any, use: Use) -> "Member | int | None":
    """The member whose code was typed; the seconds to wait; or None, with the error in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    wait = waiting_seconds((CODE_TRY_OF_CLIENT, client_of(request)))
    if wait:
        return wait
    member = member_by_code(code_id=code_in(request), use=use, typed=form.cleaned_data["code"])
    if member is None:
        form.add_error("code", gettext("The code does not match or is no longer valid."))
    return member


@anyone
@never_cache
@require_http_methods(_FORM)
def second_step(request: HttpRequest) -> HttpResponse:
    """The authenticator's code, after the first step."""
    waiting = second_step_of(request)
    if waiting is None:
        return redirect("members:sign_in")
    member_id, way = waiting
    member = Member.objects.get(pk=member_id)
    form_of = CodeForm if request.session[SECOND].get("code") else SecondStepForm
    form = form_of(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(
            request,
            "members/second_step.html",
            form,
            demo_code=demo_code(member),
            by_code="code" in request.session[SECOND],
        )
    wait = waiting_seconds((SECOND_STEP_OF_ACCOUNT, member_id.bytes), (CODE_TRY_OF_CLIENT, client_of(request)))
    if wait:
        return too_many(request, "members/second_step.html", form, wait)
    by_code = request.session[SECOND].get("code")
    if by_code:
        is_passed = use_code(code_id=UUID(by_code), use=Use.STEP_UP, typed=form.cleaned_data["code"]) is not None
    else:
        is_passed = pass_second_step(member=member, typed=form.cleaned_data["code"])
    if not is_passed:
        form.add_error("code", gettext("The code does not match or is no longer valid."))
        return _page(
            request,
            "members/second_step.html",
            form,
            demo_code=demo_code(member),
            by_code="code" in request.session[SECOND],
        )
    wanted = request.session.get(NEXT, "")
    request.session.pop(SECOND)
    return enter(request, member, way, next_page=wanted, second_factor=not by_code)


@anyone
@never_cache
@require_http_methods(_FORM)
def account_freeze(request: HttpRequest, key: str) -> HttpResponse:
    """“This was not me”: one press closes the account, by the link in the letter about the sign-in."""
    sign_in_id = row_of_link("freeze", key)
    if request.method != "POST" and sign_in_id is not None:
        return render(request, "members/freeze.html")
    if sign_in_id is None or not freeze_by_letter(sign_in_id=sign_in_id):
        raise Refused(gettext("This link leads nowhere any more."), 404)
    return render(request, "members/freeze_done.html")


@anyone
@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """A challenge for any passkey of this site, as JSON for the browser; the challenge stays in the session."""
    wait = waiting_seconds((SIGN_IN_OF_CLIENT, client_of(request)))
    if wait:
        return JsonResponse({"error": wait_text(wait)}, status=429, headers={"Retry-After": str(wait)})
    options = passkey_request_options()
    request.session[CHALLENGE] = options["challenge"]
    return JsonResponse(options)


@anyone
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with the answer of a passkey; it proves device and person at once, so there is no second step."""
    form, challenge = PasskeyAnswerForm(request.POST), request.session.pop(CHALLENGE, "")
    wait = waiting_seconds((SIGN_IN_OF_CLIENT, client_of(request)))
    page = PasswordSignInForm()
    if wait:
        return too_many(request, "members/sign_in.html", page, wait)
    member = None
    if challenge and form.is_valid():
        member = member_by_passkey(answer=form.cleaned_data["answer"], challenge=challenge)
    if member is None:
        text = gettext("The passkey was not accepted. Try again, or sign in another way.")
        context = {"form": page, "next": next_of(request), "wait": text}
        return render(request, "members/sign_in.html", context, status=422)
    return enter(request, member, Way.PASSKEY, next_page=next_of(request), second_factor=True)


@anyone
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Delete the session here and in the database."""
    logout(request)
    messages.success(request, gettext("You are signed out."))
    return redirect("/")
