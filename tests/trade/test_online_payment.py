"""Payments on a provider's page, against a server that holds to the protocol: once, whatever is lost, late or repeated."""

import re
import time
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from coatingcat import config
from coatingcat.ground.money import Money
from coatingcat.privacy.models import Share, SharedPerson
from coatingcat.trade.actions.online.checkout_sessions import CheckoutSessions, coins, from_coins
from coatingcat.trade.actions.online.paying import (
    begin_payment,
    poll_open_payments,
    refund_online,
    settle,
    take_event,
)
from coatingcat.trade.models import OnlinePayment, Payment, ProviderEvent
from coatingcat.trade.queries.billing import standing_of
from coatingcat.trade.refusals import NoProvider, NotAllowed, ProviderFailed, TooMuch
from coatingcat.trade.words import PAYMENTS, Settled
from tests.members.people import force_in
from tests.privacy import sharing as share
from tests.trade import billing as bill
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.hosted import KEY, SECRET, Hosted

pytestmark = pytest.mark.django_db


@pytest.fixture
def hosted(monkeypatch):
    server = Hosted()
    monkeypatch.setenv("COATINGCAT_PAYMENT_URL", server.url)
    monkeypatch.setenv("COATINGCAT_PAYMENT_KEY", KEY)
    monkeypatch.setenv("COATINGCAT_PAYMENT_SECRET", SECRET)
    config.config.cache_clear()
    share.contracted(PAYMENTS)
    yield server
    server.close()
    config.config.cache_clear()
    assert server.breaches == []


@pytest.fixture
def order(db):
    order = bill.ordered(make.offer(price=Decimal("100.00")), quantity=1, buyer=firms.worker().pk)
    bill.billed(order)
    return order


def begun(order):
    return begin_payment(order=order, by=order.buyer_id, back_to="https://site.example/back/", language="en")


def sent(hosted, number, name="checkout.session.completed", **how):
    body, signature = hosted.event(number, name, **how)
    return Client().post(
        "/payments/events/", body, content_type="application/json", headers={"stripe-signature": signature}
    )


def state(order):
    return standing_of(order).account.settled


def test_a_payment_goes_out_with_amount_and_random_key_alone_and_comes_back_once(hosted, order):
    online = begun(order)
    assert begun(order) == online  # another window, another click
    (told,) = hosted.told
    assert told["line_items[0][price_data][unit_amount]"] == "11300"
    assert told["client_reference_id"] == str(online.pk)
    values = " ".join(told.values())
    for kept in (order.code, str(order.buyer_id), str(order.pk), make.CONSIGNEE["name"]):
        assert kept not in values
    (shared,) = Share.objects.filter(recipient=PAYMENTS)
    assert (shared.about, SharedPerson.objects.get(share=shared).subject_id) == (online.pk, order.buyer_id)
    assert sent(hosted, online.session).status_code == 204  # before anything was paid: asked, and nothing believed
    assert state(order) is Settled.UNPAID
    hosted.pay(online.session)
    for _ in range(2):  # the event and its repeat, then the poll and the returning buyer
        assert sent(hosted, online.session, event="evt_2").status_code == 204
    assert poll_open_payments() == 0
    settle(online=online)
    payment = Payment.objects.get()
    assert (payment.money, payment.way, state(order)) == (Money(Decimal("113.00"), "CNY"), "provider", Settled.PAID)
    assert ProviderEvent.objects.count() == 2
    with pytest.raises(NotAllowed):
        begun(order)  # nothing is open
    assert len(hosted.sessions) == 1


def test_a_lost_answer_is_asked_for_again_and_nothing_is_begun_twice(hosted, order):
    hosted.fail_next = True
    with pytest.raises(ProviderFailed):
        begun(order)
    online = begun(order)
    assert (len(hosted.sessions), OnlinePayment.objects.count(), online.state) == (1, 1, "open")
    hosted.pay(online.session)
    hosted.fail_next = True
    assert sent(hosted, online.session).status_code == 503  # so that it is sent again
    assert not ProviderEvent.objects.exists()
    assert poll_open_payments() == 1
    assert sent(hosted, online.session).status_code == 204
    assert Payment.objects.count() == 1


def test_out_of_order_and_expired(hosted, order):
    online = begun(order)
    hosted.pay(online.session)
    assert sent(hosted, online.session, "checkout.session.expired", event="evt_9").status_code == 204
    assert state(order) is Settled.PAID  # what the provider says when asked counts, not what a late message says
    other = bill.ordered(buyer=firms.worker().pk)
    bill.billed(other)
    gone = begun(other)
    hosted.sessions[gone.session]["status"] = "expired"
    assert settle(online=gone).state == "expired"
    again = begun(other)
    assert (again.pk != gone.pk, Payment.objects.filter(order=other).exists()) == (True, False)


