"""What trade shows on pages of rooms below."""

import functools
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from coatingcat.chemistry.hazards import statement
from coatingcat.ground.slots import fills
from coatingcat.members.access import may, signed_in_member
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.access import roles_of
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.words import Role
from coatingcat.trade.access import Counter, counter_of, note_counter, noted_side, owner_of
from coatingcat.trade.markup import offers_section
from coatingcat.trade.models import SellerStatistic
from coatingcat.trade.queries import lines_in, offers_of, open_orders_of, orders_waiting
from coatingcat.trade.queries.companies import approvals_for
from coatingcat.trade.queries.hazards import hazards_of_page
from coatingcat.trade.queries.inquiries import inquiries_waiting
from coatingcat.trade.queries.materials import of_product
from coatingcat.trade.queries.queues import queue_at
from coatingcat.trade.queries.sellers import statistics_of
from coatingcat.trade.templatetags.trade import supply_name
from coatingcat.trade.words import Side, State


@fills("product.offers")
def offers(request: HttpRequest, *, product: Any, **others: Any) -> str:
    """Packs with price or "ask", a hint at the stock, and the form that puts one into the cart."""
    code = getattr(product, "code", None) or getattr(product, "pk", None) or str(product)
    member = signed_in_member(request)
    found = offers_of(code, member.pk if member else None)
    request.offer_sellers = {one.offer.seller_id for one in found if one.offer.seller_id}  # type: ignore[attr-defined]
    return offers_section(found, code=code, token=get_token(request), language=get_language() or "")


@fills("header.account", order=50)
def cart_link(request: HttpRequest | None, **others: Any) -> str:
    """The way to the cart with the number of its lines; nothing is asked for a visitor without a cookie."""
    count = getattr(request, "cart_lines", None)  # pages of ours that have read the cart say so
    if count is None:
        count = lines_in(owner_of(request)) if request is not None else 0
    return _cart_link(get_language() or "", count)


@functools.lru_cache(maxsize=256)
def _cart_link(language: str, count: int) -> str:
    """Rendered once for each language and number of lines."""
    return render_to_string("trade/_cart_link.html", {"count": count})


@fills("centre.trade", order=20)
def centre_links(request: HttpRequest, **others: Any) -> str:
    """The entries of the Personal Centre's navigation."""
    return render_to_string("trade/_centre_nav.html", request=request)


@fills("desk.nav", order=20)
def desk_links(request: HttpRequest, **others: Any) -> str:
    """The order desk, for those who work at it."""
    return render_to_string("trade/_desk_nav.html", request=request) if _is_order_desk(request) else ""


@fills("desk.waiting", order=20)
def desk_waiting(request: HttpRequest, **others: Any) -> str:
    """How many orders wait for confirmation."""
    count = orders_waiting() if _is_order_desk(request) else 0
    return render_to_string("trade/_desk_waiting.html", {"count": count}, request=request) if count else ""


def _is_order_desk(request: HttpRequest) -> bool:
    return Role.FULFILMENT in roles_of(request)


@fills("centre.company", order=60)
def company_links(request: HttpRequest, **others: Any) -> str:
    """What a company decides about its buying."""
    return render_to_string("trade/_company_nav.html", request=request)


@fills("centre.tiles", order=20)
def centre_tiles(request: HttpRequest, **others: Any) -> str:
    """How many orders stand where."""
    member = signed_in_member(request)
    states = open_orders_of(member.pk) if member else {}
    context = {"waiting": states.get(State.PLACED, 0), "confirmed": states.get(State.CONFIRMED, 0)}
    return render_to_string("trade/_centre_tiles.html", context, request=request)


@fills("centre.waiting", order=20)
def centre_waiting(request: HttpRequest, **others: Any) -> str:
    """A cart that has not been ordered yet."""
    count = lines_in(owner_of(request))
    return render_to_string("trade/_centre_waiting.html", {"count": count}, request=request) if count else ""


