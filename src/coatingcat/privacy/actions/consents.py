"""What a person is asked and says about a purpose is written down, and takes effect in the same moment."""

import functools
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import get_language

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import personal_entries, recipients
from coatingcat.privacy.gate import consent_stands
from coatingcat.privacy.models import Consent, Subject
from coatingcat.privacy.policy import policy_hash, published
from coatingcat.privacy.policy.versions import in_force, running
from coatingcat.privacy.queries.consents import kinds_of
from coatingcat.privacy.queries.minors import is_minor
from coatingcat.privacy.rules.consents import act_of, end_of, next_moment
from coatingcat.privacy.words import Act, GivenBy, Purpose


def record_consent(
    *,
    subject_id: UUID,
    purpose: Purpose,
    act: Act,
    words: str,
    policy_version: str,
    language: str | None = None,
    recipient: str | None = None,
    given_by: GivenBy = GivenBy.PAGE,
) -> Consent:
    """Write down what a person was asked or said, in the exact words shown; nothing is ever overwritten.

    `recipient` is the key of a declared recipient where the law wants a consent of its own for it. Of two answers at
    once the later one stands: they wait for each other. A no, a withdrawal and an end empty in the same transaction
    what rests on this purpose alone (PIPL 15, 47). Raises ValueError where the law does not rest the purpose on
    consent: asking there would be a pretence; and where a minor is asked or says yes for a purpose closed to minors,
    whoever agreed to it (MR 24).
    """
    _demand_that_it_may_be_asked(purpose, recipient)
    if act in {Act.GIVEN, Act.REQUESTED} and not purpose.open_to_minors and is_minor(subject_id):
        raise ValueError(f"{purpose.name} is closed to minors.")
    with transaction.atomic():
        latest = _latest_of_locked(subject_id, purpose, recipient)
        at = next_moment(now(), latest=latest.at if latest else None)
        record = Consent.objects.create(
            subject_id=subject_id,
            purpose=purpose.name,
            recipient=recipient,
            kinds=[kind.name for kind in kinds_of(purpose)],
            act=act.value,
            given_by=given_by.name,
            words=words,
            policy_version=policy_version,
            policy_hash=_hash_of(policy_version),
            language=language or get_language() or "zh-hans",
            expires_at=end_of(purpose, given_at=at) if act is Act.GIVEN else None,
            at=at,
        )
        if act not in {Act.GIVEN, Act.REQUESTED} and recipient is None:
            _empty_what_rested_on(purpose, subject_id)
        return record


def answer_consent(
    *,
    subject_id: UUID,
    purpose: Purpose,
    yes: bool,
    words: str,
    policy_version: str,
    recipient: str | None = None,
    given_by: GivenBy = GivenBy.PAGE,
) -> Consent:
    """Write down a yes or no; a no to what stood takes it back. Raises ValueError as `record_consent` does."""
    with transaction.atomic():
        _lock(subject_id)
        act = act_of(yes=yes, stood=consent_stands(subject_id, purpose, recipient))
        return record_consent(
            subject_id=subject_id,
            purpose=purpose,
            act=act,
            words=words,
            policy_version=policy_version,
            recipient=recipient,
            given_by=given_by,
        )


def put_question(
    *, subject_id: UUID, purpose: Purpose, words: str, policy_version: str, recipient: str | None = None
) -> Consent:
    """Write down that a question was put at the first use of a function (I.6); pressed twice, it was put once."""
    with transaction.atomic():
        latest = _latest_of_locked(subject_id, purpose, recipient)
        if latest is not None and (latest.act, latest.words, latest.policy_version) == (
            Act.REQUESTED.value,
            words,
            policy_version,
        ):
            return latest
        return record_consent(
            subject_id=subject_id,
            purpose=purpose,
            act=Act.REQUESTED,
            words=words,
            policy_version=policy_version,
            recipient=recipient,
            given_by=GivenBy.PROMPT,
        )


def expire_consents(*, limit: int = 10_000) -> int:
    """Write down which yeses have come to their end, and empty what rested on them; how many there were.

    The gate does not wait for this: a yes past its end opens nothing.
    """
    over = Consent.objects.exclude(act=Act.REQUESTED.value).order_by("subject_id", "purpose", "recipient", "-at", "-id")
    latest = over.distinct("subject_id", "purpose", "recipient")
    due = Consent.objects.filter(pk__in=latest.values("pk"), act=Act.GIVEN.value, expires_at__lte=now())
    count = 0
    for row in due.order_by("expires_at")[:limit]:
        count += _expire(row)
    return count


def _expire(row: Consent) -> bool:
    with transaction.atomic():
        _lock(row.subject_id)
        answers = Consent.objects.filter(subject_id=row.subject_id, purpose=row.purpose, recipient=row.recipient)
        if answers.exclude(act=Act.REQUESTED.value).order_by("-at", "-id").values_list("pk", flat=True)[0] != row.pk:
            return False  # answered anew while this was looked for
        record_consent(
            subject_id=row.subject_id,
            purpose=row.what,
            act=Act.EXPIRED,
            words=row.words,
            policy_version=row.policy_version,
            language=row.language,
            recipient=row.recipient,
            given_by=GivenBy.PROGRAM,
        )
        return True


def _demand_that_it_may_be_asked(purpose: Purpose, recipient: str | None) -> None:
    if recipient is not None and recipient not in recipients():
        raise ValueError(f"{recipient} is no declared recipient.")
    if not purpose.needs_consent and not (recipient and purpose.asked_per_recipient):
        raise ValueError(f"{purpose.name} rests on {purpose.basis.article}, not on consent.")


def _lock(subject_id: UUID) -> None:
    """Answers of one person wait for each other here; everything else of the person goes on."""
    Subject.objects.select_for_update(no_key=True).filter(pk=subject_id).first()


def _latest_of_locked(subject_id: UUID, purpose: Purpose, recipient: str | None) -> Consent | None:
    _lock(subject_id)
    found = Consent.objects.filter(subject_id=subject_id, purpose=purpose.name, recipient=recipient)
    return found.order_by("-at", "-id").first()


@functools.lru_cache(maxsize=64)
def _hash_of(version: str) -> str:
    """The check value of a version as its page shows it; empty for one nobody knows."""
    if version == in_force().name:
        return policy_hash(in_force().text, running().as_json().encode())
    return next((found.hash for found in published() if found.name == version and found.filed), "")


def _empty_what_rested_on(ended: Purpose, subject_id: UUID) -> None:
    for model, lookup, field, others in _resting_on(ended):
        if not any(consent_stands(subject_id, other) for other in others):
            model._default_manager.filter(**{lookup: subject_id}).exclude(**{field: None}).update(**{field: None})


@functools.cache
def _resting_on(ended: Purpose) -> tuple[tuple[type[models.Model], str, str, tuple[Purpose, ...]], ...]:
    """Model, look-up of the subject, field, and the other consents it rests on: of every value a consent alone allows."""
    found: dict[type[models.Model], list[Any]] = defaultdict(list)
    for entry, declared in personal_entries():
        if entry.field is None or not entry.field.null or ended not in declared.rests_on or not declared.is_by_consent:
            continue
        others = tuple(purpose for purpose in Purpose if purpose in declared.rests_on - {ended})
        found[entry.field.model].append((declared.subject.replace(".", "__"), entry.field.name, others))
    return tuple((model, *what) for model, fields in found.items() for what in fields)
