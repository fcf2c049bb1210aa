"""News goes to who wants it at the moment it goes, and stops with one press or one word."""

import hmac
import json
import re
from typing import Any

import pytest
from django.test import Client

from coatingcat.config import put
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.actions.details import give_membership
from coatingcat.members.models import Member, OptionalDetails
from coatingcat.members.words import Channel
from coatingcat.outreach import actions
from coatingcat.outreach.actions import news
from coatingcat.outreach.actions.tokens import token_of
from coatingcat.outreach.models import Campaign, Dispatch, NewsMessage, NewsStop, Notice
from coatingcat.outreach.words import SMALLEST_AUDIENCE, is_stop_word
from coatingcat.privacy.actions import answer_consent, destroy_keys
from coatingcat.privacy.models import Consent
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose
from tests.members.people import DETAILS, force_in, full_member, opened, person, picture
from tests.outreach.test_delivery import production, server  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
TEXTS = {"title_zh": "新环氧", "title_en": "New epoxy", "body_zh": "固含 80 %", "body_en": "Solids 80 %"}


def reader(n: int = 0, interests: str = "", **fields: Any) -> Member:
    """A member who agreed to news, with fields of interest or without."""
    member = person(f"reader{n}@stage.example", language="en", **fields)
    agree(member)
    if interests:
        OptionalDetails.objects.create(member=member, interests=Clear(interests))
    return member


def agree(member: Member, yes: bool = True) -> None:
    answer_consent(
        subject_id=member.pk, purpose=Purpose.PRODUCT_NEWS, yes=yes, words="…", policy_version=current_version()
    )


def campaign(**values: Any) -> Campaign:
    """Written and counted."""
    row = news.draft_news(by=person(None, f"+86139{len(Campaign.objects.all()):08d}").pk, values=TEXTS | values)
    run_jobs_now()
    return Campaign.objects.get(pk=row.pk)


def sent(row: Campaign) -> list[str]:
    """The addresses a campaign went to."""
    found = Dispatch.objects.filter(news__campaign=row, state="sent").order_by("created_at")
    return [opened(dispatch, "address") for dispatch in found]


def send(**values: Any) -> list[str]:
    row = campaign(**values)
    news.send_news(campaign=row)
    run_jobs_now()
    assert Campaign.objects.get(pk=row.pk).state == "sent"
    return sent(row)


def link_in(dispatch: Dispatch) -> str:
    return re.search(r"https?://[^/]+(/news/stop/\S+)", opened(dispatch, "body"))[1]  # type: ignore[index]


def test_news_goes_only_to_who_agreed_and_once():
    wants, never, erased = reader(1), person("never@stage.example"), reader(2)
    agree(reader(3), yes=False)
    destroy_keys(subject_id=erased.pk)
    row = campaign()
    assert row.audience == 1
    news.send_news(campaign=row)
    with pytest.raises(news.NotToBeSent):
        news.send_news(campaign=row)
    run_jobs_now()
    news.send_step(campaign_id=row.pk, after=news._FIRST)
    run_jobs_now()
    assert sent(row) == ["reader1@stage.example"]
    (message,) = NewsMessage.objects.all()
    consent = Consent.objects.get(subject_id=wants.pk)
    assert (message.subject_id, message.campaign, message.consent) == (wants.pk, row, consent.pk)
    assert not NewsMessage.objects.filter(subject_id=never.pk).exists()


def test_each_reader_gets_their_language():
    member = reader(1)
    Member.objects.filter(pk=member.pk).update(language="zh-hans")
    reader(2)
    send()
    titles = {opened(d, "address"): opened(d, "title") for d in Dispatch.objects.filter(template="news")}
    assert titles == {"reader1@stage.example": "新环氧", "reader2@stage.example": "New epoxy"}


def test_an_interest_is_matched_and_too_few_are_no_audience():
    for n in range(SMALLEST_AUDIENCE):
        reader(n, "Marine, waterborne")
    reader(90, "wood")
    reader(91)
    assert campaign().audience == SMALLEST_AUDIENCE + 2
    few = campaign(interest="wood")
    with pytest.raises(news.NotToBeSent, match="Fewer than"):
        news.send_news(campaign=few)
    assert NewsMessage.objects.count() == 0
    assert len(send(interest="marine")) == SMALLEST_AUDIENCE


def test_a_long_list_is_written_step_by_step(monkeypatch):
    monkeypatch.setattr(news, "STEP", 2)
    for n in range(5):
        reader(n)
    row = campaign()
    assert row.audience == 5
    news.send_news(campaign=row)
    run_jobs_now()
    assert sorted(sent(row)) == [f"reader{n}@stage.example" for n in range(5)]
    assert Campaign.objects.get().finished_at is not None


