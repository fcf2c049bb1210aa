"""The gate: a sealed value opens only inside a purpose, and only if every question is answered with yes.

`purpose(…)` and `for_purpose(…)` set the purpose, by code and never by data; a purpose inside another only
narrows: the value must be declared for both. The gate asks, in this order: is the field declared for this
purpose; may this actor's role act for it; was it handed to the recipient the actor works for; does the browser ask
us not to; has an actor of the staff signed the
confidentiality undertaking, been trained, and not opened too many people's data of late; has the subject consented,
where the purpose rests on consent; is the subject's data restricted; is its key alive; is it inside its keeping time.
Openings by anyone but the subject are written to the access log when the outermost purpose ends.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection

from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.privacy import duties, handed, keys
from coatingcat.privacy.gpc import gpc
from coatingcat.privacy.models.consents import Consent
from coatingcat.privacy.models.minors import MinorAccess
from coatingcat.privacy.refusals import Denied, NeedsApproval, NeedsConsent, NoPurpose
from coatingcat.privacy.rules.duties import Standing
from coatingcat.privacy.words import STAFF, Act, Purpose, Question, Reason, Role, Since, may_act
from coatingcat.privacy.words.minors import Decision

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from coatingcat.privacy.sealed import Sealed, SealedField

__all__ = ["Actor", "Denied", "NoPurpose", "consent_stands", "for_purpose", "purpose", "warm"]

P = ParamSpec("P")
R = TypeVar("R")

_STAFF = frozenset(STAFF)
_WHILE_RESTRICTED = frozenset(
    {
        Purpose.OWN_DATA,
        Purpose.EVIDENCE,
        Purpose.TRANSACTION_RECORDS,
        Purpose.LEGAL_DISCLOSURE,
        Purpose.CORRESPONDENCE,
    }
)
"""What may still be done with restricted data: show it to its subject, prove, keep or hand over what a law demands
(PIPL 47), and answer what the subject asks."""
_BY_ONESELF = _WHILE_RESTRICTED | {Purpose.ACCOUNT}
"""The subject can still sign in, or there would be no way to see, export or withdraw."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person known by subject id and roles, or the program itself under the name of a job."""

    subject_id: UUID | None
    roles: frozenset[Role]
    reference: str = ""
    """Random reference of the request, or the job's name: what the access log calls this act."""
    by_gpc: bool = False
    """Whether the browser says `Sec-GPC: 1`: then nothing opens for purposes that it refuses."""
    recipient: str = ""
    """Key of the recipient whose people act, such as a supplier: only what was handed to it opens to them."""
    wards: frozenset[UUID] = frozenset()
    """Minors whose guardian acts: their own data opens to a guardian, and nothing else does."""

    @classmethod
    def system(cls, job: str) -> "Actor":
        return cls(None, frozenset({Role.SYSTEM}), job)

    @classmethod
    def of_request(cls, request: "HttpRequest") -> "Actor":
        """The signed-in person, or a visitor. Roles come from the member's `roles`, never from the request."""
        reference, user = getattr(request, "reference", ""), request.user
        if not user.is_authenticated:
            return cls(None, frozenset({Role.VISITOR}), reference, gpc(request))
        return cls(user.pk, frozenset({Role.MEMBER}) | user.role_set, reference, gpc(request))


@dataclass(slots=True)
class _Grant:
    """A yes of the gate for one field and key, and how often it was used."""

    key: keys.Unwrapped
    decrypt: Callable[[bytes, bytes, bytes], bytes]
    earliest_minute: int
    is_logged: bool
    count: int = 0


@dataclass(slots=True)
class _Scope:
    purposes: tuple[Purpose, ...]
    actor: Actor
    outer: "_Scope | None"
    reason: Reason | None = None
    about: str = ""
    grants: dict[tuple[str, bytes], _Grant] = field(default_factory=dict)
    known_keys: dict[bytes, keys.Unwrapped] = field(default_factory=dict)
    consents: dict[tuple[UUID, Purpose], bool] = field(default_factory=dict)
    earliest: dict[str, int] = field(default_factory=dict)
    """Minute of sealing from which on each declared field is inside its keeping time; 0: no such bound."""
    standing: Standing | None = None
    """What is on record about the duties of an actor of the staff; asked once."""
    handed: dict[UUID, frozenset[str]] = field(default_factory=dict)
    """Labels of each subject that were handed to the recipient the actor belongs to."""
    seen: dict[bytes, datetime] | None = None
    """Whose data an actor of the staff opened of late, those of this act included; by pseudonym."""
    roles_allow: dict[tuple[bool, bool], Purpose | None] = field(default_factory=dict)
    """For the subject itself, for its guardian and for others: the first purpose no role may act for, None if all are allowed."""


