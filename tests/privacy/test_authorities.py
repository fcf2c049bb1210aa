"""Demands of authorities (IV.3): instrument, second person, extract; and what is refused."""

import json
from datetime import UTC, date, datetime

import pyrage
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coatingcat.ground.clock import frozen
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.actions.authorities import decide_demand, enter_demand
from coatingcat.privacy.actions.disclosure import Demand, disclose
from coatingcat.privacy.models import AuthorityDecision, AuthorityRequest, Opening, Share
from coatingcat.privacy.queries.shares import shares_of
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose, Role, ShareQuestion
from tests.members.people import card, force_in, full_member, picture
from tests.privacy import sharing as make
from tests.trade.factories import CONSIGNEE

pytestmark = pytest.mark.django_db
OFFICER = Role.PRIVACY_OFFICER
LABELS = ["trade.Consignee.name", "trade.Order.code"]


def officer(number: int):
    return full_member(email=f"officer{number}@stage.example", mobile=f"+861390013911{number}", roles=OFFICER.name)


def browser(member) -> Client:
    client = Client(headers={"accept-language": "en"})
    force_in(client, member)
    return client


@pytest.fixture
def key():
    return pyrage.x25519.Identity.generate()


def form(order, key, **changes):
    sent = {
        "authority": "Shanghai Pudong Court",
        "country": "CN",
        "article": "Civil Procedure Law 70",
        "reference": "(2026) Hu 0115 No. 7",
        "instrument": card("order.png"),
        "approval": "",
        "age_key": str(key.to_public()),
        "labels": LABELS,
        "persons": order.code,
        "silent_until": "",
        "silent_article": "",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


@pytest.mark.clause("IV.3")
def test_instrument_second_person_extract_and_the_person_is_told(key):
    order = make.confirmed(full_member().pk)
    other = make.confirmed()
    one, two = browser(officer(1)), browser(officer(2))
    kept = one.post("/desk/disclosures/new/", form(order, key))
    assert kept.status_code == 302, kept.content.decode()
    page = kept["Location"]
    assert "another officer decides" in one.get(page).content.decode()
    assert one.post(f"{page}decision/", {"answer": "approve"}).status_code == 422  # not one's own
    assert (AuthorityDecision.objects.count(), Share.objects.count()) == (0, 0)

    assert two.post(f"{page}instrument/").status_code == 200  # who decides reads what it rests on
    assert two.post(f"{page}decision/", {"answer": "approve"}).status_code == 302
    share = Share.objects.get()
    fetched = two.post(f"/desk/shares/{share.pk}/package/")
    sent = json.loads(pyrage.decrypt(fetched.content, [key]))
    assert sent["records"] == [{"trade.Order.code": order.code}]  # the demand named the buyer's number, no consignee's
    assert (share.recipient_name, share.contract) == ("Shanghai Pudong Court", "(2026) Hu 0115 No. 7")
    assert {row.subject_id for row in share.people.all()} == {order.buyer_id}
    assert shares_of(other.buyer_id) == []
    run_jobs_now()
    told = Notice.objects.filter(letter="disclosed_to_authority").values_list("subject_id", "path")
    assert list(told) == [(order.buyer_id, "me/recipients/")]
    theirs = Client(headers={"accept-language": "en"})
    from coatingcat.members.models import Member

    force_in(theirs, Member.objects.get(pk=order.buyer_id))
    assert "Authorities that demand data by law" in theirs.get("/me/recipients/").content.decode()


def test_the_openings_of_a_demand_are_logged_with_their_reason(key):
    order = make.confirmed()
    request = demanded([order.consignee.subject_id], key)
    share = decide_demand(request=request, actor=make.desk(OFFICER), approve=True)
    sent = make.content(share, key)
    assert sent["records"] == [{"trade.Consignee.name": CONSIGNEE["name"]}]
    opening = Opening.objects.latest("id")
    assert (opening.label, opening.purpose, opening.reason) == ("trade.Consignee.name", "LEGAL_DISCLOSURE", "AUTHORITY")


@pytest.mark.clause("IV.3")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"instrument": None}, "instrument"),
        ({"reference": ""}, "reference"),
        ({"country": "US"}, "approval"),
        ({"labels": ["trade.Order.background"]}, "labels"),
        ({"persons": "nobody@example.cn"}, "persons"),
        ({"silent_until": "2026-12-31"}, "silent_article"),
    ],
)
def test_a_demand_that_lacks_something_is_refused(key, changes, field):
    order = make.confirmed()
    answer = browser(officer(1)).post("/desk/disclosures/new/", form(order, key, **changes))
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert AuthorityRequest.objects.count() == 0


