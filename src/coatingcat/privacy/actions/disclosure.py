"""The one door out: nothing else turns sealed values into bytes for somebody outside (IV; PIPL 21, 23, 38).

What leaves is a subset of what is declared for the recipient, for a purpose declared for both, under a contract in
force, by a legal path if it leaves the mainland; encrypted to the recipient's own key; written into a ledger that the
persons concerned can read. A refusal names its question and writes nothing.
"""

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pyrage
from django.db import connection, models, transaction

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import later
from coatingcat.privacy import gate, keys
from coatingcat.privacy.declarations import Personal, find
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Package, Share, SharedPerson, Subject, SubjectKey
from coatingcat.privacy.policy.introduced import introduced
from coatingcat.privacy.queries.minors import minors
from coatingcat.privacy.queries.recipients import Known, recipient_of
from coatingcat.privacy.queries.shares import heads_abroad
from coatingcat.privacy.queries.switches import is_frozen
from coatingcat.privacy.refusals import Denied, KeyGone, ShareRefused
from coatingcat.privacy.rules import transfers
from coatingcat.privacy.sealed import Content, Sealed
from coatingcat.privacy.words import (
    Basis,
    Form,
    Kind,
    Purpose,
    Question,
    Reason,
    Role,
    ShareQuestion,
    Standing,
    Switch,
    may_act,
)

