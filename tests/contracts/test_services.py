"""Data of one service serves another only along a declared edge (I.4-2); beyond that it is explained and asked (II.5)."""

from html import unescape
from itertools import product

import pytest
from django.test import Client
from django.utils.translation import override

from coatingcat.ground.ids import new_id
from coatingcat.privacy import checks, declarations
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.policy import changes
from coatingcat.privacy.policy.snapshot import snapshot
from coatingcat.privacy.refusals import Denied, NeedsConsent
from coatingcat.privacy.sealed import Clear, Content, SealedEmail, SealedField, SealedFile, SealedPhone
from coatingcat.privacy.words import Basis, Kind, Purpose, Relation, Role, Service, keeping
from coatingcat.privacy.words.services import HOME, RELATED, relation, service_of
from tests.members.people import full_member


def test_every_purpose_is_at_home_in_one_service():
    assert set(HOME) == set(Purpose)


def test_an_edge_joins_what_is_not_joined_anyway():
    for service, wanted in RELATED:
        assert HOME[wanted] is not service
        assert wanted.basis is not Basis.LEGAL_DUTY
        assert not wanted.needs_consent


@pytest.mark.clause("I.4-2")
def test_no_value_of_a_service_is_declared_for_a_purpose_without_an_edge():
    uses = [(entry.label, p) for entry, declared in personal_entries() for p in declared.purposes]
    unrelated = [(label, p.name) for label, p in uses if relation(service_of(label), p) is None]  # type: ignore[arg-type]
    assert unrelated == []
    assert len(uses) > 200
    crossing = {(service_of(label), p) for label, p in uses if HOME[p] is not service_of(label)}
    free = {(s, p) for s, p in crossing if not p.needs_consent and p.basis is not Basis.LEGAL_DUTY}
    assert set(RELATED) - free == set(), "an edge nobody uses"


@pytest.mark.clause("I.4-2")
def test_a_declaration_without_an_edge_stops_the_program(monkeypatch):
    assert relation(Service.MESSAGES, Purpose.SHOPPING) is None
    monkeypatch.setattr(declarations, "_holdings", dict(declarations.holdings()))
    declarations.hold(
        "outreach:somewhere",
        kind=Kind.MESSAGE,
        subject="subject_id",
        purposes={Purpose.SHOPPING},
        keep=keeping.MESSAGE,
        erase="delete row",
        find="by the subject's id",
    )
    found = [m for m in checks.check_declarations() if m.id == "privacy.E012"]
    assert [m.msg for m in found] == [
        "outreach:somewhere was given to MESSAGES and is declared for SHOPPING, which is not related to it."
    ]


@pytest.mark.django_db
@pytest.mark.clause("I.4-2")
def test_every_edge_stands_on_the_policy_page_with_its_reason():
    for language, side in (("zh-hans", "zh"), ("en", "en")):
        page = unescape(Client(headers={"accept-language": language}).get("/privacy/").content.decode())
        for (service, wanted), why in RELATED.items():
            assert all(getattr(text, side) in page for text in (service.value, wanted.text, why))


def test_a_new_edge_is_a_material_change():
    now = snapshot()
    before = type(now)(**{name: getattr(now, name) for name in now.lines if name != "uses"})
    found = changes(before, now)
    assert [(c.part, c.sort, c.material) for c in found] == [("use", "added", True)] * len(RELATED)


@pytest.mark.django_db
@pytest.mark.clause("II.5")
def test_every_reading_outside_the_graph_needs_consent_and_says_so():
    """Every sealed value × every purpose it is not declared for: refused, with the explanation in both languages."""
    member = full_member()
    sealed = [(entry, d) for entry, d in personal_entries() if isinstance(entry.field, SealedField)]
    asked = 0
    for (entry, declared), wanted in product(sealed, Purpose):
        if wanted in declared.purposes:
            continue
        asked += 1
        value = entry.field.seal(_Row(member.pk), _clear(entry.field))  # type: ignore[union-attr]
        with purpose(wanted, actor=Actor(member.pk, frozenset({Role.SUBJECT}))), pytest.raises(NeedsConsent) as refusal:
            value.open()
        with override("en"):
            assert wanted.text.en in refusal.value.reason
            assert "explained to you" in refusal.value.reason
        with override("zh-hans"):
            assert wanted.text.zh in refusal.value.reason
    assert asked > 100
    assert issubclass(NeedsConsent, Denied)


@pytest.mark.clause("II.5")
def test_the_graph_knows_four_relations_and_nothing_else():
    kinds = {relation(service, wanted) for service, wanted in product(Service, Purpose)}
    assert kinds == {*Relation, None}


class _Row:
    """Stands for a row of any table: a key, and whose it is whatever the path."""

    def __init__(self, subject_id) -> None:
        self.pk, self._subject = new_id(), subject_id
        self._state = type("State", (), {})()

    def __getattr__(self, name):
        return self._subject if name.endswith("_id") or name in {"id", "actor"} else self


def _clear(field):
    if isinstance(field, SealedFile):
        return Clear(Content("x", "text/plain", b"x"))
    if isinstance(field, SealedEmail):
        return Clear("somebody@example.cn")
    return Clear("+8613800138000" if isinstance(field, SealedPhone) else "x")