@pytest.mark.clause("I.3-3")
def test_a_press_in_the_mail_without_signing_in_and_the_next_news_skips_who_pressed():
    member, other = reader(1), reader(2)
    assert sorted(send()) == ["reader1@stage.example", "reader2@stage.example"]
    link = link_in(Dispatch.objects.get(template="news", subject_id=member.pk))
    stranger = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = stranger.get(link)
    assert (page.status_code, dict(page.cookies)) == (200, {})
    assert Purpose.PRODUCT_NEWS in standing_consents(member.pk)  # a program that opens links has done nothing
    assert "Done: no more news" in stranger.post(link).content.decode()
    assert standing_consents(member.pk) == frozenset()
    assert Consent.objects.filter(subject_id=member.pk).latest("at").act == "withdrawn"
    assert send() == ["reader2@stage.example"]
    confirmed = Notice.objects.filter(letter="news_stopped").values_list("subject_id", flat=True)
    assert list(confirmed) == [member.pk]
    assert stranger.post(link).status_code == 200
    assert Notice.objects.filter(letter="news_stopped").count() == 1
    assert standing_consents(other.pk) == {Purpose.PRODUCT_NEWS}


@pytest.mark.clause("I.3-3")
def test_mail_programs_find_their_unsubscribe_button(server):  # noqa: F811
    member = reader(1)
    send()
    news_mail = next(mail for mail in server.mails if "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail)
    link = re.search(r"List-Unsubscribe:\s+<https?://[^/]+(/\S+)>", news_mail.replace("\r\n ", " "))[1]
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, standing_consents(member.pk)) == (200, frozenset())
    run_jobs_now()
    assert not any("List-Unsubscribe" in mail for mail in server.mails if "no more news" in mail)


@pytest.mark.clause("I.3-3")
def test_one_channel_is_stopped_and_the_other_goes_on():
    member = reader(1, mobile="+8613800138001")
    assert sorted(send(by_sms=True)) == ["+8613800138001", "reader1@stage.example"]
    link = link_in(Dispatch.objects.get(template="news", channel="email"))
    Client().post(link, {"only": "channel"})
    assert standing_consents(member.pk) == {Purpose.PRODUCT_NEWS}
    assert send(by_sms=True) == ["+8613800138001"]
    link = link_in(Dispatch.objects.filter(template="news", channel="email").first())
    news.stop_news(subject_id=member.pk, channel=Channel.SMS)  # the last one
    assert standing_consents(member.pk) == frozenset()
    assert NewsStop.objects.count() == 0


@pytest.mark.clause("V.4-1")
def test_interests_ticked_at_registration_go_with_the_press_in_the_mail(client):
    member = person("reader1@stage.example", "+8613800138001", language="en")
    details: dict[str, Any] = {name: Clear(value) for name, value in DETAILS.items()}
    details["business_card"] = Clear(Content("card.png", "image/png", picture()))
    ticked = {"interests": (Clear("marine"), "Yes, keep my fields of interest")}
    give_membership(member=member, details=details, optional=ticked, policy_version=current_version())
    assert send() == ["reader1@stage.example"]
    assert opened(OptionalDetails.objects.get(), "interests") == "marine"
    Client().post(link_in(Dispatch.objects.get(template="news")))
    assert OptionalDetails.objects.get().interests is None
    assert send() == []


@pytest.mark.clause("V.4-2")
def test_who_says_no_while_news_is_being_sent_does_not_get_what_is_left():
    people = [reader(n) for n in range(4)]
    row = campaign()
    news.send_news(campaign=row)
    news.send_step(campaign_id=row.pk, after=news._FIRST)  # all four letters are written and wait
    waiting = list(Dispatch.objects.filter(template="news").order_by("created_at", "pk"))
    actions.deliver(dispatch_id=waiting[0].pk)
    gone = waiting[0].subject_id
    quitters = [p for p in people if p.pk != gone][:2]
    agree(quitters[0], yes=False)
    Client().post(link_in(Dispatch.objects.get(template="news", subject_id=quitters[1].pk)))
    for dispatch in waiting:
        actions.deliver(dispatch_id=dispatch.pk)
    states = dict(Dispatch.objects.filter(template="news").values_list("subject_id", "state"))
    assert {p.pk: states[p.pk] for p in people} == {p.pk: "failed" if p in quitters else "sent" for p in people}
    unwanted = Dispatch.objects.filter(failure="the person said no meanwhile")
    assert {d.subject_id for d in unwanted} == {p.pk for p in quitters}


def test_a_channel_stopped_meanwhile_is_skipped_too():
    member = reader(1, mobile="+8613800138001")
    row = campaign()
    news.send_news(campaign=row)
    news.send_step(campaign_id=row.pk, after=news._FIRST)
    news.stop_news(subject_id=member.pk, channel=Channel.EMAIL)
    run_jobs_now()
    assert sent(row) == []


