"""The protocol of Stripe Checkout Sessions: form-encoded POST, `Idempotency-Key`, amounts in coins, signed webhooks.

Documented at docs.stripe.com/api/checkout/sessions and docs.stripe.com/webhooks/signature. What goes out is an amount, a
currency, a language, an address of ours to come back to, and our random key: nobody's name, and no code of an order.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.ground.money import Money
from coatingcat.trade.actions.online.port import Event, Session
from coatingcat.trade.refusals import ProviderFailed
from coatingcat.trade.rules.billing import from_minor_units, minor_units

TIMEOUT_SECONDS = 10
TOLERANCE_SECONDS = 300
LONGEST_ANSWER = 1_000_000
VERSION = "2025-03-31.basil"
_WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
"""Currencies that the protocol counts without a smaller coin."""
_IN_TENS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Three digits, of which the protocol wants the last to be nought."""
_STATES = {("complete", "paid"): "paid", ("open", "unpaid"): "open", ("expired", "unpaid"): "expired"}


@dataclass(frozen=True, slots=True)
class CheckoutSessions:
    """A provider that speaks this protocol. Neither key nor secret is ever shown or logged."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    name: str = "checkout"

    def create(self, *, key: UUID, money: Money, back_to: str, language: str) -> Session:
        form = {
            "mode": "payment",
            "client_reference_id": str(key),
            "success_url": back_to,
            "cancel_url": back_to,
            "locale": "zh" if language.startswith("zh") else "en",
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": money.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(coins(money)),
            "line_items[0][price_data][product_data][name]": f"Payment {str(key)[-12:]}",
        }
        return _session(self._ask("/v1/checkout/sessions", form, f"create-{key}"))

    def status(self, session: str) -> Session:
        return _session(self._ask(f"/v1/checkout/sessions/{quote(session, safe='')}"))

    def refund(self, *, key: UUID, intent: str, money: Money) -> str:
        form = {"payment_intent": intent, "amount": str(coins(money))}
        answer = self._ask("/v1/refunds", form, f"refund-{key}")
        if answer.get("status") not in {"succeeded", "pending"} or answer.get("amount") != coins(money):
            raise ProviderFailed
        return str(answer["id"])

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        if not self.secret or not _is_signed(headers.get("Stripe-Signature", ""), body, self.secret):
            return None
        try:
            told = json.loads(body)
            about = told["data"]["object"]
            if about["object"] != "checkout.session":
                return None
            return Event(str(told["id"])[:100], str(about["id"])[:200])
        except (ValueError, KeyError, TypeError):
            return None

    def _ask(self, path: str, form: Mapping[str, str] | None = None, idempotency: str = "") -> dict[str, Any]:
        """One request; a lost answer is fetched by asking again with the same key. Messages quote no secret."""
        if urlsplit(self.url).scheme not in {"https", "http"}:
            raise ProviderFailed
        headers = {"Authorization": f"Bearer {self.key}", "Stripe-Version": VERSION}
        data = None if form is None else urlencode(form).encode()
        if idempotency:
            headers["Idempotency-Key"] = idempotency
        request = Request(self.url + path, data=data, headers=headers)  # noqa: S310  # the scheme was looked at
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                found = json.loads(answer.read(LONGEST_ANSWER))
        except (HTTPError, URLError, TimeoutError, ConnectionError, ValueError) as error:
            raise ProviderFailed(type(error).__name__) from None
        if not isinstance(found, dict):
            raise ProviderFailed
        return found


def coins(money: Money) -> int:
    """An amount as the protocol counts it. Raises ProviderFailed for one that it cannot say."""
    if money.currency in _WHOLE:
        whole = money.amount.to_integral_value()
        if whole != money.amount:
            raise ProviderFailed
        return int(whole)
    count = minor_units(money)
    if money.currency in _IN_TENS and count % 10:
        raise ProviderFailed
    return count


def _session(answer: Mapping[str, Any]) -> Session:
    try:
        currency = str(answer["currency"]).upper()
        amount = int(answer["amount_total"])
        return Session(
            id=str(answer["id"]),
            url=str(answer.get("url") or ""),
            state=_STATES.get((answer["status"], answer["payment_status"]), "open"),
            intent=str(answer.get("payment_intent") or ""),
            amount=from_coins(amount, currency),
            key=str(answer["client_reference_id"]),
        )
    except (KeyError, TypeError, ValueError):
        raise ProviderFailed from None


def from_coins(count: int, currency: str) -> Money:
    """The amount that the protocol means."""
    return (
        Money(from_minor_units(1, "JPY").amount * count, currency)
        if currency in _WHOLE
        else from_minor_units(count, currency)
    )


def _is_signed(header: str, body: bytes, secret: str) -> bool:
    """`t=…,v1=…`: HMAC-SHA256 over time and body, by any of the signatures, not older than the tolerance."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name.strip() == "t"]
    if len(times) != 1 or not times[0].isdigit() or abs(now().timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        return False
    wanted = hmac.new(secret.encode(), times[0].encode() + b"." + body, "sha256").hexdigest()
    given = [value for name, _, value in parts if name.strip() == "v1"]
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given)
