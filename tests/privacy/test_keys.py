import threading

import pytest
from django.db import connection, connections, transaction

from coatingcat.ground.clock import frozen, now
from coatingcat.privacy import keys
from coatingcat.privacy.actions import destroy_keys, destroy_retired_epochs, new_subject, rotate_epoch
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.models import Epoch, SubjectKey
from coatingcat.privacy.refusals import EpochKeyMissing, KeyGone
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import KeyKind, Purpose
from tests.privacy.diary import Diary, self_of, written


@pytest.mark.usefixtures("diaries")
def test_after_a_rotation_everything_opens_and_the_old_key_file_is_gone():
    diary = written(name="one", deal="two")
    old = SubjectKey.objects.values_list("epoch_id", flat=True).distinct().get()
    backup = {k.pk: bytes(k.wrapped) for k in SubjectKey.objects.all()}
    epoch, count = rotate_epoch()
    assert count == 2
    assert (keys.key_file(old).exists(), keys.key_file(epoch).exists()) == (False, True)
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        assert (Diary.objects.get().name.open(), Diary.objects.get().deal.open()) == ("one", "two")
    # yesterday's backup of the key table is worthless now
    for pk, wrapped in backup.items():
        SubjectKey.objects.filter(pk=pk).update(wrapped=wrapped, epoch=old)
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)), pytest.raises(EpochKeyMissing):
        Diary.objects.get().name.open()


@pytest.mark.usefixtures("diaries")
def test_destroyed_keys_are_not_wrapped_anew_and_nothing_more_is_sealed_under_them():
    diary = written(name="one")
    destroy_keys(subject_id=diary.subject_id)
    assert rotate_epoch()[1] == 0
    with pytest.raises(KeyGone), transaction.atomic():
        Diary.objects.create(subject_id=diary.subject_id, name=Clear("again"))
    assert Diary.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_made_while_the_epoch_rotates_is_not_lost():
    """A sealing that holds the old epoch must be waited for: were it missed, its key would die with the file."""
    keys.key_of(new_subject("member").id, KeyKind.LIVE)
    held, go_on, results = threading.Event(), threading.Event(), []

    def seal_slowly():
        try:
            with transaction.atomic():
                subject = new_subject("member")
                keys.key_of(subject.id, KeyKind.LIVE)
                held.set()
                assert go_on.wait(20)
            results.append(subject.id)
        finally:
            connections.close_all()

    def rotate():
        try:
            results.append(rotate_epoch())
        finally:
            connections.close_all()

    sealer, rotator = threading.Thread(target=seal_slowly), threading.Thread(target=rotate)
    sealer.start()
    assert held.wait(20)
    rotator.start()
    _until_somebody_waits_for_a_lock()
    go_on.set()
    sealer.join(20)
    rotator.join(20)
    assert len(results) == 2
    epoch = Epoch.objects.get(retired_at=None)
    assert set(SubjectKey.objects.values_list("epoch_id", flat=True)) == {epoch.pk}
    keys.forget_epochs()
    for key in keys.load([k.bytes for k in SubjectKey.objects.values_list("id", flat=True)]):
        assert key.aead is not None


def _until_somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        for _ in range(2_000):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("the rotation did not wait for the sealing")


@pytest.mark.django_db
def test_only_one_epoch_is_open():
    keys.open_epoch()
    keys.begin_epoch()
    assert Epoch.objects.filter(retired_at=None).count() == 1
    assert len(list(keys.key_file(Epoch.objects.get().pk).parent.glob("epoch-*.key"))) >= 1


@pytest.mark.django_db
def test_key_files_can_be_read_by_their_owner_only():
    epoch = keys.open_epoch()
    assert oct(keys.key_file(epoch.pk).stat().st_mode & 0o777) == "0o600"


@pytest.mark.django_db
def test_a_wrapped_key_is_bound_to_its_subject_and_kind():
    one = keys.key_of(new_subject("member").id, KeyKind.LIVE)
    two = keys.key_of(new_subject("member").id, KeyKind.LIVE)
    rows = {k.id.bytes: k for k in SubjectKey.objects.all()}
    SubjectKey.objects.filter(pk=rows[two.id].pk).update(wrapped=rows[one.id].wrapped)
    from cryptography.exceptions import InvalidTag

    with pytest.raises(InvalidTag):
        keys.load([two.id])


@pytest.mark.django_db
def test_a_file_left_behind_by_a_crash_is_removed_later():
    keys.key_of(new_subject("member").id, KeyKind.LIVE)
    stale = Epoch.objects.create(retired_at=now())
    keys.write_key(keys.key_file(stale.pk), keys.fresh_key())
    with frozen(now()):
        assert destroy_retired_epochs() == 1
    assert not keys.key_file(stale.pk).exists()
