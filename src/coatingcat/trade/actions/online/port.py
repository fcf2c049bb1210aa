"""What a provider of payments is asked, whatever its protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from coatingcat.config import config
from coatingcat.ground.money import Money


@dataclass(frozen=True, slots=True)
class Session:
    """A payment at the provider: `state` is open, paid or expired; `intent` its key for refunds once it is paid."""

    id: str
    url: str
    state: str
    intent: str
    amount: Money
    key: str
    """Our key of the payment, as the provider gives it back."""

    def __repr__(self) -> str:
        return f"Session({self.state})"


@dataclass(frozen=True, slots=True)
class Event:
    """Something the provider says has happened, its signature verified. It may come twice, late, or out of order: so
    only `session` counts, and the provider is asked how that stands."""

    id: str
    session: str


class Provider(Protocol):
    """One provider. Every call may raise ProviderFailed; asked again with the same key, it does nothing twice."""

    @property
    def name(self) -> str: ...

    def create(self, *, key: UUID, money: Money, back_to: str, language: str) -> Session:
        """Begin a payment on the provider's page, from which the buyer is sent `back_to`."""
        ...

    def status(self, session: str) -> Session:
        """How a payment stands now."""
        ...

    def refund(self, *, key: UUID, intent: str, money: Money) -> str:
        """Pay back a part or all; returns the provider's key of it."""
        ...

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        """What a message says; None if its signature is wrong, too old, or it is about nothing of ours."""
        ...


def provider() -> Provider | None:
    """The provider this installation is set up with; None: people pay by transfer."""
    from coatingcat.trade.actions.online.checkout_sessions import CheckoutSessions

    knobs = config()
    if not knobs.payment_key:
        return None
    return CheckoutSessions(url=knobs.payment_url, key=knobs.payment_key, secret=knobs.payment_secret)
