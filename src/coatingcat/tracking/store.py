"""Where measures lie: a file of its own beside the database, with no credentials of the database and no key to it.

One table: day, measure, name, count. There is no column a person, an address or a token could stand in, and a name
must be one of the program's own: what the policy calls combining is not forbidden here, it is impossible (II.4).
Answers are counted in memory and written together; what a killed process had not written yet is lost, by design.
"""

import atexit
import contextlib
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from coatingcat.config import config
from coatingcat.ground.clock import today
from coatingcat.tracking.rules import Count
from coatingcat.tracking.words import KEPT_DAYS, Measure

_SECONDS_BETWEEN_WRITES = 10.0
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS measures (
    day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
    measure TEXT NOT NULL CHECK (measure IN ({", ".join(f"'{measure.value}'" for measure in Measure)})),
    name TEXT NOT NULL CHECK (length(name) <= 80),
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, measure, name)
) WITHOUT ROWID, STRICT
"""

_waiting: Counter[tuple[str, Count]] = Counter()
_lock = threading.Lock()
_written_at = time.monotonic()


def path() -> Path:
    """The file of this installation."""
    return config().data / "metrics" / "measures.sqlite"


def add(found: Iterable[Count]) -> None:
    """Count an answer; every ten seconds what was counted is written, by whoever comes then."""
    day = today().isoformat()
    with _lock:
        for one in found:
            _waiting[day, one] += 1
        is_due = time.monotonic() - _written_at >= _SECONDS_BETWEEN_WRITES
    if is_due:
        flush()


def flush() -> None:
    """Write what was counted. A file that cannot be written costs the counts, never the page."""
    global _written_at
    with _lock:
        rows = [(day, measure.value, name, count) for (day, (measure, name)), count in _waiting.items()]
        _waiting.clear()
        _written_at = time.monotonic()
    if rows:
        with contextlib.suppress(sqlite3.Error, OSError), opened() as store:
            store.executemany(
                "INSERT INTO measures VALUES (?, ?, ?, ?)"
                " ON CONFLICT (day, measure, name) DO UPDATE SET count = count + excluded.count",
                rows,
            )


@contextlib.contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    """The store in a transaction; several processes share the file."""
    path().parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(path(), timeout=5)
    try:
        with store:
            store.execute(_SCHEMA)
            yield store
    finally:
        store.close()


def counted(measure: Measure, since: date) -> list[tuple[date, str, int]]:
    """Day, name and count of a measure since a day, in the order of days."""
    with opened() as store:
        rows = store.execute(
            "SELECT day, name, count FROM measures WHERE measure = ? AND day >= ? ORDER BY day, name",
            [measure.value, since.isoformat()],
        ).fetchall()
    return [(date.fromisoformat(day), name, count) for day, name, count in rows]


def forget_old() -> int:
    """Delete measures older than 400 days; how many rows went."""
    with opened() as store:
        before = (today() - timedelta(days=KEPT_DAYS)).isoformat()
        return store.execute("DELETE FROM measures WHERE day < ?", [before]).rowcount


atexit.register(flush)