@fills("header.account", order=45)
def supply_link(request: HttpRequest | None, **others: Any) -> str:
    """The way to their desk for people of sellers and agents; nothing is asked."""
    side = noted_side(request)
    return _supply_link(get_language() or "", side) if side else ""


@functools.lru_cache(maxsize=8)
def _supply_link(language: str, side: Side) -> str:
    return render_to_string("trade/_supply_link.html", {"name": supply_name(side)})


@fills("centre.trade", order=15)
def supply_centre_link(request: HttpRequest, **others: Any) -> str:
    """Likewise in the Personal Centre."""
    side = noted_side(request)
    return render_to_string("trade/_supply_centre_nav.html", {"name": supply_name(side)}) if side else ""


@fills("centre.waiting", order=15)
def supply_centre_waiting(request: HttpRequest, **others: Any) -> str:
    """The desk of the company a person acts for, as it stands now; who has come to one since the sign-in sees it here."""
    counter = counter_of(request)
    note_counter(request, counter)
    if counter is None:
        return ""
    return render_to_string(
        "trade/_supply_centre_waiting.html", {"counter": counter, "name": supply_name(counter.side)}
    )


@fills("supply.nav", order=10)
def supply_links(request: HttpRequest, *, counter: Counter, **others: Any) -> str:
    """The entries of the desk of sellers and agents."""
    return render_to_string("trade/_supply_nav.html", {"counter": counter}, request=request)


@fills("supply.waiting", order=10)
def supply_waiting(request: HttpRequest, *, counter: Counter, **others: Any) -> str:
    """How much waits, by what is to be done."""
    waiting = [
        {"name": work.value.in_language(get_language() or "zh-hans"), "work": work.name, "count": count}
        for work, count in queue_at(counter).counts.items()
    ]
    return render_to_string("trade/_supply_waiting.html", {"waiting": waiting}) if waiting else ""


@fills("product.offers", order=110)
def product_sellers(request: HttpRequest, *, product: Any, **others: Any) -> str:
    """Who besides the operator sells the product, with figures; a product that the operator alone sells costs nothing."""
    return _sellers_section(statistics_of(seller_ids=ids)) if (ids := getattr(request, "offer_sellers", None)) else ""


@fills("supplier.below", order=10)
def supplier_sellers(request: HttpRequest, *, supplier: Any, **others: Any) -> str:
    """Likewise of a maker."""
    return _sellers_section(statistics_of(maker=supplier.pk))


def _sellers_section(found: list[SellerStatistic]) -> str:
    if not found:
        return ""
    is_chinese = (get_language() or "zh").startswith("zh")
    return render_to_string("trade/_sellers.html", {"sellers": found, "is_chinese": is_chinese})


@fills("company.sections", order=20)
def buying(request: HttpRequest, *, position: Any, **others: Any) -> str:
    """What waits for approval, and the ways to limits and materials."""
    context = {"waiting": approvals_for(position.member_id), "sees_materials": may(position, CompanyRight.MATERIALS)}
    return render_to_string("trade/_company_buying.html", context, request=request)


@fills("centre.waiting", order=15)
def approvals_waiting(request: HttpRequest, **others: Any) -> str:
    """How many orders of colleagues wait for this member's yes or no."""
    member = signed_in_member(request)
    count = approvals_for(member.pk) if member else 0
    return render_to_string("trade/_approvals_waiting.html", {"count": count}, request=request) if count else ""


@fills("product.offers", order=90)
def licence(request: HttpRequest, *, product: Any, **others: Any) -> str:
    """Above the packs of a hazardous chemical: that a licence is asked for, and where it is handed in."""
    hazards = hazards_of_page(product.pk, getattr(product, "version", 0))
    return _licence_note(hazards, get_language() or "") if hazards else ""


