"""What later versions of the policy brought: nobody is processed under it who has not accepted the version (VII.2).

It is computed from the declarations as they were filed, over every version this program ships, those not yet in force
included: the program can do already what its newest version tells of, and must not before people have said yes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from coatingcat.privacy.policy.changes import Change, changes
from coatingcat.privacy.policy.snapshot import Snapshot
from coatingcat.privacy.policy.versions import shipped
from coatingcat.privacy.words import Basis, Purpose, Since

_FIRST = 0


@dataclass(frozen=True, slots=True)
class Introduced:
    """Each use of a value with the place of the version that brought it; what was there from the first is in no map."""

    order: dict[str, int]
    """Place of a version, the oldest is 0."""
    uses: dict[tuple[str, str], int]
    """(label, purpose), and (`""`, purpose) for a purpose that is new altogether or told otherwise."""
    handed: dict[tuple[str, str], int]
    """(label, recipient), and (`""`, recipient) for a recipient that is new altogether, or not as it was told of."""
    keeping: dict[str, tuple[tuple[int, timedelta], ...]]
    """Label: the places of versions that made its keeping time longer, with the time it had before."""

    def is_new(self, label: str, purpose: Purpose, accepted: str) -> bool:
        """Whether a use came after the version a subject has accepted; what a law demands needs no acceptance."""
        if not self.uses or purpose.basis is Basis.LEGAL_DUTY:
            return False
        return self._place(self.uses, label, purpose.name) > self.order.get(accepted, _FIRST)

    def since(self, label: str, purpose: Purpose) -> frozenset[str]:
        """The versions that tell of a use."""
        place = self._place(self.uses, label, purpose.name)
        return frozenset(name for name, at in self.order.items() if at >= place)

    def may_receive(self, label: str, recipient: str, accepted: str) -> bool:
        """Whether a recipient may be given a value of somebody who has accepted that version (IV.1)."""
        return self._place(self.handed, label, recipient) <= self.order.get(accepted, _FIRST)

    def shorter_keeping(self, label: str, accepted: str) -> timedelta | None:
        """The keeping time, from the sealing on, that a subject has accepted; None: the declared one."""
        mine = self.order.get(accepted, _FIRST)
        return next((before for place, before in self.keeping.get(label, ()) if place > mine), None)

    @staticmethod
    def _place(places: dict[tuple[str, str], int], label: str, name: str) -> int:
        return max(places.get((label, name), _FIRST), places.get(("", name), _FIRST))


def what_came(versions: Iterable[tuple[str, Snapshot]]) -> Introduced:
    """What each version brought against the one before it; the versions come oldest first."""
    known = list(versions)
    found = Introduced({name: place for place, (name, _) in enumerate(known)}, {}, {}, {})
    for place, ((_, old), (_, new)) in enumerate(pairwise(known), start=1):
        for change in changes(old, new):
            if change.material:
                _note(found, change, place, old, new)
    return found


def _note(found: Introduced, change: Change, place: int, old: Snapshot, new: Snapshot) -> None:
    if change.part == "purpose":
        found.uses["", change.key] = place
    elif change.part == "recipient":
        found.handed.update({(label, change.key): place for label in _handed_anew(change.key, old, new)})
    elif change.part == "value":
        _note_value(found, change, place, old, new)


def _handed_anew(key: str, old: Snapshot, new: Snapshot) -> set[str]:
    """The labels a recipient gets anew; `""` where it is another recipient than the one that was told of."""
    before = next((line for line in old.recipients if line.key == key), None)
    after = next(line for line in new.recipients if line.key == key)
    if before is None or replace(before, fields=()) != replace(after, fields=()):
        return {""}
    return {field.split()[0] for field in set(after.fields) - set(before.fields)}


def _note_value(found: Introduced, change: Change, place: int, old: Snapshot, new: Snapshot) -> None:
    before = next((held for held in old.held if held.label == change.key), None)
    after = next(held for held in new.held if held.label == change.key)
    if before is None:
        known = {(held.kind, purpose) for held in old.held for purpose in held.purposes}
        fresh = {purpose for purpose in after.purposes if (after.kind, purpose) not in known}
        found.handed.update({(change.key, recipient): place for recipient in after.recipients})
    elif change.aspect == "kind":
        fresh = set(after.purposes)
    elif change.aspect == "purposes":
        fresh = set(after.purposes) - set(before.purposes)
    else:
        fresh = set()
        if change.aspect == "recipients":
            gained = set(after.recipients) - set(before.recipients)
            found.handed.update({(change.key, recipient): place for recipient in gained})
        elif change.aspect == "keeping time" and before.since == Since.SEALED.name:
            shorter = (place, timedelta(seconds=before.seconds))
            found.keeping[change.key] = (*found.keeping.get(change.key, ()), shorter)
    found.uses.update({(change.key, purpose): place for purpose in fresh})


_known: tuple[object, Introduced] = (None, Introduced({}, {}, {}, {}))


def introduced() -> Introduced:
    """What the versions of this program brought; worked out once in each process, as the gate asks it all the time."""
    global _known
    versions = shipped()
    if _known[0] is not versions:
        filed = [(version.name, version.declared) for version in reversed(versions)]
        _known = versions, what_came((name, declared) for name, declared in filed if declared is not None)
    return _known[1]
