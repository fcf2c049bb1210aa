"""The audit pack: what proves how personal data was handled, in one folder (PIPL 54–56, 69; audit measures of 2025).

    @part("shares.csv", Text("对外提供台账", "Ledger of what was passed on"))
    def shares(since: datetime) -> Iterator[Row]: ...

A part is a table (`.csv`) or a document (`.json`), registered by whoever knows it. Nobody's values are in it: people
stand as numbers that are made anew for each pack, so that two packs cannot be laid side by side; only who read data
for the operator is named, by public number.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coatingcat.privacy.words import Text

Row = Mapping[str, Any]
Making = Callable[[datetime], "Iterable[Row] | Row"]
"""Gets the moment from which on the audited time runs; what has no time, as declarations have none, takes no notice."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the pack."""

    name: str
    title: Text
    make: Making


_parts: dict[str, Part] = {}


def part(name: str, title: Text) -> Callable[[Making], Making]:
    """Registers a part; a name is given once."""

    def register(making: Making) -> Making:
        if name in _parts:
            raise ValueError(f"The part {name} of the audit pack is registered twice.")
        _parts[name] = Part(name, title, making)
        return making

    return register


def parts() -> list[Part]:
    """Every part, by name."""
    return [_parts[name] for name in sorted(_parts)]
