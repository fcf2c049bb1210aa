"""A site of its own to measure: data and keys in a temporary folder, a durable PostgreSQL, the server as in production.

Import this module before any model: it chooses settings and folders for the process. With COATINGCAT_BENCH naming a
folder, the site is kept there and filled once: later runs only serve.
"""

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coatingcat.config import put

WEB_PROCESSES = 2
READY_SECONDS = 60
ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


kept = os.environ.get("COATINGCAT_BENCH", "")
folder = Path(kept or tempfile.mkdtemp(prefix="coatingcat-bench-")).resolve()
if not kept:
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
put(
    COATINGCAT_MODE="demo",
    COATINGCAT_DATA=str(folder / "data"),
    COATINGCAT_KEYS=str(folder / "keys"),
    COATINGCAT_HOST="127.0.0.1",
    COATINGCAT_PORT=str(free_port()),
    COATINGCAT_WEB_PROCESSES=str(WEB_PROCESSES),
    DJANGO_SETTINGS_MODULE="coatingcat.settings.demo",
)

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from bench.client import tree
from coatingcat.config import config
from coatingcat.ground.postgres import Postgres, running
from coatingcat.settings.base import database


@dataclass(frozen=True)
class Served:
    """A running server: its address and its process trees by what they are."""

    base: str
    processes: Mapping[str, int]


@contextlib.contextmanager
def database_up() -> Iterator[Postgres]:
    """The site's own server, migrated, writing every commit to the disk, while the block lasts."""
    with running(folder / "data" / "postgres", durable=True) as server:
        put(DATABASE_URL=server.uri)
        connections["default"].settings_dict.update(database(server.uri))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        try:
            yield server
        finally:
            connections.close_all()


def pid_of(server: Postgres) -> int:
    """Of the database: all its processes are below it."""
    process = server.cluster.process()
    assert process is not None  # it runs for as long as `database_up` lasts
    return process.pid


@contextlib.contextmanager
def served(server: Postgres) -> Iterator[Served]:
    """`coatingcat serve`: web processes and the worker."""
    base = f"http://127.0.0.1:{config().port}"
    with _running([sys.executable, "-m", "coatingcat", "serve"], base + "/health/live") as pid:
        kinds = {"web": _child(pid, "gunicorn"), "worker": _child(pid, "worker"), "database": pid_of(server)}
        yield Served(base, kinds)


@contextlib.contextmanager
def floor(server: Postgres) -> Iterator[Served]:
    """A bare Django on the same kind of server and the same database: `bench.floor`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:coatingcat.ground.web", "bench.floor:application"]
    with _running(command, f"http://127.0.0.1:{port}/hello/", COATINGCAT_PORT=str(port)) as pid:
        yield Served(f"http://127.0.0.1:{port}", {"web": pid, "database": pid_of(server)})


@contextlib.contextmanager
def _running(command: list[str], until_answers: str, **variables: str) -> Iterator[int]:
    log = folder / f"{time.monotonic_ns()}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
        )
        try:
            _wait_for(process, until_answers, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)
            if complaints := log.read_text().splitlines()[1:]:
                print("  the server said: " + "\n  ".join(complaints[:20]), file=sys.stderr)


def _wait_for(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Nothing answers at {address}: {log.read_text()[-2000:]}")


def _child(pid: int, word: str) -> int:
    """The program's child with a word in its command line; the topmost if it has children of its own."""
    for process in tree(pid)[1:]:
        if any(word in part for part in process.cmdline()):
            return process.pid
    raise RuntimeError(f"No {word} among the children of {pid}.")
