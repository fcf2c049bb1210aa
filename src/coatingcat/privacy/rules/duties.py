"""Whether somebody on the staff may look at a person's data just now: undertaking, training, and how many of late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

TRAINING_EVERY = timedelta(days=365)
TRAINING_GRACE = timedelta(days=30)
FIRST_TRAINING_WITHIN = timedelta(days=30)
"""From the first undertaking on."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record about the duties of one person: when each was done last, None if never."""

    signed_at: datetime | None = None
    """The undertaking in force, not an earlier version."""
    first_signed_at: datetime | None = None
    """Any version, the earliest."""
    trained_at: datetime | None = None

    @property
    def training_due_at(self) -> datetime | None:
        """When the next training should be taken; None for somebody who never signed anything."""
        if self.trained_at is not None:
            return self.trained_at + TRAINING_EVERY
        return self.first_signed_at + FIRST_TRAINING_WITHIN if self.first_signed_at else None

    def is_training_due(self, at: datetime) -> bool:
        """Whether it is time to remind: in the last 30 days before the day, and after it."""
        due = self.training_due_at
        return due is not None and due - TRAINING_GRACE <= at

    def is_training_overdue(self, at: datetime) -> bool:
        """Whether openings are refused: 12 months and 30 days after the last training, 30 days after a first signing."""
        due = self.training_due_at
        if due is None:
            return False
        return at >= (due + TRAINING_GRACE if self.trained_at else due)


def bulk_excess(
    seen: Collection[datetime], *, at: datetime, per_hour: int, per_day: int
) -> tuple[timedelta, int] | None:
    """The window, and the number of people in it, that leave no room for one more; None if there is room.

    `seen`: when each person's data was opened last by this member of the staff.
    """
    for window, limit in ((HOUR, per_hour), (DAY, per_day)):
        count = sum(1 for moment in seen if moment > at - window)
        if count >= limit:
            return window, count
    return None
