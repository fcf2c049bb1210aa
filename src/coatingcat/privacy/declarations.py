"""What is held, on whom, why, how long: said once, on the field, and read by everything else.

A field of ours carries its declaration (`personal(…)` or `nonpersonal(…)`); what is not a field of ours
(third-party tables, cookies, arguments of jobs, fields of logs) is declared by `hold` and `cookie` in its
room's `holdings`. Silence is an error: `checks` refuses to start the program (P.2b).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Field

from coatingcat.privacy.words import Form, Keep, Kind, Purpose, Standing, Text


class DeclarationError(Exception):
    """A declaration contradicts itself; the message names it and the remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class Personal:
    """One kind of personal value: whose, why, how long, and what the person's rights do with it."""

    kind: Kind
    subject: str
    """Path of attributes from the row to the subject's id, such as `order.buyer_id`."""
    purposes: frozenset[Purpose]
    keep: Keep
    reason: Text | None = None
    """Why this very value is needed, shown beside the field; None: the purposes say it."""
    required_for: str = ""
    """The function that cannot run without it (`membership`, `delivery`); empty: optional."""
    recipients: tuple[str, ...] = ()
    """Keys of recipients who may get it, beside those a room's `give` names (IV.1-1)."""
    erase: str = ""
    """What an erasure does: `destroy key`, `delete row`, `unlink`."""
    exported: bool = True
    editable_at: str = ""
    """Name of the URL where the person corrects it; empty with a `fixed_because`."""
    fixed_because: Text | None = None
    """Why the person cannot edit it, for what has no `editable_at` (V.0)."""
    find: str = ""
    """For tables and documents that are not ours: how a person is found in them."""
    clock: str = ""
    """Column of the same table that the keeping time counts from; empty: as such columns are called (`retention`)."""

    @property
    def optional(self) -> bool:
        return not self.required_for

    @property
    def rests_on(self) -> frozenset[Purpose]:
        """The purposes it is held for, besides showing it to its person and proving how it was handled."""
        return self.purposes - {Purpose.OWN_DATA, Purpose.EVIDENCE}

    @property
    def is_by_consent(self) -> bool:
        """Whether consents alone allow it to be held: with the last of them it goes."""
        return bool(self.rests_on) and all(purpose.needs_consent for purpose in self.rests_on)


