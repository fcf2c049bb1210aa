"""An index of its own for every test, and documents that a test may change."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pytest
from django.db import connection

from coatingcat.search import words
from coatingcat.search.index import reader
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.schema import Slots
from coatingcat.search.index.writer import first_pointer, new_generation
from coatingcat.search.queries import standing
from coatingcat.search.words import Document


class Shelf:
    """A room that offers what stands on it."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.standing = {document.key: document for document in documents}
        self.read: list[tuple[str, ...]] = []

    def put(self, *documents: Document) -> None:
        self.standing |= {document.key: document for document in documents}

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        self.read.append(tuple(keys))
        return [self.standing[key] for key in keys if key in self.standing]

    def all_keys(self) -> Iterator[Sequence[str]]:
        keys = iter(sorted(self.standing))
        while batch := list(islice(keys, 100)):
            yield batch


@pytest.fixture
def folder() -> Iterator[Folder]:
    """The index folder of this test process, empty."""
    with empty_folder() as empty:
        yield empty


@pytest.fixture
def no_jobs(transactional_db: None) -> None:
    """Jobs that other tests left: their tables are not Django's to empty."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def waiting_jobs() -> list[str]:
    """Names of the jobs that wait, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The only thing that offers documents: products."""
    alone = Shelf()
    monkeypatch.setattr(words, "_offers", {"product": alone})
    return alone


class empty_folder:  # noqa: N801
    """The index folder, empty while the block lasts and afterwards."""

    def __enter__(self) -> Folder:
        self._clear()
        return reader.folder()

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(reader.folder().root, ignore_errors=True)
        reader._readers.cache_clear()
        standing._asked_at = float("-inf")


def index(folder: Folder, documents: Iterable[Document]) -> None:
    """These documents are the index, without a database."""
    slots = Slots()
    folder.make("made-by-a-test")
    with new_generation(folder.path("made-by-a-test"), slots) as writer:
        writer.put(documents)
    folder.point(first_pointer("made-by-a-test", slots))


def document(key: str, title_en: str = "", **more: object) -> Document:
    """A product with a title."""
    given = {"kind": "product", "url": f"/products/{key}/", "title_zh": "", **more}
    return Document(key=key, title_en=title_en or key, **given)  # type: ignore[arg-type]
