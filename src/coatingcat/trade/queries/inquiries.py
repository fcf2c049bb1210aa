"""Inquiries as pages show them: the buyer's own, those at a counter, who can be asked for what, what was written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.privacy.gate import Denied, warm
from coatingcat.privacy.sealed import Content
from coatingcat.privacy.words import keeping
from coatingcat.trade.access import Counter
from coatingcat.trade.models import Inquiry, InquiryDraft, InquiryMessage, Offer, OrderMessage, Seller
from coatingcat.trade.queries.companies import inquiries_in_sight
from coatingcat.trade.queries.orders import Page
from coatingcat.trade.queries.scopes import inquiries_at
from coatingcat.trade.rules.inquiries import OVER, Times, share_of_time
from coatingcat.trade.words import MAX_SELLERS, InquiryKind, InquiryState, Side

PER_PAGE = 25
OPERATOR = "operator"
"""How a form names the operator among those who can be asked."""
_OVER = [state.name for state in OVER]
_SEALED = ("background", "yearly_demand", "demand_unit", "application", "targets", "formula_role", "formula_line")

_DRAFT = Composed(
    lambda: InquiryDraft.objects.select_related("consignee").filter(
        subject_id=Given("subject"), changed_at__gt=Given("since")
    )
)


def inquiry_draft_of(subject_id: UUID) -> InquiryDraft | None:
    """The person's inquiry on its way, unless its day is over."""
    return _DRAFT.first(subject=subject_id, since=now() - keeping.UNFINISHED.for_)


def products_by_code(codes: Collection[str]) -> list[Product]:
    """The products of these codes, with their makers, in this order; one query."""
    found = {product.pk: product for product in Product.objects.select_related("supplier").filter(pk__in=codes)}
    return [found[code] for code in dict.fromkeys(codes) if code in found]


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody who can be asked, and for which of the products; no seller: the operator, for all of them."""

    seller: Seller | None
    name: str
    product_ids: frozenset[str]

    @property
    def key(self) -> str:
        return self.seller.recipient if self.seller else OPERATOR


def who_can_be_asked(products: Sequence[Product], operator: str) -> list[Askable]:
    """The operator, and the sellers, none that closes, who offer a product or represent its maker; three queries.

    `operator`: what the operator is called.
    """
    codes = [product.pk for product in products]
    sold: dict[UUID, set[str]] = {}
    offers = Offer.objects.filter(product_id__in=codes, is_active=True, seller__isnull=False, seller__closing_at=None)
    for seller_id, code in offers.values_list("seller_id", "product_id"):
        sold.setdefault(seller_id, set()).add(code)
    makers = {product.supplier_id for product in products}
    represented = Seller.objects.filter(closing_at=None, ended_at=None, represented__maker__in=makers)
    for seller_id, maker in represented.values_list("pk", "represented__maker_id"):
        sold.setdefault(seller_id, set()).update(p.pk for p in products if p.supplier_id == maker)
    sellers = Seller.objects.select_related("company").filter(pk__in=sold).order_by("company__name")
    found = [Askable(one, one.company.name, frozenset(sold[one.pk])) for one in sellers[: MAX_SELLERS - 1]]
    return [*found, Askable(None, operator, frozenset(codes))]


def _listed(inquiries: "QuerySet[Inquiry]") -> "QuerySet[Inquiry]":
    return inquiries.defer(*_SEALED).select_related("seller__company", "company").prefetch_related("lines")


def _page(inquiries: "QuerySet[Inquiry]", number: int) -> Page[Inquiry]:
    start = (number - 1) * PER_PAGE
    rows = list(_listed(inquiries)[start : start + PER_PAGE + 1])
    return Page(rows[:PER_PAGE], number, len(rows) > PER_PAGE)


def _matching(
    inquiries: "QuerySet[Inquiry]", kind: InquiryKind | None, state: InquiryState | None, code: str
) -> "QuerySet[Inquiry]":
    if kind is not None:
        inquiries = inquiries.filter(kind=kind.name)
    if state is not None:
        inquiries = inquiries.filter(state=state.name)
    return inquiries.filter(code__icontains=code) if code else inquiries


def inquiries_of(
    subject_id: UUID,
    *,
    kind: InquiryKind | None = None,
    state: InquiryState | None = None,
    code: str = "",
    page: int = 1,
) -> Page[Inquiry]:
    """The inquiries in sight of a buyer, latest first; three queries."""
    found = inquiries_in_sight(subject_id).select_related("buyer__member")
    return _page(_matching(found, kind, state, code), page)


def inquiries_in_queue(
    counter: Counter,
    *,
    kind: InquiryKind | None = None,
    state: InquiryState | None = None,
    code: str = "",
    page: int = 1,
) -> Page[Inquiry]:
    """What was asked at a counter, what is due first on top, what nothing is due of by its date; two queries."""
    found = _matching(inquiries_at(counter), kind, state, code)
    return _page(found.order_by(F("due_at").asc(nulls_last=True), "-sent_at", "-id"), page)


def inquiry_of(subject_id: UUID, code: str) -> Inquiry | None:
    """One inquiry of the buyer's; None if it is somebody else's or none."""
    return _whole(Inquiry.objects.filter(buyer_id=subject_id)).filter(code=code).first()


def inquiry_in_sight(subject_id: UUID, code: str) -> Inquiry | None:
    """One inquiry of the buyer's or of a colleague's; None if it is somebody else's or none."""
    return _whole(inquiries_in_sight(subject_id)).select_related("buyer__member").filter(code=code).first()


