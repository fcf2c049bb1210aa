"""The ledger of consents: what it holds, what stands, when the site may ask, and what a no takes with it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import frozen
from coatingcat.members.actions.details import keep_optional
from coatingcat.members.models import OptionalDetails
from coatingcat.privacy import declarations
from coatingcat.privacy.actions import answer_consent, expire_consents, new_subject, put_question, record_consent
from coatingcat.privacy.declarations import Recipient, personal_entries
from coatingcat.privacy.gate import Actor, consent_stands, purpose
from coatingcat.privacy.gpc import gpc, refuses
from coatingcat.privacy.models import Consent
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries import FirstUse, consents_of, first_use, standing_consents
from coatingcat.privacy.queries.consents import answered_words, consent_groups, kinds_of
from coatingcat.privacy.queries.receipts import receipt
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.rules.consents import COOL_DOWN, act_of, end_of, may_ask, next_moment, stands
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Act, GivenBy, Kind, Purpose, Question, Role, Text
from tests.members.people import full_member, person, signed_in
from tests.trade.test_races import race

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
CHINESE = {"Accept-Language": "zh-CN"}
LAST = datetime(2900, 1, 1)  # noqa: DTZ001  # hypothesis adds the zone
FIT, NEWS = Purpose.INDUSTRY_FIT, Purpose.PRODUCT_NEWS


def say(subject_id, yes, wanted=FIT, **more):
    return answer_consent(
        subject_id=subject_id, purpose=wanted, yes=yes, words="May we?", policy_version=current_version(), **more
    )


def acts(subject_id, wanted=FIT):
    found = Consent.objects.filter(subject_id=subject_id, purpose=wanted.name).order_by("at", "id")
    return [row.said for row in found]


# ---- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "stood", "act"),
    [(True, False, Act.GIVEN), (True, True, Act.GIVEN), (False, True, Act.WITHDRAWN), (False, False, Act.REFUSED)],
)
def test_a_no_to_what_stood_is_a_withdrawal(yes, stood, act):
    assert act_of(yes=yes, stood=stood) is act


@given(st.sampled_from(list(Act)), st.timedeltas(timedelta(0), timedelta(days=1000)))
def test_the_site_asks_again_only_when_a_no_is_180_days_old(act, ago):
    asks = may_ask(act, said_at=NOON - ago, at=NOON)
    expected = {Act.GIVEN: False, Act.REFUSED: ago >= COOL_DOWN, Act.WITHDRAWN: ago >= COOL_DOWN}
    assert asks == expected.get(act, True)
    assert may_ask(None, said_at=None, at=NOON)
    assert timedelta(days=180) == COOL_DOWN


@given(st.sampled_from(list(Act)), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_only_a_yes_before_its_end_stands(act, end):
    assert stands(act, expires_at=end, at=NOON) == (act is Act.GIVEN and (end is None or end > NOON))
    assert not stands(None, expires_at=end, at=NOON)


def test_a_yes_ends_when_its_purpose_says_so():
    assert end_of(FIT, given_at=NOON) == NOON + timedelta(days=365)
    assert end_of(NEWS, given_at=NOON) is None


@given(
    st.datetimes(timezones=st.just(UTC), max_value=LAST),
    st.datetimes(timezones=st.just(UTC), max_value=LAST),
)
def test_a_record_is_never_older_than_the_one_before(wanted, latest):
    assert next_moment(wanted, latest=latest) > latest
    assert next_moment(wanted, latest=latest) >= wanted
    assert next_moment(wanted, latest=None) == wanted


# ---- the ledger -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_record_has_the_fields_of_ts_27560():
    subject_id = new_subject("member").id
    with frozen(NOON):
        row = say(subject_id, True, given_by=GivenBy.PROMPT, recipient=None)
    kept = Consent.objects.get(pk=row.pk)
    assert {
        name: getattr(kept, name) for name in ("schema", "act", "given_by", "words", "recipient", "withdrawal")
    } == {
        "schema": "ISO27560:2023",
        "act": "given",
        "given_by": "PROMPT",
        "words": "May we?",
        "recipient": None,
        "withdrawal": "/me/consents/",
    }
    assert (kept.subject_id, kept.what, kept.at) == (subject_id, FIT, NOON)
    assert kept.expires_at == NOON + timedelta(days=365)
    assert kept.kinds == ["INDUSTRY"]
    assert (kept.policy_version, len(kept.policy_hash), kept.language) == (current_version(), 64, "zh-hans")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb", ["UPDATE privacy_consent SET act='given'", "DELETE FROM privacy_consent", "TRUNCATE privacy_consent"]
)
def test_the_ledger_is_only_ever_added_to(verb):
    from django.db.utils import DatabaseError

    say(new_subject("member").id, False)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert [row.act for row in Consent.objects.all()] == ["refused"]


@pytest.mark.django_db
def test_the_latest_answer_stands_and_a_question_changes_nothing():
    subject_id = new_subject("member").id
    say(subject_id, True)
    put_question(subject_id=subject_id, purpose=FIT, words="May we?", policy_version="1")
    assert consent_stands(subject_id, FIT)
    assert standing_consents(subject_id) == {FIT}
    say(subject_id, False)
    say(subject_id, False)
    assert acts(subject_id) == [Act.GIVEN, Act.REQUESTED, Act.WITHDRAWN, Act.REFUSED]
    assert not consent_stands(subject_id, FIT)
    assert consents_of(subject_id)[FIT].said is Act.REFUSED


@pytest.mark.django_db
def test_a_question_put_twice_is_put_once():
    subject_id = new_subject("member").id
    put = {"subject_id": subject_id, "purpose": FIT, "policy_version": "1"}
    first = put_question(words="May we?", **put)
    assert put_question(words="May we?", **put) == first
    put_question(words="可以吗？", **put)
    assert acts(subject_id) == [Act.REQUESTED, Act.REQUESTED]
    assert not consent_stands(subject_id, FIT)


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [p for p in Purpose if not p.needs_consent])
def test_what_does_not_rest_on_consent_cannot_be_asked_for(wanted):
    subject_id = new_subject("member").id
    for ask in (
        say,
        lambda subject, _, wanted: put_question(subject_id=subject, purpose=wanted, words="", policy_version=""),
    ):
        with pytest.raises(ValueError, match="not on consent"):
            ask(subject_id, True, wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            subject_id=subject_id, purpose=wanted.name, act="given", words="", policy_version="", language=""
        )
    assert Consent.objects.count() == 0


@pytest.fixture
def fund(monkeypatch):
    name = Text("投资基金", "Investment fund")
    entry = Recipient("fund", name, Text("投资人", "Investor"), "mail@fund.example", "CN", "2026/9", frozenset({FIT}))
    monkeypatch.setitem(declarations._recipients, "fund", entry)
    return entry


@pytest.mark.django_db
def test_a_consent_for_a_recipient_is_one_of_its_own(fund):
    subject_id = new_subject("member").id
    say(subject_id, True)
    assert (consent_stands(subject_id, FIT), consent_stands(subject_id, FIT, "fund")) == (True, False)
    say(subject_id, True, recipient="fund")
    say(subject_id, False)
    assert (consent_stands(subject_id, FIT), consent_stands(subject_id, FIT, "fund")) == (False, True)
    with pytest.raises(ValueError, match="no declared recipient"):
        say(subject_id, True, recipient="nobody")
    shown = {
        (row.purpose, row.recipient and row.recipient.key): row.state
        for g in consent_groups(subject_id)
        for row in g.rows
    }
    assert shown[FIT, "fund"] is Act.GIVEN
    assert shown[FIT, None] is Act.WITHDRAWN
    assert "投资基金" in answered_words(FIT, yes=True, recipient="fund")


@pytest.mark.django_db
def test_a_yes_past_its_end_opens_nothing_and_is_then_written_down():
    subject_id = new_subject("member").id
    with frozen(NOON):
        say(subject_id, True)
        say(subject_id, True, NEWS)
    after = NOON + timedelta(days=365)
    with frozen(after - timedelta(seconds=1)):
        assert (consent_stands(subject_id, FIT), expire_consents()) == (True, 0)
    with frozen(after):
        assert standing_consents(subject_id) == {NEWS}
        assert first_use(subject_id=subject_id, wanted=FIT) is FirstUse.ASK
        assert (expire_consents(), expire_consents()) == (1, 0)
        assert acts(subject_id) == [Act.GIVEN, Act.EXPIRED]
        say(subject_id, True)
        assert consent_stands(subject_id, FIT)
        assert expire_consents() == 0


@pytest.mark.django_db
def test_a_no_empties_what_rests_on_it_and_leaves_what_rests_on_another():
    member, given = full_member(), {"policy_version": "1", "words": "w"}
    keep_optional(member=member, field="company", value=Clear("Asellion"), **given)
    keep_optional(member=member, field="interests", value=Clear("marine"), **given)
    say(member.pk, False, Purpose.PERSONALISED_SERVICES)
    row = OptionalDetails.objects.get()
    assert (row.company, row.interests is None) == (None, False)
    say(member.pk, False, FIT)
    member.membership.refresh_from_db()
    assert member.membership.industry is not None  # it is held for membership too


@pytest.mark.django_db
def test_the_site_does_not_ask_again_for_180_days_after_a_no_but_the_person_may_answer():
    subject_id = new_subject("member").id

    def how(at):
        with frozen(at):
            return first_use(subject_id=subject_id, wanted=FIT)

    assert how(NOON) is FirstUse.ASK
    with frozen(NOON):
        say(subject_id, False)
    assert how(NOON + COOL_DOWN - timedelta(seconds=1)) is FirstUse.QUIET
    assert how(NOON + COOL_DOWN) is FirstUse.ASK
    with frozen(NOON + timedelta(days=1)):
        say(subject_id, True)
    assert how(NOON + timedelta(days=1)) is FirstUse.ON


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_answers_at_once_each_is_kept_and_the_latest_stands():
    subject_id = new_subject("member").id
    results = race(*(lambda yes=yes: say(subject_id, yes) for yes in [True, False] * 6))
    assert [r for r in results if isinstance(r, Exception)] == []
    rows = list(Consent.objects.filter(subject_id=subject_id).order_by("at"))
    assert len({row.at for row in rows}) == len(rows) == 12
    assert consent_stands(subject_id, FIT) == (rows[-1].said is Act.GIVEN)
    stood = False
    for row in rows:  # each was decided on what stood at its moment
        assert row.said is act_of(yes=row.said is Act.GIVEN, stood=stood)
        stood = row.said is Act.GIVEN


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_value_given_while_its_consent_is_taken_back_does_not_outlive_it():
    member = person()
    give = {"member": member, "field": "interests", "words": "w", "policy_version": "1"}
    for _ in range(5):
        race(lambda: keep_optional(value=Clear("marine"), **give), lambda: say(member.pk, False, NEWS))
        kept = OptionalDetails.objects.filter(pk=member.pk).exclude(interests=None).exists()
        assert kept == consent_stands(member.pk, NEWS)


# ---- Global Privacy Control -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "heard"), [({}, False), ({"Sec-GPC": "1"}, True), ({"Sec-GPC": "0"}, False), ({"Sec-GPC": "true"}, False)]
)
def test_only_the_one_is_a_signal(sent, heard):
    request = RequestFactory().get("/", headers=sent)
    assert gpc(request) is heard
    assert refuses(request, FIT) is heard
    assert not refuses(request, Purpose.ORDER_FULFILMENT)


def test_personalisation_and_sharing_are_refused_by_the_signal():
    refused = {p for p in Purpose if p.refused_by_gpc}
    assert refused >= {Purpose.PERSONALISED_SERVICES, FIT}
    assert all(p.needs_consent for p in refused)


@pytest.mark.django_db
def test_the_gate_refuses_in_that_browser_only_and_writes_nothing():
    member = full_member()
    say(member.pk, True)
    here, there = (Actor(member.pk, frozenset({Role.MEMBER}), "test", by_gpc=by_gpc) for by_gpc in (True, False))
    before = Consent.objects.count()
    with purpose(FIT, actor=here), pytest.raises(Denied) as refused:
        member.membership.industry.open()
    assert refused.value.question is Question.BROWSER
    with purpose(FIT, actor=there):
        assert member.membership.industry.open() == "MARINE"
    with purpose(Purpose.OWN_DATA, actor=here):  # one's own data is no personalisation
        assert member.membership.industry.open() == "MARINE"
    assert Consent.objects.count() == before
    assert first_use(subject_id=member.pk, wanted=FIT, by_gpc=True) is FirstUse.BROWSER


# ---- pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_says_for_each_question_what_stands_and_how_to_change_it(client):
    member = full_member()
    browser = signed_in(member)
    say(member.pk, True)
    say(member.pk, False, NEWS)
    answer = browser.get("/me/consents/", headers={"Accept-Language": "en"})
    states = {row.purpose: row.state for group in answer.context["groups"] for row in group.rows}
    assert states == {Purpose.PERSONALISED_SERVICES: None, FIT: Act.GIVEN, NEWS: Act.REFUSED}
    assert answer.context["counts"] == {"yes": 1, "no": 1, "open": 1, "all": 3}
    page = answer.content.decode()
    for shown in ("You said yes", "You said no", "Not asked yet: counts as no", "Holds until", "PIPL 13(1)(1), 24"):
        assert shown in page
    assert page.count("/me/consents/" + str(Consent.objects.get(purpose=FIT.name).pk)) == 2
    quiet = browser.get("/me/consents/", headers={"Accept-Language": "en", "Sec-GPC": "1"}).content.decode()
    assert quiet.count("Off in this browser (GPC)") == 2
    assert page.count("Off in this browser (GPC)") == 0


@pytest.mark.django_db
def test_the_page_asks_the_database_as_often_for_many_answers():
    member = person()
    browser, asked = signed_in(member), []
    for yes in (True, False, True):
        say(member.pk, yes)
        with CaptureQueriesContext(connection) as statements:
            assert browser.get("/me/consents/").status_code == 200
        asked.append(len(statements))
    assert asked[2] == asked[0] <= 12


@pytest.mark.django_db
def test_a_withdrawal_is_one_press_and_holds_in_every_browser():
    member = full_member()
    here, there = signed_in(member), signed_in(member)
    assert here.post("/me/consents/", {"purpose": FIT.name, "answer": "yes"}).status_code == 302
    assert "For your industry" in there.get("/me/", headers={"Accept-Language": "en"}).content.decode()
    assert here.post("/me/consents/", {"purpose": FIT.name, "answer": "no"}, headers=CHINESE).status_code == 302
    assert "For your industry" not in there.get("/me/", headers={"Accept-Language": "en"}).content.decode()
    assert acts(member.pk) == [Act.GIVEN, Act.WITHDRAWN]
    assert Consent.objects.latest("at").words.endswith("？ 不同意")


@pytest.mark.django_db
def test_a_receipt_is_its_persons_alone():
    member, other = full_member(), person("other@example.cn")
    record = say(member.pk, True)
    for path in (f"/me/consents/{record.pk}/", f"/me/consents/{record.pk}/file/"):
        assert signed_in(member).get(path).status_code == 200
        assert signed_in(other).get(path).status_code == 404


@pytest.mark.django_db
def test_the_receipt_for_machines_says_all_of_it_in_known_words():
    member = full_member()
    record = say(member.pk, True, given_by=GivenBy.PROMPT)
    answer = signed_in(member).get(f"/me/consents/{record.pk}/file/")
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Content-Disposition"] == f'attachment; filename="consent-{record.pk}.jsonld"'
    told = json.loads(answer.content)
    assert told == json.loads(json.dumps(receipt(record)))
    assert told["@type"] == "dpv:ConsentRecord"
    status, process = told["dpv:hasConsentStatus"], told["dpv:hasProcess"]
    assert (status["@type"], status["site:words"]["@value"]) == ("dpv:ConsentGiven", "May we?")
    assert [kind["@id"] for kind in process["dpv:hasPersonalData"]] == [f"fides:{Kind.INDUSTRY.fideslang}"]
    assert [a["@id"] for a in process["dpv:hasLegalBasis"]["site:article"]] == ["cn:PIPL-13-1-1", "cn:PIPL-24"]
    assert told["dpv:hasNotice"]["site:sha256"] == record.policy_hash
    prefixes = {word.split(":")[0] for word in _words(told) if not word.startswith("@")}
    assert prefixes == {"dpv", "dct", "site"}


def _words(told):
    for key, value in told.items():
        if key == "@context":
            continue
        yield key
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _words(one)


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_receipt(act):
    member = person()
    record = record_consent(subject_id=member.pk, purpose=NEWS, act=act, words="w", policy_version="1")
    assert receipt(record)["dpv:hasConsentStatus"]["@type"] == f"dpv:Consent{act.value.capitalize()}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form",
    [
        {},
        {"purpose": "INDUSTRY_FIT"},
        {"purpose": "INDUSTRY_FIT", "answer": "maybe"},
        {"purpose": "ACCOUNT", "answer": "yes"},
        {"purpose": "NEW", "answer": "yes"},
        {"purpose": "INDUSTRY_FIT", "answer": "yes", "recipient": "nobody"},
        {"purpose": "ORDER_FULFILMENT", "answer": "yes", "recipient": "\x00"},
    ],
)
def test_what_cannot_be_answered_is_refused_and_nothing_is_written(form):
    browser = signed_in(person())
    assert browser.post("/me/consents/", form).status_code == 422
    assert Consent.objects.count() == 0


def test_the_kinds_a_purpose_uses_come_from_the_declarations():
    assert kinds_of(FIT) == (Kind.INDUSTRY,)
    declared = {d.kind for _, d in personal_entries() if NEWS in d.purposes}
    assert {Kind.INTERESTS, Kind.EMAIL, Kind.MOBILE} <= set(kinds_of(NEWS)) <= declared


def test_the_site_says_where_browsers_look_that_it_heeds_the_signal(client):
    assert client.get("/.well-known/gpc.json").json() == {"gpc": True, "lastUpdate": "2026-11-26"}
