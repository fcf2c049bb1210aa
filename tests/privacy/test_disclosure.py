"""The one door out (IV): what it lets through, what it refuses, and that a refusal leaves nothing."""

import copy
import hashlib
import io
import json
import pickle
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection

import pyrage
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import JsonResponse
from django.template import Context, Template

from coatingcat.ground.clock import frozen, now
from coatingcat.members.models import OptionalDetails
from coatingcat.privacy import declarations
from coatingcat.privacy.actions import destroy_keys
from coatingcat.privacy.actions.consents import record_consent
from coatingcat.privacy.actions.disclosure import Record
from coatingcat.privacy.actions.switches import turn_switch
from coatingcat.privacy.models import Delivery, Opening, Package, Share, SharedPerson, Subject
from coatingcat.privacy.policy import snapshot
from coatingcat.privacy.queries.shares import Heads, heads_abroad, near_thresholds, received, shares_of
from coatingcat.privacy.refusals import SealedCannot, ShareRefused
from coatingcat.privacy.sealed import MASK, Clear
from coatingcat.privacy.words import Act, Form, KeyKind, Path, Purpose, Role, ShareQuestion, Standing, Switch, Text
from tests.members.people import person
from tests.privacy import sharing as make
from tests.privacy.policies import NEW, OLD, adopt_old
from tests.trade.factories import CONSIGNEE, buyer

pytestmark = pytest.mark.django_db


def nothing_left():
    return [model.objects.count() for model in (Share, SharedPerson, Package, Delivery)] == [0, 0, 0, 0]


@pytest.fixture
def refused():
    """Asks the door and gives the question it answered with no, having seen that nothing was written."""

    def run(*records, **changes):
        openings = Opening.objects.count()
        with pytest.raises(ShareRefused) as refusal, transaction.atomic():
            make.handed(*records, **changes)
        assert nothing_left()
        assert Opening.objects.count() == openings
        return refusal.value.question

    return run


# ---- IV.0: a sealed value goes nowhere by another way --------------------------------------------


class Wire:
    """Stands for a connection, and keeps what was sent."""

    def __init__(self):
        self.sent = b""

    def sendall(self, data):
        self.sent += data

    def setsockopt(self, *args):
        pass

    def close(self):
        pass


WAYS_OUT = {
    "json": json.dumps,
    "json of a dict": lambda value: json.dumps({"name": value}),
    "answer": lambda value: JsonResponse({"name": value}),
    "pickle": pickle.dumps,
    "copy": copy.deepcopy,
    "bytes": bytes,
    "bytearray": bytearray,
    "join": "".join,
    "list": list,
    "write": lambda value: io.StringIO().write(value),
    "write bytes": lambda value: io.BytesIO().write(value),
    "concatenation": lambda value: "name: " + value,
    "urllib": lambda value: urllib.request.urlopen(
        urllib.request.Request("http://127.0.0.1:9/", data=value), timeout=1
    ),
    "http.client": lambda value: HTTPConnection("127.0.0.1", 9, timeout=1).send(value),
}
MASKED = {
    "str": str,
    "format": "{}".format,
    "percent": "%s".__mod__,
    "template": lambda value: Template("{{ value }}").render(Context({"value": value})),
    "urlencode": lambda value: urllib.parse.unquote(urllib.parse.urlencode({"v": value})).removeprefix("v="),
    "quote": lambda value: urllib.parse.unquote(urllib.parse.quote(str(value))),
}


@pytest.mark.clause("IV.0")
@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT)
def test_a_sealed_value_is_refused_to_every_serialiser(way, monkeypatch):
    for value in (make.confirmed().consignee.name, Clear(CONSIGNEE["name"])):
        wire = Wire()
        with monkeypatch.context() as patch:
            patch.setattr("socket.create_connection", lambda *args, wire=wire, **kwargs: wire)
            with pytest.raises((SealedCannot, TypeError)):
                way(value)
        assert wire.sent.partition(b"\r\n\r\n")[2] == b""


@pytest.mark.clause("IV.0")
@pytest.mark.parametrize("way", MASKED.values(), ids=MASKED)
def test_what_text_makes_of_a_sealed_value_is_a_mask(way):
    assert way(make.confirmed().consignee.name) == MASK


