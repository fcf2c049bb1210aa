"""A closed-loop client that reads what the server's processes use while it asks.

So many visitors each ask again as soon as they are answered. CPU milliseconds per operation, web processes plus
worker plus database, are the figure that counts: the machine is shared, and `others` says by how much.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import aiohttp
import psutil

CONCURRENT = 8


class Case(Protocol):
    """One operation: the session, the visitor's number, the running number of the operation."""

    async def __call__(self, session: aiohttp.ClientSession, visitor: int, number: int) -> None: ...

    async def close(self) -> None:
        """After the last operation."""


@dataclass(frozen=True)
class Get:
    """Asks for a page; anything but 200 is a failure."""

    address: Callable[[int], str]
    language: str = "en"

    async def __call__(self, session: aiohttp.ClientSession, _visitor: int, number: int) -> None:
        headers = {"Accept-Language": self.language, "Accept-Encoding": "identity"}
        async with session.get(self.address(number), headers=headers) as response:
            await response.read()
            if response.status != 200:
                raise RuntimeError(f"{response.status} for {self.address(number)}")

    async def close(self) -> None:
        """Nothing is held."""


def tree(pid: int) -> list[psutil.Process]:
    """The process and all below it."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_of(pid: int) -> float:
    """CPU seconds of a process tree, of its ended children too."""
    seconds = 0.0
    for process in tree(pid):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def pss_mb(pid: int) -> float:
    """Proportional set size of a process tree: what it takes of the machine, shared pages divided."""
    kilobytes = 0
    for process in tree(pid):
        try:
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _busy() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice + times.irq + times.softirq + times.steal)


@dataclass
class Measured:
    """What one case cost."""

    operations: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    others: float = 0.0
    """Share of the machine that anything else used, the client included."""

    @property
    def cpu_ms(self) -> float:
        """Of all the server's processes together, per operation."""
        return sum(self.cpu.values()) * 1000 / max(1, self.operations)

    def cpu_ms_of(self, name: str) -> float:
        return self.cpu[name] * 1000 / max(1, self.operations)

    @property
    def per_second(self) -> float:
        return self.operations / self.seconds

    def percentile_ms(self, percent: int) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, percent * len(ordered) // 100)] * 1000 if ordered else 0.0


def run(case: Case, *, base: str, processes: Mapping[str, int], seconds: float, visitors: int = CONCURRENT) -> Measured:
    """Keeps so many visitors busy with a case for so long, after a fifth of that to warm up."""
    asyncio.run(_rounds(case, base, seconds / 5, visitors, Measured()))
    measured = Measured()
    before = {name: cpu_of(pid) for name, pid in processes.items()}
    busy, began = _busy(), time.perf_counter()
    asyncio.run(_rounds(case, base, seconds, visitors, measured))
    measured.seconds = time.perf_counter() - began
    measured.cpu = {name: cpu_of(pid) - before[name] for name, pid in processes.items()}
    whole = measured.seconds * (os.cpu_count() or 1)
    measured.others = max(0.0, _busy() - busy - sum(measured.cpu.values())) / whole
    if measured.failures:
        print(f"  {len(measured.failures)} failed: {measured.failures[0]}", file=sys.stderr, flush=True)
    return measured


async def _rounds(case: Case, base: str, seconds: float, visitors: int, into: Measured) -> None:
    until, number = time.perf_counter() + seconds, iter(range(10**9))

    async def visit(session: aiohttp.ClientSession, visitor: int) -> None:
        while (began := time.perf_counter()) < until:
            try:
                await case(session, visitor, next(number))
            except Exception as error:
                into.failures.append(repr(error)[:300])
                await asyncio.sleep(0.05)
            else:
                into.operations += 1
                into.latencies.append(time.perf_counter() - began)

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(base, connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            await asyncio.gather(*(visit(session, visitor) for visitor in range(visitors)))
        finally:
            await case.close()
