"""What every way in ends with: a fresh session key, a record, and the page one came for."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from coatingcat.ground.clock import now
from coatingcat.members.access import is_own_page
from coatingcat.members.actions.signing_in import note_sign_in
from coatingcat.members.models import Member
from coatingcat.members.queries.centre import has_authenticator
from coatingcat.members.queries.guardians import Stage, stage_of
from coatingcat.members.rules import SECOND_STEP_LIFE, device_label
from coatingcat.members.sessions import DEVICE
from coatingcat.members.words import SiteChoices, Way
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
]
_BACKEND = "coatingcat.members.sessions.MemberOfSession"
# Keys of a session: ids and moments, never values.
CODE, REGISTRATION, NEXT, SECOND, CHALLENGE = ("code", "registration", "next", "second", "challenge")
ASKED = "guardian"
"""Key of the session: the id of the request to a guardian that this browser waits for."""
_OF_A_FLOW = (CODE, REGISTRATION, NEXT, SECOND, CHALLENGE, ASKED)


def let_in(request: HttpRequest, member: Member, way: Way, *, next_page: str = "") -> HttpResponse:
    """Sign the member in, or ask for the second step first if the member has set one."""
    if way in {Way.PASSWORD, Way.CODE, Way.RESET} and has_authenticator(member):
        request.session.cycle_key()
        request.session[SECOND] = {"member": str(member.pk), "way": way.name, "at": now().timestamp()}
        request.session[NEXT] = next_page
        return redirect("members:second_step")
    return enter(request, member, way, next_page=next_page)


def enter(
    request: HttpRequest, member: Member, way: Way, *, next_page: str = "", second_factor: bool = False
) -> HttpResponse:
    """Sign in under a new session key, so that one known before the sign-in is worth nothing after it.

    `second_factor`: whether an authenticator or a passkey took part.
    """
    for key in _OF_A_FLOW:
        request.session.pop(key, None)
    label = device_label(request.headers.get("User-Agent", ""))
    login(request, member, backend=_BACKEND)
    request.site_choices = SiteChoices(member.page_language, member.page_theme, is_new=False)  # type: ignore[attr-defined]
    request.session[DEVICE] = label
    request.session[CONFIRMED] = now().timestamp()
    request.session[SECOND_FACTOR] = second_factor
    note_sign_in(member=member, way=way, device=label)
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