@pytest.mark.clause("IV.0")
def test_without_a_recipient_no_bytes_leave(refused):
    make.contracted()
    assert refused(make.told(make.parcel()), recipient="somebody") is ShareQuestion.RECIPIENT
    assert (
        refused(make.told(make.parcel()), recipient="server") is ShareQuestion.RECIPIENT
    )  # it hosts, and gets nothing


# ---- what goes through --------------------------------------------------------------------------


def test_what_leaves_opens_with_the_recipients_key_alone_and_is_in_the_ledger():
    key = make.contracted()
    parcel = make.parcel()
    share = make.handed(make.told(parcel), about=parcel.pk)
    sent = make.content(share, key)
    assert sent["records"] == [
        {
            "trade.Consignee.name": CONSIGNEE["name"],
            "trade.Consignee.phone": CONSIGNEE["phone"],
            "trade.Consignee.address": CONSIGNEE["address"],
            "trade.Parcel.packs": 1,
        }
    ]
    with pytest.raises(pyrage.DecryptError):
        make.content(share, pyrage.x25519.Identity.generate())
    assert bytes(share.digest) == hashlib.sha256(bytes(share.package.content)).digest()
    assert (share.persons, share.country, share.forms, share.contract) == (2, "CN", "CLEAR", "C-2026-7")
    assert {row.subject_id: row.label_list for row in share.people.all()} == {
        parcel.order.consignee.subject_id: [
            "trade.Consignee.address",
            "trade.Consignee.name",
            "trade.Consignee.phone",
        ],
        parcel.order.buyer_id: ["trade.Parcel.packs"],
    }


def test_the_ledger_and_the_package_hold_no_value():
    make.contracted()
    make.handed(make.told(make.parcel()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(s::text, '|') FROM privacy_share s)"
            " || (SELECT string_agg(p::text, '|') FROM privacy_sharedperson p)"
            " || (SELECT string_agg(p::text, '|') FROM privacy_package p)"
        )
        raw = cursor.fetchone()[0]
    assert [raw.count(value) + raw.count(value.encode().hex()) for value in CONSIGNEE.values()] == [0, 0, 0, 0]


def test_the_same_thing_is_handed_over_once():
    make.contracted()
    parcel = make.parcel()
    shares = {make.handed(make.told(parcel), about=parcel.pk).pk for _ in range(3)}
    assert len(shares) == 1
    assert (Share.objects.count(), Package.objects.count()) == (1, 1)


def test_openings_at_the_door_are_logged_like_any():
    make.contracted()
    parcel, before = make.parcel(), Opening.objects.count()
    make.handed(make.told(parcel, "trade.Consignee.name"))
    assert list(Opening.objects.order_by("id").values_list("label", "purpose", "count"))[before:] == [
        ("trade.Consignee.name", "ORDER_FULFILMENT", 1)
    ]


@pytest.mark.parametrize(
    "table", ["privacy_share", "privacy_sharedperson", "privacy_delivery", "privacy_recipientterms"]
)
def test_the_ledger_is_only_ever_added_to(table):
    make.contracted()
    share = make.handed(make.told(make.parcel()))
    Delivery.objects.create(share=share, outcome="FETCHED")
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    column = {"privacy_recipientterms": "contact"}.get(table, "id")
    for attack in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(attack)


# ---- what is refused ----------------------------------------------------------------------------


@pytest.mark.clause("I.2a-2")
@pytest.mark.clause("F.7")
@pytest.mark.parametrize("extra", ["trade.Order.background", "trade.Order.yearly_demand", "trade.Consignee.email"])
def test_a_field_the_recipient_is_not_declared_for_is_refused(refused, extra):
    make.contracted()
    record = make.told(make.parcel(), "trade.Consignee.name", extra)
    assert refused(record) is ShareQuestion.FIELD


def test_a_purpose_the_recipient_is_not_declared_for_is_refused(refused):
    make.contracted()
    assert refused(make.told(make.parcel()), purpose=Purpose.PRODUCT_NEWS) is ShareQuestion.PURPOSE


