"""Search among a million documents: `python -m bench.search_scale [1000000]`. Documents stream, none is kept.

Made in this process, found in this process: the index alone, as `bench.search` measures 50,000. Making stops after
`SECONDS_AT_MOST`; `n` says how many there were by then.
"""

import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.report import line
from bench.search import PAGE, bare, timed
from coatingcat.search.index import reader
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.schema import Slots
from coatingcat.search.index.writer import first_pointer, new_generation
from coatingcat.search.queries.finding import find
from coatingcat.search.words import Document, NumberRange, Query
from tests.search import synthetic

DOCUMENTS, SECONDS_AT_MOST, BATCH = 1_000_000, 1500.0, 5_000


def said(metric: str, value: float, unit: str, n: int) -> None:
    line("search_scale", metric, value, unit, n=n)


def build(folder: Folder, count: int) -> int:
    """The index, and what making it took; how many documents it holds."""
    until, made, generating = time.monotonic() + SECONDS_AT_MOST, 0, 0.0
    documents, slots = synthetic.documents(count), Slots()
    folder.make("bench")
    cpu, wall = time.process_time(), time.perf_counter()
    with new_generation(folder.path("bench"), slots) as writer:
        while time.monotonic() < until:
            began = time.process_time()
            batch = list(_batch(documents))
            generating += time.process_time() - began
            if not batch:
                break
            writer.put(batch)
            made += len(batch)
            print(f"\r  {made:,} documents", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    folder.point(first_pointer("bench", slots))
    said("index all documents", time.process_time() - cpu - generating, "CPU s", made)
    said("index all documents, wall", time.perf_counter() - wall, "s", made)
    size = sum(file.stat().st_size for file in folder.path("bench").rglob("*") if file.is_file())
    said("size of the index", size / 2**20, "MB", made)
    return made


def _batch(documents: Iterator[Document]) -> Iterator[Document]:
    return itertools.islice(documents, BATCH)


def main(count: int) -> None:
    root = Path(tempfile.mkdtemp(prefix="bench-search-"))
    folder = Folder(root)
    reader.folder = lambda: folder  # type: ignore[assignment]
    try:
        made = build(folder, count)
        asked = synthetic.questions(200)
        narrowed = {"facets": {"form": ("liquid", "paste")}, "ranges": {"viscosity": NumberRange(100.0, 5000.0)}}
        floor = timed("a million: floor: tantivy alone for the same questions", bare(asked), asked)
        timed("a million: top 20, 6 facets, 1 histogram", lambda text: find(Query(text, **PAGE)), asked, floor)
        timed("a million: 1 facet and 1 range chosen", lambda text: find(Query(text, **PAGE, **narrowed)), asked)
        said("memory of the process", psutil.Process().memory_full_info().pss / 2**20, "MB", made)
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