@functools.lru_cache(maxsize=256)
def _licence_note(hazards: tuple[str, ...], language: str) -> str:
    """Rendered once for each set of statements and language."""
    said = [(code, statement(code)) for code in hazards]
    return render_to_string("trade/_licence_note.html", {"hazards": said, "is_chinese": language.startswith("zh")})


@fills("product.below", order=30)
def own_code(request: HttpRequest, *, product: Any, **others: Any) -> str:
    """What the product goes by in the reader's own company; nothing is asked for visitors."""
    member = signed_in_member(request)
    found = of_product(member.pk, product.pk) if member else []
    return render_to_string("trade/_own_codes.html", {"materials": found}, request=request) if found else ""


@fills("product.offers", order=150)
def ask_about(request: HttpRequest, *, product: Any, **others: Any) -> str:
    """The ways to ask for a sample, a quote or advice; nothing is asked of the database."""
    code = getattr(product, "code", None) or getattr(product, "pk", None) or str(product)
    return _ask_about(get_language() or "", code)


@functools.lru_cache(maxsize=2048)
def _ask_about(language: str, code: str) -> str:
    address = f"{reverse('trade:inquiry_new')}?{urlencode({'product': code})}"
    at_once = f"{reverse('trade:instant_price')}?{urlencode({'product': code})}"
    return render_to_string("trade/_ask.html", {"address": address, "at_once": at_once})


@fills("comparison.below", order=10)
def ask_several(request: HttpRequest, *, products: Sequence[Any], **others: Any) -> str:
    """Below products side by side: one request for all of them, to as many suppliers as one likes."""
    codes = [("product", product.pk) for product in products]
    address = f"{reverse('trade:inquiry_new')}?{urlencode(codes)}"
    return render_to_string("trade/_ask_several.html", {"address": address, "count": len(codes)}, request=request)


@fills("centre.trade", order=21)
def inquiries_link(request: HttpRequest, **others: Any) -> str:
    """The way to one's inquiries."""
    return render_to_string("trade/_inquiries_centre_nav.html", request=request)


@fills("desk.nav", order=21)
def desk_inquiries_link(request: HttpRequest, **others: Any) -> str:
    """The inquiries to the operator, for those who work at its order desk."""
    return render_to_string("trade/_inquiries_desk_nav.html", request=request) if _is_order_desk(request) else ""


@fills("supply.nav", order=12)
def supply_inquiries_link(request: HttpRequest, **others: Any) -> str:
    """The inquiries to a seller."""
    return render_to_string("trade/_inquiries_supply_nav.html", request=request)


@fills("desk.waiting", order=21)
def desk_inquiries_waiting(request: HttpRequest, **others: Any) -> str:
    """How many inquiries to the operator wait for their next step."""
    if not _is_order_desk(request):
        return ""
    return _inquiries_waiting(Counter(Side.OPERATOR, Actor.of_request(request)))


def _inquiries_waiting(counter: Counter) -> str:
    count, late = inquiries_waiting(counter)
    address = reverse(f"trade:{counter.prefix}_inquiries")
    return (
        render_to_string("trade/_inquiries_waiting.html", {"count": count, "late": late, "address": address})
        if count
        else ""
    )


@fills("centre.trade", order=22)
def quotes_link(request: HttpRequest, **others: Any) -> str:
    """The way to one's quotes."""
    return render_to_string("trade/_quotes_centre_nav.html", request=request)


@fills("desk.nav", order=22)
def desk_quotes_link(request: HttpRequest, **others: Any) -> str:
    """The operator's own quotes and rules, for those who work at its order desk."""
    return render_to_string("trade/_quotes_desk_nav.html", request=request) if _is_order_desk(request) else ""


@fills("supply.nav", order=13)
def supply_quotes_link(request: HttpRequest, *, counter: Counter, **others: Any) -> str:
    """The quotes of a seller, and its rules."""
    return render_to_string("trade/_quotes_supply_nav.html", {"counter": counter}, request=request)