@pytest.mark.parametrize(
    "terms",
    [
        {"contract": ""},
        {"starts_on": date(2098, 1, 1)},
        {"ends_on": date(2020, 1, 2)},
    ],
)
def test_without_a_contract_in_force_nothing_leaves(refused, terms):
    make.contracted(**terms)
    assert refused(make.told(make.parcel())) is ShareQuestion.CONTRACT


def test_without_terms_at_all_nothing_leaves(refused):
    assert refused(make.told(make.parcel())) is ShareQuestion.CONTRACT


def test_without_a_key_nothing_leaves(refused):
    make.contracted(age_key="")
    assert refused(make.told(make.parcel())) is ShareQuestion.KEY


def test_the_actors_role_is_asked(refused):
    make.contracted()
    assert refused(make.told(make.parcel()), actor=make.desk(Role.MARKETING)) is ShareQuestion.ROLE


@pytest.mark.parametrize("whose", ["consignee", "buyer"])
def test_a_restricted_person_is_not_told_of(refused, whose):
    make.contracted()
    parcel = make.parcel()
    subject = parcel.order.consignee.subject_id if whose == "consignee" else parcel.order.buyer_id
    Subject.objects.filter(pk=subject).update(restricted_at=now())
    assert refused(make.told(parcel)) is ShareQuestion.PERSON


def test_an_erased_person_is_not_told_of(refused):
    make.contracted()
    parcel = make.parcel()
    destroy_keys(subject_id=parcel.order.consignee.subject_id)
    assert refused(make.told(parcel)) is ShareQuestion.PERSON


def test_who_may_not_be_told_of_can_be_left_out():
    key = make.contracted()
    erased, other = make.parcel(), make.parcel()
    destroy_keys(subject_id=erased.order.consignee.subject_id)
    share = make.handed(make.told(erased), make.told(other), leave_out=True)
    assert len(make.content(share, key)["records"]) == 1
    assert erased.order.consignee.subject_id not in set(share.people.values_list("subject_id", flat=True))


@pytest.fixture
def partner(monkeypatch):
    """A recipient that decides for itself, for a purpose that rests on consent."""
    named = Text("伙伴", "Partner")
    wanted = frozenset({Purpose.PRODUCT_NEWS})
    entry = declarations.Recipient("partner", named, named, "", "CN", "PIPL 23", wanted, Standing.HANDLER)
    monkeypatch.setitem(declarations._recipients, "partner", entry)
    monkeypatch.setitem(declarations._given, "partner", {"members.OptionalDetails.interests": Form.CLEAR})
    return make.contracted("partner")


def test_a_recipient_that_decides_for_itself_needs_a_consent_of_its_own(refused, partner):
    member = person()
    details = OptionalDetails.objects.create(member=member, interests=Clear("marine"))
    record = Record((details,), ("members.OptionalDetails.interests",))
    sending = {"recipient": "partner", "purpose": Purpose.PRODUCT_NEWS, "actor": make.desk(Role.MARKETING)}
    agreed = {"subject_id": member.pk, "purpose": Purpose.PRODUCT_NEWS, "words": "w", "policy_version": "1"}
    assert refused(record, **sending) is ShareQuestion.CONSENT
    record_consent(act=Act.GIVEN, **agreed)
    assert refused(record, **sending) is ShareQuestion.CONSENT
    record_consent(act=Act.GIVEN, recipient="partner", **agreed)
    sent = make.content(make.handed(record, **sending), partner)
    assert sent["records"] == [{"members.OptionalDetails.interests": "marine"}]


def test_a_minor_is_not_told_of_for_a_purpose_closed_to_minors(refused, partner):
    member = person()
    details = OptionalDetails.objects.create(member=member, interests=Clear("marine"))
    agreed = {"subject_id": member.pk, "purpose": Purpose.PRODUCT_NEWS, "words": "w", "policy_version": "1"}
    for recipient in (None, "partner"):
        record_consent(act=Act.GIVEN, recipient=recipient, **agreed)
    Subject.objects.filter(pk=member.pk).update(minor_until=date(2099, 1, 1))
    record = Record((details,), ("members.OptionalDetails.interests",))
    sending = {"recipient": "partner", "purpose": Purpose.PRODUCT_NEWS, "actor": make.desk(Role.MARKETING)}
    assert refused(record, **sending) is ShareQuestion.MINOR


