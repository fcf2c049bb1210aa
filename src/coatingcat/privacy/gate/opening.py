"""Opening a value: the questions in their order once for each field and key, then the value."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag

from coatingcat.ground.clock import now
from coatingcat.privacy import keys
from coatingcat.privacy.gate import questions
from coatingcat.privacy.gate.scopes import Grant, Scope, present
from coatingcat.privacy.refusals import Denied, NoPurpose
from coatingcat.privacy.words import Purpose, Question

if TYPE_CHECKING:
    from coatingcat.privacy.sealed import Sealed, SealedField


def open_sealed(value: "Sealed") -> Any:
    """The clear value. Raises NoPurpose or Denied."""
    scope, sealed_field, blob = present.get(), value.field, value.blob
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
    scope = present.get()
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
    scope = present.get()
    if scope is None:
        raise NoPurpose(label)
    for wanted in scope.purposes:
        if wanted not in declaration.purposes or wanted not in opens_for:
            raise Denied(Question.DECLARED, label, wanted.name)
    questions.ask_role(scope, label, is_self=False, is_ward=False)


def _decide(scope: Scope, sealed_field: "SealedField", key_id: bytes) -> Grant:
    label = sealed_field.label
    earliest = scope.earliest.get(label)
    if earliest is None:
        earliest = scope.earliest[label] = questions.ask_declaration(scope, sealed_field)
    key = scope.known_keys.get(key_id) or _loaded(scope, key_id)
    is_self = key is not None and key.subject_id == scope.actor.subject_id
    is_ward = key is not None and key.is_minor and key.subject_id in scope.actor.wards
    questions.ask_role(scope, label, is_self=is_self, is_ward=is_ward)
    if not is_self:
        questions.ask_duties(scope, label)
    if key is None:
        raise Denied(Question.ERASED, label)
    if not is_self:
        questions.ask_handed(scope, label, key.subject_id)
    questions.ask_browser(scope, label)
    questions.ask_minority(scope, label, key)
    questions.ask_consent(scope, label, key.subject_id)
    earliest = max(earliest, questions.ask_version(scope, label, key))
    questions.ask_restriction(scope, label, key, is_self=is_self)
    if key.aead is None:
        raise Denied(Question.ERASED, label)
    if key.ends_at is not None and key.ends_at <= now():
        raise Denied(Question.RETENTION, label)
    if not is_self:
        questions.ask_bulk(scope, label, key.pseudonym)
    grant = Grant(key, key.aead.decrypt, earliest, is_logged=not is_self)
    scope.grants[label, key_id] = grant
    return grant


def _loaded(scope: Scope, key_id: bytes) -> keys.Unwrapped | None:
    for key in keys.load([key_id]):
        scope.known_keys[key_id] = key
        return key
    return None
