"""Versions of the policy for tests: what the program ships, and one or two that changed something."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from coatingcat.ground.clock import frozen, now
from coatingcat.privacy.actions import policy as actions
from coatingcat.privacy.policy import Snapshot, Version, newest, snapshot, versions
from coatingcat.privacy.policy.text import PolicyText
from coatingcat.privacy.words import Text

OLD, NEW = "2025.1", "2027.1"
Change = Callable[[Snapshot], Snapshot]


def version(name: str, declared: Snapshot, *, text: PolicyText | None = None, effective: date) -> Version:
    """A version with the wording of the newest, or another's."""
    wording = replace(text or newest().text, version=name, effective=effective)
    return Version(wording, declared.as_json().encode())


def ship(monkeypatch: pytest.MonkeyPatch, *, old: Snapshot, new: Snapshot, reworded: bool = False) -> None:
    """Let the program ship two versions: OLD with these declarations, NEW with those."""
    text = newest().text
    if reworded:
        text = replace(text, summary=(Text("全新的一句。", "A sentence that is new."), *text.summary[1:]))
    pair = (
        version(NEW, new, text=text, effective=date(2026, 12, 1)),
        version(OLD, old, effective=date(2025, 1, 1)),
    )
    monkeypatch.setattr(versions, "_read", lambda: pair)


def without_purpose(name: str) -> Snapshot:
    """The declarations of this program as if it did not know a purpose yet."""
    whole = snapshot()
    return replace(
        whole,
        held=tuple(replace(h, purposes=tuple(p for p in h.purposes if p != name)) for h in whole.held),
        purposes=tuple(p for p in whole.purposes if p.name != name),
        roles=tuple(replace(r, purposes=tuple(p for p in r.purposes if p != name)) for r in whole.roles),
    )


def kept_shorter(label: str, by: int = 2) -> Snapshot:
    """The declarations of this program as if a value were kept half as long."""
    whole = snapshot()
    held = tuple(replace(h, seconds=h.seconds // by) if h.label == label else h for h in whole.held)
    return replace(whole, held=held)


def adopt_old(monkeypatch: pytest.MonkeyPatch, *, old: Snapshot, new: Snapshot, reworded: bool = False) -> None:
    """An installation that has OLD in force, and is upgraded to a program that ships NEW."""
    ship(monkeypatch, old=old, new=new, reworded=reworded)
    both = versions._read()
    monkeypatch.setattr(versions, "_read", lambda: both[1:])
    assert actions.adopt_shipped() == (OLD,)
    monkeypatch.setattr(versions, "_read", lambda: both)


def take_to_force() -> None:
    """The officer takes NEW through all its states; comes back after it took effect."""
    officer = uuid4()
    assert NEW in actions.adopt_shipped() or NEW in versions.standings()
    actions.open_comments(version=NEW, until=now() + timedelta(days=8), by=officer)
    with frozen(now() + timedelta(days=9)):
        actions.show_version(version=NEW, effective_on=actions.earliest_effect(), by=officer)
    with frozen(now() + timedelta(days=20)):
        assert actions.take_effect() == (NEW,)
