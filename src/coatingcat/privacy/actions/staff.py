"""What staff do about their duties, and what officers decide about a stop."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy import keys
from coatingcat.privacy.models import AccessReview, BulkAlarm, BulkLift, RoleGrant, Training, Undertaking
from coatingcat.privacy.words import Role
from coatingcat.privacy.words.duties import QUIZ, TRAINING_TOPIC, UNDERTAKING, UNDERTAKING_VERSION, LiftReason


def text_digest() -> bytes:
    """SHA-256 of the undertaking in both languages, as it is signed (32 bytes)."""
    whole = "\n".join(f"{text.zh}\n{text.en}" for text in UNDERTAKING)
    return hashlib.sha256(f"{UNDERTAKING_VERSION}\n{whole}".encode()).digest()


def signature_of(subject_id: UUID, version: str, at: datetime, digest: bytes) -> bytes:
    """The seal over who signed which text when (HMAC-SHA-256 under a key of the keys folder, 32 bytes)."""
    signed = b"\0".join([subject_id.bytes, version.encode(), at.astimezone(UTC).isoformat().encode(), digest])
    return hmac.digest(keys.signing_key("undertakings"), signed, "sha256")


def sign_undertaking(*, subject_id: UUID, language: str) -> Undertaking:
    """Sign the undertaking in force; who has signed it already keeps the first record."""
    with transaction.atomic():
        signed = Undertaking.objects.filter(subject_id=subject_id, version=UNDERTAKING_VERSION).first()
        if signed is not None:
            return signed
        at = now()
        return Undertaking.objects.create(
            subject_id=subject_id,
            version=UNDERTAKING_VERSION,
            language=language,
            at=at,
            signature=signature_of(subject_id, UNDERTAKING_VERSION, at, text_digest()),
        )


def is_genuine(undertaking: Undertaking) -> bool:
    """Whether the seal is ours and covers this row and the present text."""
    expected = signature_of(undertaking.subject_id, undertaking.version, undertaking.at, text_digest())
    return hmac.compare_digest(expected, bytes(undertaking.signature))


def wrong_answers(answers: Mapping[str, str]) -> list[str]:
    """Keys of the quiz's questions that were not answered rightly; answers are places, from 0, as text."""
    return [question.key for question in QUIZ if answers.get(question.key) != str(question.right)]


def pass_training(*, subject_id: UUID) -> Training:
    """Write down that the training now given was passed."""
    return Training.objects.create(subject_id=subject_id, topic=TRAINING_TOPIC)


def record_role(*, subject_id: UUID, role: Role, is_granted: bool, by: UUID | None) -> RoleGrant:
    """Write down that a role was given or taken; the giving itself is done above, where members are known."""
    return RoleGrant.objects.create(subject_id=subject_id, role=role.name, is_granted=is_granted, by_id=by)


def decide_alarm(*, alarm: BulkAlarm, by: UUID, why: LiftReason) -> BulkLift | None:
    """Lift a stop or uphold it, as the reason says, once; None if somebody decided before. Raises ValueError for a stop of one's own."""
    if alarm.subject_id == by:
        raise ValueError("Nobody decides about an alarm of their own.")
    lift, is_first = BulkLift.objects.get_or_create(
        alarm=alarm, defaults={"by_id": by, "is_lifted": why.lifts, "why": why.name}
    )
    return lift if is_first else None


def record_review(*, subject_id: UUID, by: UUID, is_kept: bool, roles: frozenset[Role], people: int) -> AccessReview:
    """Write down what was decided about somebody's access; taking roles away is done above."""
    names = " ".join(sorted(role.name for role in roles))
    return AccessReview.objects.create(subject_id=subject_id, by_id=by, is_kept=is_kept, roles=names, people=people)
