import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.privacy import entry
from coatingcat.privacy.sealed import MASK, Clear

NAME = {"declared": "members.Membership.name"}


def cleaned(field, value):
    return field.clean(value)


@given(st.text(max_size=200))
def test_any_text_is_either_clear_or_refused_at_the_field(text):
    field = entry.ClearCharField(max_length=50, required=False, **NAME)
    try:
        value = cleaned(field, text)
    except forms.ValidationError:
        return
    assert value is None or (isinstance(value, Clear) and 0 < len(value.value) <= 50)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u202eb", "a\x1bb", "\ue000"])
def test_what_no_person_types_is_refused(text):
    with pytest.raises(forms.ValidationError):
        cleaned(entry.ClearCharField(max_length=50, **NAME), text)


def test_a_cleaned_value_prints_a_mask():
    assert str({"name": cleaned(entry.ClearCharField(max_length=50, **NAME), "王小明")}) == f"{{'name': {MASK}}}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("+49 151 23456789", "+4915123456789"),
        ("１３８００１３８０００", "+8613800138000"),
    ],
)
def test_a_mobile_number_is_kept_in_e164(typed, kept):
    assert cleaned(entry.ClearPhoneField(mobile=True, **NAME), typed).value == kept


@pytest.mark.parametrize("typed", ["12", "110", "+1", "abc", "021 6332 1234", "+999 123456789", "1" * 41])
def test_what_cannot_receive_a_message_is_no_mobile_number(typed):
    with pytest.raises(forms.ValidationError):
        cleaned(entry.ClearPhoneField(mobile=True, **NAME), typed)


@pytest.mark.parametrize("typed", ["Wang@Example.CN", "  wang@example.cn "])
def test_an_address_is_lower_cased(typed):
    assert cleaned(entry.ClearEmailField(**NAME), typed).value == "wang@example.cn"


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"PK\x03\x04 zip", b"\xff\xd8\xff broken"])
def test_a_file_that_is_no_picture_or_pdf_is_refused(data):
    with pytest.raises(forms.ValidationError):
        cleaned(entry.ClearFileField(**NAME), SimpleUploadedFile("card.png", data))


def test_a_field_knows_its_declaration():
    assert entry.ClearCharField(max_length=9, **NAME).declaration.required_for == "membership"
