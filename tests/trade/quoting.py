"""Quotes to test with, made by the room's own verbs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from coatingcat.ground.clock import today
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.quotes import QuotedLine, QuoteTerms, accept_quote, offer_quote, write_quote
from coatingcat.trade.models import Inquiry, InstantPolicy, Quote, Seller
from coatingcat.trade.rules import PriceStep
from coatingcat.trade.words import Incoterm, InquiryKind, PaymentTerms, Side
from tests.trade import asking

LADDER = ((1, "40"), (10, "38.50"), (100, "35"))


def wanted(*sellers: Seller | None, by: UUID | None = None, **given: Any) -> list[Inquiry]:
    """Inquiries for a quote, one to each seller, of one request."""
    lines = [asking.asked(quantity=Decimal(250))] if "lines" not in given else given.pop("lines")
    return asking.inquiries(*sellers, kind=InquiryKind.QUOTE, by=by, lines=lines, **given)


def terms(**changes: Any) -> QuoteTerms:
    values: dict[str, Any] = {
        "incoterm": Incoterm.DAP,
        "place": "Shanghai",
        "currency": "CNY",
        "payment": PaymentTerms.NET_30,
        "lead_days": 7,
        "valid_until": today() + timedelta(days=14),
        **changes,
    }
    return QuoteTerms(**values)


def line(inquiry: Inquiry, *, ladder: Any = LADDER, currency: str = "CNY", **changes: Any) -> QuotedLine:
    asked = inquiry.lines.all()[0]
    steps = tuple(PriceStep(packs, Money(Decimal(price), currency)) for packs, price in ladder)
    values = {"packs": 10, "product_id": asked.product_id, "offer": asked.offer, **changes}
    return QuotedLine(asked.name, asked.supplier, Decimal(25), "kg", ladder=steps, **values)


def draft(inquiry: Inquiry | None = None, *, note: str = "", ladder: Any = LADDER, **changes: Any) -> Quote:
    inquiry = inquiry or wanted()[0]
    currency = changes.get("currency", "CNY")
    return write_quote(
        inquiry=inquiry,
        terms=terms(**changes),
        lines=[line(inquiry, ladder=ladder, currency=currency)],
        submission=new_id(),
        note=Clear(note) if note else None,
    )


def quote(inquiry: Inquiry | None = None, **given: Any) -> Quote:
    """A quote that was offered."""
    made = draft(inquiry, **given)
    offer_quote(quote=made, side=Side.SELLER if made.seller_id else Side.OPERATOR, by=None)
    return made


def policy(seller: Seller | None = None, **changes: Any) -> InstantPolicy:
    """A rule for prices at once, for every company and product unless it is said otherwise."""
    values: dict[str, Any] = {
        "name": "Everybody",
        "certified_only": False,
        "discount": Decimal(5),
        "incoterm": Incoterm.DAP.value,
        "place": "Shanghai",
        "lead_days": 3,
        **changes,
    }
    return InstantPolicy.objects.create(seller=seller, **values)


def accepted(quote: Quote) -> None:
    """Accept it, as placing its order would."""
    accept_quote(quote=quote, by=quote.inquiry.buyer_id)
