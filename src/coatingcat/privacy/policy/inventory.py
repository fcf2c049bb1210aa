"""The data inventory: a snapshot arranged as readers ask, by category and kind (PIPL 17; NDSR 21: as lists)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coatingcat.privacy.policy.snapshot import Held, PurposeLine, RecipientLine, RoleLine, Snapshot
from coatingcat.privacy.words import Purpose, Text, Then


@dataclass(frozen=True, slots=True)
class Row:
    """What is held of a kind for one keeping time. `roles` are those besides the person who may open it."""

    keep: Text
    article: str
    then: Text
    purposes: tuple[PurposeLine, ...]
    roles: tuple[RoleLine, ...]
    recipients: tuple[RecipientLine, ...]
    required_for: tuple[str, ...]
    by_consent: bool
    protection: frozenset[str]
    labels: tuple[str, ...]

    @property
    def shown_purposes(self) -> tuple[PurposeLine, ...]:
        """All but the showing itself, which the page tells of once; unless that is all there is."""
        return tuple(line for line in self.purposes if line.name != Purpose.OWN_DATA.name) or self.purposes


@dataclass(frozen=True, slots=True)
class KindRows:
    name: str
    text: Text
    sensitive: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CategoryRows:
    text: Text
    kinds: tuple[KindRows, ...]


def inventory(declared: Snapshot) -> tuple[CategoryRows, ...]:
    """Every kind that is held, under its category."""
    by_category: dict[Text, list[KindRows]] = defaultdict(list)
    for kind in declared.kinds:
        held = [line for line in declared.held if line.kind == kind.name]
        by_category[kind.category].append(KindRows(kind.name, kind.text, kind.sensitive, tuple(_rows(held, declared))))
    return tuple(CategoryRows(text, tuple(kinds)) for text, kinds in by_category.items())


def _rows(held: Iterable[Held], declared: Snapshot) -> Iterator[Row]:
    groups: dict[tuple[Text, str, str], list[Held]] = defaultdict(list)
    for line in held:
        groups[line.keep, line.article, line.then].append(line)
    for (keep, article, then), lines in groups.items():
        purposes = {name for line in lines for name in line.purposes}
        roles = {name for line in lines for name in line.roles}
        recipients = {key for line in lines for key in line.recipients}
        yield Row(
            keep=keep,
            article=article,
            then=Then[then].value,
            purposes=tuple(line for line in declared.purposes if line.name in purposes),
            roles=tuple(line for line in declared.roles if line.name in roles),
            recipients=tuple(line for line in declared.recipients if line.key in recipients),
            required_for=tuple(sorted({line.required_for for line in lines if line.required_for})),
            by_consent=all(line.optional for line in lines),
            protection=frozenset(line.protection for line in lines),
            labels=tuple(line.label for line in lines),
        )
