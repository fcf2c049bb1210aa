"""Processes of a killed server that are still there."""

import contextlib
import os
import signal
import time
from pathlib import Path

ORPHAN_SECONDS = 20
"""How long the processes of a killed server may take to notice that it is gone."""


def outlive_orphans(cluster: Path) -> None:
    """Wait until nobody works on these data any more, and kill who does not go.

    The processes of a killed server go on for a moment: a second server beside them would spoil the data, since with
    the old pid file its own guard against that is gone too, and would find the port taken. Each has the data for its
    working directory. Linux only; elsewhere the server's own guard has to do.
    """
    until = time.monotonic() + ORPHAN_SECONDS
    while (left := _working_in(cluster)) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _working_in(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found
