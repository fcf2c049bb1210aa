"""Money that came in, went back, or is said to be on its way. Every movement is written down once, by its source."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.ground.money import Money
from coatingcat.trade.actions.invoices import seller_side
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.events import PaymentMoved
from coatingcat.trade.models import Invoice, Order, Payment, PaymentNotice
from coatingcat.trade.queries.billing import standing_of
from coatingcat.trade.refusals import NotAllowed, OtherBody, TooMuch
from coatingcat.trade.words import Moved, Step, Way


@transaction.atomic
def record_payment(
    *,
    order: Order,
    kind: Moved,
    money: Money,
    on: date,
    source: str,
    way: Way = Way.TRANSFER,
    by: UUID | None = None,
    invoice: Invoice | None = None,
    bank_reference: str = "",
) -> Payment:
    """Write down money that came in or went back; the same `source` again gets the record that it made.

    More than is due may come in: it is shown as too much. Raises NotAllowed for another currency than the order's,
    TooMuch for a refund beyond what is held, OtherBody for a known source with other content; nothing is written then.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    facts = {"order": order, "kind": kind.value, "amount": money.amount, "currency": money.currency, "on": on}
    earlier = Payment.objects.filter(source=source).first()
    if earlier is not None:
        return _same(earlier, order, kind, money)
    if money.currency != order.currency or money != money.quantized() or kind is Moved.REVERSAL:
        raise NotAllowed
    if kind is Moved.REFUND:
        _demand_held(order, money)
    payment = Payment.objects.create(
        **facts, way=way.value, by_id=by, invoice=invoice, bank_reference=bank_reference[:35], source=source
    )
    if kind is Moved.RECEIPT:
        note_step(order=order, what=Step.PAID, side=seller_side(order) if by else None, by=by, about=payment.pk)
        _tell_received(order)
    emit(PaymentMoved(payment.pk, order.pk, order.buyer_id, now()))
    return payment


@transaction.atomic
def reverse_payment(*, payment: Payment, by: UUID) -> Payment:
    """Take back a record that was wrong, by another record; once. Raises TooMuch if the money was paid back since."""
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    earlier = Payment.objects.filter(reverses=payment).first()
    if earlier is not None:
        return earlier
    if payment.kind == Moved.REVERSAL or payment.way != Way.TRANSFER:
        raise NotAllowed  # what a provider reports is as it reports it
    if payment.kind == Moved.RECEIPT:
        _demand_held(order, payment.money)
    made = Payment.objects.create(
        order=order,
        kind=Moved.REVERSAL.value,
        way=payment.way,
        amount=payment.amount,
        currency=payment.currency,
        on=today(),
        source=f"reversal:{payment.pk}",
        reverses=payment,
        by_id=by,
    )
    emit(PaymentMoved(made.pk, order.pk, order.buyer_id, now()))
    return made


def announce_payment(*, order: Order, by: UUID, money: Money, on: date, submission: UUID) -> PaymentNotice:
    """The buyer says that a transfer is on its way; once for a submission. Raises NotAllowed for another currency."""
    if money.currency != order.currency or money.amount <= Decimal(0):
        raise NotAllowed
    facts = {"order": order, "by_id": by, "amount": money.amount, "currency": money.currency, "on": on}
    made, _ = PaymentNotice.objects.get_or_create(submission=submission, defaults=facts)
    if made.order_id != order.pk:
        raise OtherBody
    return made


def _same(earlier: Payment, order: Order, kind: Moved, money: Money) -> Payment:
    if (earlier.order_id, earlier.kind, earlier.money) != (order.pk, kind.value, money):
        raise OtherBody
    return earlier


def _demand_held(order: Order, money: Money) -> None:
    standing = standing_of(order)
    if standing is None or standing.account.held < money:
        raise TooMuch


def _tell_received(order: Order) -> None:
    """A letter for each receipt: the page it leads to has its number."""
    count = Payment.objects.filter(order=order, kind=Moved.RECEIPT.value).count()
    path = f"orders/{order.code}/payment/{count}/"
    later("outreach.tell", letter="payment_received", subject_id=order.buyer_id, path=path)
