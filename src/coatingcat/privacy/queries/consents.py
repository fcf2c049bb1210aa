"""Which consents stand."""

from uuid import UUID

from coatingcat.privacy.models import Consent
from coatingcat.privacy.words import Act, Purpose


def consents_of(subject_id: UUID) -> dict[Purpose, Consent]:
    """The latest word of the subject on each purpose it was ever asked about."""
    rows = Consent.objects.filter(subject_id=subject_id).order_by("purpose", "-at", "-id").distinct("purpose")
    return {Purpose[row.purpose]: row for row in rows}


def standing_consents(subject_id: UUID) -> frozenset[Purpose]:
    """The purposes the subject has said yes to."""
    return frozenset(p for p, c in consents_of(subject_id).items() if c.act == Act.GIVEN.value)
