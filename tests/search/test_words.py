import pytest

from coatingcat.search import words
from coatingcat.search.words import DocumentRefused, indexes
from tests.search.conftest import document


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "Product"},
        {"kind": ""},
        {"key": ""},
        {"key": "a\x00b"},
        {"key": "a" * 201},
        {"facets": {"Big Name": ("x",)}},
        {"numbers": {"a.b": (1.0, 2.0)}},
        {"numbers": {"solids": (2.0, 1.0)}},
        {"numbers": {"solids": (float("nan"), 1.0)}},
        {"numbers": {"solids": (1.0, float("inf"))}},
    ],
)
def test_a_document_that_cannot_be_held_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DocumentRefused):
        document(**{"key": "a", **wrong})  # type: ignore[arg-type]


def test_a_kind_is_offered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_offers", {})

    class Offer:
        pass

    assert indexes("thing")(Offer) is Offer
    assert isinstance(words.offers()["thing"], Offer)
    with pytest.raises(DocumentRefused):
        indexes("thing")(Offer)