def test_while_sharing_is_frozen_nothing_leaves(refused):
    make.contracted()
    turn_switch(switch=Switch.SHARES, freeze=True, by=make.desk(Role.PRIVACY_OFFICER).subject_id)
    assert refused(make.told(make.parcel())) is ShareQuestion.FROZEN


# ---- versions of the policy: nothing goes to whom a person has not been told of (VII.2, IV.1) ------


def without_recipient(key, *labels):
    """The declarations of this program as if the recipient did not get these fields yet; none named: were unknown."""
    whole = snapshot()
    gone = labels or tuple(held.label for held in whole.held)
    held = tuple(
        replace(h, recipients=tuple(r for r in h.recipients if r != key)) if h.label in gone else h for h in whole.held
    )
    lines = tuple(
        replace(line, fields=tuple(f for f in line.fields if f.split()[0] not in gone)) if line.key == key else line
        for line in whole.recipients
        if labels or line.key != key
    )
    return replace(whole, held=held, recipients=lines)


@pytest.mark.parametrize("labels", [(), ("trade.Consignee.phone",)], ids=["new recipient", "one more field"])
def test_nothing_new_goes_to_a_recipient_before_the_version_that_brought_it_is_accepted(refused, monkeypatch, labels):
    adopt_old(monkeypatch, old=without_recipient("carrier", *labels), new=snapshot())
    make.contracted()
    parcel = make.parcel()
    people = (parcel.order.consignee.subject_id, parcel.order.buyer_id)
    Subject.objects.filter(pk__in=people).update(accepted_version=OLD)
    assert refused(make.told(parcel)) is ShareQuestion.VERSION
    Subject.objects.filter(pk__in=people).update(accepted_version=NEW)
    assert make.handed(make.told(parcel)).persons == 2


def test_what_was_told_of_from_the_first_still_goes(monkeypatch):
    adopt_old(monkeypatch, old=without_recipient("carrier", "trade.Consignee.phone"), new=snapshot())
    make.contracted()
    parcel = make.parcel()
    Subject.objects.update(accepted_version=OLD)
    assert make.handed(make.told(parcel, "trade.Consignee.name", "trade.Consignee.address")).persons == 1


# ---- abroad -------------------------------------------------------------------------------------


@pytest.mark.clause("IV.1-1")
def test_nothing_crosses_the_border_without_a_path_for_any_recipient(refused):
    """PIPL 38: every declared recipient, were it abroad, is refused before anything is opened."""
    for key, declared in declarations.recipients().items():
        if declared.hosts or declared.standing.name == "AUTHORITY":
            continue
        make.contracted(key, country="DE")
        labels = tuple(declarations.given_to(key))
        purpose = min(declared.purposes - {Purpose.INQUIRIES}, key=lambda one: one.name)
        record = Record((make.parcel().order,), tuple(x for x in labels if x.startswith("trade.Order.")))
        record = record if record.labels else make.told(make.parcel())
        if not set(record.labels) <= set(labels):  # it gets nothing of orders and consignees
            continue
        who = make.desk(Role.FULFILMENT, Role.PRIVACY_OFFICER)
        assert refused(record, recipient=key, purpose=purpose, actor=who) is ShareQuestion.ABROAD


@pytest.mark.clause("IV.1-1")
def test_with_a_path_it_crosses_and_is_counted():
    make.contracted(country="DE", path=Path.EXEMPT)
    make.handed(make.told(make.parcel()))
    year = now().year
    assert heads_abroad(year) == heads_abroad(year, country="DE") == Heads(2, 0)
    assert heads_abroad(year, country="FR") == heads_abroad(year - 1) == Heads(0, 0)


def test_a_person_counts_once_a_year():
    make.contracted(country="DE", path=Path.EXEMPT)
    who = buyer()
    for _ in range(3):
        make.handed(make.told(make.parcel(make.confirmed(who)), "trade.Parcel.packs"))
    assert heads_abroad(now().year) == Heads(1, 0)


