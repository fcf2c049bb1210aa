"""What a person says about a purpose is written down."""

from uuid import UUID

from django.utils.translation import get_language

from coatingcat.privacy.models import Consent
from coatingcat.privacy.words import Act, Purpose


def record_consent(
    *, subject_id: UUID, purpose: Purpose, act: Act, words: str, policy_version: str, language: str | None = None
) -> Consent:
    """Write down what a person said about a purpose and the exact words shown; nothing is ever overwritten.

    Raises ValueError for a purpose that does not rest on consent: asking there would be a pretence.
    """
    if not purpose.needs_consent:
        raise ValueError(f"{purpose.name} rests on {purpose.basis.article}, not on consent.")
    return Consent.objects.create(
        subject_id=subject_id,
        purpose=purpose.name,
        act=act.value,
        words=words,
        policy_version=policy_version,
        language=language or get_language() or "zh-hans",
    )
