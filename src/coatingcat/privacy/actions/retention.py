"""What is over its time goes, table by table, as the declarations say (III.2a; PIPL 19, 47)."""

import logging
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import connection, models, transaction

from coatingcat.ground import clock
from coatingcat.ground.faults import fault
from coatingcat.privacy.actions.files import forget_files
from coatingcat.privacy.models import RetentionRun, SubjectKey
from coatingcat.privacy.retention import How, Rule, rules, sweeps
from coatingcat.privacy.sealed import SealedFile
from coatingcat.privacy.words import KeyKind

_BATCH = 2_000
_log = logging.getLogger(__name__)


def run_retention(*, at: datetime | None = None, is_dry: bool = False) -> RetentionRun:
    """Sweep everything once. `at`: as if it were that moment. Dry: everything is done and taken back, and counted.

    Each table by itself, in batches: a run that is killed has done part of its work and the next one does the rest.
    What fails is named in the record and does not keep the others back. Raises ValueError for a moment to come, unless
    dry: what is not over yet does not go.
    """
    moment = at or clock.now()
    if moment > clock.now() and not is_dry:
        raise ValueError("Only a dry run may look ahead.")
    run = RetentionRun.objects.create(as_of=moment, is_dry=is_dry)
    works: list[tuple[str, Any]] = [(r.table, partial(_sweep, r)) for r in rules() if r.how is How.BY_CLOCK]
    works += [("hold keys", _destroy_hold_keys), *sweeps().items()]
    with clock.frozen(moment):
        for name, work in works:
            try:
                gone = _counted(work, is_dry)
            except Exception as error:  # one table must not keep the others back
                _log.error("The sweep of %s failed: %s", name, fault(error))
                run.failures.append(name)
            else:
                if gone:
                    run.counts[name] = run.counts.get(name, 0) + gone
    run.finished_at = clock.now()
    run.save()
    return run


def _counted(work: Any, is_dry: bool) -> int:
    if not is_dry:
        return int(work() or 0)
    with transaction.atomic():
        gone = int(work() or 0)
        transaction.set_rollback(True)
    return gone


def _sweep(rule: Rule) -> int:
    """Delete the rows of a table whose clock has run out, oldest first, or empty what is kept shorter than the row."""
    assert rule.model is not None
    end: date = clock.now() - rule.keep.for_
    if not isinstance(rule.model._meta.get_field(rule.clock), models.DateTimeField):
        end = end.astimezone(clock.ZONE).date()  # type: ignore[attr-defined]
    rows = rule.model._default_manager.filter(**{f"{rule.clock}__lte": end})
    if rule.blanked:
        rows = rows.exclude(**{f"{name}__isnull": True for name in rule.blanked})
    gone = 0
    while True:
        with transaction.atomic():
            batch = list(rows.order_by(rule.clock).values_list("pk", flat=True)[:_BATCH])
            if not batch:
                return gone
            _let_go(rule, batch)
            gone += len(batch)


def _let_go(rule: Rule, batch: list[Any]) -> None:
    assert rule.model is not None
    found = rule.model._default_manager.filter(pk__in=batch)
    for field in rule.model._meta.concrete_fields:
        if isinstance(field, SealedFile) and (not rule.blanked or field.name in rule.blanked):
            forget_files(label=field.label, rows=batch)
    if rule.blanked:
        found.update(**dict.fromkeys(rule.blanked))
    else:
        allow_deleting()
        found.delete()


def allow_deleting() -> None:
    """Let this transaction delete rows of append-only tables: their time is over, and the database is told so."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL coatingcat.sweeping = 'on'")


def _destroy_hold_keys() -> int:
    """Hold keys die on their last day, and with them what the law made us keep."""
    return SubjectKey.objects.filter(kind=KeyKind.HOLD.value, destroyed_at=None, ends_at__lte=clock.now()).update(
        wrapped=None, destroyed_at=clock.now()
    )
