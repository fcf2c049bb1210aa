"""Whether the subject's latest word on a purpose is a yes."""

from typing import TYPE_CHECKING
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.privacy.models.consents import Consent
from coatingcat.privacy.words import Act, Purpose

if TYPE_CHECKING:
    from django.db.models import QuerySet


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


def agreed_since(subject_id: UUID, wanted: Purpose, versions: frozenset[str]) -> bool:
    """Whether the subject's last word on a purpose is a yes to one of these versions: a fresh consent by itself."""
    latest = (
        Consent.objects.filter(subject_id=subject_id, purpose=wanted.name, recipient=None)
        .exclude(act=Act.REQUESTED.value)
        .order_by("-at", "-id")
        .values_list("act", "policy_version")
        .first()
    )
    return latest is not None and latest[0] == Act.GIVEN.value and latest[1] in versions
