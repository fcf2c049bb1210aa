import pytest
from django.db import DatabaseError

from coatingcat.ground import remembered
from coatingcat.ground.remembered import Remembered


@pytest.fixture
def clock(monkeypatch):
    at = [100.0]
    monkeypatch.setattr(remembered.time, "monotonic", lambda: at[0])
    monkeypatch.setattr(remembered, "_all", [])
    return at


def test_an_answer_is_asked_for_once_until_it_is_old(clock):
    answers = iter("abc")
    told = Remembered(lambda: next(answers), otherwise="-")
    assert [told(), told()] == ["a", "a"]
    clock[0] += remembered.SECONDS - 0.1
    assert told() == "a"
    clock[0] += 0.2
    assert [told(), told()] == ["b", "b"]


@pytest.mark.django_db
def test_who_changed_it_knows_at_once(clock):
    answers = iter("abc")
    told = Remembered(lambda: next(answers), otherwise="-")
    assert told() == "a"
    told.forget()
    assert told() == "b"


def test_without_a_database_pages_do_without_and_ask_again(clock):
    answers = [DatabaseError("away"), "a"]

    def ask():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    told = Remembered(ask, otherwise="-")
    assert [told(), told()] == ["-", "a"]
