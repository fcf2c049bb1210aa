"""What a recipient gets, in the words of readers: kinds instead of labels."""

from dataclasses import dataclass

from coatingcat.privacy.declarations import DeclarationError, find
from coatingcat.privacy.queries.recipients import Known
from coatingcat.privacy.words import Form, Kind, Purpose


@dataclass(frozen=True, slots=True)
class Given:
    """Kinds that go in one form."""

    form: Form
    kinds: tuple[Kind, ...]


def given_kinds(known: Known) -> tuple[Given, ...]:
    """The kinds a recipient gets by form, readable ones first."""
    by_form: dict[Form, set[Kind]] = {}
    for label, form in known.fields.items():
        by_form.setdefault(form, set()).add(find(label).kind)
    return tuple(Given(form, _sorted(by_form[form])) for form in reversed(Form) if form in by_form)


def kinds_of(labels: list[str]) -> tuple[Kind, ...]:
    """The kinds of some fields; what a field that is gone since was, nobody can say any more."""
    found = set()
    for label in labels:
        try:
            found.add(find(label).kind)
        except DeclarationError:
            continue
    return _sorted(found)


def purposes_of(known: Known) -> list[Purpose]:
    return sorted(known.declared.purposes, key=lambda purpose: purpose.name)


def _sorted(kinds: set[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(kinds, key=list(Kind).index))