def inquiry_at(counter: Counter, code: str) -> Inquiry | None:
    """One inquiry at a counter; None if it is somebody else's or none."""
    return _whole(inquiries_at(counter)).filter(code=code).first()


def _whole(inquiries: "QuerySet[Inquiry]") -> "QuerySet[Inquiry]":
    return inquiries.select_related("seller__company", "company", "consignee", "parcel").prefetch_related(
        "lines", "steps"
    )


def asked_together(inquiry: Inquiry) -> list[Inquiry]:
    """What the same buyer asked of others in the same request; one query."""
    others = Inquiry.objects.filter(buyer_id=inquiry.buyer_id, request=inquiry.request).exclude(pk=inquiry.pk)
    return list(others.defer(*_SEALED).select_related("seller__company"))


@dataclass(frozen=True, slots=True)
class Said:
    """One message, opened for whoever reads the page; no text: its reader may not open it, or it has been erased."""

    message: InquiryMessage | OrderMessage
    text: str
    state: InquiryState | None = None
    """The step it was written with."""

    @property
    def has_file(self) -> bool:
        return self.message.file is not None and bool(self.text)

    @property
    def whose(self) -> Side:
        return self.message.whose

    @property
    def at(self) -> datetime:
        found: datetime = self.message.written_at
        return found


def said_about_inquiry(inquiry: Inquiry, *, opens: bool) -> list[Said]:
    """The conversation, oldest first; `opens`: inside a purpose, else the texts stay closed. One query and one for keys."""
    rows = list(InquiryMessage.objects.select_related("step").filter(inquiry=inquiry))
    return _said(rows, opens=opens)


def said_about_order(order_id: UUID, *, opens: bool) -> list[Said]:
    """The same of an order."""
    return _said(list(OrderMessage.objects.filter(order_id=order_id)), opens=opens)


def _said(rows: Sequence[Any], *, opens: bool) -> list[Said]:
    if opens and rows:
        warm(rows, "text")
    return [Said(row, _opened(row) if opens else "", _state_of(row)) for row in rows]


def _opened(row: Any) -> str:
    try:
        text: str = row.text.open()
    except Denied:
        return ""
    return text


def _state_of(row: Any) -> InquiryState | None:
    step = getattr(row, "step", None)
    return step.stands if step is not None else None


def file_about_inquiry(inquiry: Inquiry, message_id: UUID) -> Content | None:
    """The file of one message, opened; None if there is none. Inside a purpose."""
    return _file(InquiryMessage.objects.filter(inquiry=inquiry, pk=message_id).first())


def file_about_order(order_id: UUID, message_id: UUID) -> Content | None:
    """The same of an order."""
    return _file(OrderMessage.objects.filter(order_id=order_id, pk=message_id).first())


def _file(message: Any) -> Content | None:
    content: Content | None = message.file.open() if message is not None and message.file is not None else None
    return content


def open_inquiries_of(subject_id: UUID) -> int:
    """How many of a buyer's inquiries something can still come of."""
    return Inquiry.objects.filter(buyer_id=subject_id).exclude(state__in=_OVER).count()


def inquiries_waiting(counter: Counter) -> tuple[int, int]:
    """How many inquiries at a counter wait for its next step, and how many of those are late; one query."""
    waiting = inquiries_at(counter).filter(due_at__isnull=False).exclude(state__in=["DELIVERED", "ANSWERED"])
    moment = now()
    rows = list(waiting.order_by().values_list("due_at", flat=True)[:1000])
    return len(rows), sum(1 for due in rows if due is not None and due < moment)


@dataclass(frozen=True, slots=True)
class Clock:
    """The promised time that runs, as a bar: how much of it is over (percent), what is left, whether it is late."""

    times: Times
    percent: int
    left: timedelta
    is_late: bool


def clock_of(inquiry: Inquiry) -> Clock | None:
    """None where no time runs."""
    times, moment = inquiry.times, now()
    if times.due_at is None:
        return None
    left = times.due_at - moment
    return Clock(times, round(100 * share_of_time(times, moment)), abs(left), left < timedelta(0))