_scope: ContextVar[_Scope | None] = ContextVar("purpose", default=None)


@contextmanager
def purpose(wanted: Purpose, *, actor: Actor, reason: Reason | None = None, about: str = "") -> Iterator[None]:
    """Act for a purpose. Keys and decisions live no longer than the outermost purpose.

    `reason` and `about` (the code of the order, case or incident it is done for) are written down with each opening
    and shown to the person; pages of the staff set them by `privacy.reveal.reveals`.

    Raises TypeError for what is no member of Purpose: an undeclared purpose cannot be expressed (I.0).
    """
    if not isinstance(wanted, Purpose):
        raise TypeError(f"{wanted!r} is no declared purpose.")
    outer = _scope.get()
    scope = _Scope((*(outer.purposes if outer else ()), wanted), outer.actor if outer else actor, outer, reason, about)
    if outer:
        scope.known_keys, scope.consents = outer.known_keys, outer.consents
        scope.standing, scope.seen, scope.handed = outer.standing, outer.seen, outer.handed
        scope.reason, scope.about = outer.reason or reason, outer.about or about
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
        _write_down(scope)


def for_purpose(wanted: Purpose, *, reason: Reason | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view: the whole request acts for this purpose, as whoever is signed in."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            request: Any = args[0]
            with purpose(wanted, actor=Actor.of_request(request), reason=reason):
                response = view(*args, **kwargs)
                if not getattr(response, "is_rendered", True):  # a lazy template would be rendered outside
                    response.render()  # type: ignore[attr-defined]
                return response

        inside.purpose, inside.reason = wanted, reason  # type: ignore[attr-defined]
        return inside

    return decorate


def current_purposes() -> tuple[Purpose, ...]:
    """The purposes set just now, outermost first; empty outside any."""
    scope = _scope.get()
    return scope.purposes if scope else ()


def open_sealed(value: "Sealed") -> Any:
    """The clear value. Raises NoPurpose or Denied."""
    scope, sealed_field, blob = _scope.get(), value.field, value.blob
    if scope is None:
        raise NoPurpose(sealed_field.label)
    grant = scope.grants.get((sealed_field.label, blob[1:17]))
    if grant is None:
        grant = _decide(scope, sealed_field, blob[1:17])
    if grant.earliest_minute and int.from_bytes(blob[17:21]) < grant.earliest_minute:
        raise Denied(Question.RETENTION, sealed_field.label)
    if value.row is None:
        raise Denied(Question.PLACE, sealed_field.label, "it was not read through its model")
    row = value.row.bytes
    try:
        plain = grant.decrypt(blob[21:33], blob[33:], sealed_field.bound + row + blob[17:21])
    except InvalidTag:
        raise Denied(Question.PLACE, sealed_field.label) from None
    grant.count += 1
    return sealed_field.decode(plain, grant.key, row)


def warm(rows: Iterable[Any], *paths: str) -> None:
    """Load the keys of these sealed values in one query, before a list opens them one by one.

    `paths` lead from a row to a sealed field, such as `consignee.name`; every step but the last must be there.
    """
    scope = _scope.get()
    if scope is None:
        raise NoPurpose(", ".join(paths))
    wanted: set[bytes] = set()
    rows = list(rows)
    for path in paths:
        reach = attrgetter(path)
        wanted.update(value.blob[1:17] for value in map(reach, rows) if value is not None)
    wanted -= scope.known_keys.keys()
    if wanted:
        scope.known_keys.update((key.id, key) for key in keys.load(wanted))


def ask_without_subject(label: str, declaration: Any, opens_for: frozenset[Purpose]) -> None:
    """What can be asked of a value that lies under no subject's key (`monthly`). Raises NoPurpose or Denied."""
    scope = _scope.get()
    if scope is None:
        raise NoPurpose(label)
    for wanted in scope.purposes:
        if wanted not in declaration.purposes or wanted not in opens_for:
            raise Denied(Question.DECLARED, label, wanted.name)
    _ask_role(scope, label, is_self=False, is_ward=False)


def _decide(scope: _Scope, sealed_field: "SealedField", key_id: bytes) -> _Grant:
    label = sealed_field.label
    earliest = scope.earliest.get(label)
    if earliest is None:
        earliest = scope.earliest[label] = _ask_declaration(scope, sealed_field)
    key = scope.known_keys.get(key_id) or _loaded(scope, key_id)
    is_self = key is not None and key.subject_id == scope.actor.subject_id
    is_ward = key is not None and key.is_minor and key.subject_id in scope.actor.wards
    _ask_role(scope, label, is_self=is_self, is_ward=is_ward)
    if not is_self:
        _ask_duties(scope, label)
    if key is None:
        raise Denied(Question.ERASED, label)
    if not is_self:
        _ask_handed(scope, label, key.subject_id)
    _ask_browser(scope, label)
    _ask_minority(scope, label, key)
    _ask_consent(scope, label, key.subject_id)
    earliest = max(earliest, _ask_version(scope, label, key))
    _ask_restriction(scope, label, key, is_self=is_self)
    if key.aead is None:
        raise Denied(Question.ERASED, label)
    if key.ends_at is not None and key.ends_at <= now():
        raise Denied(Question.RETENTION, label)
    if not is_self:
        _ask_bulk(scope, label, key.pseudonym)
    grant = _Grant(key, key.aead.decrypt, earliest, is_logged=not is_self)
    scope.grants[label, key_id] = grant
    return grant


def _ask_declaration(scope: _Scope, sealed_field: "SealedField") -> int:
    declaration = sealed_field.declaration
    for wanted in scope.purposes:
        if wanted not in declaration.purposes:
            raise NeedsConsent(sealed_field.label, wanted)
    keep = declaration.keep
    return int((now() - keep.for_).timestamp()) // 60 if keep.since is Since.SEALED else 0


def _ask_restriction(scope: _Scope, label: str, key: keys.Unwrapped, *, is_self: bool) -> None:
    allowed = _BY_ONESELF if is_self else _WHILE_RESTRICTED
    if key.is_restricted and not set(scope.purposes) <= allowed:
        raise Denied(Question.RESTRICTED, label)


def _loaded(scope: _Scope, key_id: bytes) -> keys.Unwrapped | None:
    for key in keys.load([key_id]):
        scope.known_keys[key_id] = key
        return key
    return None


def _ask_role(scope: _Scope, label: str, *, is_self: bool, is_ward: bool) -> None:
    who = is_self, is_ward
    if who not in scope.roles_allow:
        roles = scope.actor.roles - {Role.GUARDIAN} | ({Role.SUBJECT} if is_self else set())
        roles |= {Role.GUARDIAN} if is_ward else set()
        scope.roles_allow[who] = next((p for p in scope.purposes if not may_act(roles, p, scope.actor.reference)), None)
    forbidden = scope.roles_allow[who]
    if forbidden is not None:
        raise Denied(Question.ROLE, label, forbidden.name)


def _ask_browser(scope: _Scope, label: str) -> None:
    refused = next((p for p in scope.purposes if p.refused_by_gpc), None) if scope.actor.by_gpc else None
    if refused is not None:
        raise Denied(Question.BROWSER, label, refused.name)


def _ask_duties(scope: _Scope, label: str) -> None:
    """Staff open nobody's data before they undertook to keep it confidential and while their training is overdue."""
    if not scope.actor.roles & _STAFF:
        return
    if scope.standing is None:
        scope.standing = duties.standing_of(scope.actor.subject_id)
    if scope.standing.signed_at is None:
        raise Denied(Question.UNDERTAKING, label)
    if scope.standing.is_training_overdue(now()):
        raise Denied(Question.TRAINING, label)


def _ask_handed(scope: _Scope, label: str, subject_id: UUID) -> None:
    """To the people of a recipient opens what the ledger says was handed to it, while its contract is in force."""
    if not scope.actor.recipient:
        return
    if subject_id not in scope.handed:
        scope.handed[subject_id] = handed.labels(scope.actor.recipient, subject_id)
    if label not in scope.handed[subject_id]:
        raise Denied(Question.HANDED, label)


def _ask_bulk(scope: _Scope, label: str, pseudonym: bytes) -> None:
    """One more person than the limit is refused, and the officers are told."""
    if not scope.actor.roles & _STAFF:
        return
    if scope.seen is None:
        scope.seen = duties.seen_of_late(scope.actor.subject_id)
    if pseudonym not in scope.seen and (full := duties.excess(scope.seen)):
        duties.raise_alarm(scope.actor.subject_id, *full)
        raise Denied(Question.BULK, label)
    scope.seen[pseudonym] = now()


def _ask_minority(scope: _Scope, label: str, key: keys.Unwrapped) -> None:
    """Of a minor nothing opens for a purpose closed to minors, whoever agreed; to staff only by approval (MR 24, 36)."""
    if not key.is_minor:
        return
    for wanted in scope.purposes:
        if not wanted.open_to_minors:
            raise Denied(Question.MINOR, label, wanted.name)
    actor = scope.actor
    if actor.subject_id is None or actor.subject_id == key.subject_id or not actor.roles & _STAFF:
        return
    if not access_is_approved(actor.subject_id, key.subject_id, scope.purposes[-1]):
        raise NeedsApproval(label, key.subject_id, scope.purposes[-1])


def access_is_approved(staff: UUID, ward_id: UUID, wanted: Purpose) -> bool:
    """Whether an officer lets this member of the staff see this minor's data for this purpose, now."""
    found = MinorAccess.objects.filter(staff=staff, ward_id=ward_id, purpose=wanted.name, until__gt=now())
    return found.filter(decision=Decision.APPROVED.name).exists()


def _ask_consent(scope: _Scope, label: str, subject_id: UUID) -> None:
    for wanted in scope.purposes:
        if not wanted.needs_consent:
            continue
        known = scope.consents.get((subject_id, wanted))
        if known is None:
            known = scope.consents[subject_id, wanted] = consent_stands(subject_id, wanted)
        if not known:
            raise Denied(Question.CONSENT, label, wanted.name)


def consent_stands(subject_id: UUID, wanted: Purpose, recipient: str | None = None) -> bool:
    """Whether the subject's latest word on the purpose is a yes that has not come to its end.

    `recipient` asks for the separate consent of that recipient (PIPL 23, 29, 39), which a yes to the purpose itself
    is not. One query; a question that was put and not answered changes nothing.
    """
    if recipient is None:
        latest = _LATEST.first(subject=subject_id, purpose=wanted.name)
    else:
        latest = _LATEST_FOR.first(subject=subject_id, purpose=wanted.name, recipient=recipient)
    return (
        latest is not None
        and latest.act == Act.GIVEN.value
        and (latest.expires_at is None or latest.expires_at > now())
    )


def _answers() -> "QuerySet[Consent]":
    """Words of a subject on a purpose, the latest first; questions are none."""
    asked = Consent.objects.filter(subject_id=Given("subject"), purpose=Given("purpose"))
    return asked.exclude(act=Act.REQUESTED.value).order_by("-at", "-id").only("id", "act", "expires_at")


# Asked at every opening that rests on a consent; composing it anew would take longer than asking.
_LATEST = Composed(lambda: _answers().filter(recipient__isnull=True)[:1])
_LATEST_FOR = Composed(lambda: _answers().filter(recipient=Given("recipient"))[:1])


def _ask_version(scope: _Scope, label: str, key: keys.Unwrapped) -> int:
    """Whether the subject has accepted what later versions of the policy brought (VII.2).

    Gives the minute from which on the value is inside the keeping time the subject has accepted; 0: no such bound.
    """
    from coatingcat.privacy.policy.introduced import introduced  # policy reads sealed fields, which ask this gate

    brought = introduced()
    for wanted in scope.purposes:
        if brought.is_new(label, wanted, key.accepted_version) and not (
            wanted.needs_consent and _agreed_since(key.subject_id, wanted, brought.since(label, wanted))
        ):
            raise Denied(Question.VERSION, label, wanted.name)
    kept = brought.shorter_keeping(label, key.accepted_version)
    return int((now() - kept).timestamp()) // 60 if kept is not None else 0


def _agreed_since(subject_id: UUID, wanted: Purpose, versions: frozenset[str]) -> bool:
    """Whether the subject's last word on a purpose is a yes to one of these versions: a fresh consent by itself."""
    latest = (
        Consent.objects.filter(subject_id=subject_id, purpose=wanted.name, recipient=None)
        .exclude(act=Act.REQUESTED.value)
        .order_by("-at", "-id")
        .values_list("act", "policy_version")
        .first()
    )
    return latest is not None and latest[0] == Act.GIVEN.value and latest[1] in versions


def _write_down(scope: _Scope) -> None:
    used = [(label, grant) for (label, _), grant in scope.grants.items() if grant.is_logged and grant.count]
    if not used:
        return
    actor = scope.actor
    with connection.cursor() as cursor:  # one statement, however many people a list shows
        cursor.execute(
            "INSERT INTO privacy_opening"
            " (at, request, actor, roles, purpose, reason, about, label, pseudonym, count)"
            " SELECT %s, %s, %s, %s, %s, %s, %s, * FROM unnest(%s::text[], %s::bytea[], %s::int[])",
            [
                now(),
                actor.reference[:40],
                actor.subject_id,
                " ".join(sorted(role.name.lower() for role in actor.roles)),
                scope.purposes[-1].name,
                scope.reason.name if scope.reason else "",
                scope.about[:40],
                [label for label, _ in used],
                [grant.key.pseudonym for _, grant in used],
                [grant.count for _, grant in used],
            ],
        )
