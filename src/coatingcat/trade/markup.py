"""The HTML of a product's offers, written out: it is half of a product page, and Django's templates need ten times as
long for it. Whatever comes from data goes through `escape`. Texts are fetched outside of f-strings, where the tool
that collects them does not look."""

import functools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from coatingcat.ground.money import Money
from coatingcat.trade.models.offers import pack
from coatingcat.trade.queries import Priced
from coatingcat.trade.rules import Ladder, nearest_valid, per_unit, price_at

_TOKEN = "\ue000"  # noqa: S105  # stands in the kept text where each request's own token goes
_PLENTY = 20
"""Packs in stock above which nobody counts them."""


class _Row(NamedTuple):
    """All of an offer that its card shows."""

    pk: int
    size: Decimal
    unit: str
    ladder: Ladder
    is_hidden: bool
    minimum: int
    multiple: int
    lead_days: int | None
    is_demonstration: bool
    free: int | None
    restock_on: date | None


def offers_section(offers: Sequence[Priced], *, code: str, token: str, language: str) -> SafeString:
    """Packs with price or "ask", a hint at the stock, and the form that puts one into the cart.

    `code`: of the product; `token`: for the forms; `language`: the one that is active.
    """
    rows = tuple(_row(offer) for offer in offers)
    text = _section(rows, "" if rows else code, language)
    return mark_safe(text.replace(_TOKEN, escape(token)))  # noqa: S308  # escaped where it came in


def _row(priced: Priced) -> _Row:
    offer = priced.offer
    stock = getattr(offer, "stock", None)
    return _Row(
        offer.pk,
        offer.pack_size,
        offer.pack_unit,
        priced.ladder,
        priced.is_hidden,
        offer.minimum,
        offer.multiple,
        offer.lead_days,
        offer.is_demonstration,
        None if stock is None else stock.free,
        None if stock is None else stock.restock_on,
    )


@functools.lru_cache(maxsize=2048)
def _section(rows: tuple[_Row, ...], code: str, language: str) -> str:
    """Kept by what stands in it: another price or another pack sold is another text."""
    title, icon = gettext("Packs and prices"), _cart_icon()
    open_form = f'<form action="{reverse("trade:cart_lines")}" method="post" data-sent="" class="row">{_token_input()}'
    if rows:
        add = gettext("Add to cart")
        button = f'<button type="submit">{icon}{add}</button></form>'
        cards = "".join(_card(row, open_form, button) for row in rows)
        body = f'<ul class="grid">{cards}</ul>\n'
    else:
        body = _asking(code, open_form, icon)
    notice = _demonstration() if any(row.is_demonstration for row in rows) else ""
    return f'<section aria-labelledby="offers"><h2 id="offers">{title}</h2>\n{notice}\n{body}</section>\n'


def _token_input() -> str:
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{_TOKEN}">'


@functools.cache
def _cart_icon() -> str:
    sprite = escape(static("front/icons.svg"))
    return (
        '<svg class="icon" width="18" height="18" aria-hidden="true" focusable="false">'
        f'<use href="{sprite}#cart"/></svg>'
    )


def _demonstration() -> str:
    badge = gettext("Demonstration offer")
    text = gettext("These packs, prices and stocks are constructed to show the program. Nobody sells at them.")
    return f'<p class="notice caution"><span class="badge constructed">{badge}</span> {text}</p>'


def _card(row: _Row, open_form: str, button: str) -> str:
    packed = escape(pack(row.size, row.unit))
    label = gettext("How many packs of %(pack)s") % {"pack": packed}
    lowest = nearest_valid(1, minimum=row.minimum, multiple=row.multiple)[0]
    terms = f"<br>{_terms(row)}\n" if row.minimum > 1 or row.multiple > 1 else ""
    return (
        f'<li class="card"><h3>{packed}</h3>\n<p>{_price(row)}</p>\n'
        f'<p class="muted">{_availability(row)}\n{terms}</p>\n{_steps(row)}'
        f'{open_form}<input type="hidden" name="offer" value="{row.pk}">\n'
        f'<label class="sr" for="quantity-{row.pk}">{label}</label><input class="short" id="quantity-{row.pk}"'
        f' name="quantity" value="{lowest}" inputmode="numeric" autocomplete="off" size="4">\n{button}</li>'
    )


def _price(row: _Row) -> str:
    if row.is_hidden:
        sign_in, text = reverse("members:sign_in"), gettext("Sign in to see the price")
        return f'<a href="{sign_in}">{text}</a>'
    first = price_at(row.ladder, nearest_valid(1, minimum=row.minimum, multiple=row.multiple)[0])
    if first is None:
        on_request = gettext("Price on request")
        return f"<b>{on_request}</b>"
    without_vat = gettext("without VAT")
    each = _amount(per_unit(first, row.size))
    return f'<b>{_amount(first)}</b> <small class="muted">{each}/{escape(row.unit)}, {without_vat}</small>'


def _steps(row: _Row) -> str:
    """What more packs cost each, where a price depends on the quantity."""
    lowest = nearest_valid(1, minimum=row.minimum, multiple=row.multiple)[0]
    more = [step for step in row.ladder if step.minimum > lowest]
    if not more:
        return ""
    packs, price = gettext("From packs"), gettext("A pack")
    body = "".join(f'<tr><td class="num">{s.minimum:,}</td><td>{_amount(s.price)}</td></tr>' for s in more)
    return (
        f'<table class="compact"><thead><tr><th scope="col">{packs}</th><th scope="col">{price}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>\n"
    )


def _amount(money: Money) -> str:
    return f'<span class="num">{escape(money.formatted(get_language() or "zh-hans"))}</span>'


def _availability(row: _Row) -> str:
    if row.free is None:
        text = gettext("Made to order")
    elif row.free > _PLENTY:
        text = gettext("In stock")
    elif row.free:
        text = ngettext("%(free)s pack left", "%(free)s packs left", row.free) % {"free": row.free}
    else:
        text = gettext("Out of stock at the moment")
        if row.restock_on is not None:
            text = gettext("Out of stock, expected again on %(day)s") % {"day": row.restock_on.isoformat()}
    return text if row.lead_days is None else f"{text} · {_leaves(row.lead_days)}"


def _leaves(days: int) -> str:
    text = ngettext(
        "leaves the warehouse in %(days)s working day", "leaves the warehouse in %(days)s working days", days
    )
    return text % {"days": days}


def _terms(row: _Row) -> str:
    parts = []
    if row.minimum > 1:
        parts.append(gettext("at least %(minimum)s packs") % {"minimum": row.minimum})
    if row.multiple > 1:
        parts.append(gettext("in lots of %(multiple)s") % {"multiple": row.multiple})
    return ", ".join(parts)


def _asking(code: str, open_form: str, icon: str) -> str:
    """Where there is no offer: the product into the cart, to be quoted for."""
    text = gettext(
        "There is no pack with a price yet. Put the product into your cart with the quantity you need,"
        " and we quote for it with your order."
    )
    label, ask = gettext("Quantity in kg"), gettext("Ask for a price")
    return (
        f'<p>{text}</p>\n{open_form}<input type="hidden" name="product" value="{escape(code)}">\n'
        f'<label class="sr" for="quantity-ask">{label}</label><span class="with-unit"><input class="short"'
        ' id="quantity-ask" name="quantity" value="25" inputmode="numeric" autocomplete="off" size="5">'
        f'<span>kg</span></span>\n<button type="submit">{icon}{ask}</button></form>\n'
    )