@dataclass(frozen=True, slots=True, eq=False)
class NonPersonal:
    """A value about no person, and why that is so."""

    why: str


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie (I.2b-cookie1): `days` 0 is until the browser closes; essential ones need no consent."""

    name: str
    purpose: Purpose
    days: int
    why: Text
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody outside who gets personal data (IV.1-1); nobody gets any without a contract and a country."""

    key: str
    name: Text
    role: Text
    contact: str
    country: str
    contract: str
    """The sort of contract that must be on file; its reference and dates are the operator's to enter."""
    purposes: frozenset[Purpose]
    standing: Standing = Standing.PROCESSOR
    hosts: bool = False
    """It keeps all that is stored, without the keys; nothing goes to it through the door."""
    has_others: bool = False
    """The operator may name more recipients of this sort; they get the same fields for the same purposes."""
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the registry: `label` is `app.Model.field`, or `room:thing` for what is no field."""

    label: str
    declaration: Personal | NonPersonal
    field: "Field[Any, Any] | None"

    @property
    def is_personal(self) -> bool:
        return isinstance(self.declaration, Personal)


F = TypeVar("F", bound="Field[Any, Any]")

_holdings: dict[str, Personal | NonPersonal] = {}
_cookies: dict[str, Cookie] = {}
_recipients: dict[str, Recipient] = {}
_given: dict[str, dict[str, Form]] = defaultdict(dict)


def personal(
    field: F,
    *,
    kind: Kind,
    subject: str,
    purposes: Collection[Purpose],
    keep: Keep,
    reason: Text | None = None,
    required_for: str = "",
    recipients: tuple[str, ...] = (),
    erase: str = "destroy key",
    exported: bool = True,
    editable_at: str = "",
    fixed_because: Text | None = None,
    clock: str = "",
) -> F:
    """The field, declared personal. Raises DeclarationError where the declaration is empty on a point of law."""
    _demand(bool(subject), "a personal field needs the path to its subject")
    _demand(bool(purposes), "a personal field needs a purpose")
    field.declaration = Personal(  # type: ignore[attr-defined]
        kind=kind,
        subject=subject,
        purposes=frozenset(purposes),
        keep=keep,
        reason=reason,
        required_for=required_for,
        recipients=recipients,
        erase=erase,
        exported=exported,
        editable_at=editable_at,
        fixed_because=fixed_because,
        clock=clock,
    )
    return field


def nonpersonal(field: F, why: str) -> F:
    """The field, declared to be about no person."""
    _demand(bool(why.strip()), "a field that is not personal needs the reason why")
    field.declaration = NonPersonal(why)  # type: ignore[attr-defined]
    return field


def hold(
    label: str,
    *,
    kind: Kind,
    subject: str,
    purposes: Collection[Purpose],
    keep: Keep,
    erase: str,
    find: str,
    exported: bool = True,
    fixed_because: Text | None = None,
) -> None:
    """Declare a personal value that is no field of ours: a third-party column, a job's argument, a log's field."""
    _demand(label not in _holdings, f"{label} is declared twice")
    _holdings[label] = Personal(
        kind=kind,
        subject=subject,
        purposes=frozenset(purposes),
        keep=keep,
        erase=erase,
        find=find,
        exported=exported,
        fixed_because=fixed_because,
    )


def hold_nothing(label: str, why: str) -> None:
    """Declare third-party columns that hold nothing personal; `app.Model.*` stands for all the others of a model."""
    _demand(label not in _holdings, f"{label} is declared twice")
    _demand(bool(why.strip()), "a column that is not personal needs the reason why")
    _holdings[label] = NonPersonal(why)


def cookie(name: str, *, purpose: Purpose, days: int, why: Text, essential: bool = True) -> None:
    """Declare a cookie; one that is not declared is refused by the contract tests and by check E009."""
    _demand(name not in _cookies, f"cookie {name} is declared twice")
    _demand(0 <= days <= 180, f"cookie {name} lives {days} days; 180 is the bound")
    _cookies[name] = Cookie(name, purpose, days, why, essential)


def recipient(entry: Recipient) -> None:
    """Declare somebody outside who gets personal data."""
    _demand(entry.key not in _recipients, f"recipient {entry.key} is declared twice")
    _recipients[entry.key] = entry


def give(key: str, *labels: str, form: Form) -> None:
    """Declare which fields a recipient gets, and in which form; a room does so for fields of its own (IV.1-1)."""
    for label in labels:
        _demand(label not in _given[key], f"{label} is given to {key} twice")
        _given[key][label] = form


def given_to(key: str) -> dict[str, Form]:
    """The fields a recipient gets by label, each with its form."""
    return dict(sorted(_given.get(key, {}).items()))


def recipients_of(label: str) -> tuple[str, ...]:
    """The keys of the recipients who get a field."""
    return tuple(sorted(key for key, labels in _given.items() if label in labels))


def declaration_of(field: "Field[Any, Any]") -> Personal | NonPersonal | None:
    """The declaration of a field, ours or a third party's; None if nobody declared it."""
    own = getattr(field, "declaration", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    model = field.model._meta.label
    found = _holdings.get(f"{model}.{field.name}") or _holdings.get(f"{model}.*")
    if found is None and field.primary_key and getattr(field, "auto_created", False):
        return _SURROGATE
    return found


_SURROGATE = NonPersonal("surrogate key of the row")


def label_of(field: "Field[Any, Any]") -> str:
    """`app.Model.field`."""
    return f"{field.model._meta.label}.{field.name}"


def registry() -> Iterator[Entry]:
    """Every declared thing of the running program, fields first; undeclared fields are the system check's affair."""
    from django.apps import apps

    seen = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            declaration = declaration_of(field)
            if declaration is not None:
                seen.add(label_of(field))
                yield Entry(label_of(field), declaration, field)
    for label, declaration in _holdings.items():
        if label not in seen and not label.endswith(".*"):
            yield Entry(label, declaration, None)


def personal_entries() -> Iterator[tuple[Entry, Personal]]:
    """The personal part of the registry."""
    for entry in registry():
        if isinstance(entry.declaration, Personal):
            yield entry, entry.declaration


def holdings() -> dict[str, Personal | NonPersonal]:
    return dict(_holdings)


def cookies() -> dict[str, Cookie]:
    return dict(_cookies)


def recipients() -> dict[str, Recipient]:
    return dict(_recipients)


def find(label: str) -> Personal:
    """The declaration under a label. Raises DeclarationError if it is not declared personal."""
    held = _holdings.get(label)
    if isinstance(held, Personal):
        return held
    from django.apps import apps

    try:
        model, name = label.rsplit(".", 1)
        found = declaration_of(apps.get_model(model)._meta.get_field(name))
    except (LookupError, ValueError) as error:
        raise DeclarationError(f"{label} is not declared: {error}") from None
    if not isinstance(found, Personal):
        raise DeclarationError(f"{label} is not declared personal.")
    return found


def _demand(kept: bool, otherwise: str) -> None:
    if not kept:
        raise DeclarationError(f"{otherwise[0].upper()}{otherwise[1:]}.")
