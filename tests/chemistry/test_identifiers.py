import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.chemistry.identifiers import is_official_ec, valid_cas, valid_ec, valid_ufi


@pytest.mark.parametrize("cas", ["107-07-3", "71-23-8", "28182-81-2", "13463-67-7"])
def test_a_cas_number_that_was_given_out_is_valid(cas: str) -> None:
    assert valid_cas(cas).normal == cas


def test_a_cas_number_with_a_wrong_check_digit_is_refused_with_a_reason_in_both_languages() -> None:
    verdict = valid_cas("52911-60-9")
    assert not verdict
    assert verdict.reason is not None
    assert verdict.reason.en == "The check digit does not match: one digit is mistyped or two are swapped."
    assert verdict.reason.in_language("zh-hans") == "校验码不符：有数字输错，或两位数字颠倒。"


@pytest.mark.parametrize("text", ["", "107-07", "abc", "107-073", "0107-07-3", "107-07-3-1", "１０７-07-3", "٧١-٢٣-٨"])
def test_what_has_not_the_form_of_a_cas_number_is_refused_for_its_form(text: str) -> None:
    reason = valid_cas(text).reason
    assert reason is not None
    assert reason.en.startswith("A CAS number has the form")


def test_typographic_hyphens_of_a_data_sheet_are_hyphens() -> None:
    assert valid_cas(" 107\u201107\u20133 ").normal == "107-07-3"


def test_an_ec_number_is_checked_modulo_11() -> None:
    assert valid_ec("200-003-9").normal == "200-003-9"
    assert not valid_ec("200-003-8")


def test_remainder_10_is_allowed_to_elincs_numbers_only() -> None:
    first_six = [f"{n:06d}" for n in range(400_000, 401_000)]
    elincs = next(six for six in first_six if _remainder(six) == 10)
    einecs = next(six for six in (f"{n:06d}" for n in range(200_000, 201_000)) if _remainder(six) == 10)
    assert valid_ec(f"{elincs[:3]}-{elincs[3:]}-1")
    assert not valid_ec(f"{einecs[:3]}-{einecs[3:]}-1")
    assert not any(valid_ec(f"{elincs[:3]}-{elincs[3:]}-{digit}") for digit in "023456789")


def test_a_list_number_has_the_form_but_is_not_official() -> None:
    assert is_official_ec("200-003-9")
    assert valid_ec("931-274-8")
    assert not is_official_ec("931-274-8")


def test_the_ufi_of_the_guidance_is_valid_however_it_is_typed() -> None:
    assert valid_ufi("gmtt 2sqn 6fdd 6tv1").normal == "GMTT-2SQN-6FDD-6TV1"


def test_a_ufi_with_letters_that_do_not_occur_is_refused_for_its_form() -> None:
    reason = valid_ufi("GMTT-2SQN-6FDD-6TB1").reason
    assert reason is not None
    assert reason.en.startswith("A UFI has 16 characters")


@given(st.integers(10, 9_999_999), st.integers(0, 99), st.integers(0, 9))
def test_one_check_digit_of_ten_makes_a_cas_number(first: int, second: int, digit: int) -> None:
    digits = f"{first}{second:02d}"
    right = sum(place * int(each) for place, each in enumerate(reversed(digits), start=1)) % 10
    assert bool(valid_cas(f"{first}-{second:02d}-{digit}")) is (digit == right)


@given(st.integers(0, 15), st.sampled_from("0123456789ACDEFGHJKMNPQRSTUVWXY"))
def test_one_wrong_letter_of_a_ufi_is_found(place: int, letter: str) -> None:
    right = "GMTT2SQN6FDD6TV1"
    typed = right[:place] + letter + right[place + 1 :]
    assert bool(valid_ufi(typed)) is (typed == right)


@given(st.text(max_size=30))
def test_no_text_makes_a_check_fail_otherwise_than_with_a_reason(text: str) -> None:
    for verdict in (valid_cas(text), valid_ec(text), valid_ufi(text)):
        assert (verdict.normal is None) is (verdict.reason is not None)


def _remainder(six: str) -> int:
    return sum(place * int(digit) for place, digit in enumerate(six, start=1)) % 11
