"""Keys for programs: made, rotated, revoked; each shown once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coatingcat.config import config
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.members.models import ApiKey, Company, KeptAnswer, Position
from coatingcat.members.refusals import NotTheirs
from coatingcat.members.scopes import Scope, in_column
from coatingcat.members.tokens import digest_of_token, head_of, new_token
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import keeping

LONGEST = timedelta(days=366)
OVERLAP = timedelta(days=1)
"""How long a rotated key still serves, so that programs can be changed one after the other."""
MOST_KEYS = 20


class TooManyKeys(Exception):
    """A company keeps at most `MOST_KEYS` keys that work: the rest are forgotten ones."""


def make_key(*, by: Position, name: Clear[str], scopes: frozenset[Scope], days: int) -> tuple[ApiKey, str]:
    """A key for programs of the company, and its text, which is nowhere else. Raises NotTheirs, TooManyKeys.

    The maker is told by letter: a key somebody else made in their name does not stay unnoticed.
    """
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=by.company_id)  # two at once would both find room for the last key
        _demand_owner(by)
        alive = ApiKey.objects.filter(company_id=by.company_id, ended_at=None, expires_at__gt=now())
        if alive.count() >= MOST_KEYS:
            raise TooManyKeys
        return _new(by, name, scopes, now() + min(timedelta(days=days), LONGEST))


def rotate_key(*, key: ApiKey, by: Position, name: Clear[str]) -> tuple[ApiKey, str]:
    """A new key in place of one, which serves for another day. Raises NotTheirs if it is not alive or not theirs."""
    with transaction.atomic():
        _demand_owner(by)
        old = ApiKey.objects.select_for_update().filter(pk=key.pk, company_id=by.company_id, ended_at=None).first()
        if old is None or not old.is_alive:
            raise NotTheirs
        lifetime = old.expires_at - old.created_at
        made = _new(by, name, old.as_scopes, now() + min(lifetime, LONGEST))
        ApiKey.objects.filter(pk=old.pk).update(expires_at=min(old.expires_at, now() + OVERLAP))
        return made


def revoke_key(*, key: ApiKey, by: Position) -> None:
    """A key works no longer, from this moment. Raises NotTheirs."""
    with transaction.atomic():
        _demand_owner(by)
        ApiKey.objects.filter(pk=key.pk, company_id=by.company_id, ended_at=None).update(ended_at=now())


def end_keys_of(*, member_id: UUID, company_id: UUID) -> int:
    """With a position end the keys that its holder made. Returns how many."""
    return ApiKey.objects.filter(member_id=member_id, company_id=company_id, ended_at=None).update(ended_at=now())


def note_use(key: ApiKey) -> None:
    """Note the day a key was used on; once a day."""
    if key.last_used_on != today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today())


def forget_old_answers() -> int:
    """Delete the answers that are kept no longer. Returns how many."""
    return KeptAnswer.objects.filter(at__lt=now() - keeping.REPLAY.for_).delete()[0]


def _new(by: Position, name: Clear[str], scopes: frozenset[Scope], expires_at: datetime) -> tuple[ApiKey, str]:
    text = new_token(config().mode)
    key = ApiKey(
        company_id=by.company_id,
        member_id=by.member_id,
        head=head_of(text),
        digest=digest_of_token(text),
        scopes=in_column(scopes),
        expires_at=expires_at,
    )
    key.name = name
    key.save(force_insert=True)
    later("outreach.tell", letter="api_key_made", subject_id=by.member_id, path="me/company/keys/")
    return key, text


def _demand_owner(by: Position) -> None:
    standing = Position.objects.filter(pk=by.pk, ended_at=None, role=CompanyRole.OWNER.name)
    if not standing.exists():
        raise NotTheirs
