"""Kill -9 in every step of an erasure: nothing lost, nothing half done, nothing twice."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from coatingcat.ground.rescue import rescue_stalled_jobs
from coatingcat.members.models import Member, SignIn
from coatingcat.members.words import Way
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions.erasures import read_journal, request_erasure
from coatingcat.privacy.models import Erasure, ErasureRecord, ErasureStep, Receipt, SubjectKey, Tombstone
from coatingcat.privacy.receipts import is_ours
from coatingcat.privacy.words import ErasureWay
from tests.members.people import full_member, opened, person

pytestmark = [pytest.mark.django_db(transaction=True)]

HERE = Path(__file__).parent
STEPS = (
    "farewell is said",
    "values are looked for",
    "the key dies, not committed",
    "the key is dead",
    "places are planned",
    "a place is being cleared",
    "the account is being cleared",
    "it is about to be proven",
    "the receipt is signed, not committed",
)
SIGN_INS = 5


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


def worker(step: str, reached: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, str(HERE / "killed_eraser.py"), step, str(reached)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_in(step: str, reached: Path) -> None:
    process = worker(step, reached)
    try:
        end = time.monotonic() + 120
        while not reached.exists():
            assert process.poll() is None, f"the worker never came to where {step}"
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait(timeout=20)


def state() -> dict[str, Any]:
    erasure = Erasure.objects.get()
    return {
        "unreadable": erasure.unreadable_at is not None,
        "keys": SubjectKey.objects.filter(subject_id=erasure.subject_id, destroyed_at=None).count(),
        "journal": ErasureRecord.objects.count(),
        "receipts": Receipt.objects.count(),
    }


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_survives_the_death_of_its_worker_in_every_step(step: str, tmp_path: Path) -> None:
    member, other = full_member(), person("other@example.cn")
    for _ in range(SIGN_INS):
        SignIn.objects.create(member=member, way=Way.CODE.name, device="Firefox")
    request_erasure(subject_id=member.pk, by=member.pk, way=ErasureWay.SELF_SERVICE, grace_days=0)
    reached = tmp_path / "reached"
    kill_in(step, reached)

    half = state()
    assert half["receipts"] == 0
    assert half["keys"] == (0 if half["unreadable"] else 1), "half done: the key and the record of it go together"
    assert half["journal"] == (1 if half["unreadable"] else 0)

    _take_the_dead_for_dead()
    assert worker(step, reached).wait(timeout=180) == 0
    erasure, receipt = Erasure.objects.get(), Receipt.objects.get()
    assert erasure.proven_at is not None
    assert is_ours(receipt.body, bytes(receipt.signature))
    removed = {line["place"]: line["removed"] for line in receipt.body["places"]}
    assert removed["table:members.SignIn"] == SIGN_INS, "nothing lost, nothing counted twice"
    assert (removed["table:members.Member"], removed["table:members.Membership"]) == (1, 1)
    assert removed["table:privacy.StoredFile"] == 1
    assert receipt.body["looked_for"]["found"] == []
    assert ErasureStep.objects.filter(done_at=None).count() == 0
    assert (ErasureRecord.objects.count(), Tombstone.objects.count()) == (1, 2)
    assert {entry.id for entry in read_journal() if entry.subject_id == member.pk} == {ErasureRecord.objects.get().pk}
    assert (Dispatch.objects.count(), Notice.objects.count(), SignIn.objects.count()) == (0, 0, 0)
    assert list(Member.objects.values_list("pk", flat=True)) == [other.pk]
    assert opened(other, "email") == "other@example.cn"


def _take_the_dead_for_dead() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    assert rescue_stalled_jobs() != ([], [])
