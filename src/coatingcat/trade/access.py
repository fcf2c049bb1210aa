"""Who may see and do what in trade."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from coatingcat.ground import limits
from coatingcat.ground.access import Refused, access_rule
from coatingcat.members.access import may, signed_in_member, staff_required
from coatingcat.members.models import Company, Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight, CompanyRole
from coatingcat.privacy.access import signed_in_subject, to_sign_in
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.models import Agent, Order, Owner, Seller
from coatingcat.trade.rules import UNBOUND
from coatingcat.trade.words import CART_COOKIE, Side, State

_A_DAY = 24 * 3600
_ASKS_A_DAY, _WORDS_A_DAY = 40, 100
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def owner_of(request: Any) -> Owner:
    """Whose cart a request means. No session and no database is asked for a visitor who brings no cookie."""
    member = signed_in_member(request)
    return Owner(member.pk if member else None, request.COOKIES.get(CART_COOKIE) if request else None)


def may_act_on(subject_id: UUID, order: Order) -> bool:
    """Its buyer acts on an order, and whoever may place orders for its company; others of the company look on."""
    if order.buyer_id == subject_id:
        return True
    position = position_of(subject_id) if order.company_id else None
    return position is not None and position.company_id == order.company_id and may(position, CompanyRight.PLACE)


def sees_people(subject_id: UUID, order: Order) -> bool:
    """Whether somebody who may see an order is also told to whom it goes, what for and whose title the invoice bears: its
    buyer alone. No colleague needs it to approve, pay or follow up (docs/decisions/0029).

    The one rule of pages, papers and programs on the buyer's side.
    """
    return bool(order.buyer_id == subject_id)


def may_write_about(subject_id: UUID, order: Order) -> bool:
    """Who acts on an order writes about it, once its seller knows of it."""
    return State(order.state) is not State.REQUESTED and may_act_on(subject_id, order)


def may_cancel(subject_id: UUID, order: Order) -> bool:
    """They may take it back until it is confirmed."""
    return State(order.state) in UNBOUND and may_act_on(subject_id, order)


def may_ask_again(subject_id: UUID) -> bool:
    """Whether somebody may send one more inquiry today; counted with the question."""
    return limits.take("inquiries.send", subject_id.hex, rate=_ASKS_A_DAY, per_seconds=_A_DAY)


def may_write_again(subject_id: UUID) -> bool:
    """Likewise a message or a step of an inquiry."""
    return limits.take("inquiries.write", subject_id.hex, rate=_WORDS_A_DAY, per_seconds=_A_DAY)


@dataclass(frozen=True, slots=True)
class Counter:
    """Who executes trade, and for whom: the operator's order desk, the people of a seller, or those of an agent."""

    side: Side
    actor: Actor
    """As whom values are opened: people of a seller or agent see only what was handed to their company."""
    seller: Seller | None = None
    agent: Agent | None = None
    may_act: bool = True
    """Whether this person may change anything; a viewer of the company looks on."""

    @property
    def supervises(self) -> bool:
        """Whether others follow up for this counter: it assigns, and agents do not."""
        return self.side is not Side.AGENT

    @property
    def company(self) -> Company | None:
        """The company that stands at it; None for the operator."""
        party = self.seller or self.agent
        return party.company if party else None

    @property
    def prefix(self) -> str:
        """How the names of this counter's addresses begin: `desk_order`, `supply_order`."""
        return "desk" if self.side is Side.OPERATOR else "supply"


def operator_counter(view: View[P]) -> View[P]:
    """The counter of the operator's order desk, as `request.counter`, for staff who work at it."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.counter = Counter(Side.OPERATOR, Actor.of_request(request))  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return staff_required(Role.FULFILMENT)(inside)


def supply_counter(view: View[P]) -> View[P]:
    """The counter of a seller or agent, as `request.counter`, for its people. Raises Refused for everybody else."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        counter = counter_of(request)
        note_counter(request, counter)
        if counter is None:
            raise Refused(gettext("This page is for the people of companies that sell here, and of their agents."))
        request.counter = counter  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return access_rule("supply side")(inside)


def supply_acts(view: View[P]) -> View[P]:
    """Inside `supply_counter`: only for those who may change something. Raises Refused for who only looks on."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not at_counter(request).may_act:
            raise Refused(gettext("Your role in your company is to look on; ask its owner for another."))
        return view(request, *args, **kwargs)

    return inside


def at_counter(request: Any) -> Counter:
    """The counter a request stands at, for views behind the decorators above."""
    counter: Counter = request.counter
    return counter


def counter_actor(request: HttpRequest) -> Actor:
    """Who looks, for `privacy.reveal.reveals`."""
    return at_counter(request).actor


def counter_purpose(wanted: Purpose) -> Callable[[View[P]], View[P]]:
    """Decorate a view of a counter: the whole request acts for this purpose, as who stands at the counter."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            with purpose(wanted, actor=counter_actor(request)):
                return view(request, *args, **kwargs)

        return inside

    return decorate


MARK = "counter"
"""Key of the session: the side of the counter a person stands at, for the link on every page. It opens nothing."""


def note_counter(request: HttpRequest, counter: Counter | None) -> None:
    """Remember for the pages of this browser whether to show the way to a counter, so that they need not ask."""
    side = counter.side.name if counter else ""
    if request.session.get(MARK, "") != side:
        request.session[MARK] = side


def noted_side(request: Any) -> Side | None:
    """The side that was noted; no query."""
    member = signed_in_member(request)
    name = request.session.get(MARK, "") if member else ""
    return Side[name] if name in Side.__members__ else None


def counter_of(request: HttpRequest) -> Counter | None:
    """The counter of the company the signed-in person acts for; None if it neither sells here nor is an agent."""
    subject_id = signed_in_subject(request)
    return counter_for(subject_id, getattr(request, "reference", "")) if subject_id else None


def counter_for(subject_id: UUID, reference: str = "") -> Counter | None:
    """Likewise of any person. One query."""
    position = (
        Position.objects.select_related("company__seller", "company__agent")
        .filter(member_id=subject_id, ended_at=None)
        .filter(Q(company__seller__ended_at=None) | Q(company__agent__ended_at=None))
        .first()
    )
    if position is None:
        return None
    may_act = position.as_role is not CompanyRole.VIEWER
    seller: Seller | None = getattr(position.company, "seller", None)
    if seller is not None and seller.ended_at is None:
        actor = Actor(subject_id, frozenset({Role.SUPPLIER}), reference, recipient=seller.recipient)
        return Counter(Side.SELLER, actor, seller=seller, may_act=may_act)
    agent: Agent | None = getattr(position.company, "agent", None)
    if agent is not None and agent.ended_at is None:
        actor = Actor(subject_id, frozenset({Role.AGENT}), reference, recipient=agent.recipient)
        return Counter(Side.AGENT, actor, agent=agent, may_act=may_act)
    return None
