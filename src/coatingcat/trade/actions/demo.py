"""A demonstration's trade: constructed companies, orders and inquiries, so that every page has something to look at.

Made by the same verbs as real ones, once; every company says in its name that it is constructed.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.catalog.models import Company as Maker
from coatingcat.config import config
from coatingcat.ground.clock import now, today
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.members.actions.companies import found_company
from coatingcat.members.actions.demo import NotADemonstration, demo_member
from coatingcat.members.models import Company, Member, Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions.agencies import add_rule, begin_agency
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.actions.carts import add_to_cart
from coatingcat.trade.actions.checkouts import name_consignee, tell_project
from coatingcat.trade.actions.counting import count_statistics
from coatingcat.trade.actions.inquiries.moving import move_inquiry
from coatingcat.trade.actions.inquiries.sending import Asked, Wish, send_inquiries
from coatingcat.trade.actions.limits import add_step, set_limit
from coatingcat.trade.actions.orders import confirm_order
from coatingcat.trade.actions.placing import place_order
from coatingcat.trade.actions.quotes.writing import QuotedLine, QuoteTerms, offer_quote, write_quote
from coatingcat.trade.models import Agent, Inquiry, Offer, Order, Owner, Representation, Seller
from coatingcat.trade.queries import basket_of, draft_of
from coatingcat.trade.rules import PriceStep
from coatingcat.trade.words import (
    AGENT,
    SUPPLIER,
    AgentSort,
    Incoterm,
    InquiryKind,
    InquiryState,
    PaymentTerms,
    Side,
    Thing,
)

MAKERS = ("byk", "eastman")
"""Whose constructed offers the constructed seller sells; those of the others are the operator's."""
_YEAR = timedelta(days=365)


def demo_trade() -> bool:
    """Make what a demonstration shows of trade, once. Whether anything was made. Raises NotADemonstration."""
    if config().mode == "production":
        raise NotADemonstration("Companies for a demonstration are never made in production.")
    people = {role: demo_member(role) for role in ("buyer", "approver", "supplier", "agent")}
    buyer, approver, supplier, agent = (people[role] for role in ("buyer", "approver", "supplier", "agent"))
    if buyer is None or approver is None or supplier is None or agent is None:
        raise NotADemonstration("The accounts of the demonstration come first.")
    if Seller.objects.filter(recipient=SUPPLIER).exists():
        return False
    with transaction.atomic():
        seller = _seller(supplier)
        following = _agent(agent, seller)
        company = _buyers(buyer, approver)
        _ask(buyer, company, seller, supplier)
        _order(buyer, seller, following, supplier)
        count_statistics()
    return True


def _company(owner: Member, name: str, number: int) -> Company:
    made = found_company(by=owner, name=name, registration_number=f"DEMO-{number}", country="CN")
    Company.objects.filter(pk=made.pk).update(certified_until=today() + _YEAR, hazardous_until=today() + _YEAR)
    made.refresh_from_db()
    return made


def _seller(owner: Member) -> Seller:
    company = _company(owner, "示范供应商（演示） Demonstration Supplier", 1)
    made = Seller.objects.create(
        company=company,
        recipient=SUPPLIER,
        ships_from="Ningbo, China",
        lead_days=3,
        hours_zh="周一至周五 9:00–17:30",
        hours_en="Mon to Fri, 9:00 to 17:30",
    )
    makers = list(Maker.objects.filter(pk__in=MAKERS))
    Representation.objects.bulk_create(Representation(seller=made, maker=maker) for maker in makers)
    Offer.objects.filter(product__supplier__in=makers, is_demonstration=True).update(seller=made)
    return made


def _agent(owner: Member, seller: Seller) -> Agent:
    company = _company(owner, "示范代理商（演示） Demonstration Agency", 2)
    made = Agent.objects.create(company=company, recipient=AGENT, sort=AgentSort.AGENT.name)
    begin_agency(agent=made, seller=seller)
    add_rule(seller=seller, agent=made, thing=Thing.SAMPLE, country="CN")
    return made


def _buyers(buyer: Member, approver: Member) -> Company:
    """The approver owns the company; orders of its buyer from 20,000 yuan on wait for the approver."""
    company = _company(approver, "示范涂料厂（演示） Demonstration Coatings", 3)
    owner = Position.objects.get(member=approver, ended_at=None)
    buying = Position.objects.create(company=company, member=buyer, role=CompanyRole.BUYER.name)
    set_limit(by=owner, who=buying, per_order=Decimal(20_000), per_month=None, currency="CNY")
    add_step(by=owner, from_amount=Decimal(20_000), currency="CNY", role=CompanyRole.OWNER, approver=owner)
    return company


