"""Search against a made-up catalogue: `python -m bench.search 50000`. One JSON line per figure.

CPU milliseconds of this process per operation are the figure that counts; wall percentiles are context.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coatingcat.settings.test")

import django

django.setup()

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import psutil

from bench.report import line
from coatingcat.search.index import reader
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.schema import Slots
from coatingcat.search.index.writer import first_pointer, following, moved, new_generation
from coatingcat.search.queries.asking import asked as words_of
from coatingcat.search.queries.asking import every_word
from coatingcat.search.queries.finding import find
from coatingcat.search.queries.suggesting import suggest
from coatingcat.search.words import NumberRange, Query
from tests.search import synthetic

FACETS = ("supplier", "chemistry", "function", "region", "form", "segment")
PAGE = {"count": FACETS, "histograms": ("viscosity",)}


def said(metric: str, value: float, unit: str, n: int, baseline: float | None = None) -> None:
    line("search", metric, value, unit, n=n, baseline=baseline)


def timed(metric: str, work: Callable[[str], object], asked: Sequence[str], baseline: float | None = None) -> float:
    for text in asked[:20]:
        work(text)
    walls, cpu = [], time.process_time()
    for text in asked:
        start = time.perf_counter()
        work(text)
        walls.append(time.perf_counter() - start)
    cpu = time.process_time() - cpu
    walls.sort()
    said(metric, cpu * 1000 / len(asked), "CPU ms", len(asked), baseline)
    for percent in (50, 95, 99):
        said(f"{metric}, p{percent}", walls[min(len(walls) - 1, percent * len(walls) // 100)] * 1000, "ms", len(asked))
    return cpu * 1000 / len(asked)


def bare(asked: Sequence[str]) -> Callable[[str], object]:
    """The same work in tantivy's own calls: 20 stored rows, 6 facets, one range, no analysis of the text."""
    now = reader.reader()
    ready = {text: every_word(now, words_of(text)) for text in asked}
    ranges = [{"from": a, "to": b} for a, b in pairwise(now.scale("viscosity"))]
    facets = {name: {"terms": {"field": f"facets.{name}", "size": 250}} for name in FACETS}
    wanted = {**facets, "bars": {"range": {"field": f"lo{now.slots['viscosity']}", "ranges": ranges}}}

    def ask(text: str) -> object:
        hits = now.searcher.search(ready[text], 20).hits
        return [now.searcher.doc(address)["row"] for _, address in hits], now.searcher.aggregate(ready[text], wanted)

    return ask


def build(folder: Folder, count: int) -> None:
    made = list(synthetic.documents(count))
    cpu, wall = time.process_time(), time.perf_counter()
    slots = Slots()
    folder.make("bench")
    with new_generation(folder.path("bench"), slots) as writer:
        writer.put(made)
    folder.point(first_pointer("bench", slots))
    said("index all documents", time.process_time() - cpu, "CPU s", count)
    said("index all documents, wall", time.perf_counter() - wall, "s", count)
    size = sum(file.stat().st_size for file in folder.path("bench").rglob("*") if file.is_file())
    said("size of the index", size / 2**20, "MB", count)


def one_change(folder: Folder, count: int) -> None:
    document = next(iter(synthetic.documents(1)))
    walls = []
    for _ in range(10):
        start = time.perf_counter()
        pointer = folder.pointer()
        slots = Slots(pointer.slots)
        with following(folder.path(pointer.generation), slots) as writer:
            writer.take_out(document.kind, [document.key])
            writer.put([document])
        folder.point(moved(pointer, slots))
        find(Query("epoxy"))
        walls.append(time.perf_counter() - start)
    said("fold one change and see it", sorted(walls)[5] * 1000, "ms", count)


def main(count: int) -> None:
    root = Path(tempfile.mkdtemp(prefix="bench-search-"))
    folder = Folder(root)
    reader.folder = lambda: folder  # type: ignore[assignment]
    try:
        build(folder, count)
        asked = synthetic.questions(200) * 5
        zh = list(synthetic.CHEMISTRY.values()) * 20
        lows = random.Random(3)
        narrowed = {"facets": {"form": ("liquid", "paste")}, "ranges": {"viscosity": NumberRange(100.0, 5000.0)}}
        floor = timed("floor: tantivy alone for the same questions", bare(asked), asked)
        timed("top 20", lambda text: find(Query(text, count=(), histograms=())), asked)
        timed("top 20, 6 facets, 1 histogram", lambda text: find(Query(text, **PAGE)), asked, floor)
        timed("the same, default facets and 3 histograms", lambda text: find(Query(text)), asked)
        timed("1 facet and 1 range chosen", lambda text: find(Query(text, **PAGE, **narrowed)), asked)
        timed("the same, one Chinese word", lambda text: find(Query(text, **PAGE, language="zh")), zh)
        timed("by name", lambda text: find(Query(text, **PAGE, sort="name")), asked)
        timed("everything, remembered", lambda text: find(Query(**PAGE)), asked)
        fresh = {"count": FACETS, "histograms": ("viscosity",)}
        timed(
            "everything within a new range each time",
            lambda text: find(Query(ranges={"viscosity": NumberRange(lows.uniform(5, 500), None)}, **fresh)),
            asked[:100],
        )
        timed(
            "typing error",
            lambda text: find(Query(text[:3] + text[4:], **PAGE)),
            [t for t in asked if " " not in t][:100],
        )
        timed("suggest", lambda text: suggest(text[:4]), asked)
        timed("suggest, one letter", lambda text: suggest(text[:1]), asked)
        one_change(folder, count)
        said("memory of the process", psutil.Process().memory_full_info().pss / 2**20, "MB", count)
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
