"""What changed between two snapshots of the declarations, and whether that asks for a new consent (VII.1, VII.2).

Material is what PIPL Art. 14 names: a new purpose, mode or kind; and a new recipient, a longer time, a way out that
is closed. What gives the person more, or the same in other words, is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from coatingcat.privacy.policy.snapshot import CookieLine, Held, PurposeLine, RecipientLine, RoleLine, Snapshot, UseLine

_WEAKER_END = ("DESTROY", "DELETE", "UNLINK")
"""What happens at the end of a keeping time, from the strongest to the weakest."""


@dataclass(frozen=True, slots=True)
class Change:
    """`part` is `value`, `purpose`, `recipient`, `cookie`, `role` or `use`; `why` says in English what makes it (im)material."""

    part: str
    key: str
    sort: str
    """`added`, `removed` or `changed`."""
    aspect: str
    before: str
    after: str
    material: bool


def changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Every difference a reader of the policy could care about, values first, in the order of names."""
    return (
        *_values(old, new),
        *_purposes(old.purposes, new.purposes),
        *_recipients(old.recipients, new.recipients),
        *_cookies(old.cookies, new.cookies),
        *_roles(old.roles, new.roles),
        *_uses(old.uses, new.uses),
    )


def is_material(found: Iterable[Change]) -> bool:
    """Whether any of the changes asks for a new consent."""
    return any(change.material for change in found)


def _values(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    known = {(held.kind, purpose) for held in old.held for purpose in held.purposes}
    for key, before, after in _pairs(old.held, new.held, "label"):
        if before is None:
            # A second field of a kind already held for the same purposes tells nobody anything new.
            is_new = any((after.kind, purpose) not in known for purpose in after.purposes)
            yield Change("value", key, "added", "kind", "", after.kind, is_new or bool(after.recipients))
        elif after is None:
            yield Change("value", key, "removed", "kind", before.kind, "", False)
        else:
            yield from _of_value(key, before, after)


def _of_value(key: str, before: Held, after: Held) -> Iterator[Change]:
    def changed(aspect: str, old: object, new: object, *, material: bool) -> Change:
        return Change("value", key, "changed", aspect, _shown(old), _shown(new), material)

    if before.kind != after.kind:
        yield changed("kind", before.kind, after.kind, material=True)
    if before.purposes != after.purposes:
        added = set(after.purposes) - set(before.purposes)
        yield changed("purposes", before.purposes, after.purposes, material=bool(added))
    if _time(before) != _time(after):
        yield changed("keeping time", _time(before), _time(after), material=_is_longer(before, after))
    if before.recipients != after.recipients:
        added = set(after.recipients) - set(before.recipients)
        yield changed("recipients", before.recipients, after.recipients, material=bool(added))
    if before.required_for != after.required_for:
        yield changed("required for", before.required_for, after.required_for, material=bool(after.required_for))
    if before.protection != after.protection:
        yield changed("protection", before.protection, after.protection, material=after.protection == "plain")
    if (before.erase, before.exported, before.control) != (after.erase, after.exported, after.control):
        worse = (before.exported and not after.exported) or (bool(before.control) and not after.control)
        old, new = (f"{v.erase}, exported: {v.exported}, control: {v.control or '-'}" for v in (before, after))
        yield changed("rights", old, new, material=worse)
    if (before.keep, before.article, before.fixed_because) != (after.keep, after.article, after.fixed_because):
        yield changed("wording", before.keep.en, after.keep.en, material=False)


def _time(held: Held) -> tuple[str, int, str]:
    return held.since, held.seconds, held.then


def _is_longer(before: Held, after: Held) -> bool:
    if before.since != after.since:
        return True
    longer = after.seconds > before.seconds
    return longer or _WEAKER_END.index(after.then) > _WEAKER_END.index(before.then)


def _purposes(old: tuple[PurposeLine, ...], new: tuple[PurposeLine, ...]) -> Iterator[Change]:
    for key, before, after in _pairs(old, new, "name"):
        if before is None:
            yield Change("purpose", key, "added", "text", "", after.text.en, True)
        elif after is None:
            yield Change("purpose", key, "removed", "text", before.text.en, "", False)
        else:
            if before.text != after.text:
                yield Change("purpose", key, "changed", "text", before.text.en, after.text.en, True)
            if before.basis != after.basis:
                yield Change("purpose", key, "changed", "basis", before.basis, after.basis, True)
            if before.switchable != after.switchable:
                old_way, new_way = str(before.switchable), str(after.switchable)
                yield Change("purpose", key, "changed", "switchable", old_way, new_way, before.switchable)
            if (before.article, before.clause) != (after.article, after.clause):
                yield Change("purpose", key, "changed", "article", before.article, after.article, False)


def _recipients(old: tuple[RecipientLine, ...], new: tuple[RecipientLine, ...]) -> Iterator[Change]:
    for key, before, after in _pairs(old, new, "key"):
        if before is None:
            yield Change("recipient", key, "added", "name", "", after.name.en, True)
        elif after is None:
            yield Change("recipient", key, "removed", "name", before.name.en, "", False)
        elif before != after:
            moved = before.country != after.country or before.name != after.name
            more = bool(set(after.purposes) - set(before.purposes))
            # A field in a weaker form is another line of `fields`, so it counts as more, and in a stronger one as well:
            # that a recipient reads less is told as a change of what it gets, and asking once too often harms nobody.
            more = more or bool(set(after.fields) - set(before.fields)) or before.standing != after.standing
            more = more or (after.has_others and not before.has_others)
            yield Change("recipient", key, "changed", "entry", _entry(before), _entry(after), moved or more)


def _entry(line: RecipientLine) -> str:
    return "; ".join(filter(None, (line.name.en, line.country, _shown(line.purposes), _shown(line.fields))))


def _cookies(old: tuple[CookieLine, ...], new: tuple[CookieLine, ...]) -> Iterator[Change]:
    for key, before, after in _pairs(old, new, "name"):
        if before is None:
            yield Change("cookie", key, "added", "days", "", str(after.days), not after.essential)
        elif after is None:
            yield Change("cookie", key, "removed", "days", str(before.days), "", False)
        elif before != after:
            worse = after.days > before.days or (before.essential and not after.essential)
            worse = worse or after.purpose != before.purpose
            yield Change("cookie", key, "changed", "days", str(before.days), str(after.days), worse)


def _roles(old: tuple[RoleLine, ...], new: tuple[RoleLine, ...]) -> Iterator[Change]:
    for key, before, after in _pairs(old, new, "name"):
        had, has = (set(line.purposes) if line else set() for line in (before, after))
        if had != has:
            sort = "added" if before is None else "removed" if after is None else "changed"
            # Who of the operator's people acts for a known purpose is organisation, not a new purpose (PIPL 14).
            yield Change("role", key, sort, "purposes", _shown(sorted(had)), _shown(sorted(has)), False)


def _uses(old: tuple[UseLine, ...], new: tuple[UseLine, ...]) -> Iterator[Change]:
    for key, before, after in _pairs(old, new, "name"):
        if before is None:
            yield Change("use", key, "added", "reason", "", after.why.en, True)
        elif after is None:
            yield Change("use", key, "removed", "reason", before.why.en, "", False)
        elif before.why != after.why:
            yield Change("use", key, "changed", "reason", before.why.en, after.why.en, False)


def _pairs(old: Iterable[Any], new: Iterable[Any], key: str) -> Iterator[tuple[str, Any, Any]]:
    before, after = ({getattr(line, key): line for line in lines} for lines in (old, new))
    for name in sorted(before.keys() | after.keys()):
        yield name, before.get(name), after.get(name)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
