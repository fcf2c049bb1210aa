"""The one function a price comes from: product page, cart, check-your-answers page and order all ask it."""

from decimal import ROUND_HALF_UP, Decimal

from coatingcat.ground.money import Money


def unit_price(amount: Decimal | None, currency: str) -> Money | None:
    """The price of one pack; None means it has to be asked for."""
    return None if amount is None else Money(amount, currency)


def line_total(price: Money | None, quantity: int) -> Money | None:
    """The price of a line, rounded half up to the currency's smallest coin; None while the price is to be quoted."""
    return None if price is None else (price * quantity).quantized()


def per_unit(price: Money, pack_size: Decimal) -> Money:
    """The price of one unit of the pack (of 1 kg, say), to four digits, for comparing packs."""
    return Money((price.amount / pack_size).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), price.currency)
