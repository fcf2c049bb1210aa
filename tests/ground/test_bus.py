import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from coatingcat.ground import bus
from coatingcat.ground.bus import NotAnEvent, emit, hears
from coatingcat.ground.models import Progress
from coatingcat.ground.progress import progress


@dataclass(frozen=True)
class PaintDried:
    colour: str


@pytest.fixture(autouse=True)
def _no_receivers_stay() -> Iterator[None]:
    yield
    bus._receivers.pop(PaintDried, None)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_after_the_commit_and_not_before() -> None:
    told: list[str] = []
    hears(PaintDried)(lambda event: told.append(event.colour))
    with transaction.atomic():
        emit(PaintDried("white"))
        assert told == []
    assert told == ["white"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_tells_nobody() -> None:
    told: list[str] = []
    hears(PaintDried)(lambda event: told.append(event.colour))
    with pytest.raises(RuntimeError), transaction.atomic():
        emit(PaintDried("white"))
        raise RuntimeError
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_one_failing_receiver_stops_no_other_and_leaves_nothing_half_done(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    def fails(event: PaintDried) -> None:
        with progress("half"):
            raise ValueError(f"the colour was {event.colour}")

    hears(PaintDried)(fails)
    hears(PaintDried)(lambda event: told.append(event.colour))
    with caplog.at_level(logging.ERROR, logger="coatingcat"):
        emit(PaintDried("Ms Zhang's secret white"))
    assert told == ["Ms Zhang's secret white"]
    assert Progress.objects.count() == 0
    assert "ValueError at" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_receivers_of_other_events_are_not_asked() -> None:
    @dataclass(frozen=True)
    class Other:
        pass

    told: list[object] = []
    hears(PaintDried)(told.append)
    emit(Other())
    assert told == []


def test_an_event_that_a_receiver_could_change_is_refused() -> None:
    @dataclass
    class Loose:
        pass

    with pytest.raises(NotAnEvent, match="Loose is no frozen dataclass"):
        hears(Loose)
    with pytest.raises(NotAnEvent):
        emit("paint dried")
