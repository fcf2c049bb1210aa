"""What needs an impact assessment has one, or the program does not start (PIPL 55, 56)."""

from datetime import timedelta

import pytest

from coatingcat.ground.clock import today
from coatingcat.privacy import assessments, checks
from coatingcat.privacy.assessments import LASTS, filed, missing, needed
from coatingcat.privacy.declarations import recipients
from coatingcat.privacy.words import Purpose
from coatingcat.privacy.words.decisions import AUTOMATED


def found() -> list[str]:
    return [message.msg.split(" ")[0] for message in checks.check_declarations() if message.id == "privacy.E014"]


def test_everything_that_needs_one_has_one_and_nothing_else():
    assert missing() == {}
    assert set(filed()) == set(needed())
    assert {p.name for p in AUTOMATED} <= set(needed())
    assert {f"recipient:{key}" for key in recipients()} <= set(needed())


def test_a_purpose_that_decides_automatically_does_not_start_without_one(monkeypatch):
    rest = {key: one for key, one in filed().items() if key not in {"PRODUCT_NEWS", "recipient:carrier"}}
    monkeypatch.setattr(assessments, "filed", lambda: rest)
    assert found() == ["PRODUCT_NEWS", "recipient:carrier"]


def test_an_assessment_of_more_than_two_years_ago_is_none():
    made = min(one.made_on for one in filed().values())
    assert missing(made + LASTS) == {}
    assert "PRODUCT_NEWS" in missing(made + LASTS + timedelta(days=1))
    assert set(missing(made - timedelta(days=1))) == set(needed())
    assert made <= today()


def test_a_sensitive_kind_asks_for_an_assessment(monkeypatch):
    from coatingcat.privacy.words import Kind

    monkeypatch.setattr(Kind, "sensitive", property(lambda kind: kind is Kind.BUSINESS_CARD))
    assert assessments.SENSITIVE in needed()[Purpose.MEMBERSHIP.name]


@pytest.mark.parametrize("hollow", ["[needed]", "[risk]", "[measures]"])
def test_a_file_that_says_nothing_on_a_point_of_the_law_is_refused(tmp_path, hollow):
    whole = (assessments.FOLDER / "product_news.toml").read_text(encoding="utf-8")
    start = whole.index(hollow)
    (tmp_path / "x.toml").write_text(whole[:start] + hollow + '\nzh = "只有中文"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="is not told"):
        filed(tmp_path)
