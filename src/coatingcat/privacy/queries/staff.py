"""What is on record about the duties of staff."""

from coatingcat.privacy.duties import standing_of
from coatingcat.privacy.models import BulkAlarm

__all__ = ["alarms", "alarms_waiting", "standing_of"]

_SHOWN = 100


def alarms() -> list[BulkAlarm]:
    """Stops, latest first, with what was decided; one query."""
    return list(BulkAlarm.objects.select_related("lift").order_by("-at")[:_SHOWN])


def alarms_waiting() -> int:
    """How many stops nobody has decided about."""
    return BulkAlarm.objects.filter(lift=None).count()
