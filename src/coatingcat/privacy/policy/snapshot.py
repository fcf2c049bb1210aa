"""The declarations of a program at one moment, as plain data: what the policy page shows and versions are compared by.

Only what a reader is told about personal data goes in; a new column about no person makes no new version.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from coatingcat.privacy.declarations import (
    Cookie,
    Personal,
    Recipient,
    cookies,
    given_to,
    personal_entries,
    recipients,
    recipients_of,
)
from coatingcat.privacy.sealed import DigestField, SealedField
from coatingcat.privacy.words import ROLE_PURPOSES, Purpose, Role, Text
from coatingcat.privacy.words.services import RELATED

_THE_PERSONS_OWN = {Role.SUBJECT, Role.MEMBER, Role.VISITOR}


@dataclass(frozen=True, slots=True)
class Held:
    """One personal value: a field, or what a holding declares."""

    label: str
    kind: str
    purposes: tuple[str, ...]
    since: str
    seconds: int
    then: str
    article: str
    keep: Text
    required_for: str
    optional: bool
    recipients: tuple[str, ...]
    erase: str
    exported: bool
    control: str
    fixed_because: Text | None
    protection: str
    """`sealed`, `digest` or `plain`."""
    roles: tuple[str, ...]
    """Roles of staff and of the program that may open it, each for its purposes."""


@dataclass(frozen=True, slots=True)
class KindLine:
    name: str
    text: Text
    category: Text
    sensitive: bool


@dataclass(frozen=True, slots=True)
class PurposeLine:
    name: str
    text: Text
    basis: str
    basis_text: Text
    article: str
    clause: str
    switchable: bool


@dataclass(frozen=True, slots=True)
class RoleLine:
    name: str
    text: Text
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CookieLine:
    name: str
    purpose: str
    days: int
    why: Text
    essential: bool


@dataclass(frozen=True, slots=True)
class RecipientLine:
    key: str
    name: Text
    role: Text
    contact: str
    country: str
    purposes: tuple[str, ...]
    fields: tuple[str, ...] = ()
    """What it gets: `label form`, in the order of labels; `* UNREADABLE` for who keeps everything without the keys."""
    standing: str = ""
    has_others: bool = False


@dataclass(frozen=True, slots=True)
class UseLine:
    """That data given to one service is used for a purpose of another, and why that is related (I.4-2, II.5)."""

    name: str
    service: Text
    purpose: str
    why: Text


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything declared, in an order that depends on names alone."""

    held: tuple[Held, ...]
    kinds: tuple[KindLine, ...]
    purposes: tuple[PurposeLine, ...]
    roles: tuple[RoleLine, ...]
    cookies: tuple[CookieLine, ...]
    recipients: tuple[RecipientLine, ...]
    uses: tuple[UseLine, ...] = ()

    lines: ClassVar[dict[str, type]] = {
        "held": Held,
        "kinds": KindLine,
        "purposes": PurposeLine,
        "roles": RoleLine,
        "cookies": CookieLine,
        "recipients": RecipientLine,
        "uses": UseLine,
    }

    def as_json(self) -> str:
        """Canonical JSON: one text for one set of declarations."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Snapshot":
        """The snapshot that `as_json` wrote. Raises ValueError for anything else."""
        try:
            data = json.loads(text)
            data.setdefault("uses", [])  # version 2026.1 was filed before uses across services were declared
            return cls(**{name: tuple(_line(line, row) for row in data[name]) for name, line in cls.lines.items()})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"This is no snapshot of declarations: {error}") from None


def snapshot() -> Snapshot:
    """The declarations of the running program."""
    entries = sorted(personal_entries(), key=lambda pair: pair[0].label)
    kinds = {declaration.kind for _, declaration in entries}
    return Snapshot(
        held=tuple(_held(entry.label, declaration, entry.field) for entry, declaration in entries),
        kinds=tuple(
            KindLine(kind.name, kind.text, kind.category.value, kind.sensitive)
            for kind in sorted(kinds, key=lambda kind: kind.name)
        ),
        purposes=tuple(map(_purpose, sorted(Purpose, key=lambda purpose: purpose.name))),
        roles=tuple(
            RoleLine(role.name, role.value, _names(ROLE_PURPOSES[role]))
            for role in sorted(Role, key=lambda role: role.name)
            if role not in _THE_PERSONS_OWN
        ),
        cookies=tuple(_cookie(cookie) for _, cookie in sorted(cookies().items())),
        recipients=tuple(_recipient(recipient) for _, recipient in sorted(recipients().items())),
        uses=tuple(
            UseLine(f"{service.name} → {purpose.name}", service.value, purpose.name, why)
            for (service, purpose), why in sorted(RELATED.items(), key=lambda edge: (edge[0][0].name, edge[0][1].name))
        ),
    )


def protection_of(field: Any) -> str:
    """How a declared field lies in the database: `sealed`, `digest` or `plain`."""
    if isinstance(field, DigestField):
        return "digest"
    return "sealed" if isinstance(field, SealedField) else "plain"


def roles_for(purposes: frozenset[Purpose]) -> tuple[Role, ...]:
    """The roles, other than those of the person, that may act for one of the purposes."""
    return tuple(role for role in Role if role not in _THE_PERSONS_OWN and ROLE_PURPOSES[role] & purposes)


def _held(label: str, declaration: Personal, field: Any) -> Held:
    keep = declaration.keep
    return Held(
        label=label,
        kind=declaration.kind.name,
        purposes=_names(declaration.purposes),
        since=keep.since.name,
        seconds=int(keep.for_.total_seconds()),
        then=keep.then.name,
        article=keep.article,
        keep=keep.text,
        required_for=declaration.required_for,
        optional=declaration.is_by_consent,
        recipients=tuple(sorted({*declaration.recipients, *recipients_of(label)})),
        erase=declaration.erase,
        exported=declaration.exported,
        control=declaration.editable_at,
        fixed_because=declaration.fixed_because,
        protection=protection_of(field),
        roles=tuple(sorted(role.name for role in roles_for(declaration.purposes))),
    )


def _purpose(purpose: Purpose) -> PurposeLine:
    return PurposeLine(
        name=purpose.name,
        text=purpose.text,
        basis=purpose.basis.name,
        basis_text=purpose.basis.text,
        article=purpose.article,
        clause=purpose.clause,
        switchable=purpose.switchable,
    )


def _cookie(cookie: Cookie) -> CookieLine:
    return CookieLine(cookie.name, cookie.purpose.name, cookie.days, cookie.why, cookie.essential)


def _recipient(entry: Recipient) -> RecipientLine:
    fields = [f"{label} {form.name}" for label, form in given_to(entry.key).items()]
    return RecipientLine(
        key=entry.key,
        name=entry.name,
        role=entry.role,
        contact=entry.contact,
        country=entry.country,
        purposes=_names(entry.purposes),
        fields=(*(["* UNREADABLE"] if entry.hosts else []), *fields),
        standing=entry.standing.name,
        has_others=entry.has_others,
    )


def _names(purposes: frozenset[Purpose]) -> tuple[str, ...]:
    return tuple(sorted(purpose.name for purpose in purposes))


def _line(line: type, row: dict[str, Any]) -> Any:
    """A line from JSON: lists are tuples again, and pairs of languages are texts."""
    return line(**{name: _value(value) for name, value in row.items()})


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return Text(**value)
    return value
