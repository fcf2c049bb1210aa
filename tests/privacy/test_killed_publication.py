"""A process killed at any statement of a publication leaves it undone or done, never half done and never done twice."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.models import PolicyVersion
from tests.members.people import person
from tests.privacy.policies import NEW, OLD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
SCRIPT = Path(__file__).with_name("killed_publication.py")
MOST = 30
"""Statements after which nothing is left to be killed in."""


def run(what: str, *points: int) -> list[dict[str, Any]]:
    """How things stood after each."""
    root = SCRIPT.parents[2]
    path = os.pathsep.join([str(root / "src"), str(root)])
    environment = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "coatingcat.settings.test"}
    command = [sys.executable, str(SCRIPT), what, *map(str, points)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    stood = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["code"] for one in stood if not one["killed"]] == [0] * sum(not one["killed"] for one in stood)
    return stood


def test_a_version_takes_effect_whole_or_not_at_all_and_once(database_uri):
    since = now() - timedelta(days=30)
    PolicyVersion.objects.create(name=OLD, state="in force", in_force_at=since, effective_on=since.date())
    PolicyVersion.objects.create(name=NEW, state="shown", shown_at=now() - timedelta(days=9), effective_on=today())
    stood = run("effect", *range(1, MOST), 0)
    undone = {"states": {OLD: "in force", NEW: "shown"}, "moves": 0, "jobs": 0}
    done = {"states": {OLD: "superseded", NEW: "in force"}, "moves": 2, "jobs": 1}
    killed = [one for one in stood if one["killed"]]
    assert len(killed) >= 8
    before = stood[: stood.index(next(one for one in stood if not one["killed"]))]
    assert [{key: one[key] for key in undone} for one in before] == [undone] * len(before)
    assert [{key: one[key] for key in done} for one in stood[len(before) :]] == [done] * (len(stood) - len(before))


def test_a_version_is_adopted_whole_or_not_at_all_and_once(database_uri):
    since = now() - timedelta(days=30)
    PolicyVersion.objects.create(name=OLD, state="in force", in_force_at=since, effective_on=since.date())
    stood = run("adopt", *range(1, MOST), 0)
    undone, done = {"states": {OLD: "in force"}, "moves": 0}, {"states": {OLD: "in force", NEW: "draft"}, "moves": 1}
    assert sum(one["killed"] for one in stood) >= 4
    begun = stood.index(next(one for one in stood if NEW in one["states"]))
    assert [{key: one[key] for key in undone} for one in stood[:begun]] == [undone] * begun
    assert [{key: one[key] for key in done} for one in stood[begun:]] == [done] * (len(stood) - begun)
    assert stood[-1]["killed"] is False


def test_everybody_is_told_once_however_often_the_telling_was_killed(database_uri):
    for n in range(5):
        person(f"m{n}@stage.example")
    stood = run("tell", *range(1, MOST, 3), 0)
    assert sum(one["killed"] for one in stood) >= 3
    run_jobs_now()
    assert (Notice.objects.count(), Dispatch.objects.count()) == (5, 5)