def test_a_token_nobody_was_given_stops_nothing():
    member = reader(1)
    for token in ("x", token_of(member.pk), "a" * 32):
        assert [Client().get(f"/news/stop/{token}/").status_code, Client().post(f"/news/stop/{token}/").status_code] == [
            404, 404,
        ]  # fmt: skip
    assert standing_consents(member.pk) == {Purpose.PRODUCT_NEWS}


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("TD", True), ("td ", True), ("ＴＤ", True), ("T", True), ("退订", True), ("退订。", True), ("【退订】", True),
        ("Stop", True), ("", False), ("TD please call me", False), ("不要退订", False), ("1", False),
    ],
)  # fmt: skip
def test_which_replies_stop(text, stops):
    assert is_stop_word(text) == stops


@pytest.fixture
def gateway():
    put(COATINGCAT_SMS_SECRET="shared with the gateway")
    yield
    put(COATINGCAT_SMS_SECRET="")


def reply(text: str, number: str = "+8613800138001", *, secret: str = "shared with the gateway", age: int = 0) -> int:
    body = json.dumps({"number": number, "text": text}).encode()
    at = str(int(now().timestamp()) - age)
    mac = hmac.new(secret.encode(), at.encode() + b"." + body, "sha256").hexdigest()
    return (
        Client(enforce_csrf_checks=True)
        .post("/gateways/sms/", body, "application/json", headers={"X-Signature": f"t={at},v1={mac}"})
        .status_code
    )


@pytest.mark.clause("I.3-3")
def test_a_reply_of_td_stops_news(gateway):
    member = reader(1, mobile="+8613800138001")
    assert reply("hello") == 204
    assert standing_consents(member.pk) == {Purpose.PRODUCT_NEWS}
    assert (reply("退订"), standing_consents(member.pk)) == (204, frozenset())
    assert [reply("TD"), reply("TD", "+8613900000000"), reply("TD", "nonsense")] == [204, 204, 204]
    assert Notice.objects.filter(letter="news_stopped").count() == 1


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"age": 400}, {"age": -400}])
def test_a_reply_that_is_not_freshly_signed_stops_nothing(gateway, wrong):
    member = reader(1, mobile="+8613800138001")
    assert (reply("TD", **wrong), standing_consents(member.pk)) == (404, {Purpose.PRODUCT_NEWS})


def test_without_a_secret_there_is_no_gateway():
    member = reader(1, mobile="+8613800138001")
    assert (reply("TD", secret=""), standing_consents(member.pk)) == (404, {Purpose.PRODUCT_NEWS})


def test_marketing_writes_sees_a_number_and_sends():
    desk = force_in(Client(headers={"accept-language": "en"}), full_member(roles="MARKETING"))
    for n in range(SMALLEST_AUDIENCE):
        reader(n, "marine")
    refused = desk.post("/desk/news/new/", TEXTS | {"title_en": "", "by_email": "on"})
    assert (refused.status_code, Campaign.objects.count()) == (422, 0)
    assert desk.post("/desk/news/new/", TEXTS).status_code == 422  # no channel
    made = desk.post("/desk/news/new/", TEXTS | {"by_email": "on", "interest": "marine"})
    assert made.status_code == 302
    page = desk.get(made["Location"]).content.decode()
    assert "being counted" in page
    assert desk.post(f"{made['Location']}sending/").status_code == 409
    run_jobs_now()
    page = desk.get(made["Location"]).content.decode()
    assert f"<dd>{SMALLEST_AUDIENCE}</dd>" in page
    assert not any(f"reader{n}" in page for n in range(SMALLEST_AUDIENCE))
    assert desk.post(f"{made['Location']}sending/").status_code == 302
    run_jobs_now()
    assert f"<dd>{SMALLEST_AUDIENCE}</dd>" in desk.get(made["Location"]).content.decode()
    assert desk.post(made["Location"], TEXTS | {"by_email": "on"}).status_code == 405
    assert len(sent(Campaign.objects.get())) == SMALLEST_AUDIENCE


def test_a_member_chooses_channels_in_the_personal_centre():
    member = reader(1, mobile="+8613800138001")
    browser = force_in(Client(headers={"accept-language": "en"}), member)
    assert browser.post("/me/news/", {"channel": ["email"]}).status_code == 302
    assert list(NewsStop.objects.values_list("channel", flat=True)) == ["sms"]
    browser.post("/me/news/", {"channel": ["email", "sms"]})
    assert (NewsStop.objects.count(), standing_consents(member.pk)) == (0, {Purpose.PRODUCT_NEWS})
    browser.post("/me/news/", {"stop": "all", "channel": ["email"]})
    assert standing_consents(member.pk) == frozenset()
    assert "there is no consent" in browser.get("/me/news/").content.decode()
    assert browser.post("/me/news/").status_code == 404


def test_the_list_of_news_costs_the_same_for_one_and_for_three():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk = force_in(Client(), full_member(roles="MARKETING"))

    def cost(count: int) -> int:
        for _ in range(count):
            Campaign.objects.create(**TEXTS)
        desk.get("/desk/news/")
        with CaptureQueriesContext(connection) as seen:
            desk.get("/desk/news/")
        return len(seen)

    assert cost(1) == cost(2)
