"""Filling a shop, and how long that takes: import, import again, import with changes, index."""

import time
from collections.abc import Callable
from pathlib import Path

from bench import site
from bench.catalogue import catalogue, offer_everything
from bench.client import cpu_of
from bench.report import line
from coatingcat.catalog.actions import import_catalogue
from coatingcat.ground.postgres import Postgres
from coatingcat.search.actions import follow, rebuild


def said(metric: str, value: float, unit: str, n: int) -> None:
    line("pages", metric, value, unit, n=n)


def timed(work: Callable[[], object], database: int) -> tuple[float, float]:
    """Seconds on the wall, and CPU seconds of this process and the database."""
    began, cpu, there = time.perf_counter(), time.process_time(), cpu_of(database)
    work()
    return time.perf_counter() - began, time.process_time() - cpu + cpu_of(database) - there


def fill(server: Postgres, count: int) -> None:
    """Import, import again, change one in ten, index."""
    files, database = catalogue(site.folder / "files", count), site.pid_of(server)
    for metric in ("import", "the same files again"):
        wall, cpu = timed(lambda: _imported(files), database)
        said(f"{metric}: products a second", count / wall, "1/s", count)
        said(f"{metric}: products a CPU second", count / cpu, "1/CPU s", count)
    _reprice(files)
    wall, cpu = timed(lambda: _imported(files), database)
    said("import with every product's name changed: products a second", count / wall, "1/s", count)
    offer_everything()
    wall, cpu = timed(rebuild, database)
    said("index", wall, "s", count)
    said("index, CPU", cpu, "CPU s", count)
    follow()


def _imported(files: Path) -> None:
    report = import_catalogue(path=files)
    if not report.is_clean:
        raise RuntimeError(f"{report.fault_count} faults: {report.faults[:3]}")


def _reprice(files: Path) -> None:
    """Every product gets another name, so that none of them is the same as before."""
    path = files / "products.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    place = head.split(",").index("trade_name")
    changed = [",".join(c + " N" if n == place else c for n, c in enumerate(row.split(","))) for row in rows]
    path.write_text("\n".join([head, *changed]) + "\n", encoding="utf-8")
