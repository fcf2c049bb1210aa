"""How data is used, purpose by purpose, in plain words and from the declarations themselves (PIPL 48; ARR 16)."""

from dataclasses import dataclass
from functools import lru_cache

from coatingcat.privacy.declarations import personal_entries, recipients
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF, Kind, Purpose, Role, Text
from coatingcat.privacy.words.decisions import decision_of


@dataclass(frozen=True, slots=True)
class Explanation:
    """One purpose: which kinds of data serve it, how long each is kept, who may use it, what is decided by itself."""

    purpose: Purpose
    used: tuple[tuple[Kind, tuple[Text, ...]], ...]
    """Kind of data with its keeping times."""
    staff: tuple[Role, ...]
    recipients: tuple[Text, ...]
    decision: Text

    @property
    def slug(self) -> str:
        return slug_of(self.purpose)


def slug_of(purpose: Purpose) -> str:
    """The purpose as a part of an address, such as `product-news`."""
    return purpose.name.lower().replace("_", "-")


@lru_cache(maxsize=1)
def explanations() -> tuple[Explanation, ...]:
    """Every purpose of the program; made once, as declarations do not change while it runs."""
    kept: dict[Purpose, dict[Kind, dict[str, Text]]] = {purpose: {} for purpose in Purpose}
    for _, declaration in personal_entries():
        for purpose in declaration.purposes:
            keep = declaration.keep
            kept[purpose].setdefault(declaration.kind, {})[keep.text.en] = keep.text
    return tuple(_of(purpose, kept[purpose]) for purpose in Purpose)


def explanation_of(slug: str) -> Explanation | None:
    return next((one for one in explanations() if one.slug == slug), None)


def _of(purpose: Purpose, kept: dict[Kind, dict[str, Text]]) -> Explanation:
    return Explanation(
        purpose,
        tuple((kind, tuple(kept[kind].values())) for kind in Kind if kind in kept),
        tuple(role for role in STAFF if purpose in ROLE_PURPOSES[role]),
        tuple(recipient.name for recipient in recipients().values() if purpose in recipient.purposes),
        decision_of(purpose),
    )
