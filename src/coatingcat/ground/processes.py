"""Child processes that live and die with us: each in a group of its own, restarted when it falls."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

STOP_SECONDS = 20
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Asks the kernel for a SIGTERM when our parent dies, however it dies. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1 and os.environ.get("COATINGCAT_PARENT") not in {None, "1"}:
            os.kill(os.getpid(), signal.SIGTERM)  # it died before we had asked


@dataclass
class _Child:
    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    falls: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        # Without a bound, glibc keeps a heap of its own for each thread, and hands little of it back.
        environment = {"MALLOC_ARENA_MAX": "2", **os.environ, "COATINGCAT_PARENT": str(os.getpid())}
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command, stdin=subprocess.DEVNULL, env=environment, process_group=0
        )

    def has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Household:
    """Programs that run together until we are asked to stop; then each whole group ends.

    One that falls is started again: at once, then after 1, 2, 4 … 30 s if it does not stay up for a minute.
    `each_second` is called about every second by `run`, for what else needs looking after."""

    def __init__(self, commands: Mapping[str, list[str]], *, each_second: Callable[[], object] = lambda: None) -> None:
        self._children = [_Child(name, command) for name, command in commands.items()]
        self._each_second = each_second
        self._asked = threading.Event()

    def __enter__(self) -> "Household":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self._children:
            child.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_asked_to_stop(self) -> bool:
        return self._asked.is_set()

    def fallen(self) -> list[str]:
        """Names of the programs that are not running just now."""
        return [child.name for child in self._children if child.has_fallen()]

    def run(self) -> None:
        """Looks after everybody until SIGINT, SIGTERM or SIGHUP."""
        while not self._asked.wait(1.0):
            self._each_second()
            for child in self._children:
                self._look_after(child)

    def stop(self) -> None:
        """SIGTERM to every group; SIGKILL to what is left after STOP_SECONDS."""
        self._asked.set()
        for child in self._children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for child in self._children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, until - time.monotonic()))
                child.signal(signal.SIGKILL)
                child.process.wait()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self._asked.set()

    def _look_after(self, child: _Child) -> None:
        if not child.has_fallen():
            return
        now = time.monotonic()
        if child.due == 0.0:
            child.signal(signal.SIGKILL)  # what the fallen one left in its group
            child.falls = child.falls + 1 if now - child.started < 60 else 1
            child.due = now + (0 if child.falls == 1 else min(30, 2 ** (child.falls - 2)))
            print(f"{child.name} ended unexpectedly; it is started again.", file=sys.stderr, flush=True)
        if now >= child.due:
            child.due = 0.0
            child.start()


def household(*, each_second: Callable[[], object] = lambda: None) -> Household:
    """The web processes and a worker of this program."""
    return Household(
        {
            "web": [sys.executable, "-m", "gunicorn", "-c", "python:coatingcat.ground.web", "coatingcat.wsgi"],
            "worker": [sys.executable, "-m", "coatingcat", "worker", "--with-parent"],
        },
        each_second=each_second,
    )
