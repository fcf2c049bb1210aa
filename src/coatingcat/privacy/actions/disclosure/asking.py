"""What the door asks before anything is opened. Each raises ShareRefused, which names the question."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from coatingcat.ground.clock import ZONE, now
from coatingcat.privacy import gate
from coatingcat.privacy.actions.disclosure.records import Demand, Record, is_sensitive, people_of
from coatingcat.privacy.declarations import find
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Subject, SubjectKey
from coatingcat.privacy.policy.introduced import introduced
from coatingcat.privacy.queries.minors import minors
from coatingcat.privacy.queries.recipients import Known, recipient_of
from coatingcat.privacy.queries.shares import heads_abroad
from coatingcat.privacy.queries.switches import is_frozen
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.rules import transfers
from coatingcat.privacy.words import Basis, Form, Purpose, Role, ShareQuestion, Standing, Switch, may_act

_MAY_BE_RESTRICTED = frozenset({Purpose.LEGAL_DISCLOSURE})
"""What the law demands is demanded of restricted data too."""


def known_as(recipient: str) -> Known:
    """The recipient by its declared key."""
    known = recipient_of(recipient)
    if known is None or known.declared.hosts:
        raise ShareRefused(ShareQuestion.RECIPIENT, recipient)
    return known


def ask_recipient(
    known: Known, purpose: Purpose, records: Sequence[Record], actor: Actor | None, demand: Demand | None = None
) -> None:
    """What is asked whoever the records are about: declared, permitted, bound, not frozen."""
    _ask_declared(known, purpose, records)
    if actor is not None:
        _ask_role(known, purpose, actor)
    _ask_contract(known, demand)
    if is_frozen(Switch.SHARES):
        raise ShareRefused(ShareQuestion.FROZEN, known.key)


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


def tellable(known: Known, purpose: Purpose, records: Sequence[Record], *, leave_out: bool) -> Sequence[Record]:
    """The records without the persons of whom the door may not tell. Raises ShareRefused unless they may be left out."""
    refused = _refused_persons(known, purpose, people_of(records))
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
        if not all(
            told.may_receive(label, key, version)
            for label in people[subject]
            for key in (known.key, known.declared.key)
        )
    }


def _consents_needed(known: Known) -> tuple[str | None, ...]:
    """The purpose's own consent, and one of its own for who decides for itself or is abroad (PIPL 23, 39)."""
    is_separate = known.declared.standing is Standing.HANDLER or transfers.is_abroad(known.country)
    return (None, known.key) if is_separate else (None,)


def ask_abroad(known: Known, people: Mapping[UUID, list[str]]) -> None:
    """For what leaves the mainland: a legal path, and one that is enough for so many persons (PIPL 38)."""
    if not transfers.is_abroad(known.country):
        return
    if known.path is None:
        raise ShareRefused(ShareQuestion.ABROAD, known.key, known.country)
    # One transfer abroad at a time: two that count at once would both find room for the last person.
    connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('privacy.heads_abroad'))")
    heads = heads_abroad(now().astimezone(ZONE).year, and_also=people.keys())
    sensitive = heads.sensitive + sum(map(is_sensitive, people.values()))
    if not transfers.is_enough(known.path, persons=heads.persons, sensitive=sensitive):
        raise ShareRefused(ShareQuestion.THRESHOLD, known.key, f"{heads.persons} persons")
