"""Failures written down to be analysed (I.5-1): type and places in the code, scrubbed before anything is written.

An exception's message, its arguments, the local variables of its frames, the address and the parameters of a request,
and the statement sent to the database all quote people. None of them is read here.
"""

import hashlib
import logging
import traceback
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from coatingcat import __version__
from coatingcat.ground import clock
from coatingcat.ground.models import CrashRecord

KEPT = timedelta(days=180)
_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = 8
_log = logging.getLogger(__name__)

_COUNT = """
INSERT INTO ground_crashrecord AS c (fingerprint, exception, places, at_work, release, count, first_at, last_at)
VALUES (%(fingerprint)s, %(exception)s, %(places)s, %(at_work)s, %(release)s, 1, %(now)s, %(now)s)
ON CONFLICT (fingerprint) DO UPDATE SET count = c.count + 1, last_at = %(now)s, at_work = %(at_work)s
"""


def note_crash(error: BaseException, *, at_work: str) -> None:
    """Write a failure down, in the name of a view or job. Never raises: a failure must not fail over its record."""
    if isinstance(error, OperationalError | InterfaceError):
        return  # the database itself is away
    kind = f"{type(error).__module__}.{type(error).__qualname__}"[:120]
    places = places_of(error)
    fingerprint = hashlib.sha256(f"{kind}\0{places}\0{__version__}".encode()).digest()
    values: dict[str, str | bytes | datetime] = {
        "fingerprint": fingerprint,
        "exception": kind,
        "places": places,
        "at_work": at_work[:80],
        "release": __version__,
        "now": clock.now(),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
    except (DatabaseError, InterfaceError):
        _log.error("A crash could not be recorded.")


def places_of(error: BaseException) -> str:
    """The innermost places of our own code, outermost first, as `trade/actions/orders.py:41 place_order > …`."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents]
    chosen = (ours or list(frames))[-_PLACES:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in chosen)[:1000]


def _short(path: str) -> str:
    file = Path(path)
    return file.relative_to(_PACKAGE).as_posix() if _PACKAGE in file.parents else "/".join(file.parts[-2:])


def latest_crashes(limit: int = 100) -> list[CrashRecord]:
    """What failed, latest first; one query."""
    return list(CrashRecord.objects.order_by("-last_at")[:limit])


def forget_old_crashes() -> int:
    """Delete records of what has not come for 180 days; how many went."""
    return CrashRecord.objects.filter(last_at__lt=clock.now() - KEPT).delete()[0]
