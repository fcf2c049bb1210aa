"""What a member edits flows on: to every copy of ours and to whoever got the value (V.2; PIPL 46)."""

import sqlite3

import pytest
from django.test import Client

from coatingcat.catalog.actions.pages import refresh_pages
from coatingcat.catalog.models import Product
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import Member
from coatingcat.members.words import Use
from coatingcat.privacy import declarations
from coatingcat.privacy.actions.consents import record_consent
from coatingcat.privacy.actions.disclosure import Record
from coatingcat.privacy.corrections import followers_of
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import CorrectionFlow, Opening, Share
from coatingcat.privacy.refusals import Denied, ShareRefused
from coatingcat.privacy.words import Act, Form, Purpose, Question, Role, ShareQuestion, Standing, Text
from coatingcat.search.words import offers
from coatingcat.tracking import store
from tests.members.people import ADDRESS, DETAILS, MOBILE, full_member, sent_code, signed_in
from tests.privacy import sharing as make
from tests.trade import factories

pytestmark = pytest.mark.django_db
EMAIL = "members.Member.email"


@pytest.fixture
def partner(monkeypatch):
    """A recipient of members' e-mail addresses, with a contract and a key."""
    named = Text("伙伴", "Partner")
    wanted = frozenset({Purpose.PRODUCT_NEWS})
    entry = declarations.Recipient("partner", named, named, "", "CN", "PIPL 21", wanted, Standing.PROCESSOR)
    monkeypatch.setitem(declarations._recipients, "partner", entry)
    monkeypatch.setitem(declarations._given, "partner", {EMAIL: Form.CLEAR})
    return make.contracted("partner")


@pytest.mark.clause("V.2")
def test_an_edit_reaches_whoever_got_the_value_and_the_history_shows_it(partner):
    member = full_member()
    browser = signed_in(member, Client(headers={"accept-language": "en"}))
    record_consent(
        act=Act.GIVEN, subject_id=member.pk, purpose=Purpose.PRODUCT_NEWS, words="w", policy_version="1", language="en"
    )
    first = make.handed(
        Record((member,), (EMAIL,)),
        recipient="partner", purpose=Purpose.PRODUCT_NEWS, actor=make.desk(Role.MARKETING),
    )  # fmt: skip
    assert make.content(first, partner)["records"] == [{EMAIL: ADDRESS}]

    browser.post("/me/data/email/", {"email": "new@example.cn"})
    run_jobs_now()
    assert (Share.objects.count(), CorrectionFlow.objects.count()) == (1, 0)  # nothing flows before the code came back
    browser.post("/me/data/verification/", {"code": sent_code(Use.CONTACT)})
    run_jobs_now()
    told = Share.objects.exclude(pk=first.pk).get()
    assert make.content(told, partner)["records"] == [{EMAIL: "new@example.cn"}]
    assert [(f.label, f.recipient, f.copy) for f in CorrectionFlow.objects.all()] == [(EMAIL, "partner", "")]
    history = browser.get("/me/data/").content.decode()
    assert "Passed on to:" in history
    assert "partner" in history.partition("Passed on to:")[2][:200]
    assert browser.get("/me/recipients/").content.decode().count("Partner") >= 2

    browser.post("/me/data/city/", {"city": "苏州"})  # went to nobody
    run_jobs_now()
    assert (Share.objects.count(), CorrectionFlow.objects.count()) == (2, 1)


@pytest.mark.clause("V.2")
def test_no_index_document_and_no_measure_copies_what_a_member_gave():
    """Search and the lake's projection follow an edit by holding nothing of it: neither has ever seen the value.

    A copy that somebody makes one day needs a follower; this finds the copy, wherever it comes from.
    """
    member = full_member(nickname="Nadel-im-Heu")
    browser = signed_in(member)
    factories.order(member.pk, factories.offer())
    browser.post("/me/data/nickname/", {"nickname": "Haystack-needle"})
    for path in ("/", "/me/", "/me/data/", "/me/cases/"):
        browser.get(path)
    run_jobs_now()
    store.flush()
    assert Member.objects.get().nickname == "Haystack-needle"
    values = ["Nadel-im-Heu", "Haystack-needle", ADDRESS, MOBILE[-11:], member.public_id, str(member.pk), member.pk.hex]
    values += [DETAILS["name"], *factories.CONSIGNEE.values()]

    refresh_pages(codes=Product.objects.values_list("code", flat=True))
    kinds = offers()
    documents = [d for offer in kinds.values() for keys in offer.all_keys() for d in offer.documents(keys)]
    assert {document.kind for document in documents} == {"product", "supplier"}
    assert [value for value in values for document in documents if value in repr(document)] == []
    with sqlite3.connect(store.path()) as lake:
        measures = repr(lake.execute("SELECT * FROM measures").fetchall())
    assert [value for value in values if value in measures] == []
    published = [e.label for e, d in personal_entries() if Purpose.PUBLIC_PROFILE in d.purposes]
    assert published == ["members.Member.nickname"]
    assert {label: followers_of(label) for label in published} == {"members.Member.nickname": {}}


@pytest.mark.parametrize("job", ["", "outreach.tell", "privacy.correction_flows.x"])
def test_no_other_job_opens_or_hands_out_what_an_order_says_of_people(job):
    make.contracted()
    parcel, actor = make.parcel(), Actor.system(job)
    before = Opening.objects.count()
    with purpose(Purpose.ORDER_FULFILMENT, actor=actor), pytest.raises(Denied) as refusal:
        parcel.order.consignee.name.open()
    assert refusal.value.question is Question.ROLE
    with pytest.raises(ShareRefused) as refused:
        make.handed(make.told(parcel), actor=actor)
    assert refused.value.question is ShareQuestion.ROLE
    assert (Share.objects.count(), Opening.objects.count()) == (0, before)


def test_the_job_of_corrections_hands_the_value_to_the_carrier_that_got_the_old_one():
    make.contracted()
    assert make.handed(make.told(make.parcel()), actor=Actor.system("privacy.correction_flows")).persons == 2
