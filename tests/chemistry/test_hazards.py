import csv
from pathlib import Path

import pytest

import coatingcat.catalog
from coatingcat.chemistry.hazards import PICTOGRAMS, STATEMENTS, UnknownStatement, codes_in, statement
from coatingcat.chemistry.words import Words

SUBSTANCES = Path(coatingcat.catalog.__file__).parent / "seed" / "substances.csv"


def test_every_statement_speaks_both_languages() -> None:
    for code, words in STATEMENTS.items():
        assert words.en.endswith((".", ")")), code
        assert words.zh.endswith("。"), code
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words.zh), code


def test_the_hardener_of_a_two_pack_paint() -> None:
    assert statement("EUH204") == Words(
        "Contains isocyanates. May produce an allergic reaction.", "含异氰酸酯。可能引起过敏反应。"
    )
    assert statement("H317").zh == "可能造成皮肤过敏反应。"


def test_a_combined_statement_reads_as_one_sentence_if_it_is_listed_and_as_two_if_not() -> None:
    assert statement("H302 + H312").en == "Harmful if swallowed or in contact with skin."
    assert statement("H225+H319").en == "Highly flammable liquid and vapour. Causes serious eye irritation."


@pytest.mark.parametrize("code", ["H999", "", "H225+H999", "EUH", "h225"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownStatement):
        statement(code)


def test_codes_are_found_in_a_text_in_its_order_each_once() -> None:
    text = "H225; H302 + H312, EUH204, EUH209A H360FD H361fd H350i H360Df. H225 (liver) H361f ***"
    assert codes_in(text) == [
        "H225", "H302+H312", "EUH204", "EUH209A", "H360FD", "H361fd", "H350i", "H360Df", "H361f",
    ]  # fmt: skip


def test_every_code_and_pictogram_of_the_catalogue_is_known() -> None:
    with SUBSTANCES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    codes = {code for row in rows for code in codes_in(row["clp_hazard_statements"])}
    assert len(codes) > 40
    assert codes - set(STATEMENTS) == set()
    assert {each for row in rows for each in row["clp_pictograms"].split()} - set(PICTOGRAMS) == set()
