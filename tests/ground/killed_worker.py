"""A worker to be killed: run by test_workers with the marker file as argument.

Its one job does nothing but say that it has begun, the first time; then it waits to be killed. From the second time on
it does its work, which is one row.
"""

import sys
import threading
from pathlib import Path

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from coatingcat.ground import clock, rescue  # noqa: E402
from coatingcat.ground.jobs import job  # noqa: E402
from coatingcat.ground.models import Progress  # noqa: E402

BEGUN = Path(sys.argv[1])
rescue.STALLED_SECONDS = 3


@job("test.survivor")
def survivor(*, row_id: str) -> None:
    if not BEGUN.exists():
        BEGUN.write_text("begun", encoding="utf-8")
        threading.Event().wait()
    at = clock.now()
    Progress.objects.get_or_create(id=row_id, defaults={"name": "survivor", "started_at": at, "updated_at": at})


with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
    working.run_worker(update_heartbeat_interval=1.0, stalled_worker_timeout=3.0)
