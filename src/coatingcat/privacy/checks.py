"""System checks: the program does not start while a value is undeclared or a declaration is hollow (P.2b)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.db import models

from coatingcat.config import config
from coatingcat.privacy import assessments
from coatingcat.privacy.declarations import (
    DeclarationError,
    Personal,
    cookies,
    declaration_of,
    find,
    given_to,
    holdings,
    label_of,
    recipients,
)
from coatingcat.privacy.locations import stores
from coatingcat.privacy.monthly import SealedMonthly
from coatingcat.privacy.retention import without_rule
from coatingcat.privacy.sealed import DigestField, SealedField
from coatingcat.privacy.words import Category, Form, Kind
from coatingcat.privacy.words.services import relation, service_of

_SEALED_CATEGORIES = {Category.BASIC, Category.WORK}
_MAY_LIE_OPEN = {Kind.AGE}
"""Identifying kinds that hold no text of a person: a moment at which a box was ticked."""


@checks.register(checks.Tags.models)
def check_declarations(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001 to E014 over every model, host and purpose of the program."""
    found: list[checks.CheckMessage] = []
    labels = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            labels.add(label_of(field))
            found += _of_field(field)
        labels.add(f"{model._meta.label}.*")
    found += _of_holdings(labels)
    found += _of_recipients()
    found += _of_contact()
    found += _of_cookies()
    found += _of_locations()
    found += _of_assessments()
    found += _of_keeping_times()
    return found


def _of_field(field: "models.Field[Any, Any]") -> Iterator[checks.CheckMessage]:
    label, declaration = label_of(field), declaration_of(field)
    if declaration is None:
        yield _error("E001", label, "is not declared", "Wrap it in personal(…) or nonpersonal(…), or hold(…) it.")
        return
    is_sealed = isinstance(field, SealedField | DigestField | SealedMonthly)
    if not isinstance(declaration, Personal):
        if is_sealed:
            yield _error(
                "E003", label, "is sealed but declared not personal", "Declare whose it is and why it is held."
            )
        return
    yield from _of_personal(label, declaration)
    must_be_sealed = declaration.kind.category in _SEALED_CATEGORIES and declaration.kind not in _MAY_LIE_OPEN
    if must_be_sealed and not is_sealed:
        yield _error("E003", label, f"holds {declaration.kind.name} on a plain field", "Use a sealed field.")
    if is_sealed and not isinstance(field.model._meta.pk, models.UUIDField | models.OneToOneField):
        yield _error("E003", label, "is sealed in a table without a UUID key", "Give the model a UUID primary key.")
    free_text = isinstance(field, models.TextField | models.JSONField)
    if free_text and not declaration.find:
        yield _error(
            "E007", label, "is free text or JSON about a person", "Seal it, or say in a holding how a person is found."
        )
    if isinstance(field, DigestField) and not declaration.erase:
        yield _error("E010", label, "is a digest without an erase rule", "Say what an erasure does with it.")


def _of_personal(label: str, declaration: Personal) -> Iterator[checks.CheckMessage]:
    keep = declaration.keep
    if keep is None or not keep.article.strip():
        yield _error("E004", label, "has no keeping time", "Give it a Keep with its article.")
    if not declaration.purposes:
        yield _error("E005", label, "has no purpose", "Name at least one purpose.")
    for purpose in declaration.purposes:
        if not (purpose.article.strip() and purpose.clause.strip()):
            yield _error("E005", label, f"has the purpose {purpose.name} without article or clause", "Complete it.")
    yield from _of_uses(label, declaration)
    for key in declaration.recipients:
        if key not in recipients():
            yield _error("E006", label, f"goes to the undeclared recipient {key}", "Declare the recipient.")


