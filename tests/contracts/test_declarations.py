"""Every value of the program is declared, and each check that says so can say no (P.2b)."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.apps.registry import Apps
from django.db import models

from coatingcat.config import config
from coatingcat.ground.ids import new_id
from coatingcat.privacy import checks, declarations
from coatingcat.privacy.declarations import (
    DeclarationError,
    NonPersonal,
    Personal,
    Recipient,
    cookie,
    hold_nothing,
    nonpersonal,
    personal,
    personal_entries,
    registry,
)
from coatingcat.privacy.sealed import DigestField, SealedText
from coatingcat.privacy.words import Keep, Kind, Purpose, Since, Text, Then, keeping


@pytest.mark.clause("P.2b")
def test_nothing_in_the_program_is_undeclared():
    assert checks.check_declarations() == []


@pytest.mark.clause("P.2b")
def test_the_registry_covers_every_column_of_every_table():
    from django.apps import apps

    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    assert columns - {entry.label for entry in registry()} == set()


def table(**fields):
    """A model of these fields outside the program's own."""
    meta = type("Meta", (), {"app_label": "privacy", "apps": Apps()})
    fields.setdefault("id", nonpersonal(models.UUIDField(primary_key=True, default=new_id), "random key"))
    return type("Wrong", (models.Model,), {"__module__": __name__, "Meta": meta, "__str__": lambda self: "", **fields})


def held(field, kind=Kind.ORDER, **facts):
    facts = {"subject": "id", "purposes": {Purpose.ACCOUNT}, "keep": keeping.ACCOUNT, **facts}
    return personal(field, kind=kind, **facts)


@pytest.fixture
def found(monkeypatch):
    """Runs the checks over one model in place of the program's; gives (id, what) of what they find."""

    def run(model=None):
        models_ = [model] if model else []
        monkeypatch.setattr(checks, "apps", SimpleNamespace(get_models=lambda include_auto_created: models_))
        monkeypatch.setattr(
            checks, "holdings", lambda: {k: v for k, v in declarations.holdings().items() if k in given}
        )
        return [(message.id, message.msg) for message in checks.check_declarations()]

    given: set[str] = set()
    run.given = given
    return run


def test_a_rightly_declared_table_passes(found):
    assert found(table(note=held(SealedText(), Kind.PROJECT))) == []


def test_e001_an_undeclared_field(found):
    assert found(table(note=models.CharField(max_length=9))) == [
        ("privacy.E001", "privacy.Wrong.note is not declared.")
    ]


def test_e002_a_declaration_of_something_gone(found, monkeypatch):
    monkeypatch.setitem(declarations._holdings, "gone.Table.column", NonPersonal("it was here once"))
    found.given.add("gone.Table.column")
    assert found() == [("privacy.E002", "gone.Table.column is declared but gone.")]


def test_e003_an_identifying_kind_on_a_plain_field(found):
    assert found(table(name=held(models.CharField(max_length=9), Kind.NAME))) == [
        ("privacy.E003", "privacy.Wrong.name holds NAME on a plain field.")
    ]


def test_e003_a_sealed_field_that_claims_to_be_about_nobody(found):
    assert found(table(name=nonpersonal(SealedText(), "nobody"))) == [
        ("privacy.E003", "privacy.Wrong.name is sealed but declared not personal.")
    ]


def test_e003_a_sealed_field_in_a_table_of_serial_numbers(found):
    serial = nonpersonal(models.BigAutoField(primary_key=True), "serial number")
    assert found(table(id=serial, name=held(SealedText(), Kind.NAME))) == [
        ("privacy.E003", "privacy.Wrong.name is sealed in a table without a UUID key.")
    ]


def test_e004_a_personal_field_without_keeping_time(found):
    assert found(table(city=held(models.CharField(max_length=9), keep=None))) == [
        ("privacy.E004", "privacy.Wrong.city has no keeping time.")
    ]


def test_e005_a_personal_field_without_purpose(found):
    field = held(models.CharField(max_length=9))
    field.declaration = replace(field.declaration, purposes=frozenset())
    assert found(table(city=field)) == [("privacy.E005", "privacy.Wrong.city has no purpose.")]


def test_e005_a_purpose_without_article(found):
    hollow = type("Hollow", (), {"name": "HOLLOW", "article": " ", "clause": "I.0", "needs_consent": True})()
    field = held(models.CharField(max_length=9))
    field.declaration = replace(field.declaration, purposes=frozenset({hollow}))
    assert found(table(city=field)) == [
        ("privacy.E005", "privacy.Wrong.city has the purpose HOLLOW without article or clause.")
    ]


def test_e006_a_recipient_nobody_declared(found):
    assert found(table(city=held(models.CharField(max_length=9), recipients=("courier",)))) == [
        ("privacy.E006", "privacy.Wrong.city goes to the undeclared recipient courier.")
    ]


