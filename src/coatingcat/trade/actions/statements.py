"""A bank statement is looked through for the references of orders; the dry run and the import decide alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import QuerySet

from coatingcat.ground.money import Money
from coatingcat.privacy.words import Text
from coatingcat.trade.actions.payments import record_payment
from coatingcat.trade.models import Order, Payment
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules.statement import StatementLine
from coatingcat.trade.words import Moved


class Found(Enum):
    """What becomes of a line."""

    MATCHED = Text("将登记", "will be written down")
    KNOWN = Text("已登记过", "written down before")
    OUTGOING = Text("不是收款，略过", "no money that came in: passed over")
    NO_REFERENCE = Text("没有付款参考号", "no reference")
    BROKEN = Text("参考号有误，请核对", "a reference with a typing error: look at it")
    SEVERAL = Text("有多个参考号，请手工登记", "several references: write it down by hand")
    UNKNOWN = Text("这里没有该订单", "no such order here")
    CURRENCY = Text("币种与订单不同", "another currency than the order's")
    UNREADABLE = Text("日期或金额无法读取", "day or amount cannot be read")


@dataclass(frozen=True, slots=True)
class Matched:
    """A line with what becomes of it."""

    line: StatementLine
    found: Found
    order: Order | None = None

    @property
    def money(self) -> Money | None:
        if self.order is None or self.line.amount is None:
            return None
        return Money(self.line.amount, self.order.currency)


def match_statement(lines: Sequence[StatementLine], orders: QuerySet[Order], *, whose: str) -> list[Matched]:
    """What would become of each line at a counter that sees these orders. Two queries."""
    codes = {code for line in lines for code in line.codes}
    known = {order.code: order for order in orders.filter(code__in=codes)}
    sources = {source_of(line, whose) for line in lines}
    done = set(Payment.objects.filter(source__in=sources).values_list("source", flat=True))
    return [_matched(line, known, done, whose) for line in lines]


def write_down_statement(matched: Sequence[Matched], *, by: UUID, whose: str) -> int:
    """Write down every matched line, each in a transaction of its own; how many there were. Again: none twice."""
    count = 0
    for one in matched:
        if one.found is Found.MATCHED and one.order is not None and one.money is not None and one.line.on is not None:
            try:
                record_payment(
                    order=one.order,
                    kind=Moved.RECEIPT,
                    money=one.money,
                    on=one.line.on,
                    source=source_of(one.line, whose),
                    by=by,
                    bank_reference=one.line.number,
                )
            except Refused:
                continue  # its report says that it is still to be done
            count += 1
    return count


def source_of(line: StatementLine, whose: str) -> str:
    """The key of a line among all payments; `whose`: the seller's id, or the operator."""
    return f"line:{whose[:30]}:{line.source[:56]}"


def _matched(line: StatementLine, known: dict[str, Order], done: set[str], whose: str) -> Matched:
    order = known.get(line.codes[0]) if len(line.codes) == 1 else None
    if line.wrong or line.amount is None:
        return Matched(line, Found.UNREADABLE)
    if line.amount <= 0:
        return Matched(line, Found.OUTGOING)
    if source_of(line, whose) in done:
        return Matched(line, Found.KNOWN, order)
    if not line.codes:
        return Matched(line, Found.BROKEN if line.has_broken_reference else Found.NO_REFERENCE)
    if len(line.codes) > 1:
        return Matched(line, Found.SEVERAL)
    if order is None:
        return Matched(line, Found.UNKNOWN)
    money = Money(line.amount, order.currency) if order.currency else None
    if money is None or line.currency not in {"", order.currency} or money != money.quantized():
        return Matched(line, Found.CURRENCY)
    return Matched(line, Found.MATCHED, order)
