"""Who makes each keeping time true: for every table and keeping time the rule by which what is over goes (III.2a).

A rule is found, in this order: what a room sweeps itself (`swept`, in its `holdings`); what the person's own act ends
(cancellation, withdrawal); a column that starts the clock: the one a declaration names (`personal(…, clock="at")`), or
the one such columns are called by in this house. Nothing found is check E011: a keeping time that nobody keeps is
only a sentence.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from coatingcat.privacy.declarations import Entry, Personal, personal_entries
from coatingcat.privacy.words import Keep, Since, Text, Then

Sweep = Callable[[], object]


class How(Enum):
    """How what is over its time goes."""

    BY_ACT = Text("由本人的操作触发（注销或撤回同意）", "By the person's own act (cancellation or withdrawal)")
    BY_CLOCK = Text("每晚清理，按此列起算", "Nightly sweep, counted from this column")
    BY_ROOM = Text("每晚清理，由所在模块的规则处理", "Nightly sweep, by a rule of its own")


@dataclass(frozen=True, slots=True)
class Rule:
    """`table` is `app.Model`, or `room:thing` for what is no table of ours; `clock` the column, or the sweep's name.

    `blanked` names the columns that are emptied where other columns of the table are kept longer; none: the row goes.
    """

    table: str
    keep: Keep
    how: How
    clock: str = ""
    model: type[models.Model] | None = None
    blanked: tuple[str, ...] = ()


_CALLED = {
    Since.SEALED: ("created_at", "at", "given_at", "asked_at", "opened_at"),
    Since.LAST_USE: ("last_used", "last_used_at", "used_at", "seen_at", "changed_at", "updated_at"),
    Since.ORDER_COMPLETED: ("completed_at",),
    Since.WITHDRAWAL: ("withdrawn_at",),
    Since.CANCELLATION: ("erased_at", "made_on", "at", "created_at"),
}
"""What the column is called that a clock starts from, unless a declaration names another."""

_sweeps: dict[str, Sweep] = {}
_covers: dict[tuple[str, Keep], str] = {}


def swept(name: str, *covers: tuple[str, Keep]) -> Callable[[Sweep], Sweep]:
    """Register what a room sweeps itself: the nightly run calls it, and it stands for these tables and times.

    It asks `clock.now()` what time it is, writes to the database only (files go `on_commit`), may be called twice, and
    returns how many rows went.
    """

    def register(sweep: Sweep) -> Sweep:
        _sweeps[name] = sweep
        for cover in covers:
            _covers[cover] = name
        return sweep

    return register


def sweeps() -> dict[str, Sweep]:
    """What rooms sweep themselves, by name."""
    return dict(_sweeps)


def rules() -> list[Rule]:
    """One rule for every table and keeping time. A pair without a rule is left out: `without_rule` names it."""
    return [rule for rule, _ in _pairs() if rule is not None]


def without_rule() -> list[tuple[str, Keep]]:
    """Tables and keeping times that nobody makes true."""
    return [pair for rule, pair in _pairs() if rule is None]


def _pairs() -> Iterator[tuple[Rule | None, tuple[str, Keep]]]:
    found: dict[str, dict[Keep, list[Entry]]] = {}
    for entry, declaration in personal_entries():
        table = entry.field.model._meta.label if entry.field is not None else entry.label
        found.setdefault(table, {}).setdefault(declaration.keep, []).append(entry)
    for table, keeps in found.items():
        for keep, entries in keeps.items():
            yield rule_of(table, keep, entries, is_last=_is_last(keep, keeps)), (table, keep)


def _is_last(keep: Keep, keeps: Iterable[Keep]) -> bool:
    """Whether nothing in the row is kept longer, so that the whole row goes."""
    return not any(_ends_by_act(other) or other.for_ > keep.for_ for other in keeps)


def _ends_by_act(keep: Keep) -> bool:
    """What is destroyed or unlinked in the very act; only what is kept on for years afterwards needs a clock."""
    is_act = keep.since in {Since.CANCELLATION, Since.WITHDRAWAL}
    return is_act and (not keep.for_ or keep.then is Then.UNLINK)


def rule_of(table: str, keep: Keep, entries: list[Entry], *, is_last: bool) -> Rule | None:
    """The rule for these values of a table with one keeping time; None if there is none. `is_last`: the row goes."""
    model: Any = entries[0].field.model if entries[0].field is not None else None
    if (table, keep) in _covers:
        return Rule(table, keep, How.BY_ROOM, _covers[table, keep], model)
    if _ends_by_act(keep):
        return Rule(table, keep, How.BY_ACT, "", model)
    clock = _clock(model, keep, entries)
    if not clock:
        return None
    if is_last:
        return Rule(table, keep, How.BY_CLOCK, clock, model)
    fields: list[Any] = [entry.field for entry in entries if entry.field is not None and entry.field.name != clock]
    if not all(field.null for field in fields):
        return None
    return Rule(table, keep, How.BY_CLOCK, clock, model, tuple(field.name for field in fields))


def _clock(model: type[models.Model] | None, keep: Keep, entries: list[Entry]) -> str:
    if model is None:
        return ""
    named = [e.declaration.clock for e in entries if isinstance(e.declaration, Personal) and e.declaration.clock]
    columns: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    wanted = named or _CALLED.get(keep.since, ())
    return next((name for name in wanted if isinstance(columns.get(name), models.DateField)), "")