@pytest.mark.parametrize("lacking", ["contract", "country"])
def test_e006_a_recipient_without_contract_or_country(found, monkeypatch, lacking):
    name = Text("快递", "Courier")
    whole = Recipient("courier", name, name, "mail", "CN", "2026/7", frozenset({Purpose.ORDER_FULFILMENT}))
    monkeypatch.setitem(declarations._recipients, "courier", replace(whole, **{lacking: " "}))
    wrong = [one for one in found() if one[0] != "privacy.E014"]  # a new recipient needs an assessment besides
    assert wrong == [("privacy.E006", "recipient courier has no contract or no country.")]


@pytest.mark.parametrize("field", [models.TextField(), models.JSONField()])
def test_e007_free_text_about_a_person_that_nobody_can_be_found_in(found, field):
    assert found(table(note=held(field))) == [
        ("privacy.E007", "privacy.Wrong.note is free text or JSON about a person.")
    ]


def test_e007_a_holding_that_does_not_say_how_a_person_is_found(found, monkeypatch):
    field = held(models.CharField(max_length=9))
    monkeypatch.setitem(declarations._holdings, "members:thing", field.declaration)
    found.given.add("members:thing")
    assert found() == [("privacy.E007", "members:thing does not say how a person is found in it.")]


@pytest.mark.clause("VIII.1")
@pytest.mark.parametrize("lacking", ["operator", "person_in_charge", "email", "phone", "address"])
def test_e008_a_contact_that_lacks_something(found, monkeypatch, lacking):
    poor = replace(config(), contact=replace(config().contact, **{lacking: " "}))
    monkeypatch.setattr(checks, "config", lambda: poor)
    assert found() == [("privacy.E008", f"contact {lacking} is empty (VIII.1; PIPL 17, 52).")]


def test_e009_a_cookie_of_the_framework_that_nobody_declared(found, monkeypatch):
    monkeypatch.delitem(declarations._cookies, "cc_csrf")
    assert found() == [("privacy.E009", "cookie cc_csrf is not declared.")]


def test_e010_a_digest_that_an_erasure_would_leave(found):
    digest = held(DigestField(of="name"), Kind.NAME, erase="")
    assert found(table(name=held(SealedText(), Kind.NAME), name_digest=digest)) == [
        ("privacy.E010", "privacy.Wrong.name_digest is a digest without an erase rule.")
    ]


@pytest.mark.parametrize("change", [{"subject": ""}, {"purposes": set()}])
def test_a_hollow_declaration_cannot_be_written(change):
    with pytest.raises(DeclarationError):
        held(models.CharField(max_length=9), **change)


def test_a_reason_is_asked_for_what_is_not_personal():
    with pytest.raises(DeclarationError):
        nonpersonal(models.CharField(max_length=9), " ")
    with pytest.raises(DeclarationError):
        hold_nothing("members:thing", "")


def test_a_cookie_lives_no_longer_than_180_days():
    with pytest.raises(DeclarationError):
        cookie("long", purpose=Purpose.ACCOUNT, days=181, why=Text("长", "long"))
    assert "long" not in declarations.cookies()


def test_a_keeping_time_needs_an_article():
    with pytest.raises(ValueError, match="article"):
        Keep(Since.SEALED, keeping.CODE.for_, Then.DELETE, " ", Text("短", "short"))


@pytest.mark.clause("V.0")
def test_every_value_has_a_way_to_be_corrected_or_a_reason_why_not():
    from django.urls import NoReverseMatch, reverse

    lacking = []
    for entry, declaration in personal_entries():
        if not declaration.editable_at:
            if declaration.fixed_because is None:
                lacking.append(f"{entry.label}: neither editable_at nor fixed_because")
            continue
        try:
            reverse(declaration.editable_at)
        except NoReverseMatch:
            lacking.append(f"{entry.label}: {declaration.editable_at} is no address")
    assert lacking == []


@pytest.mark.clause("P.1")
def test_every_purpose_and_every_keeping_time_rests_on_chinese_law():
    codes = ("PIPL ", "CSL ", "DSL ", "ECL ", "Civil Code ", "Consumer Protection Law ")
    cited = {purpose.article for purpose in Purpose} | {purpose.basis.article for purpose in Purpose}
    cited |= {declaration.keep.article for _, declaration in personal_entries()}
    rests_elsewhere = [
        article for article in cited if not all(part.strip().startswith(codes) for part in article.split(";"))
    ]
    assert rests_elsewhere == []


def test_a_declaration_of_a_field_is_found_by_its_label():
    for entry, declaration in personal_entries():
        assert declarations.find(entry.label) is declaration
    assert isinstance(declarations.find("privacy.Consent.act"), Personal)
