"""What a checkout is about: the cart, or a quote at whose prices it orders."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext

from coatingcat.ground.clock import today
from coatingcat.members.queries.companies import company_of
from coatingcat.trade.models import CheckoutDraft, Owner, Quote, QuoteLine, Stock
from coatingcat.trade.queries.baskets import Basket
from coatingcat.trade.queries.billing import billing_of
from coatingcat.trade.queries.carts import basket_of
from coatingcat.trade.queries.items import Item, Trader, Ware
from coatingcat.trade.queries.quotes import whole_quotes
from coatingcat.trade.rules.places import country_of
from coatingcat.trade.rules.quotes import can_be_accepted


def basket_for(by: UUID, draft: CheckoutDraft | None) -> Basket:
    """The lines of the quote that a checkout orders at, if it does; else those of the buyer's cart."""
    if draft is None or draft.quote_id is None:
        return basket_of(Owner(by))
    quote = whole_quotes().filter(pk=draft.quote_id, inquiry__buyer_id=by).first()
    if quote is None or not can_be_accepted(quote.stands, quote.valid_until, today()):
        return Basket(())
    return quoted_basket(by, quote, draft.packs or [])


def bound_for(basket: Basket, draft: CheckoutDraft) -> Basket:
    """The basket with the country that the consignee's address names, for the tax. Needs ORDER_FULFILMENT."""
    assert draft.consignee is not None  # answered
    return replace(basket, destination=country_of(draft.consignee.address.open()))


def quoted_basket(by: UUID, quote: Quote, packs: list[int]) -> Basket:
    """The lines of a quote as they are ordered: so many packs of each, at its prices, and its freight."""
    lines = list(quote.lines.select_related("product", "offer").prefetch_related("steps"))
    if len(lines) != len(packs):
        return Basket(())
    for line in lines:
        line.quote = quote
    free = {stock.offer_id: stock.free for stock in Stock.objects.filter(offer__in=[line.offer_id for line in lines])}
    company = quote.seller.company if quote.seller else None
    seller = Trader(company.pk, company.name, company.country) if company else None
    items = [_item(line, count, seller, free.get(line.offer_id or 0)) for line, count in zip(lines, packs, strict=True)]
    if quote.freight_money is not None and quote.freight_money.amount:
        items.append(_freight(quote, seller))
    own_rate = billing_of(quote.seller_id).own_rate
    items = [replace(item, own_rate=own_rate) for item in items]
    buying = company_of(by)
    return Basket(tuple(items), Trader(buying.pk, buying.name, buying.country) if buying else None)


def _item(line: QuoteLine, packs: int, seller: Trader | None, free: int | None) -> Item:
    """Where fewer are in stock than the quote promises, they are made to order within its lead time."""
    return Item(
        line_id=line.pk,
        ware=Ware(line.product_id or "", line.product.slug if line.product else "", line.name, line.supplier),
        offer=line.offer,
        quantity=packs,
        price_seen=line.price_at(packs),
        free=free if free is not None and free >= packs else None,
        seller=seller,
        quoted=line.price_at(packs),
        line=line,
    )


def _freight(quote: Quote, seller: Trader | None) -> Item:
    """Freight that is charged apart is a line of the order, so that its total is the sum of its lines."""
    name = gettext("Freight (%(incoterm)s %(place)s)") % {"incoterm": quote.incoterm, "place": quote.place}
    return Item(
        line_id=0,
        ware=Ware("", "", name, "", may_be_hazardous=False),
        offer=None,
        quantity=1,
        price_seen=quote.freight_money,
        free=None,
        seller=seller,
        quoted=quote.freight_money,
        line=QuoteLine(quote=quote, pack_unit="piece", pack_size=1),
    )
