"""A worker to be killed in a step of an erasure: run by test_killed_erasures with the step and a marker file.

The first time it comes to the step it says so, and waits to be killed; with the marker there it goes on to the end.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from coatingcat.ground import processes  # noqa: E402, F401
from coatingcat.privacy.actions.erasures import running, unreadable  # noqa: E402

STEP, REACHED = sys.argv[1], Path(sys.argv[2])


def stop() -> None:
    if not REACHED.exists():
        REACHED.write_text("reached", encoding="utf-8")
        threading.Event().wait()


def before(module: Any, name: str) -> None:
    work: Callable[..., Any] = getattr(module, name)

    def stopping(*args: Any, **kwargs: Any) -> Any:
        stop()
        return work(*args, **kwargs)

    setattr(module, name, stopping)


def after(module: Any, name: str, *, only: str = "") -> None:
    work: Callable[..., Any] = getattr(module, name)

    def stopping(*args: Any, **kwargs: Any) -> Any:
        done = work(*args, **kwargs)
        if not only or only in args:
            stop()
        return done

    setattr(module, name, stopping)


STEPS: dict[str, Callable[[], None]] = {
    "farewell is said": lambda: after(running, "_say_farewell"),
    "values are looked for": lambda: after(running, "_look"),
    "the key dies, not committed": lambda: before(unreadable, "record_destruction"),
    "the key is dead": lambda: before(running, "_plan_steps"),
    "places are planned": lambda: after(running, "_plan_steps"),
    "a place is being cleared": lambda: after(running, "clear_place", only="table:members.SignIn"),
    "the account is being cleared": lambda: after(running, "clear_place", only="table:members.Member"),
    "it is about to be proven": lambda: before(running, "file_journal"),
    "the receipt is signed, not committed": lambda: after(running, "sign_receipt"),
}
STEPS[STEP]()
app.periodic_registry.periodic_tasks = {}
with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
    working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
