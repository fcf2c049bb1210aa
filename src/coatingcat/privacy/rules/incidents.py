"""The clock of an incident, and how near the head counters are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coatingcat.privacy.words.incidents import HEAD_ALARM, HEAD_COUNTS, Step
from coatingcat.privacy.words.text import Text


@dataclass(frozen=True, slots=True)
class Clock:
    """One step of the plan with its time."""

    step: Step
    due_at: datetime
    done_at: datetime | None
    is_late: bool
    """Done after its time, or not done and past it."""

    @property
    def state(self) -> str:
        if self.done_at is not None:
            return "late" if self.is_late else "done"
        return "overdue" if self.is_late else "waits"


def clocks(aware_at: datetime, done: dict[Step, datetime], *, at: datetime) -> list[Clock]:
    """The plan of an incident at a moment, in its order; every time counts from awareness."""
    return [
        Clock(step, due, done.get(step), (done.get(step) or at) > due)
        for step in Step
        for due in (aware_at + step.within,)
    ]


def minutes(since: datetime, until: datetime) -> int:
    """Whole minutes, begun ones counted."""
    return max(0, -((since - until) // timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Head:
    """How near the number of people held is to a threshold."""

    limit: int
    follows: Text
    count: int

    @property
    def is_reached(self) -> bool:
        return self.count >= self.limit

    @property
    def is_near(self) -> bool:
        return self.count >= HEAD_ALARM * self.limit


def heads(count: int) -> list[Head]:
    """Every threshold against the number of people held."""
    return [Head(limit, follows, count) for limit, follows in HEAD_COUNTS]
