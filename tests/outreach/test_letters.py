"""Letters: written once, sealed under the right person's key, saying what they have to."""

import pytest
from django.db import connection

from coatingcat.config import config, put
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import Code, Member
from coatingcat.members.words import Letter, Use
from coatingcat.outreach import actions
from coatingcat.outreach.models import Dispatch
from coatingcat.outreach.queries import latest_messages
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def member(**values) -> Member:
    subject = new_subject("member")
    given = {
        "email": Clear("buyer@paint.example"),
        "email_verified_at": now(),
        "declared_adult_at": now(),
        **values,
    }
    return Member.objects.create(subject=subject, **given)


def read():
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return latest_messages()


def code(letter: Letter, channel: str = "email", language: str = "en") -> Code:
    return Code.objects.create(
        subject=new_subject("applicant"),
        use=Use.SIGN_IN.value,
        letter=letter.value,
        channel=channel,
        address=Clear("a@b.example" if channel == "email" else "+8613800138000"),
        code=Clear("918273"),
        language=language,
        expires_at=now(),
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("letter", list(Letter), ids=lambda x: x.value)
def test_every_letter_of_an_account_has_its_words(letter, channel, language):
    sent = code(letter, channel, language)

    actions.send_code(code_id=sent.pk)

    (message,) = read()
    assert message.dispatch.template == letter.value
    assert message.title
    assert "\n" not in message.title
    assert ("918273" in message.title + message.body) == letter.value.endswith("_code")
    assert ("您" in message.title + message.body or "验证码" in message.title) == (language == "zh-hans")


def test_a_code_asked_for_twice_is_sent_once():
    sent = code(Letter.SIGN_IN_CODE)

    actions.send_code(code_id=sent.pk)
    actions.send_code(code_id=sent.pk)

    assert Dispatch.objects.count() == 1
    assert run_jobs_now() == 1
    assert Dispatch.objects.get().state == "sent"


def test_a_code_whose_subject_was_erased_is_not_sent():
    sent = code(Letter.SIGN_IN_CODE)
    destroy_keys(subject_id=sent.subject_id)

    actions.send_code(code_id=sent.pk)

    assert Dispatch.objects.count() == 0


@pytest.mark.clause("I.2a-1")
def test_an_order_is_told_to_buyer_and_consignee_each_under_their_own_key():
    buyer = member()
    order = make.order(buyer.pk, quantity=2)

    run_jobs_now()

    letters = {m.dispatch.template: m for m in read()}
    assert set(letters) == {"order_placed", "consignee_notice"}
    placed, notice = letters["order_placed"], letters["consignee_notice"]
    assert (placed.address, placed.dispatch.subject_id) == ("buyer@paint.example", buyer.pk)
    assert order.code in placed.title
    assert f"{config().public_url}/orders/{order.code}/" in placed.body
    assert (notice.address, notice.dispatch.subject_id) == ("goods@dock.example", order.consignee.subject_id)
    assert notice.dispatch.subject_id != buyer.pk
    for told in ("王收货", "姓名", "手机号码", "电子邮箱", "联系地址", "三年", config().contact.email):
        assert told in notice.body, told
    assert "buyer@paint.example" not in notice.body


def test_a_buyer_who_gets_the_goods_is_not_told_about_their_own_data():
    buyer = member()
    make.order(buyer.pk, is_buyer=True)

    run_jobs_now()

    assert [m.dispatch.template for m in read()] == ["order_placed"]


def test_the_jobs_of_an_order_run_twice_write_once():
    order = make.order(member().pk)
    for _ in range(2):
        actions.confirm_order(order_id=order.pk)
        actions.notify_consignee(order_id=order.pk)
    run_jobs_now()
    assert sorted(Dispatch.objects.values_list("template", "state")) == [
        ("consignee_notice", "sent"),
        ("order_placed", "sent"),
    ]


def test_a_message_lies_sealed():
    make.order(member().pk)
    run_jobs_now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, '|') FROM outreach_dispatch d")
        raw = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(args::text, '|') FROM procrastinate_jobs")
        args = cursor.fetchone()[0]
    for value in ("buyer@paint.example", "goods@dock.example", "王收货"):
        for spelling in (value, value.encode().hex()):
            assert spelling not in raw
            assert spelling not in args


@pytest.fixture
def mode():
    before = config().mode

    def use(name: str, **others: str) -> None:
        put(COATINGCAT_MODE=name, **others)

    yield use
    put(COATINGCAT_MODE=before, COATINGCAT_SMTP_URL="")


def test_the_tray_is_there_in_a_demonstration_on_this_machine_only(client, mode):
    actions.send_code(code_id=code(Letter.SIGN_IN_CODE).pk)
    assert client.get("/tray/").status_code == 404

    mode("demo")
    shown = client.get("/tray/", headers={"accept-language": "en"})
    assert shown.status_code == 200
    assert "918273" in shown.content.decode()
    assert client.get("/tray/", REMOTE_ADDR="203.0.113.7").status_code == 404


def test_the_tray_shows_that_a_message_was_erased(client, mode):
    sent = code(Letter.SIGN_IN_CODE)
    actions.send_code(code_id=sent.pk)
    destroy_keys(subject_id=sent.subject_id)
    mode("demo")

    page = client.get("/tray/", headers={"accept-language": "en"}).content.decode()

    assert "Erased" in page
    assert "918273" not in page
