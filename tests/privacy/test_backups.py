"""The restore drill: a backup restored elsewhere opens for the living and stays shut for the erased."""

import json
import shutil

import pytest
from django.core.management import call_command

from coatingcat.config import config
from coatingcat.privacy import backups, keys
from coatingcat.privacy.actions import rotate_epoch
from coatingcat.privacy.actions.erasures import make_unreadable, request_erasure
from coatingcat.privacy.backups import BackupFailed
from coatingcat.privacy.keyring import file_keyring, keyring_file
from coatingcat.privacy.models import SubjectKey
from coatingcat.privacy.words import ErasureWay
from tests.members.people import full_member
from tests.trade import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def erase(member):
    erasure = request_erasure(subject_id=member.pk, by=member.pk, way=ErasureWay.SELF_SERVICE, grace_days=0)
    assert make_unreadable(erasure_id=erasure.pk)


@pytest.mark.clause("V.3-4")
@pytest.mark.clause("III.3-0")
def test_the_last_backup_restored_is_unreadable_for_the_erased_and_readable_for_the_living(media):
    gone = full_member(email="gone@example.cn", mobile="+8613800138001")
    stays = full_member(email="stays@example.cn", mobile="+8613800138002")
    make.order(stays.pk, make.offer())
    home = backups.create(media / "backups")
    assert sorted(path.name for path in home.iterdir()) == ["database.dump", "manifest.json", "media.tar"]
    epoch_key = keys.key_file(SubjectKey.objects.values_list("epoch_id", flat=True)[0]).read_bytes()
    assert [p.name for p in home.iterdir() if epoch_key in p.read_bytes()] == []
    before = backups.prove(home)
    assert (before.faults, before.erased_keys, before.values_of_erased_tried) == ([], 0, 0)
    living = before.values_of_living_opened

    erase(gone)
    proof = backups.prove(home)
    assert proof.faults == []
    assert (proof.epoch_is_destroyed, proof.closed_by_journal) == (False, proof.erased_keys)
    assert proof.values_of_erased_tried >= 8
    assert (proof.values_of_erased_opened, proof.values_of_living_opened) == (0, living - proof.values_of_erased_tried)

    rotate_epoch()
    assert keyring_file().exists()
    after = backups.prove(home)
    assert (after.faults, after.epoch_is_destroyed) == ([], True)
    assert (after.closed_by_journal, after.values_of_erased_opened) == (0, 0)
    assert after.values_of_living_opened == after.values_of_living_tried > 0
    config().keys.joinpath("erasures.journal").rename(media / "journal")  # the rotation alone is enough
    try:
        alone = backups.prove(home)
    finally:
        (media / "journal").rename(config().keys / "erasures.journal")
    assert alone.values_of_living_opened == after.values_of_living_opened
    assert alone.values_of_living_tried - alone.values_of_living_opened == after.values_of_erased_tried
    told = json.loads(sorted(home.glob("proof-*.json"))[0].read_text())
    assert told["values_of_erased_opened"] == 0


def test_a_backup_that_was_changed_is_refused(media):
    full_member()
    home = backups.create(media / "backups")
    with (home / "database.dump").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BackupFailed, match=r"database\.dump is not what"):
        backups.prove(home)


def test_no_backup_goes_into_the_keys_folder():
    with pytest.raises(BackupFailed, match="keys folder"):
        backups.create(config().keys / "backups")
    assert not (config().keys / "backups").exists()


def test_the_keyring_holds_living_keys_only(media):
    member, other = full_member(), full_member(email="o@example.cn", mobile="+8613800138003")
    both = file_keyring()
    erase(member)
    assert file_keyring() < both
    ids = {json.loads(line)["id"] for line in keyring_file().read_text().splitlines()}
    assert ids == {key.hex for key in SubjectKey.objects.filter(destroyed_at=None).values_list("id", flat=True)}
    assert SubjectKey.objects.filter(subject_id=other.pk, destroyed_at=None).exists()


def test_keys_status_tells_files_and_faults(capsys):
    full_member()
    rotate_epoch()
    call_command("keys", "status")
    said = capsys.readouterr().out
    assert (said.count("open, key file there"), said.count("key file destroyed")) == (1, 1)
    lost = keys.key_file(SubjectKey.objects.values_list("epoch_id", flat=True)[0])
    shutil.move(lost, lost.with_suffix(".away"))
    try:
        with pytest.raises(Exception, match="missing"):
            call_command("keys", "status")
    finally:
        shutil.move(lost.with_suffix(".away"), lost)
