"""What a copy of everything costs: a member with 100,000 related rows, in seconds and in peak memory.

`python -m bench.exporting [rows]`. The archive is built in a process of its own, so that its memory is the job's alone.
A fifth of the rows are letters with three sealed fields each, the others are sign-ins.
"""

import os
import resource
import subprocess
import sys
import time
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coatingcat.settings.test")

import django

django.setup()

from bench.report import line
from coatingcat.config import put
from coatingcat.members.models import SignIn
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.actions import ask_for_export, build_export
from coatingcat.privacy.models import Export
from coatingcat.privacy.sealed import Clear
from tests.database import own_database
from tests.members.people import full_member

ROWS = 100_000
_BATCH = 2_000


def fill(rows: int) -> UUID:
    """A member with so many rows; the subject's id."""
    member = full_member()
    letters = rows // 5
    for start in range(0, rows - letters, _BATCH):
        many = range(start, min(start + _BATCH, rows - letters))
        SignIn.objects.bulk_create(SignIn(member=member, device="Chromium · Linux", way="PASSWORD") for _ in many)
    for start in range(0, letters, _BATCH):
        Dispatch.objects.bulk_create(
            Dispatch(
                subject_id=member.pk,
                channel="email",
                template="bench",
                language="en",
                address=Clear("lin.wen@example.cn"),
                title=Clear(f"Letter {number}"),
                body=Clear("Your order was confirmed and leaves the warehouse on Thursday. " * 4),
                dedupe=f"bench:{number}",
            )
            for number in range(start, min(start + _BATCH, letters))
        )
    return member.pk


def build(export_id: str) -> None:
    """In a process of its own: build it and say what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    build_export(export_id=UUID(export_id))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export = Export.objects.get(pk=export_id)
    assert export.state == Export.State.READY
    for metric, value, unit in (
        ("time", seconds, "s"),
        ("peak memory", peak / 1024, "MB"),
        ("memory before", before / 1024, "MB"),
        ("archive", export.size / 1e6, "MB"),
    ):
        line("exporting", metric, value, unit, n=export.total)


def main() -> None:
    if sys.argv[1:2] == ["--build"]:
        build(sys.argv[2])
        return
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with own_database() as uri:
        put(DATABASE_URL=uri)
        export = ask_for_export(subject_id=fill(rows), language="en")
        subprocess.run([sys.executable, "-m", "bench.exporting", "--build", str(export.pk)], check=True)


if __name__ == "__main__":
    main()
