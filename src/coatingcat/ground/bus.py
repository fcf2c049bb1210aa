"""News from below: a room says what happened, rooms above hear it, and the first knows nothing of the others.

An event is a frozen dataclass in the past tense. It is delivered after the commit of the transaction that emitted
it, in this process. It is told once and is lost if the process dies right after the commit: what must happen is a
job (`ground.jobs.later`), deferred in the same transaction, or a receiver `at_once`, which runs inside it.
"""

import dataclasses
import functools
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from coatingcat.ground.crashes import note_crash
from coatingcat.ground.faults import fault

Event = TypeVar("Event")
Receiver = Callable[[Any], object]

_receivers: dict[type[Any], list[Receiver]] = defaultdict(list)
_at_once: dict[type[Any], list[Receiver]] = defaultdict(list)
_log = logging.getLogger(__name__)


class NotAnEvent(TypeError):
    """Something other than a frozen dataclass was emitted or listened for; a receiver could change it for the next."""


def hears(
    kind: type[Event], *, at_once: bool = False
) -> Callable[[Callable[[Event], object]], Callable[[Event], object]]:
    """Registers the receiver of one type of event, in a room's `receivers.py`. Be quick in it: long work is a job.

    `at_once`: inside the transaction that emits, for what must be written if and only if the rest is, such as the
    outbox of webhooks. What such a receiver raises takes the whole transaction back.
    """
    _check(kind)

    def register(receiver: Callable[[Event], object]) -> Callable[[Event], object]:
        (_at_once if at_once else _receivers)[kind].append(receiver)
        return receiver

    return register


def emit(event: object) -> None:
    """Tells every receiver of this event after the current transaction has committed; at once if there is none.

    A transaction that is rolled back tells nobody. Each receiver runs in a transaction of its own; one that fails
    is logged without values and stops neither the others nor the caller. Those registered `at_once` run first, now.
    """
    _check(type(event))
    for receiver in list(_at_once[type(event)]):
        receiver(event)
    transaction.on_commit(functools.partial(_deliver, event))


def _check(kind: type[Any]) -> None:
    parameters = getattr(kind, "__dataclass_params__", None)
    if not dataclasses.is_dataclass(kind) or parameters is None or not parameters.frozen:
        raise NotAnEvent(f"{kind.__qualname__} is no frozen dataclass; declare it with @dataclass(frozen=True).")


def _deliver(event: object) -> None:
    for receiver in list(_receivers[type(event)]):
        try:
            with transaction.atomic():
                receiver(event)
        except Exception as error:
            name = f"{receiver.__module__}.{getattr(receiver, '__qualname__', '?')}"
            _log.error("%s failed on %s: %s", name, type(event).__qualname__, fault(error))
            note_crash(error, at_work=name)
