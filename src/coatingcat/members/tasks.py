"""What members do by themselves."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.members.actions.certifications import look_at_expiry
from coatingcat.members.actions.codes import address_code, forget_old_codes
from coatingcat.members.actions.keeping import forget_old_sessions, forget_old_sign_ins
from coatingcat.members.actions.staff import revoke_sessions, tell_staff
from coatingcat.privacy.words import STAFF, Role


@job("members.address_code")
def address(*, code_id: str) -> None:
    """Find out whose address a code was asked for, and send what fits."""
    address_code(code_id=UUID(code_id))


@periodic("members.forget_old_codes", cron="*/5 * * * *")
def forget_codes() -> None:
    """Delete codes and unfinished registrations past their keeping time."""
    forget_old_codes()


@periodic("members.forget_old_sessions", cron="20 * * * *")
def forget_sessions() -> None:
    """Delete sessions nobody uses any more, and sign-ins older than six months."""
    forget_old_sessions()
    forget_old_sign_ins()


@job("members.tell_officers")
def tell_officers(*, letter: str, path: str = "") -> None:
    """Tell every privacy officer something (`outreach.tell`)."""
    tell_staff(letter=letter, path=path, roles=frozenset({Role.PRIVACY_OFFICER}))


@job("members.tell_staff")
def tell_all_staff(*, letter: str, path: str = "") -> None:
    """Tell everybody on the staff something."""
    tell_staff(letter=letter, path=path, roles=frozenset(STAFF))


@periodic("members.look_at_certifications", cron="15 17 * * *")
def look_at_certifications() -> None:
    """End certifications whose last day has passed, and warn of those that end soon."""
    look_at_expiry()


@job("members.revoke_sessions", priority=10)
def revoke(*, whose: str) -> None:
    """Sign browsers out at once: of `all`, of the `staff`, or of the member with this subject's id."""
    revoke_sessions(whose=whose)
