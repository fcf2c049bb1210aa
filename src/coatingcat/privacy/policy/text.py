"""The policy's wording: one TOML file a version, both languages side by side."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from coatingcat.privacy.words import Text

TEXTS = Path(__file__).with_name("texts")


class State(Enum):
    """How much of a clause the program does; `LATER` is shown as not offered, with nothing collected for it."""

    BUILT = "built"
    PARTLY = "partly"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Clause:
    """`id` is the number in clauses.csv; `promise` what the reader is told; `how` what the program does for it."""

    id: str
    state: State
    title: Text
    promise: Text | None
    how: Text | None

    @property
    def anchor(self) -> str:
        """What an address may carry after #: `IV.2(1)a` becomes `clause-IV.2.1a`."""
        return anchor_of(self.id)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: Text
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The wording of one version. `source` is the file as it lies there, over which the policy's hash is taken."""

    version: str
    effective: date
    summary: tuple[Text, ...]
    sections: tuple[Section, ...]
    source: bytes

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for section in self.sections for clause in section.clauses)


def anchor_of(clause: str) -> str:
    """The anchor of a clause on the pages of the policy."""
    return "clause-" + clause.replace("(", ".").replace(")", "")


def read_text(path: Path) -> PolicyText:
    """The wording in a file. Raises ValueError for a clause whose section is missing or that says nothing."""
    source = path.read_bytes()
    data = tomllib.loads(source.decode())
    clauses = [_clause(entry) for entry in data["clause"]]
    names = [entry["id"] for entry in data["section"]]
    if lost := [c.id for c in clauses if c.id.split(".")[0] not in names]:
        raise ValueError(f"{path.name}: no section for {', '.join(lost)}.")
    return PolicyText(
        version=data["version"],
        effective=data["effective"],
        summary=tuple(map(_text, data["summary"])),
        sections=tuple(
            Section(entry["id"], _text(entry), tuple(c for c in clauses if c.id.split(".")[0] == entry["id"]))
            for entry in data["section"]
        ),
        source=source,
    )


@functools.cache
def functions() -> dict[str, Text]:
    """Names of the functions the policy presupposes, by their numbers in clauses.csv (F.1 …)."""
    data = tomllib.loads(TEXTS.with_name("functions.toml").read_text(encoding="utf-8"))
    return {number: _text(entry) for number, entry in data.items()}


def _clause(entry: Mapping[str, Any]) -> Clause:
    state = State(entry["state"])
    promise = _text(entry) if "zh" in entry or "en" in entry else None
    if promise is None and state is not State.LATER:
        raise ValueError(f"Clause {entry['id']} says nothing.")
    how = _text(entry["how"]) if "how" in entry else None
    return Clause(entry["id"], state, _text(entry["title"]), promise, how)


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry.get("zh", ""), entry.get("en", ""))
