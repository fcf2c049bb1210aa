"""The audit pack: everything that proves, nobody in it, signed (PIPL 54–56, 69)."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.privacy.actions import answer_consent
from coatingcat.privacy.actions.audit import verify_pack, write_pack
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.audit import part, parts
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import Subject
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.words import ErasureWay, Purpose, Text
from tests.members.people import ADDRESS, DETAILS, MOBILE, full_member, person
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def rows(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.fixture
def pack(tmp_path):
    member, leaver = full_member(), person("leaver@example.cn")
    make.order(member.pk, make.offer(stock=5))
    answer_consent(
        subject_id=member.pk,
        purpose=Purpose.PRODUCT_NEWS,
        yes=True,
        words="May we? Yes",
        policy_version=current_version(),
    )
    request_erasure(subject_id=leaver.pk, by=leaver.pk, way=ErasureWay.SELF_SERVICE, grace_days=0)
    run_jobs_now()
    folder = tmp_path / "pack"
    write_pack(folder=folder, since=now() - timedelta(days=365))
    return folder


def test_every_part_is_there_and_the_pack_is_signed(pack):
    assert {path.name for path in pack.iterdir()} == {one.name for one in parts()} | {"README.md", "manifest.json"}
    assert {"processing.csv", "assessments.json", "access-review.csv", "shares.csv", "deadlines.csv"} <= {
        one.name for one in parts()
    }
    assert verify_pack(folder=pack) == []
    labels = {row["label"] for row in rows(pack / "processing.csv")}
    assert labels == {entry.label for entry, _ in personal_entries()}
    said = {row["purpose"]: row for row in rows(pack / "consents.csv") if row["act"] == "given"}
    assert said["PRODUCT_NEWS"]["count"] == "1"
    (receipt,) = json.loads((pack / "receipts.json").read_text(encoding="utf-8")).values()
    assert receipt["signature"]
    deadline = next(row for row in rows(pack / "deadlines.csv") if row["sort"] == "erasure")
    assert deadline["in_time"] == "True"
    assert json.loads((pack / "chain.json").read_text(encoding="utf-8"))["faults"] == []


def test_nobody_s_values_and_no_member_s_number_are_in_it(pack):
    whole = b"".join(path.read_bytes() for path in pack.iterdir())
    values = [ADDRESS, MOBILE, "leaver@example.cn", DETAILS["name"], DETAILS["city"]]
    subjects = [str(pk) for pk in Subject.objects.values_list("pk", flat=True)]
    assert [value for value in [*values, *subjects] if value.encode() in whole] == []


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_what_was_done_to_a_pack_afterwards_is_noticed(pack, harm):
    path = pack / ("shares.csv" if harm != "added" else "another.csv")
    if harm == "missing":
        path.unlink()
    else:
        path.write_text("x", encoding="utf-8")
    (fault,) = verify_pack(folder=pack)
    assert path.name in fault
    with pytest.raises(CommandError, match=path.name):
        call_command("audit", "verify", str(pack))


def test_a_pack_is_never_written_over(pack, tmp_path, capsys):
    before = (pack / "manifest.json").read_bytes()
    with pytest.raises(CommandError, match="not empty"):
        call_command("audit", "pack", str(pack))
    assert (pack / "manifest.json").read_bytes() == before
    call_command("audit", "pack", str(tmp_path / "another"), "--since", "2026-01-01")
    call_command("audit", "verify", str(tmp_path / "another"))
    assert "signed by this installation" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("audit", "verify", str(tmp_path / "nowhere"))


def test_a_part_has_one_name():
    with pytest.raises(ValueError, match="registered twice"):
        part("shares.csv", Text("再次", "again"))(lambda since: [])
