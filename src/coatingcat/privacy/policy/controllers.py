"""Whether a new administrator's declarations protect people no worse than ours (IV.2-1; PIPL 22)."""

from collections.abc import Iterable
from dataclasses import dataclass

from coatingcat.privacy.policy.changes import Change, changes
from coatingcat.privacy.policy.snapshot import Snapshot

_ASKED_ANEW = {
    ("value", "kind"),
    ("value", "purposes"),
    ("value", "recipients"),
    ("value", "required for"),
    ("purpose", "text"),
    ("recipient", "name"),
    ("recipient", "entry"),
}
"""What the new administrator may change if each person agrees (PIPL 14, 22, 23); any other worsening is refused."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`weaker`: what would lower the protection, which nobody can agree to. `anew`: what each person has to agree to."""

    changes: tuple[Change, ...]
    weaker: tuple[Change, ...]
    anew: tuple[Change, ...]

    @property
    def is_acceptable(self) -> bool:
        return not self.weaker


def compare(ours: Snapshot, theirs: Snapshot) -> Comparison:
    """The difference of two sets of declarations, sorted by what it means for people."""
    found = changes(ours, theirs)
    return Comparison(found, tuple(_weaker(found)), tuple(c for c in found if c.material and _is_asked_anew(c)))


def _weaker(found: Iterable[Change]) -> Iterable[Change]:
    return (change for change in found if change.material and not _is_asked_anew(change))


def _is_asked_anew(change: Change) -> bool:
    return (change.part, change.aspect) in _ASKED_ANEW
