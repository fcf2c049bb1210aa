"""How long until somebody is unreadable, and until they are cleared away and proven; against their history.

The look for values in clear, which comes before, costs as much as the database is large, not as the person has rows.

    python -m bench.erasing [rows …]      members with so many related rows each; 10, 1000 and 100000 if none are named
"""

import sys
import time

from bench import site
from bench.report import line


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:] if text.isdigit()] or [10, 1_000, 100_000]
    with site.database_up():
        first: dict[str, float] = {}
        for size in sizes:
            _measure(size, first)


def _measure(size: int, first: dict[str, float]) -> None:
    from coatingcat.ground.jobs import run_jobs_now
    from coatingcat.privacy.actions import erasures
    from coatingcat.privacy.models import Erasure
    from coatingcat.privacy.words import ErasureWay

    subject_id = _member(size)
    asked = erasures.request_erasure(subject_id=subject_id, by=None, way=ErasureWay.DESK, grace_days=0)
    began = time.perf_counter()
    erasures.make_unreadable(erasure_id=asked.pk)
    unreadable = (time.perf_counter() - began) * 1000
    line("erasing", "until unreadable", unreadable, "ms", n=size, baseline=first.setdefault("unreadable", unreadable))
    began = time.perf_counter()
    run_jobs_now()
    proven = time.perf_counter() - began
    assert Erasure.objects.get(pk=asked.pk).proven_at is not None
    line("erasing", "until cleared and proven", proven, "s", n=size, baseline=first.setdefault("proven", proven))


def _member(size: int) -> object:
    """A member with half of the rows sign-ins, a quarter notices, a quarter corrections."""
    from django.contrib.auth.hashers import make_password

    from coatingcat.ground.clock import now
    from coatingcat.members.models import Correction, Member, SignIn
    from coatingcat.outreach.models import Notice
    from coatingcat.privacy.actions import new_subject
    from coatingcat.privacy.sealed import Clear

    member = Member(subject=new_subject("member"), password=make_password("a quiet primer 9"), declared_adult_at=now())
    member.email, member.email_verified_at = Clear(f"somebody.{size}@bench.example"), now()
    member.save(force_insert=True)
    SignIn.objects.bulk_create(
        (SignIn(member=member, device="Firefox · Linux", way="CODE") for _ in range(size // 2)), 5_000
    )
    Notice.objects.bulk_create(
        (Notice(subject_id=member.pk, letter="new_sign_in", path=f"me/{n}/") for n in range(size // 4)), 5_000
    )
    Correction.objects.bulk_create(
        (Correction(member=member, label="members.Member.nickname") for _ in range(size // 4)), 5_000
    )
    return member.pk


if __name__ == "__main__":
    main()
