"""The killer of `make chaos`: SIGKILL in turn to a web process, the web server, the worker, a backend, the database."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

import psutil

from bench.client import tree
from coatingcat.ground.postgres import Postgres


@dataclass
class Run:
    """What was promised to buyers, and what was killed."""

    wanted: int
    kills: int
    begun: int = 0
    promised: dict[str, str] = field(default_factory=dict)
    """The code of the order by the key of its submission."""
    repeats: int = 0
    """Requests that had to be repeated."""
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        return len(self.promised) >= self.wanted


def _child(pid: int, word: str, *, below: bool = False) -> int | None:
    """A process of the program with this word in its command line; `below`: one of its own children."""
    for process in tree(pid)[1:]:
        try:
            if any(word in part for part in process.cmdline()):
                children = process.children() if below else []
                return random.choice(children).pid if children else process.pid
        except psutil.NoSuchProcess:
            continue
    return None


async def kill_in_turn(run: Run, serving: int, server: Postgres) -> None:
    """So many kills, spread over the orders, each kind in its turn; the database is started again, as `serve` would."""
    kinds = ("a web process", "the web server", "the worker", "a backend", "the database")
    while sum(run.killed.values()) < run.kills:
        number = sum(run.killed.values())
        due = run.wanted * (number + 1) / (run.kills + 2)
        while len(run.promised) < due and not run.is_over:
            await asyncio.sleep(0.1)
        kind = kinds[number % len(kinds)]
        victim = await asyncio.to_thread(_victim, kind, serving, server)
        if victim is None:  # it is just being started again
            await asyncio.sleep(1)
            continue
        os.kill(victim, signal.SIGKILL)
        run.killed[kind] += 1
        if kind == "the database":
            await asyncio.sleep(0.5)
            await asyncio.to_thread(_start_again, server)


def _victim(kind: str, serving: int, server: Postgres) -> int | None:
    if kind == "a web process":
        return _child(serving, "gunicorn", below=True)
    if kind == "the web server":
        return _child(serving, "gunicorn")
    if kind == "the worker":
        return _child(serving, "worker")
    process = server.cluster.process()
    if process is None or kind == "the database":
        return process.pid if process else None
    backends = [one.pid for one in psutil.Process(process.pid).children() if "coatingcat coatingcat" in _title(one)]
    return random.choice(backends) if backends else None


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _start_again(server: Postgres) -> None:
    for _ in range(20):
        try:
            server.start()
        except Exception:  # the killed one's children may still hold its memory
            time.sleep(0.5)
        else:
            return
    server.start()
