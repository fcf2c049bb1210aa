"""kill -9 in every step of an export: nothing twice, nothing half, and the next worker finishes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from coatingcat.config import config
from coatingcat.privacy.actions import ask_for_export, build_export
from coatingcat.privacy.models import Export
from tests.members.people import full_member

HERE = Path(__file__).parent
STEPS = ("counting", "writing", "written", "before the commit", "after the commit")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_leaves_nothing_half_and_the_next_finishes(step, settings):
    settings.MEDIA_ROOT = config().data / "media"  # where the process to be killed looks as well
    member = full_member()
    export = ask_for_export(subject_id=member.pk, language="en")
    killed = subprocess.run(
        [sys.executable, str(HERE / "killed_export.py"), str(export.pk), step],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "coatingcat.settings.test"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    export.refresh_from_db()
    assert export.state == ("ready" if step == "after the commit" else "waiting")
    build_export(export_id=export.pk)
    export = Export.objects.get()
    folder = f"exports/{export.pk.hex}"
    assert (export.state, default_storage.listdir(folder)[1]) == ("ready", [export.file.hex])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outreach.tell'")
        assert cursor.fetchone()[0] == 1