def _of_uses(label: str, declaration: Personal) -> Iterator[checks.CheckMessage]:
    service = service_of(label)
    if service is None:
        yield _error("E012", label, "belongs to no service", "Place its app in privacy/words/services.py (I.4-2).")
        return
    for purpose in sorted(declaration.purposes, key=lambda purpose: purpose.name):
        if relation(service, purpose) is None:
            yield _error(
                "E012",
                label,
                f"was given to {service.name} and is declared for {purpose.name}, which is not related to it",
                "Give the edge and its reason in privacy/words/services.py, or rest the purpose on consent (II.5).",
            )


def _of_holdings(labels: set[str]) -> Iterator[checks.CheckMessage]:
    for label, declaration in holdings().items():
        is_column = label.count(".") == 2 and ":" not in label
        if is_column and label not in labels:
            yield _error("E002", label, "is declared but gone", "Take the declaration out, or correct its name.")
        if isinstance(declaration, Personal):
            if not is_column:
                yield from _of_personal(label, declaration)
            if not declaration.find:
                yield _error("E007", label, "does not say how a person is found in it", "Fill in `find`.")


def _of_recipients() -> Iterator[checks.CheckMessage]:
    for key, recipient in recipients().items():
        if not (recipient.contract.strip() and recipient.country.strip()):
            yield _error(
                "E006", f"recipient {key}", "has no contract or no country", "Nothing may be sent to it before."
            )
        for label, form in given_to(key).items():
            yield from _of_given(key, label, form)


def _of_given(key: str, label: str, form: Form) -> Iterator[checks.CheckMessage]:
    try:
        declaration = find(label)
    except DeclarationError:
        yield _error("E006", f"recipient {key}", f"gets {label}, which is not declared", "Correct the label.")
        return
    if not declaration.purposes & recipients()[key].purposes:
        yield _error("E006", f"recipient {key}", f"gets {label} for no purpose of it", "Declare it for one of both.")
    if form is Form.PSEUDONYM and declaration.kind.category in _SEALED_CATEGORIES:
        yield _error(
            "E006", f"recipient {key}", f"gets {label} under a pseudonym, which it would undo", "Leave it out."
        )


def _of_contact() -> Iterator[checks.CheckMessage]:
    names = {
        "operator": "COATINGCAT_OPERATOR",
        "person_in_charge": "COATINGCAT_PERSON_IN_CHARGE",
        "email": "COATINGCAT_CONTACT_EMAIL",
        "phone": "COATINGCAT_CONTACT_PHONE",
        "address": "COATINGCAT_CONTACT_ADDRESS",
    }
    for name, knob in names.items():
        if not getattr(config().contact, name).strip():
            yield _error("E008", "contact", f"{name} is empty (VIII.1; PIPL 17, 52)", f"Set {knob}.")


def _of_cookies() -> Iterator[checks.CheckMessage]:
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"):
        if name not in cookies():
            yield _error("E009", f"cookie {name}", "is not declared", "Declare it with cookie(…) in a room's holdings.")


def _of_locations() -> Iterator[checks.CheckMessage]:
    for store in stores():
        if store.country is None:
            yield _error(
                "E013",
                f"host {store.host}",
                f"keeps or passes on data ({store.what.en}) and is in no declared country (III.1)",
                f"Add {store.host}=CC to COATINGCAT_LOCATIONS.",
            )


def _of_keeping_times() -> Iterator[checks.CheckMessage]:
    for table, keep in without_rule():
        yield _error(
            "E011",
            table,
            f"has a keeping time that nobody makes true ({keep.since.name.lower()}, {keep.text.en})",
            'Name the column it counts from with personal(…, clock="…"), or sweep it in the room\'s holdings.',
        )


def _of_assessments() -> Iterator[checks.CheckMessage]:
    for key, reasons in assessments.missing().items():
        why = "; ".join(reason.en for reason in reasons)
        yield _error(
            "E014",
            key,
            f"needs an impact assessment ({why}) and has none of the last two years",
            "Write one in privacy/assessments, or look at the old one anew and date it (PIPL 55, 56).",
        )


def _error(number: str, label: str, what: str, hint: str) -> checks.CheckMessage:
    return checks.Error(f"{label} {what}.", hint=hint, obj=None, id=f"privacy.{number}")
