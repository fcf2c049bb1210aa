"""A payment on a provider's page: begun once at a time, and written down once, whatever is said how often and when."""

import contextlib
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.online.port import Provider, Session, provider
from coatingcat.trade.actions.payments import record_payment
from coatingcat.trade.models import OnlinePayment, Order, Payment, ProviderEvent
from coatingcat.trade.queries.billing import standing_of
from coatingcat.trade.refusals import NoProvider, NotAllowed, ProviderFailed, TooMuch
from coatingcat.trade.words import PAYMENTS, Moved, Way

TOLD = ("trade.OnlinePayment.amount", "trade.OnlinePayment.currency")
"""What the provider is told. What the buyer enters on its page stays between the two."""


def begin_payment(*, order: Order, by: UUID, back_to: str, language: str) -> OnlinePayment:
    """Begin to pay what is open of an order; one that is open already is gone on with.

    Raises NoProvider if none is set up or under contract, NotAllowed if nothing is open, ProviderFailed if it does
    not answer: then the same can be asked again, and nothing is begun twice.
    """
    asked = _provider()
    online = _begun(order, by)
    if not online.session:
        session = asked.create(key=online.pk, money=online.money, back_to=back_to, language=language)
        _demand_same(online, session)
        facts = {"session": session.id, "url": session.url, "state": "open"}
        OnlinePayment.objects.filter(pk=online.pk, state="begun").update(**facts)
        online.refresh_from_db()
    return online


def settle(*, online: OnlinePayment) -> OnlinePayment:
    """Ask the provider how a payment stands, and write down that it was paid; as often as one likes."""
    if not online.session:
        return online
    session = _provider().status(online.session)
    _demand_same(online, session)
    _write_down(online, session)
    online.refresh_from_db()
    return online


def poll_open_payments() -> int:
    """Ask after every payment that is open, as a message of the provider may be lost; how many were paid."""
    paid = 0
    for online in OnlinePayment.objects.filter(state="open").select_related("order") if provider() else ():
        with contextlib.suppress(ProviderFailed):
            paid += settle(online=online).state == "paid"
    return paid


def take_event(*, headers: Mapping[str, str], body: bytes) -> bool:
    """A message of the provider. What it says is not believed: the payment it names is asked for. False: not signed.

    Once an event was dealt with it is known, so that a repeat does nothing; one that failed comes again.
    """
    event = _provider().event(headers, body)
    if event is None:
        return False
    online = OnlinePayment.objects.filter(session=event.session).first()
    asked = _provider()
    if ProviderEvent.objects.filter(provider=asked.name, event=event.id).exists():
        return True
    if online is not None:
        settle(online=online)
    ProviderEvent.objects.bulk_create([ProviderEvent(provider=asked.name, event=event.id)], ignore_conflicts=True)
    return True


def refund_online(*, payment: Payment, money: Money, by: UUID, submission: UUID) -> Payment:
    """Pay back by the provider what it brought. Raises NotAllowed for another payment, TooMuch beyond what it was."""
    source = f"{PAYMENTS}:refund:{submission}"
    earlier = Payment.objects.filter(source=source).first()
    if earlier is not None:
        return earlier
    online = (
        OnlinePayment.objects.filter(pk=payment.source.rpartition(":")[2]).first() if _by_provider(payment) else None
    )
    if online is None or not online.intent or money.currency != payment.currency:
        raise NotAllowed
    standing = standing_of(payment.order)
    if money > payment.money or standing is None or standing.account.held < money:
        raise TooMuch
    with transaction.atomic():  # the provider's own key makes a second request the same refund
        made = record_payment(
            order=payment.order, kind=Moved.REFUND, money=money, on=today(), source=source, way=Way.PROVIDER, by=by
        )
        _provider().refund(key=submission, intent=online.intent, money=money)
    return made


def _by_provider(payment: Payment) -> bool:
    return payment.way == Way.PROVIDER and payment.kind == Moved.RECEIPT


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise NoProvider
    return found


def _begun(order: Order, by: UUID) -> OnlinePayment:
    """The payment that is under way, or a new one over what is open, with its entry in the ledger."""
    rows = OnlinePayment.objects.filter(order=order, state__in=["begun", "open"])
    standing = rows.first()
    if standing is not None:
        return standing
    account = standing_of(order)
    if account is None or account.account.open.amount <= 0:
        raise NotAllowed
    money = account.account.open.quantized()
    try:
        with transaction.atomic():
            online = OnlinePayment.objects.create(
                order=order, provider=PAYMENTS, amount=money.amount, currency=money.currency
            )
            admit(
                recipient=PAYMENTS,
                purpose=Purpose.ORDER_FULFILMENT,
                records=[Record((online,), TOLD)],
                by=by,
                about=online.pk,
            )
    except ShareRefused as refusal:
        raise NoProvider from refusal
    except IntegrityError:  # two windows at once: the other one's
        return rows.get()
    return online


def _demand_same(online: OnlinePayment, session: Session) -> None:
    if session.key != str(online.pk) or session.amount != online.money:
        raise ProviderFailed


@transaction.atomic
def _write_down(online: OnlinePayment, session: Session) -> None:
    """Guarded: of a webhook, a poll and a returning buyer only the first writes."""
    if session.state == "open":
        return
    rows = OnlinePayment.objects.filter(pk=online.pk, state__in=["begun", "open"])
    if rows.update(state=session.state, intent=session.intent) and session.state == "paid":
        record_payment(
            order=online.order,
            kind=Moved.RECEIPT,
            money=online.money,
            on=today(),
            source=f"{PAYMENTS}:{online.pk}",
            way=Way.PROVIDER,
        )
