import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.actions import destroy_keys, sweep_files
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.models import StoredFile
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose
from tests.privacy.diary import Diary, self_of, written

pytestmark = pytest.mark.usefixtures("diaries")


def card(data: bytes) -> Content:
    return Content("card.pdf", "application/pdf", data)


def files() -> list[Path]:
    return sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())


def aged(path: Path) -> None:
    """As if it had been written two days ago."""
    moment = (now() - timedelta(days=2)).timestamp()
    os.utime(path, (moment, moment))


def test_a_file_that_is_replaced_is_gone_after_the_commit(django_capture_on_commit_callbacks):
    diary = written(card=card(b"first"))
    before = files()
    with django_capture_on_commit_callbacks() as waiting:
        diary.card = Clear(card(b"second"))
        diary.save()
    assert len(files()) == 2, "until the commit the first one is still needed"
    for callback in waiting:
        callback()
    assert len(files()) == 1
    assert files() != before
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        assert Diary.objects.get().card.open().data == b"second"


def test_a_file_that_is_taken_away_is_gone(django_capture_on_commit_callbacks):
    diary = written(card=card(b"first"))
    with django_capture_on_commit_callbacks(execute=True):
        diary.card = None
        diary.save()
    assert (files(), StoredFile.objects.count()) == ([], 0)


def test_saving_a_row_without_touching_its_file_keeps_it(django_capture_on_commit_callbacks):
    diary = written(name="one", card=card(b"first"))
    with django_capture_on_commit_callbacks(execute=True):
        diary.name = Clear("two")
        diary.save()
    assert len(files()) == 1


def test_what_a_rollback_left_behind_is_swept_after_a_day():
    kept = written(card=card(b"kept"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written(card=card(b"lost"))
        1 / 0  # noqa: B018
    assert (len(files()), sweep_files()) == (2, 0), "it may still be waiting for its commit"
    for path in files():
        aged(path)
    assert sweep_files() == 1
    with purpose(Purpose.OWN_DATA, actor=self_of(kept)):
        assert Diary.objects.get(pk=kept.pk).card.open().data == b"kept"


def test_files_under_a_destroyed_key_are_swept_at_once():
    diary = written(card=card(b"first"))
    destroy_keys(subject_id=diary.subject_id)
    assert sweep_files() == 1
    assert (files(), StoredFile.objects.count(), sweep_files()) == ([], 0, 0)
