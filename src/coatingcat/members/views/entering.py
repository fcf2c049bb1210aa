"""What every way in ends with: a fresh session key, a record, and the page one came for."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coatingcat.ground.clock import now
from coatingcat.members.access import country_of, is_own_page, network_of
from coatingcat.members.actions.codes import send_step_up_code
from coatingcat.members.actions.guarding import freeze, is_frozen, signals_at
from coatingcat.members.actions.signing_in import note_sign_in
from coatingcat.members.models import Member
from coatingcat.members.queries.centre import has_authenticator
from coatingcat.members.queries.guardians import Stage, stage_of
from coatingcat.members.rules import SECOND_STEP_LIFE, device_label, verdict
from coatingcat.members.sessions import DEVICE
from coatingcat.members.words import Channel, SiteChoices, Verdict, Way
from coatingcat.privacy.access import CONFIRMED, SECOND_FACTOR, has_fresh_sign_in

__all__ = [
    "ASKED",
    "CHALLENGE",
    "CODE",
    "CONFIRMED",
    "NEXT",
    "REGISTRATION",
    "SECOND",
    "code_in",
    "enter",
    "is_confirmed",
    "let_in",
    "second_step_of",
    "ward_of",
]
_BACKEND = "coatingcat.members.sessions.MemberOfSession"
# Keys of a session: ids and moments, never values.
CODE, REGISTRATION, NEXT, SECOND, CHALLENGE = ("code", "registration", "next", "second", "challenge")
ASKED = "guardian"
"""Key of the session: the id of the request to a guardian that this browser waits for."""
_OF_A_FLOW = (CODE, REGISTRATION, NEXT, SECOND, CHALLENGE, ASKED)


def let_in(
    request: HttpRequest,
    member: Member,
    way: Way,
    *,
    next_page: str = "",
    failures: int = 0,
    proven: Channel | None = None,
) -> HttpResponse:
    """Sign the member in, or ask for a second step first: the member's own, or a code where the sign-in is unusual.

    What is very unusual closes the account until its owner has set a new password. `failures` counts wrong passwords
    just before; `proven` is the contact whose code was typed just now.
    """
    if is_frozen(member):
        return frozen_page(request)
    if has_authenticator(member):
        return _to_second_step(request, member, way, next_page)
    signals = signals_at(member=member, failures=failures, **_circumstances(request))
    match verdict(signals):
        case Verdict.FREEZE:
            freeze(member=member, by_owner=False)
            return frozen_page(request)
        case Verdict.STEP_UP:
            code = send_step_up_code(member=member, proven=proven)
            if code is not None:
                return _to_second_step(request, member, way, next_page, code=str(code.id))
    return enter(request, member, way, next_page=next_page)


def _to_second_step(request: HttpRequest, member: Member, way: Way, next_page: str, **more: str) -> HttpResponse:
    request.session.cycle_key()
    request.session[SECOND] = {"member": str(member.pk), "way": way.name, "at": now().timestamp(), **more}
    request.session[NEXT] = next_page
    return redirect("members:second_step")


def frozen_page(request: HttpRequest) -> HttpResponse:
    """Only to whoever has passed the first step: nobody else learns of it."""
    return render(request, "members/frozen.html", status=403)


def _circumstances(request: HttpRequest) -> dict[str, str]:
    return {
        "device": device_label(request.headers.get("User-Agent", "")),
        "network": network_of(request),
        "country": country_of(request),
    }


def enter(
    request: HttpRequest, member: Member, way: Way, *, next_page: str = "", second_factor: bool = False
) -> HttpResponse:
    """Sign in under a new session key, so that one known before the sign-in is worth nothing after it.

    `second_factor`: whether an authenticator or a passkey took part.
    """
    for key in _OF_A_FLOW:
        request.session.pop(key, None)
    if is_frozen(member):
        return frozen_page(request)
    seen = _circumstances(request)
    login(request, member, backend=_BACKEND)
    request.site_choices = SiteChoices(member.page_language, member.page_theme, is_new=False)  # type: ignore[attr-defined]
    request.session[DEVICE] = seen["device"]
    request.session[CONFIRMED] = now().timestamp()
    request.session[SECOND_FACTOR] = second_factor
    note_sign_in(member=member, way=way, has_second_factor=second_factor, **seen)
    safe = is_own_page(request, next_page)
    return redirect(next_page if safe else settings.LOGIN_REDIRECT_URL)


def ward_of(request: HttpRequest) -> UUID | None:
    """The ward who may register in this browser, because a guardian has agreed."""
    asked = request.session.get(ASKED)
    stage, found = stage_of(UUID(asked)) if asked else (Stage.GONE, None)
    return found.ward_id if found is not None and stage == Stage.AGREED else None


def second_step_of(request: HttpRequest) -> tuple[UUID, Way] | None:
    """Who has passed the first step in this browser, and how, if not too long ago."""
    waiting = request.session.get(SECOND)
    if not waiting or now().timestamp() - waiting["at"] > SECOND_STEP_LIFE.total_seconds():
        return None
    return UUID(waiting["member"]), Way[waiting["way"]]


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the member proved who they are a short while ago."""
    return has_fresh_sign_in(request)


def code_in(request: HttpRequest) -> UUID | None:
    """The id of the code this browser asked for."""
    text = request.session.get(CODE)
    return UUID(text) if text else None