def _ask(buyer: Member, company: Company, seller: Seller, supplier: Member) -> None:
    """A technical question that waits, one that was answered late in the past, and a request with its quote."""
    offers = list(Offer.objects.filter(seller=seller, price__isnull=False).select_related("product")[:3])
    if not offers:
        return

    def asked(kind: InquiryKind, offer: Offer, hours_ago: int) -> Inquiry:
        line = Asked(offer.product.name, "", Decimal(50), "kg", product_id=offer.product_id, offer_id=offer.pk)
        texts = {"background": "演示：风电叶片涂料 · demonstration", "yearly_demand": "1200", "demand_unit": "kg"}
        return send_inquiries(
            by=buyer.pk,
            request=new_id(),
            wish=Wish(kind, [line], texts),
            to={seller: [line]},
            company=company,
            at=now() - timedelta(hours=hours_ago),
        )[0]

    with purpose(Purpose.INQUIRIES, actor=_member(buyer)):
        asked(InquiryKind.TECHNICAL, offers[0], 60)
        answered = asked(InquiryKind.TECHNICAL, offers[-1], 30)
        wanted = asked(InquiryKind.QUOTE, offers[0], 20)
    with purpose(Purpose.INQUIRIES, actor=_people(supplier)):
        note = Clear("演示答复 · demonstration answer")
        move_inquiry(inquiry=answered, to=InquiryState.ANSWERED, side=Side.SELLER, by=supplier.pk, note=note)
        _quote(wanted, offers[0], supplier)


def _quote(inquiry: Inquiry, offer: Offer, supplier: Member) -> None:
    price = offer.money or Money(Decimal(100), "CNY")
    line = QuotedLine(
        name=offer.product.name,
        supplier="",
        pack_size=offer.pack_size,
        pack_unit=offer.pack_unit,
        packs=4,
        ladder=[PriceStep(1, price)],
        product_id=offer.product_id,
        offer=offer,
    )
    terms = QuoteTerms(Incoterm.DAP, "Shanghai", price.currency, PaymentTerms.NET_30, 5, today() + timedelta(days=30))
    quote = write_quote(inquiry=inquiry, terms=terms, lines=[line], submission=new_id())
    offer_quote(quote=quote, side=Side.SELLER, by=supplier.pk)


def _order(buyer: Member, seller: Seller, following: Agent, supplier: Member) -> None:
    """Orders to the seller: one new, one confirmed and assigned, one that waits for approval; and one to the operator."""
    theirs = Offer.objects.filter(
        seller=seller, currency="CNY", minimum=1, multiple=1, stock__onhand__gte=3, is_active=True
    ).order_by("price")
    own = Offer.objects.filter(
        seller=None, currency="CNY", minimum=1, multiple=1, stock__onhand__gte=3, is_active=True
    ).order_by("price")
    placed = [_place(buyer, theirs.first(), 1), _place(buyer, theirs.first(), 2), _place(buyer, own.first(), 1)]
    _place(buyer, theirs.filter(price__gt=2_500, stock__onhand__gte=9).first(), 8)
    second = placed[1]
    if second is not None:
        confirm_order(order=second, by=supplier.pk, side=Side.SELLER, promised_on=today() + timedelta(days=4))
        assign(thing=second, agent=following, by=supplier.pk)


def _place(buyer: Member, offer: Offer | None, packs: int) -> Order | None:
    """One order of the constructed buyer, who gets the goods; none where there is no such offer."""
    if offer is None:
        return None
    by: UUID = buyer.pk
    clear: Callable[[str], Clear[str]] = Clear
    with purpose(Purpose.ORDER_FULFILMENT, actor=_member(buyer)):
        add_to_cart(owner=Owner(by), ware=offer, quantity=packs)
        name_consignee(
            by=by,
            is_buyer=True,
            name=clear("演示收货人"),
            phone=clear("+8613800100011"),
            email=clear("buyer@demo.coatingcat.example"),
            address=clear("上海市示范路 1 号（演示）"),
        )
        tell_project(
            by=by, background=clear("演示项目 · demonstration"), yearly_demand=clear("1200"), demand_unit=clear("kg")
        )
        draft = draft_of(by)
        assert draft is not None
        return place_order(by=by, key=draft.pk, seen=basket_of(Owner(by)).seen(draft))[0]


def _member(member: Member) -> Actor:
    return Actor(member.pk, frozenset({Role.MEMBER}), "demo")


def _people(member: Member) -> Actor:
    return Actor(member.pk, frozenset({Role.SUPPLIER}), "demo", recipient=SUPPLIER)