_OF_A_PERSON = {
    Question.ERASED: ShareQuestion.PERSON,
    Question.RESTRICTED: ShareQuestion.PERSON,
    Question.RETENTION: ShareQuestion.PERSON,
    Question.CONSENT: ShareQuestion.CONSENT,
    Question.VERSION: ShareQuestion.VERSION,
    Question.MINOR: ShareQuestion.MINOR,
    Question.APPROVAL: ShareQuestion.MINOR,
    Question.UNDERTAKING: ShareQuestion.DUTY,
    Question.TRAINING: ShareQuestion.DUTY,
    Question.BULK: ShareQuestion.DUTY,
}
_MAY_BE_RESTRICTED = frozenset({Purpose.LEGAL_DISCLOSURE})
"""What the law demands is demanded of restricted data too."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that goes out: the rows it stands in, and the declared labels taken from them."""

    rows: tuple[models.Model, ...]
    labels: tuple[str, ...]

    def row_of(self, label: str) -> models.Model:
        """The row a label is read from. Raises LookupError if none of the rows has it."""
        model = label.rpartition(".")[0]
        for row in self.rows:
            if row._meta.label == model:
                return row
        raise LookupError(f"No row of this record has {label}.")

    def subject_of(self, label: str) -> UUID:
        """Whose the value is, by the path its declaration names."""
        found: Any = self.row_of(label)
        for step in find(label).subject.split("."):
            found = getattr(found, step)
        assert isinstance(found, UUID)
        return found

    def people(self) -> dict[UUID, list[str]]:
        """The labels of each person in it."""
        found = defaultdict(list)
        for label in self.labels:
            found[self.subject_of(label)].append(label)
        return found


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authority demands, in place of a contract: its legal instrument, and the two officers (IV.3)."""

    authority: str
    country: str
    reference: str
    """Number of the instrument, which is kept beside the demand."""
    approval: str
    """Of the Chinese authority in charge, for what a foreign one demands (PIPL 41; DSL 36)."""
    age_key: str
    asked_by: UUID
    approved_by: UUID


@transaction.atomic
def disclose(
    *,
    recipient: str,
    purpose: Purpose,
    records: Sequence[Record],
    actor: Actor,
    about: UUID | None = None,
    leave_out: bool = False,
    silent_until: date | None = None,
    demand: Demand | None = None,
    reason: Reason | None = None,
    code: str = "",
) -> Share:
    """Hand records to a recipient: encrypt them to its key, write the ledger, and send or keep the package.

    `about`: for one thing, a recipient gets one package; asked again, the first share is returned. `leave_out`: persons
    of whom the door may not tell are left out, instead of refusing everything. `demand`: for an
    authority, in place of a contract. `reason` and `code` (of an order, say) are written down with each
    opening. Raises ShareRefused; nothing is written then.
    """
    known = _known(recipient)
    earlier = Share.objects.filter(recipient=recipient, about=about).first() if about else None
    if earlier is not None:
        return earlier
    _ask_declared(known, purpose, records)
    _ask_role(known, purpose, actor)
    _ask_contract(known, demand)
    _ask_frozen(known)
    age_key = demand.age_key if demand else known.age_key
    if not age_key:
        raise ShareRefused(ShareQuestion.KEY, recipient)
    records = _tellable(known, purpose, records, leave_out=leave_out)
    people = _people(records)
    if demand is None:
        _ask_abroad(known, people)
    share_id = new_id()
    content = _opened(known, purpose, records, actor, reason, code)
    sealed = _encrypted(age_key, {"share": str(share_id), "purpose": purpose.name, "records": content})
    share = Share.objects.create(
        id=share_id,
        by=actor.subject_id,
        recipient=recipient,
        recipient_name=(demand.authority if demand else known.name.en)[:120],
        purpose=purpose.name,
        labels=" ".join(sorted({label for labels in people.values() for label in labels})),
        forms=" ".join(sorted({known.fields[label].name for labels in people.values() for label in labels})),
        country=demand.country if demand else known.country,
        path=known.path.name if known.path else "",
        contract=demand.reference if demand else known.contract,
        persons=len(people),
        digest=hashlib.sha256(sealed).digest(),
        about=about,
        silent_until=silent_until,
    )
    SharedPerson.objects.bulk_create(
        [
            SharedPerson(
                share=share, subject_id=subject, labels=" ".join(sorted(labels)), is_sensitive=_is_sensitive(labels)
            )
            for subject, labels in people.items()
        ],
        2_000,
    )
    Package.objects.create(share=share, content=sealed)
    if known.webhook:
        later("privacy.deliver_share", share_id=share.pk)
    return share


# ---- what the door asks ------------------------------------------------------------------------


def _known(recipient: str) -> Known:
    known = recipient_of(recipient)
    if known is None or known.declared.hosts:
        raise ShareRefused(ShareQuestion.RECIPIENT, recipient)
    return known


def _ask_declared(known: Known, purpose: Purpose, records: Sequence[Record]) -> None:
    if purpose not in known.declared.purposes:
        raise ShareRefused(ShareQuestion.PURPOSE, known.key, purpose.name)
    if not records or not all(record.labels for record in records):
        raise ShareRefused(ShareQuestion.EMPTY, known.key)
    fields = known.fields
    for label in sorted({label for record in records for label in record.labels}):
        if label not in fields:
            raise ShareRefused(ShareQuestion.FIELD, known.key, label)
        if fields[label] not in {Form.CLEAR, Form.PSEUDONYM}:
            raise ShareRefused(ShareQuestion.FORM, known.key, label)
        if purpose not in find(label).purposes:
            raise ShareRefused(ShareQuestion.PURPOSE, known.key, label)


def _ask_role(known: Known, purpose: Purpose, actor: Actor) -> None:
    """Staff and jobs hand things out; what somebody may see of others as a member is no reason to."""
    roles = actor.roles - {Role.MEMBER, Role.VISITOR, Role.SUBJECT}
    if not may_act(roles, purpose, actor.reference):
        raise ShareRefused(ShareQuestion.ROLE, known.key, purpose.name)


def _ask_contract(known: Known, demand: Demand | None) -> None:
    """A contract in force; from an authority an instrument, and two persons who let it through."""
    if known.declared.standing is not Standing.AUTHORITY:
        if demand is not None or not known.is_bound():
            raise ShareRefused(ShareQuestion.CONTRACT, known.key)
        return
    if demand is None or not demand.reference:
        raise ShareRefused(ShareQuestion.INSTRUMENT, known.key)
    if demand.asked_by == demand.approved_by:
        raise ShareRefused(ShareQuestion.SECOND, known.key)
    if transfers.is_abroad(demand.country) and not demand.approval:
        raise ShareRefused(ShareQuestion.ABROAD, known.key, demand.country)


def _ask_frozen(known: Known) -> None:
    if is_frozen(Switch.SHARES):
        raise ShareRefused(ShareQuestion.FROZEN, known.key)


def _tellable(known: Known, purpose: Purpose, records: Sequence[Record], *, leave_out: bool) -> Sequence[Record]:
    """The records without the persons of whom the door may not tell. Raises ShareRefused unless they may be left out."""
    refused = _refused_persons(known, purpose, _people(records))
    if not refused:
        return records
    if not leave_out:
        raise ShareRefused(next(iter(refused.values())), known.key)
    kept = [record for record in records if not refused.keys() & record.people().keys()]
    if not kept:
        raise ShareRefused(ShareQuestion.EMPTY, known.key)
    return kept


def _refused_persons(known: Known, purpose: Purpose, people: Mapping[UUID, list[str]]) -> dict[UUID, ShareQuestion]:
    """Persons of whom the recipient may not be told, each with the question that says so."""
    refused: dict[UUID, ShareQuestion] = {}
    subjects = set(people)
    alive = SubjectKey.objects.filter(subject_id__in=subjects, destroyed_at=None).values_list("subject_id", flat=True)
    refused |= dict.fromkeys(subjects - set(alive), ShareQuestion.PERSON)
    if purpose not in _MAY_BE_RESTRICTED:
        held = Subject.objects.filter(pk__in=subjects, restricted_at__isnull=False).values_list("pk", flat=True)
        refused |= dict.fromkeys(held, ShareQuestion.PERSON)
    refused |= dict.fromkeys(_untold(known, purpose, people) - refused.keys(), ShareQuestion.VERSION)
    if not purpose.open_to_minors:
        under_age = minors().filter(pk__in=subjects - refused.keys()).values_list("pk", flat=True)
        refused |= dict.fromkeys(under_age, ShareQuestion.MINOR)
    if purpose.needs_consent:
        refused |= {
            subject: ShareQuestion.CONSENT
            for subject in subjects - refused.keys()
            if not all(gate.consent_stands(subject, purpose, asked) for asked in _consents_needed(known))
        }
    return refused


def _untold(known: Known, purpose: Purpose, people: Mapping[UUID, list[str]]) -> set[UUID]:
    """Persons who accepted a version of the policy that did not tell of this recipient, or not of these fields for it
    (VII.2, IV.1). What a law demands needs nobody's acceptance."""
    if purpose.basis is Basis.LEGAL_DUTY:
        return set()
    told = introduced()
    accepted = Subject.objects.filter(pk__in=people).values_list("pk", "accepted_version")
    return {
        subject
        for subject, version in accepted
        if not all(told.may_receive(label, known.key, version) for label in people[subject])
    }


