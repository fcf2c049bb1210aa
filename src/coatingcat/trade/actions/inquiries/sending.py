"""An inquiry is sent: to each seller who was chosen goes what the buyer chose to tell, and the ledger says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import later
from coatingcat.members.models import Company
from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.inquiries.drafts import forget_consignee
from coatingcat.trade.actions.inquiries.moving import add_step, tell_seller
from coatingcat.trade.actions.licences import refuse_without_licence
from coatingcat.trade.events import InquirySent
from coatingcat.trade.models import (
    Consignee,
    Inquiry,
    InquiryDraft,
    InquiryLine,
    InquiryMessage,
    Quote,
    QuoteAnswer,
    Seller,
)
from coatingcat.trade.refusals import NotAllowed, NothingAsked
from coatingcat.trade.rules.inquiries import NO_TIME, times_after
from coatingcat.trade.words import FormulaShare, InquiryKind, InquiryState, Priority, Side

_PROJECT = ("background", "yearly_demand", "demand_unit", "application", "targets")
_CONSIGNEE = tuple(f"trade.Consignee.{name}" for name in ("name", "phone", "email", "address"))
_QUOTING = ("trade.Quote.note", "trade.QuoteAnswer.note")
_TALK = ("trade.InquiryMessage.text", "trade.InquiryMessage.file")


@dataclass(frozen=True, slots=True)
class Asked:
    """One product of an inquiry: codes and names are the catalogue's, the note is the buyer's."""

    name: str
    supplier: str
    quantity: Decimal
    unit: str
    product_id: str | None = None
    offer_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """All that is asked, as it was reviewed; texts are clear and only on their way into their seals."""

    kind: InquiryKind
    lines: Sequence[Asked]
    texts: Mapping[str, str]
    """By name of the sealed field: background, yearly_demand, demand_unit, application, targets."""
    priority: Priority = Priority.STANDARD
    deadline: date | None = None
    share: FormulaShare = FormulaShare.NOTHING
    formula_role: str = ""
    formula_line: str = ""


@transaction.atomic
def send_inquiries(
    *,
    by: UUID,
    request: UUID,
    wish: Wish,
    to: Mapping[Seller | None, Sequence[Asked]],
    company: Company | None = None,
    consignee: Consignee | None = None,
    language: str = "zh-hans",
    at: datetime | None = None,
) -> list[Inquiry]:
    """Ask each of these sellers (None: the operator) for these products of the wish, once for each request.

    `consignee`: who gets the sample; needed for samples and refused otherwise. The same request again gives the
    inquiries that it made. Raises NothingAsked for a wish without sellers or products, LicenceMissing for a sample of
    hazardous goods, ShareRefused if the door says no to one of the sellers; nothing is written then.
    """
    Subject.objects.select_for_update(no_key=True).get(pk=by)  # a second press waits, and finds what the first made
    earlier = list(Inquiry.objects.filter(buyer_id=by, request=request).order_by("pk"))
    if earlier:
        return earlier
    if not to or not all(to.values()):
        raise NothingAsked
    if (wish.kind is InquiryKind.SAMPLE) != (consignee is not None):
        raise NotAllowed
    if wish.kind is InquiryKind.SAMPLE:
        refuse_without_licence(company, {line.product_id: line.name for line in wish.lines if line.product_id})
    moment = at or now()
    sent = [
        _send(by, request, wish, seller, lines, company, consignee, language, moment) for seller, lines in to.items()
    ]
    _end_draft(by, request, consignee)
    if consignee is not None and not consignee.is_buyer:
        later("outreach.notify_sample_consignee", inquiry_id=sent[0].pk)
    return sent


def _end_draft(by: UUID, request: UUID, used: Consignee | None) -> None:
    """The draft is over; a consignee it named for a sample that is asked for no more goes with it."""
    draft = InquiryDraft.objects.select_related("consignee").filter(pk=request, subject_id=by).first()
    if draft is None:
        return
    named = draft.consignee
    draft.delete()
    if named is not None and (used is None or named.pk != used.pk):
        forget_consignee(named)


def _send(
    by: UUID,
    request: UUID,
    wish: Wish,
    seller: Seller | None,
    lines: Sequence[Asked],
    company: Company | None,
    consignee: Consignee | None,
    language: str,
    at: datetime,
) -> Inquiry:
    times = times_after(wish.kind, None, InquiryState.SENT, NO_TIME, at)
    inquiry = Inquiry.objects.create(
        buyer_id=by,
        company=company,
        seller=seller,
        request=request,
        kind=wish.kind.name,
        language=language,
        priority=wish.priority.name,
        deadline=wish.deadline,
        consignee=consignee,
        sent_at=at,
        clock_since=times.since,
        half_at=times.half_at,
        due_at=times.due_at,
        **_sealed(wish),
    )
    InquiryLine.objects.bulk_create(_line(inquiry, number, asked) for number, asked in enumerate(lines, start=1))
    add_step(inquiry, InquiryState.SENT, side=Side.BUYER, by=by, at=at)
    if seller is not None:
        admit(
            recipient=seller.recipient,
            purpose=Purpose.INQUIRIES,
            records=inquiry_records(inquiry),
            by=by,
            about=inquiry.pk,
        )
        tell_seller(inquiry, "inquiry_received", 1)
    emit(InquirySent(inquiry.pk, by, at))
    return inquiry


def _sealed(wish: Wish) -> dict[str, Any]:
    """What is written down is what was chosen to be told: a formula line that stays secret is not even kept."""
    values: dict[str, Any] = {name: _clear(wish.texts.get(name, "")) for name in _PROJECT}
    tells_role, tells_line = wish.share is not FormulaShare.NOTHING, wish.share is FormulaShare.LINE
    values["formula_share"] = wish.share.name
    values["formula_role"] = _clear(wish.formula_role) if tells_role else None
    values["formula_line"] = _clear(wish.formula_line) if tells_line else None
    return values


def _clear(text: str) -> Clear[str] | None:
    return Clear(text) if text else None


def _line(inquiry: Inquiry, position: int, asked: Asked) -> InquiryLine:
    return InquiryLine(
        id=new_id(),
        inquiry=inquiry,
        position=position,
        product_id=asked.product_id,
        offer_id=asked.offer_id,
        name=asked.name[:200],
        supplier=asked.supplier[:200],
        quantity=asked.quantity,
        unit=asked.unit,
        note=_clear(asked.note),
    )


def inquiry_records(inquiry: Inquiry) -> list[Record]:
    """What the seller, or an agent who follows up for it, may see of an inquiry: what was told, and what will be written.

    A label of which this inquiry says nothing is not among them.
    """
    told = [f"trade.Inquiry.{name}" for name in (*_PROJECT, "formula_role", "formula_line") if _says(inquiry, name)]
    lines = list(inquiry.lines.all())
    noted = next((line for line in lines if line.note is not None), None)
    rows: tuple[Any, ...] = (inquiry, InquiryMessage(inquiry=inquiry))
    labels: Iterable[str] = (*told, *_TALK)
    if noted is not None:
        rows, labels = (*rows, noted), (*labels, "trade.InquiryLine.note")
    if inquiry.sort is InquiryKind.QUOTE:  # what will be written with a quote, and answered to it
        quote = Quote(inquiry=inquiry)
        rows, labels = (*rows, quote, QuoteAnswer(quote=quote)), (*labels, *_QUOTING)
    records = [Record(rows, tuple(labels))]
    if inquiry.consignee is not None:
        records.append(Record((inquiry.consignee,), _CONSIGNEE))
    return records


def _says(inquiry: Inquiry, name: str) -> bool:
    return getattr(inquiry, name) is not None
