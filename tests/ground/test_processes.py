import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coatingcat.ground.processes import Household


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def pid_in(path: Path) -> int:
    until(lambda: path.exists() and path.read_text().endswith("\n"))
    return int(path.read_text())


def program(tmp_path: Path, name: str, body: str) -> list[str]:
    """A program that writes its pid into `name`.pid and then does `body`."""
    file = tmp_path / f"{name}.py"
    note = f"import os, pathlib, signal, subprocess, sys, time\npathlib.Path({str(tmp_path / name)!r} + '.pid')"
    file.write_text(f"{note}.write_text(f'{{os.getpid()}}\\n')\n{textwrap.dedent(body)}")
    return [sys.executable, str(file)]


@pytest.fixture(autouse=True)
def keep_signal_handlers():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_stopping_ends_whole_groups(tmp_path):
    child = program(tmp_path, "grandchild", "time.sleep(60)")
    deaf = program(
        tmp_path, "child", f"signal.signal(signal.SIGTERM, lambda *_: sys.exit())\nsubprocess.call({child!r})"
    )
    with Household({"child": deaf}):
        pids = [pid_in(tmp_path / "child.pid"), pid_in(tmp_path / "grandchild.pid")]
        assert all(alive(pid) for pid in pids)
    until(lambda: not any(alive(pid) for pid in pids))


def test_what_falls_is_started_again_until_we_are_asked_to_stop(tmp_path, capfd):
    command = program(tmp_path, "child", "time.sleep(60)")
    seen: list[int] = []

    def each_second() -> None:
        pid = pid_in(tmp_path / "child.pid")
        if pid not in seen:
            seen.append(pid)
        if len(seen) == 1 and alive(pid):
            os.kill(pid, signal.SIGKILL)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    with Household({"child": command}, each_second=each_second) as everybody:
        everybody.run()
    assert len(seen) == 2
    assert not any(alive(pid) for pid in seen)
    assert "child ended unexpectedly" in capfd.readouterr().err


def test_fallen_names_who_is_not_there(tmp_path):
    with Household({"short": [sys.executable, "-c", ""], "long": program(tmp_path, "long", "time.sleep(60)")}) as both:
        until(lambda: both.fallen() == ["short"])


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's notice of a parent's death is Linux's")
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path):
    body = "from coatingcat.ground.processes import die_with_parent\ndie_with_parent()\nprint('up', flush=True)\ntime.sleep(60)"
    child = program(tmp_path, "child", body)
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.call({child!r})"],
        stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "src"},
    )  # fmt: skip
    assert parent.stdout is not None
    with parent.stdout as told:
        assert told.readline() == b"up\n"
    pid = pid_in(tmp_path / "child.pid")
    parent.kill()
    parent.wait()
    until(lambda: not alive(pid))