def demanded(subjects, key, **changes):
    given = {
        "by": make.desk(OFFICER).subject_id,
        "authority": "Court",
        "country": "CN",
        "article": "Law 1",
        "reference": "No. 7",
        "instrument": Clear(Content("order.png", "image/png", picture())),
        "age_key": str(key.to_public()),
        "labels": ["trade.Consignee.name"],
        "subjects": subjects,
    }
    return enter_demand(**(given | changes))


@pytest.mark.clause("IV.3")
@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"instrument": None}, ShareQuestion.INSTRUMENT),
        ({"country": "US"}, ShareQuestion.ABROAD),
        ({"labels": ["trade.Order.background"]}, ShareQuestion.FIELD),
        ({"labels": []}, ShareQuestion.FIELD),
    ],
)
def test_the_action_refuses_the_same(key, changes, question):
    with pytest.raises(ShareRefused) as refusal:
        demanded([make.confirmed().buyer_id], key, **changes)
    assert refusal.value.question is question
    assert AuthorityRequest.objects.count() == 0


@pytest.mark.clause("IV.3")
def test_a_single_person_gets_nothing_out_by_action_database_or_door(key):
    order = make.confirmed()
    request = demanded([order.buyer_id], key, labels=["trade.Order.code"])
    alone = make.desk(OFFICER)
    with pytest.raises(ShareRefused) as refusal:
        decide_demand(request=request, actor=type(alone)(request.by_id, alone.roles, "test"), approve=True)
    assert refusal.value.question is ShareQuestion.SECOND
    with pytest.raises(IntegrityError, match="second officer"), transaction.atomic():
        AuthorityDecision.objects.create(request=request, by_id=request.by_id, is_approved=True)
    demand = Demand("Court", "CN", "No. 7", "", request.age_key, alone.subject_id, alone.subject_id)
    for given, question in (
        (demand, ShareQuestion.SECOND),
        (None, ShareQuestion.INSTRUMENT),
        (Demand("C", "US", "7", "", request.age_key, alone.subject_id, request.by_id), ShareQuestion.ABROAD),
    ):
        with pytest.raises(ShareRefused) as refusal:
            disclose(
                recipient="authority",
                purpose=Purpose.LEGAL_DISCLOSURE,
                records=[make.told(make.parcel(order), "trade.Order.code")],
                actor=alone,
                demand=given,
            )
        assert refusal.value.question is question
    assert (AuthorityDecision.objects.count(), Share.objects.count()) == (0, 0)


def test_a_refused_demand_hands_over_nothing_and_is_decided_once(key):
    request = demanded([make.confirmed().buyer_id], key, labels=["trade.Order.code"])
    assert decide_demand(request=request, actor=make.desk(OFFICER), approve=False) is None
    assert decide_demand(request=request, actor=make.desk(OFFICER), approve=True) is None
    assert (AuthorityDecision.objects.get().is_approved, Share.objects.count()) == (False, 0)


def test_an_approved_foreign_demand_says_so_in_the_ledger(key):
    request = demanded([make.confirmed().buyer_id], key, country="SG", approval="MoJ 1", labels=["trade.Order.code"])
    assert decide_demand(request=request, actor=make.desk(OFFICER), approve=True).country == "SG"


def test_what_the_law_keeps_silent_is_told_afterwards(key):
    with frozen(datetime(2026, 3, 1, 4, tzinfo=UTC)):
        order = make.confirmed(full_member().pk)
        request = demanded(
            [order.buyer_id],
            key,
            labels=["trade.Order.code"],
            silent_until=date(2026, 3, 10),
            silent_article="Criminal Procedure Law 150",
        )
        decide_demand(request=request, actor=make.desk(OFFICER), approve=True)
        run_jobs_now()
        assert Notice.objects.filter(letter="disclosed_to_authority").count() == 0
    with frozen(datetime(2026, 3, 11, 4, tzinfo=UTC)):
        run_jobs_now()
        assert Notice.objects.filter(letter="disclosed_to_authority").count() == 1
        assert len(shares_of(order.buyer_id)) == 1
