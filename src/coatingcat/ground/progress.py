"""How far long work has come: one row of `Progress`, written now and then."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from coatingcat.ground import clock
from coatingcat.ground.models import Progress

_SECONDS_BETWEEN_WRITES = 0.5


class Report:
    """Handed out by `progress`; counts, and writes the count at most twice a second."""

    def __init__(self, row: Progress) -> None:
        self._row = row
        self._written = time.monotonic()

    @property
    def id(self) -> UUID:
        return self._row.id

    def expect(self, total: int) -> None:
        """Sets the total, once it is known."""
        self._row.total = total
        self._write()

    def advance(self, count: int = 1) -> None:
        """So many more are done."""
        self._row.done += count
        if time.monotonic() - self._written >= _SECONDS_BETWEEN_WRITES:
            self._write()

    def end(self, state: Progress.State) -> None:
        self._row.state = state
        self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        self._row.updated_at = clock.now()
        self._row.save(update_fields=["done", "total", "state", "updated_at"])


@contextmanager
def progress(name: str, total: int | None = None) -> Iterator[Report]:
    """A row that tells how far `name` has come: `with progress("catalog.import", total=9) as report: report.advance()`.

    Ends as done, or as failed if the work raises. Begin it outside of a transaction: inside one, nobody sees it
    before the commit, and a rollback removes it.
    """
    at = clock.now()
    report = Report(Progress.objects.create(name=name, total=total, started_at=at, updated_at=at))
    try:
        yield report
    except BaseException:
        report.end(Progress.State.FAILED)
        raise
    report.end(Progress.State.DONE)
