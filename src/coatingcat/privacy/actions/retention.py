"""What is over its time goes, table by table, as the declarations say (III.2a; PIPL 19, 47)."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from coatingcat.ground import clock
from coatingcat.ground.faults import fault
from coatingcat.privacy.actions.files import forget_files
from coatingcat.privacy.declarations import Personal, declaration_of, label_of
from coatingcat.privacy.models import RetentionRun, Subject, SubjectKey
from coatingcat.privacy.policy.introduced import introduced
from coatingcat.privacy.retention import How, Rule, rules, sweeps
from coatingcat.privacy.sealed import SealedFile
from coatingcat.privacy.words import KeyKind, Since

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
    over = models.Q(**{f"{rule.clock}__lte": end})
    for path, version, kept in _accepted_keeping(rule):
        over |= models.Q(**{f"{rule.clock}__lte": clock.now() - kept, f"{path}__in": _bound_to(version)})
    rows = rule.model._default_manager.filter(over)
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


def _accepted_keeping(rule: Rule) -> Iterator[tuple[str, str, timedelta]]:
    """Where a later version of the policy keeps longer: the lookup of the person, the version accepted, its time (VII.2).

    Only for a time that runs from the sealing. A row goes by it when everything that goes with it is over: the longest
    of the times counts. Rows of several persons wait for the declared time; meanwhile the gate opens nothing of them.
    """
    brought = introduced()
    if rule.keep.since is not Since.SEALED or not brought.keeping:
        return
    assert rule.model is not None
    fields = [f for f in rule.model._meta.concrete_fields if not rule.blanked or f.name in rule.blanked]
    told = {f: d for f in fields if isinstance(d := declaration_of(f), Personal) and f.name != rule.clock}
    paths = {declared.subject for declared in told.values()}
    if len(paths) != 1:
        return
    (path,) = paths
    for version in ("", *brought.order):  # who has accepted none is bound to the first
        times = [brought.shorter_keeping(label_of(f), version) or d.keep.for_ for f, d in told.items()]
        if max(times) < rule.keep.for_:
            yield path.replace(".", "__"), version, max(times)


def _bound_to(version: str) -> "models.QuerySet[Subject, UUID]":
    return Subject.objects.filter(accepted_version=version).values_list("pk", flat=True)


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
