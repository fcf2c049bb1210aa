"""By when what waits at a counter is to be done, and in which order it is shown."""

from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from coatingcat.ground.clock import add_working_days
from coatingcat.privacy.words import Text

CONFIRM_WITHIN = timedelta(hours=24)
"""An order is confirmed or refused within a day: what we ask of ourselves and of who sells here."""
LEAD_DAYS = 5
"""Working days to send goods in, where the offer named no lead time."""
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class Urgency(Enum):
    """How a thing stands to its time."""

    OVERDUE = Text("已逾期", "Overdue")
    TODAY = Text("24 小时内", "Within 24 hours")
    LATER = Text("之后", "Later")


def urgency(due: datetime, at: datetime) -> Urgency:
    if due <= at:
        return Urgency.OVERDUE
    return Urgency.TODAY if due <= at + timedelta(hours=24) else Urgency.LATER


def confirm_by(placed_at: datetime) -> datetime:
    return placed_at + CONFIRM_WITHIN


def send_by(confirmed_at: datetime, lead_days: int | None) -> datetime:
    """The evening of the last working day of the lead time, in Shanghai."""
    start = confirmed_at.astimezone(_SHANGHAI).date()
    return end_of(add_working_days(start, LEAD_DAYS if lead_days is None else max(1, lead_days)).date)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), _SHANGHAI)
