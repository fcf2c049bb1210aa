import json
import pickle
from pathlib import Path

import pytest
from django.core import serializers
from django.core.files.storage import default_storage
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coatingcat.privacy.gate import NoPurpose, purpose
from coatingcat.privacy.refusals import Denied, PlainTextRefused, SealedCannot
from coatingcat.privacy.sealed import MASK, Clear, Content, digest_of
from coatingcat.privacy.words import Purpose, Question, Role
from tests.privacy.diary import Diary, other, self_of, written

pytestmark = pytest.mark.usefixtures("diaries")


def opened(diary, name, wanted=Purpose.OWN_DATA):
    with purpose(wanted, actor=self_of(diary)):
        return getattr(diary, name).open()


def test_a_value_comes_back_as_it_went_in():
    assert opened(written(name="王小明"), "name") == "王小明"


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_comes_back(text):
    assert opened(written(name=text), "name") == text


@pytest.mark.parametrize("show", [str, repr, "{}".format, "%s".__mod__, lambda v: f"{v:>3}"])
def test_a_sealed_value_prints_a_mask(show):
    diary = written(name="needle")
    assert show(diary.name).strip() == MASK
    assert show(Clear("needle")).strip() == MASK


def test_neither_json_nor_pickle_nor_order_takes_a_sealed_value():
    diary = written(name="needle")
    with pytest.raises(TypeError):
        json.dumps(diary.name)
    with pytest.raises(SealedCannot):
        pickle.dumps(diary.name)
    with pytest.raises(SealedCannot):
        sorted([diary.name, written(name="other").name])


def test_the_database_the_orm_and_dumpdata_show_ciphertext_only():
    diary = written(name="needle", email="needle@example.cn", mobile="13800138000", deal="needle")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(privacy_diary::text, '|') FROM privacy_diary")
        raw = cursor.fetchone()[0]
    dump = serializers.serialize("json", [diary])
    values = str(Diary.objects.values().get()) + str(Diary.objects.values_list("name", "email").get())
    for needle in ("needle", "13800138000", b"needle".hex(), b"13800138000".hex()):
        assert [place.count(needle) for place in (raw, dump, values)] == [0, 0, 0]


def test_what_dumpdata_wrote_opens_after_loaddata():
    diary = written(name="王小明")
    field = Diary._meta.get_field("name")
    diary.name = field.to_python(field.value_to_string(diary))
    diary.save()
    assert opened(Diary.objects.get(pk=diary.pk), "name") == "王小明"


@pytest.mark.parametrize("value", ["plain", b"plain", 7])
def test_plain_text_is_refused_on_save_and_nothing_is_written(value):
    diary = Diary(subject_id=written().subject_id, name=value)
    with pytest.raises(PlainTextRefused), transaction.atomic():
        diary.save()
    assert Diary.objects.filter(pk=diary.pk).count() == 0


def test_a_set_based_update_cannot_write_a_clear_value():
    diary = written(name="before")
    with pytest.raises(PlainTextRefused), transaction.atomic():
        Diary.objects.filter(pk=diary.pk).update(name=Clear("after"))
    assert opened(Diary.objects.get(pk=diary.pk), "name") == "before"


@pytest.mark.parametrize("lookup", ["name__contains", "name__gt", "name__in", "name__startswith"])
def test_sealed_text_cannot_be_searched(lookup):
    with pytest.raises(SealedCannot):
        list(Diary.objects.filter(**{lookup: "x"}))
    with pytest.raises(PlainTextRefused):
        list(Diary.objects.filter(name="x"))


def test_empty_is_stored_as_null_and_found_as_null():
    diary = written(name=None)
    assert diary.name is None
    assert list(Diary.objects.filter(name=None)) == [diary]


def test_a_ciphertext_moved_to_another_row_does_not_open():
    one, two = written(name="one"), written(name="two")
    Diary.objects.filter(pk=two.pk).update(subject_id=one.subject_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE privacy_diary SET name = (SELECT name FROM privacy_diary WHERE id = %s) WHERE id = %s",
            [one.pk, two.pk],
        )
    with pytest.raises(Denied) as refusal:
        opened(Diary.objects.get(pk=two.pk), "name")
    assert refusal.value.question is Question.PLACE


def test_a_ciphertext_moved_to_another_column_does_not_open():
    diary = written(name="one", interests="two")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE privacy_diary SET interests = name WHERE id = %s", [diary.pk])
    with pytest.raises(Denied) as refusal:
        opened(Diary.objects.get(pk=diary.pk), "interests")
    assert refusal.value.question is Question.PLACE


def test_a_sealed_value_of_another_row_cannot_be_saved():
    one, two = written(name="one"), written(name="two")
    two.name = one.name
    with pytest.raises(SealedCannot):
        two.save()


def test_a_value_read_past_its_model_does_not_open():
    diary = written(name="one")
    value = Diary.objects.values_list("name", flat=True).get()
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)), pytest.raises(Denied) as refusal:
        value.open()
    assert refusal.value.question is Question.PLACE


def test_saving_again_keeps_what_was_sealed():
    diary = written(name="one", email="a@b.cn")
    before = diary.name.blob
    diary.save()
    again = Diary.objects.get(pk=diary.pk)
    assert (again.name.blob, bytes(again.email_digest)) == (before, digest_of(Diary, "email", "a@b.cn"))


def test_many_rows_are_sealed_by_bulk_create():
    subject_id = written().subject_id
    Diary.objects.bulk_create(Diary(subject_id=subject_id, name=Clear(f"n{i}")) for i in range(3))
    rows = Diary.objects.exclude(name=None)
    assert sorted(opened(row, "name") for row in rows) == ["n0", "n1", "n2"]


@pytest.mark.parametrize("spelling", ["Wang@Example.CN", " wang@example.cn ", Clear("WANG@example.cn")])
def test_a_digest_finds_every_spelling_of_an_address(spelling):
    diary = written(email="wang@example.cn")
    assert Diary.objects.get(email_digest=digest_of(Diary, "email", spelling)) == diary


def test_the_digest_goes_with_its_value():
    diary = written(email="wang@example.cn")
    diary.email = None
    diary.save()
    assert Diary.objects.get(pk=diary.pk).email_digest is None


@pytest.mark.parametrize("spelling", ["13800138000", "+86 138 0013 8000", "138-0013-8000"])
def test_a_telephone_number_is_kept_in_one_form(spelling):
    assert opened(written(mobile=spelling), "mobile", Purpose.ACCOUNT) == "+8613800138000"


@pytest.mark.parametrize(("name", "value"), [("email", "no address"), ("mobile", "no number"), ("name", "x" * 41)])
def test_what_is_no_value_of_its_sort_is_refused(name, value):
    with pytest.raises(ValueError), transaction.atomic():
        written(**{name: value})
    assert Diary.objects.count() == 0


def test_a_file_lies_sealed_in_the_store_and_comes_back():
    data = b"%PDF needle " * 100
    diary = written(card=Content("card.pdf", "application/pdf", data))
    stored = [path.read_bytes() for path in Path(default_storage.location).rglob("*") if path.is_file()]
    assert len(stored) == 1
    assert b"needle" not in stored[0]
    card = opened(diary, "card")
    assert (card.name, card.content_type, card.data) == ("card.pdf", "application/pdf", data)


def test_nothing_opens_outside_a_purpose():
    with pytest.raises(NoPurpose):
        written(name="one").name.open()


def test_another_member_opens_nothing():
    diary = written(name="one")
    with purpose(Purpose.SERVICE_MESSAGES, actor=other(Role.MEMBER)), pytest.raises(Denied):
        diary.name.open()
