"""Why an order was not placed, with what to do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from coatingcat.privacy.refusals import ShareRefused
from coatingcat.trade import refusals
from coatingcat.trade.forms.carts import why_no_licence, why_unfit


def why_not_placed(refusal: Exception) -> str:
    """The words for what `place_order` raised. Raises the refusal itself where there are none."""
    words = _WHY.get(type(refusal))
    if words is None:
        raise refusal
    return words(refusal)


def _short(refusal: refusals.OutOfStock) -> str:
    text = gettext("%(name)s: %(free)s in stock, you asked for %(asked)s. Nothing was ordered.")
    return " ".join(text % {"name": s.name, "free": s.free, "asked": s.asked} for s in refusal.shortages)


def _unfit(refusal: refusals.LinesUnfit) -> str:
    return " ".join(why_unfit(line) for line in refusal.lines)


def _quote_gone(_: refusals.QuoteGone) -> str:
    return gettext("This quote does not stand any more. Nothing was ordered.")


def _changed(_: refusals.AnswersChanged) -> str:
    return gettext("Something has changed since this page was shown. Nothing was ordered yet.")


def _number(_: refusals.NumberMissing) -> str:
    return gettext("Your company wants its own order number on every order. Add it under “Project”.")


def _right(_: refusals.RightMissing) -> str:
    return gettext("Your role in your company places no orders; ask its owner for another.")


def _share(_: ShareRefused) -> str:
    return gettext(
        "A seller cannot be told at present where to deliver, so nothing was ordered. Order its goods later."
    )


def why_too_little(order: refusals.TooLittle) -> str:
    """From how much on a seller takes orders, and what to do about it."""
    values = {
        "seller": order.seller or gettext("The operator of this site"),
        "least": order.least.formatted(get_language() or "zh-hans"),
        "lacks": order.lacks.formatted(get_language() or "zh-hans"),
    }
    text = gettext(
        "%(seller)s takes orders from %(least)s on, without VAT. Add goods for %(lacks)s, or remove its lines."
    )
    return text % values


def _too_little(refusal: refusals.BelowMinimum) -> str:
    return " ".join(why_too_little(order) for order in refusal.orders)


_WHY: Mapping[type[Exception], Callable[[Any], str]] = {
    refusals.AnswersChanged: _changed,
    refusals.BelowMinimum: _too_little,
    refusals.LicenceMissing: why_no_licence,
    refusals.LinesUnfit: _unfit,
    refusals.NumberMissing: _number,
    refusals.OutOfStock: _short,
    refusals.QuoteGone: _quote_gone,
    refusals.RightMissing: _right,
    ShareRefused: _share,
}