@pytest.mark.parametrize("how", [{"secret": "whsec_other"}, {"late": -301}, {"late": 400}])
def test_a_message_with_a_wrong_or_old_signature_does_nothing(hosted, order, how):
    online = begun(order)
    hosted.pay(online.session)
    if "late" in how:
        how = {"at": time.time() + how["late"]}
    assert sent(hosted, online.session, **how).status_code == 404
    body, signature = hosted.event(online.session, "x")
    for header in ("", "t=,v1=", signature.replace("t=", "t=1,t="), signature.replace("v1", "v0")):
        assert not take_event(headers={"Stripe-Signature": header}, body=body)
    assert not take_event(headers={"Stripe-Signature": signature}, body=body + b" ")
    assert not Payment.objects.exists()


def test_another_amount_or_key_than_ours_is_not_believed(hosted, order):
    online = begun(order)
    hosted.pay(online.session)
    hosted.sessions[online.session]["amount_total"] = 1
    with pytest.raises(ProviderFailed):
        settle(online=online)
    assert not Payment.objects.exists()


def test_refunds_go_back_the_same_way_once_and_never_beyond(hosted, order):
    online = begun(order)
    hosted.pay(online.session)
    settle(online=online)
    payment, key, by = Payment.objects.get(), uuid4(), make.buyer()
    asked = {"payment": payment, "money": Money(Decimal("13.00"), "CNY"), "by": by, "submission": key}
    hosted.fail_next = True
    with pytest.raises(ProviderFailed):
        refund_online(**asked)
    assert Payment.objects.count() == 1  # not known, so not written down
    assert refund_online(**asked) == refund_online(**asked)
    assert [one["amount"] for one in hosted.refunds.values()] == [1300]
    with pytest.raises(TooMuch):
        refund_online(**{**asked, "money": Money(Decimal("100.01"), "CNY"), "submission": uuid4()})
    assert standing_of(order).account.open == Money(Decimal("13.00"), "CNY")


def test_a_seller_pays_back_on_a_page_of_its_counter(hosted):
    seller = firms.seller()
    order = bill.ordered(make.offer(price=Decimal("100.00")), quantity=1, buyer=firms.worker().pk, seller=seller)
    bill.billed(order)
    online = begun(order)
    hosted.pay(online.session)
    settle(online=online)
    desk = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(seller.company))
    account = f"/supply/orders/{order.code}/account/"
    path = f"{account}payments/{Payment.objects.get().pk}/refund/"
    assert path in desk.get(account).content.decode()
    form = {"submission": uuid4(), "amount": "119.01"}
    assert desk.post(path, form).status_code == 422
    assert hosted.refunds == {}
    for _ in range(2):
        assert desk.post(path, form | {"amount": "13"})["Location"] == account
    assert [one["amount"] for one in hosted.refunds.values()] == [1300]
    other = force_in(Client(), firms.owner_of(firms.seller().company))
    assert other.post(path, form).status_code == 404


def test_without_key_or_contract_nothing_goes_out(order, monkeypatch):
    with pytest.raises(NoProvider):
        begun(order)
    assert Client().post("/payments/events/", b"{}", content_type="application/json").status_code == 404
    monkeypatch.setenv("COATINGCAT_PAYMENT_KEY", KEY)
    monkeypatch.setenv("COATINGCAT_PAYMENT_URL", "http://127.0.0.1:9")
    config.config.cache_clear()
    with pytest.raises(NoProvider):
        begun(order)  # set up, and no contract is on file
    config.config.cache_clear()
    assert not OnlinePayment.objects.exists()


def test_the_buyer_walks_to_the_page_and_back(hosted, order):
    buyer = force_in(Client(headers={"accept-language": "en"}), firms.Member.objects.get(pk=order.buyer_id))
    at = f"/orders/{order.code}/payment/"
    assert "Pay online" in buyer.get(at).content.decode()
    assert buyer.post(f"{at}online/").status_code == 302
    page = buyer.get(at).content.decode()
    assert re.search(r'href="https://pay.example/cs_test_1" rel="noreferrer"', page)
    assert "has not taken the payment" in buyer.get(f"{at}online/", follow=True).content.decode()
    hosted.pay("cs_test_1")
    assert "Paid. It is written down." in buyer.get(f"{at}online/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("text", "currency", "count"), [("12.34", "CNY", 1234), ("500", "JPY", 500), ("1.230", "KWD", 1230)]
)
def test_amounts_are_counted_in_coins_as_the_protocol_does(text, currency, count):
    money = Money(Decimal(text), currency)
    assert (coins(money), from_coins(count, currency)) == (count, money)


def test_a_third_digit_is_refused_and_no_secret_is_ever_shown():
    with pytest.raises(ProviderFailed):
        coins(Money(Decimal("1.234"), "KWD"))
    shown = repr(CheckoutSessions(url="https://x.example", key=KEY, secret=SECRET))
    assert KEY not in shown
    assert SECRET not in shown