def _consents_needed(known: Known) -> tuple[str | None, ...]:
    """The purpose's own consent, and one of its own for who decides for itself or is abroad (PIPL 23, 39)."""
    is_separate = known.declared.standing is Standing.HANDLER or transfers.is_abroad(known.country)
    return (None, known.key) if is_separate else (None,)


def _ask_abroad(known: Known, people: Mapping[UUID, list[str]]) -> None:
    if not transfers.is_abroad(known.country):
        return
    if known.path is None:
        raise ShareRefused(ShareQuestion.ABROAD, known.key, known.country)
    # One transfer abroad at a time: two that count at once would both find room for the last person.
    connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('privacy.heads_abroad'))")
    heads = heads_abroad(now().astimezone(ZONE).year, and_also=people.keys())
    sensitive = heads.sensitive + sum(map(_is_sensitive, people.values()))
    if not transfers.is_enough(known.path, persons=heads.persons, sensitive=sensitive):
        raise ShareRefused(ShareQuestion.THRESHOLD, known.key, f"{heads.persons} persons")


# ---- what leaves -------------------------------------------------------------------------------


def _people(records: Iterable[Record]) -> dict[UUID, list[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for record in records:
        for subject, labels in record.people().items():
            found[subject] |= set(labels)
    return {subject: sorted(labels) for subject, labels in found.items()}


def _is_sensitive(labels: Iterable[str]) -> bool:
    return any(find(label).kind.sensitive for label in labels)


def _opened(
    known: Known, purpose: Purpose, records: Sequence[Record], actor: Actor, reason: Reason | None, code: str
) -> list[dict[str, Any]]:
    """The values, opened under the purpose: the gate asks its own questions of each, and writes the log."""
    try:
        with gate.purpose(purpose, actor=actor, reason=reason, about=code):
            return [_record(known, record) for record in records]
    except Denied as refusal:
        question = _OF_A_PERSON.get(refusal.question, ShareQuestion.PURPOSE)
        raise ShareRefused(question, known.key, refusal.label) from None
    except KeyGone:
        raise ShareRefused(ShareQuestion.PERSON, known.key) from None


def _record(known: Known, record: Record) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for label in record.labels:
        value = getattr(record.row_of(label), label.rpartition(".")[2])
        value = value.open() if isinstance(value, Sealed) else value
        if known.fields[label] is Form.PSEUDONYM:
            subject = record.subject_of(label)
            out["who"] = keys.pseudonym(subject, f"recipient {known.key}").hex()
            value = _unnamed(label, find(label), value, subject, known)
        out[label] = _plain(value)
    return out


def _unnamed(label: str, declaration: Personal, value: Any, subject: UUID, known: Known) -> Any:
    """The value, or in place of one that is unique to a person or a row a name that this recipient alone knows."""
    from django.apps import apps

    model, _, name = label.rpartition(".")
    if declaration.kind is not Kind.PERSON_ID and not apps.get_model(model)._meta.get_field(name).unique:
        return value
    key = keys.pseudonym(subject, f"recipient {known.key} {label}")
    return hmac.digest(key, str(value).encode(), "sha256")[:16].hex()


_AS_TEXT: dict[type, Callable[[Any], Any]] = {
    Content: lambda file: {
        "name": file.name,
        "type": file.content_type,
        "base64": base64.b64encode(file.data).decode(),
    },
    bytes: bytes.hex,
}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return _AS_TEXT.get(type(value), str)(value)


def _encrypted(age_key: str, content: dict[str, Any]) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(age_key)]))
