"""What became of a person's corrections beyond the place they were made in (V.2; PIPL 46)."""

from collections import defaultdict
from uuid import UUID

from coatingcat.privacy.models import CorrectionFlow


def flows_of(subject_id: UUID, limit: int = 200) -> dict[str, list[CorrectionFlow]]:
    """What was passed on, by the random key of the correction. One query."""
    found: dict[str, list[CorrectionFlow]] = defaultdict(list)
    for flow in CorrectionFlow.objects.filter(subject_id=subject_id).order_by("-at")[:limit]:
        found[flow.correction].append(flow)
    return dict(found)
