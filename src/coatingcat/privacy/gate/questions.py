"""What the gate asks, each question by itself. Each raises Denied, which names the question."""

from typing import TYPE_CHECKING
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.privacy import duties, handed, keys
from coatingcat.privacy.gate.consents import agreed_since, consent_stands
from coatingcat.privacy.gate.scopes import Scope
from coatingcat.privacy.models.minors import MinorAccess
from coatingcat.privacy.refusals import Denied, NeedsApproval, NeedsConsent
from coatingcat.privacy.words import STAFF, Purpose, Question, Role, Since, may_act
from coatingcat.privacy.words.minors import Decision

if TYPE_CHECKING:
    from coatingcat.privacy.sealed import SealedField

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


def ask_declaration(scope: Scope, sealed_field: "SealedField") -> int:
    declaration = sealed_field.declaration
    for wanted in scope.purposes:
        if wanted not in declaration.purposes:
            raise NeedsConsent(sealed_field.label, wanted)
    keep = declaration.keep
    return int((now() - keep.for_).timestamp()) // 60 if keep.since is Since.SEALED else 0


def ask_role(scope: Scope, label: str, *, is_self: bool, is_ward: bool) -> None:
    who = is_self, is_ward
    if who not in scope.roles_allow:
        roles = scope.actor.roles - {Role.GUARDIAN} | ({Role.SUBJECT} if is_self else set())
        roles |= {Role.GUARDIAN} if is_ward else set()
        scope.roles_allow[who] = next((p for p in scope.purposes if not may_act(roles, p, scope.actor.reference)), None)
    forbidden = scope.roles_allow[who]
    if forbidden is not None:
        raise Denied(Question.ROLE, label, forbidden.name)


def ask_duties(scope: Scope, label: str) -> None:
    """Staff open nobody's data before they undertook to keep it confidential and while their training is overdue."""
    if not scope.actor.roles & _STAFF:
        return
    if scope.standing is None:
        scope.standing = duties.standing_of(scope.actor.subject_id)
    if scope.standing.signed_at is None:
        raise Denied(Question.UNDERTAKING, label)
    if scope.standing.is_training_overdue(now()):
        raise Denied(Question.TRAINING, label)


def ask_handed(scope: Scope, label: str, subject_id: UUID) -> None:
    """To the people of a recipient opens what the ledger says was handed to it, while its contract is in force."""
    if not scope.actor.recipient:
        return
    if subject_id not in scope.handed:
        scope.handed[subject_id] = handed.labels(scope.actor.recipient, subject_id)
    if label not in scope.handed[subject_id]:
        raise Denied(Question.HANDED, label)


def ask_browser(scope: Scope, label: str) -> None:
    refused = next((p for p in scope.purposes if p.refused_by_gpc), None) if scope.actor.by_gpc else None
    if refused is not None:
        raise Denied(Question.BROWSER, label, refused.name)


def ask_minority(scope: Scope, label: str, key: keys.Unwrapped) -> None:
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


def ask_consent(scope: Scope, label: str, subject_id: UUID) -> None:
    for wanted in scope.purposes:
        if not wanted.needs_consent:
            continue
        known = scope.consents.get((subject_id, wanted))
        if known is None:
            known = scope.consents[subject_id, wanted] = consent_stands(subject_id, wanted)
        if not known:
            raise Denied(Question.CONSENT, label, wanted.name)


def ask_version(scope: Scope, label: str, key: keys.Unwrapped) -> int:
    """Whether the subject has accepted what later versions of the policy brought (VII.2).

    Gives the minute from which on the value is inside the keeping time the subject has accepted; 0: no such bound.
    """
    from coatingcat.privacy.policy.introduced import introduced  # policy reads sealed fields, which ask this gate

    brought = introduced()
    for wanted in scope.purposes:
        if brought.is_new(label, wanted, key.accepted_version) and not (
            wanted.needs_consent and agreed_since(key.subject_id, wanted, brought.since(label, wanted))
        ):
            raise Denied(Question.VERSION, label, wanted.name)
    kept = brought.shorter_keeping(label, key.accepted_version)
    return int((now() - kept).timestamp()) // 60 if kept is not None else 0


def ask_restriction(scope: Scope, label: str, key: keys.Unwrapped, *, is_self: bool) -> None:
    allowed = _BY_ONESELF if is_self else _WHILE_RESTRICTED
    if key.is_restricted and not set(scope.purposes) <= allowed:
        raise Denied(Question.RESTRICTED, label)


def ask_bulk(scope: Scope, label: str, pseudonym: bytes) -> None:
    """One more person than the limit is refused, and the officers are told."""
    if not scope.actor.roles & _STAFF:
        return
    if scope.seen is None:
        scope.seen = duties.seen_of_late(scope.actor.subject_id)
    if pseudonym not in scope.seen and (full := duties.excess(scope.seen)):
        duties.raise_alarm(scope.actor.subject_id, *full)
        raise Denied(Question.BULK, label)
    scope.seen[pseudonym] = now()