def test_at_the_threshold_the_next_path_is_asked_for(refused, monkeypatch):
    from coatingcat.privacy.rules import transfers

    monkeypatch.setattr(transfers, "CONTRACT_FROM", 2)
    make.contracted(country="DE", path=Path.EXEMPT)
    assert refused(make.told(make.parcel())) is ShareQuestion.THRESHOLD
    make.contracted(country="DE", path=Path.CONTRACT, filing="SH-1")
    assert make.handed(make.told(make.parcel())).path == "CONTRACT"
    assert list(near_thresholds()) == []


def test_the_alarm_comes_at_nine_tenths(monkeypatch):
    from coatingcat.privacy.rules import transfers

    monkeypatch.setattr(transfers, "CONTRACT_FROM", 10)
    make.contracted(country="DE", path=Path.EXEMPT)
    for _ in range(4):
        make.handed(make.told(make.parcel()))
    assert list(near_thresholds()) == []
    make.handed(make.told(make.parcel(), "trade.Consignee.name"))
    assert list(near_thresholds()) == [("carrier", 9, 10)]


# ---- pseudonyms ---------------------------------------------------------------------------------


def builder(**changes):
    actor = make.desk(Role.PRIVACY_OFFICER)
    return {"recipient": "builder", "purpose": Purpose.SITE_OPERATION, "actor": actor, **changes}


def order_facts(order):
    return Record((order,), ("trade.Order.code", "trade.Order.state"))


def test_pseudonyms_are_a_recipients_own_and_hide_what_is_unique(monkeypatch):
    other = declarations.recipients()["builder"]
    monkeypatch.setitem(declarations._recipients, "second", other)
    monkeypatch.setitem(declarations._given, "second", declarations._given["builder"])
    keys = {key: make.contracted(key) for key in ("builder", "second")}
    order = make.confirmed()
    seen = {}
    for key in keys:
        one, two = (make.content(make.handed(order_facts(order), **builder(recipient=key)), keys[key]) for _ in "ab")
        assert one["records"] == two["records"]  # the same recipient knows the same person again
        seen[key] = one["records"][0]
    assert [record["trade.Order.state"] for record in seen.values()] == ["confirmed", "confirmed"]
    names = [record[field] for record in seen.values() for field in ("who", "trade.Order.code")]
    assert len(set(names)) == 4
    assert {order.code, str(order.buyer_id), order.buyer_id.hex} & set(names) == set()


def test_a_pseudonym_dies_with_the_live_key(refused):
    make.contracted("builder")
    order = make.confirmed()
    make.contracted()
    destroy_keys(subject_id=order.buyer_id, kinds=frozenset({KeyKind.LIVE}))
    from coatingcat.privacy import keys
    from coatingcat.privacy.refusals import KeyGone

    with pytest.raises(KeyGone):
        keys.pseudonym(order.buyer_id, "recipient builder")
    assert refused(order_facts(order), **builder()) is ShareQuestion.PERSON


# ---- what the person sees -----------------------------------------------------------------------


def test_who_received_my_data_is_complete_and_mine_alone():
    make.contracted()
    parcel = make.parcel()
    share = make.handed(make.told(parcel))
    assert [row.share_id for row in shares_of(parcel.order.consignee.subject_id)] == [share.pk]
    assert shares_of(buyer()) == []
    assert [s.pk for s in received(parcel.order.consignee.subject_id, "trade.Consignee.name")] == [share.pk]
    assert received(parcel.order.consignee.subject_id, "trade.Consignee.email") == []


def test_what_the_law_keeps_silent_is_told_when_its_day_is_over():
    make.contracted()
    parcel = make.parcel()
    with frozen(datetime(2026, 3, 1, 4, tzinfo=UTC)):
        make.handed(make.told(parcel), silent_until=date(2026, 3, 2))
        assert shares_of(parcel.order.buyer_id) == []
        assert SharedPerson.objects.count() == 0  # what export and access walk over
        assert SharedPerson.everything.count() == 2
    with frozen(datetime(2026, 3, 1, 4, tzinfo=UTC) + timedelta(days=2)):
        assert len(shares_of(parcel.order.buyer_id)) == 1
