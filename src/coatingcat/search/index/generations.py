"""The folder of the index: whole generations, which of them serves, and who may write.

    search/current         JSON: the generation that serves, its slots, a counter. Replaced whole (rename), so that a
                           reader needs one stat to know that nothing has changed.
    search/<generation>/   a tantivy index; `in-use` in it is locked, shared, by everyone who reads it
    search/building.jsonl  while a generation is being made: what was folded into the old one in the meantime
    search/writer.lock     held while the serving generation is written or another takes its place
    search/rebuild.lock    held while a generation is being made

Locks are flocks: they die with their process. One index serves one machine, so the lock of a file is the right one.
"""

import fcntl
import json
import os
import shutil
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coatingcat.search.index.schema import VERSION
from coatingcat.search.words import IndexMissing

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pointer:
    """What `current` says."""

    generation: str
    schema: int
    vocabulary: str
    """Version of the glossary its words were joined with."""
    change: int = 0
    """Goes up with every change, so that two pointers are never alike."""
    slots: Mapping[str, int] = field(default_factory=dict)


class Folder:
    """The index folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._current = root / "current"
        self._journal = root / "building.jsonl"

    def stamp(self) -> Stamp:
        """Changes whenever the pointer does. Raises IndexMissing if there is none."""
        try:
            seen = os.stat(self._current)
        except FileNotFoundError:
            raise IndexMissing("No search index has been made yet.") from None
        return seen.st_mtime_ns, seen.st_ino, seen.st_size

    def pointer(self) -> Pointer:
        """The generation that serves. Raises IndexMissing if there is none that this version can read."""
        try:
            said = Pointer(**json.loads(self._current.read_text()))
        except FileNotFoundError:
            raise IndexMissing("No search index has been made yet.") from None
        except (OSError, ValueError, TypeError):
            raise IndexMissing("The pointer to the search index is damaged.") from None
        if said.schema != VERSION:
            raise IndexMissing("The search index was made by another version of the program.")
        if not self.path(said.generation).is_dir():
            raise IndexMissing("The folder of the search index is gone.")
        return said

    def point(self, to: Pointer) -> None:
        """From now on this generation serves, in this state; readers see the old pointer or the new one, never half."""
        new = self._current.with_suffix(f".{os.getpid()}.new")
        with new.open("w") as file:
            json.dump(asdict(to), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._current)
        _sync(self.root)

    def path(self, generation: str) -> Path:
        return self.root / generation

    def make(self, generation: str) -> Path:
        """An empty folder for a new generation."""
        path = self.path(generation)
        path.mkdir(parents=True)
        (path / "in-use").touch()
        return path

    def hold(self, generation: str) -> "Hold":
        """Keeps a generation from being swept as long as the answer lives. Raises IndexMissing if it is gone already."""
        return Hold(self.path(generation) / "in-use")

    def sweep(self) -> list[str]:
        """Removes the generations that neither serve nor are read nor are being made; which."""
        with self.locked("rebuild.lock", wait=False) as alone:
            if not alone:
                return []
            self._journal.unlink(missing_ok=True)
            serves = self._serving()
            swept = [path for path in self._generations() if path.name != serves and _unused(path)]
            for path in swept:
                shutil.rmtree(path, ignore_errors=True)
            return [path.name for path in swept]

    def _serving(self) -> str | None:
        try:
            return self.pointer().generation
        except IndexMissing:
            return None

    def _generations(self) -> list[Path]:
        return sorted(path for path in self.root.iterdir() if (path / "in-use").exists()) if self.root.is_dir() else []

    @contextmanager
    def locked(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Whether the lock was got; without `wait` it may not be."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / name).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    @contextmanager
    def journal(self) -> Iterator[None]:
        """While it is open, `note` keeps what is folded. For the holder of `rebuild.lock`, before it reads anything."""
        self._journal.touch()
        try:
            yield
        finally:
            self._journal.unlink(missing_ok=True)

    def note(self, changes: Iterable[tuple[str, str]]) -> None:
        """Keeps what was just folded for the generation being made, if one is. To be called under `writer.lock`."""
        if not self._journal.exists():
            return
        with self._journal.open("a") as file:
            file.writelines(json.dumps(change) + "\n" for change in changes)
            file.flush()
            os.fsync(file.fileno())

    def noted(self) -> list[tuple[str, str]]:
        """What was folded since the journal was opened, each once."""
        lines = self._journal.read_text().splitlines()
        return list(dict.fromkeys((kind, key) for kind, key in map(json.loads, lines)))


class Hold:
    """A shared lock that lasts as long as this object: a search under way may need it longer than whoever took it."""

    def __init__(self, path: Path) -> None:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise IndexMissing("The folder of the search index is gone.") from None
        weakref.finalize(self, os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_SH)


def _unused(path: Path) -> bool:
    with (path / "in-use").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
