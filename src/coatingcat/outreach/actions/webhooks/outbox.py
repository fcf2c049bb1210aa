"""What happened is written down for the servers that want to be told, in the very transaction in which it happens."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coatingcat.ground.jobs import later
from coatingcat.outreach.models import WebhookEndpoint, WebhookEvent
from coatingcat.outreach.words import WebhookState
from coatingcat.privacy.models import Subject
from coatingcat.trade.models import Assignment, Inquiry, Order
from coatingcat.trade.queries.scopes import was_placed


def note_order(*, order_id: UUID, type_: str, at: datetime) -> None:
    """For the buyer's company, and once the order is theirs to execute, for seller and agents. A query where nobody is
    told, besides the one that finds the order."""
    order = Order.objects.only("code", "buyer_id", "company_id", "seller_id", "state").get(pk=order_id)
    whose = Q(company_id=order.company_id) if order.company_id else Q(pk=None)
    if was_placed(order):
        whose |= Q(company__seller=order.seller_id) if order.seller_id else Q(pk=None)
        agents = Assignment.objects.filter(order_id=order_id, ended_at=None).values("agent_id")
        whose |= Q(company__agent__in=agents)
    _note(whose, subject_id=order.buyer_id, code=order.code, type_=type_, at=at)


def note_inquiry(*, inquiry_id: UUID, type_: str, at: datetime) -> None:
    """For the company that asked, the one that was asked, and the agents that follow it up."""
    inquiry = Inquiry.objects.only("code", "buyer_id", "company_id", "seller_id").get(pk=inquiry_id)
    whose = Q(company_id=inquiry.company_id) if inquiry.company_id else Q(pk=None)
    whose |= Q(company__seller=inquiry.seller_id) if inquiry.seller_id else Q(pk=None)
    agents = Assignment.objects.filter(inquiry_id=inquiry_id, ended_at=None).values("agent_id")
    whose |= Q(company__agent__in=agents)
    _note(whose, subject_id=inquiry.buyer_id, code=inquiry.code, type_=type_, at=at)


def note_test(*, endpoint: WebhookEndpoint, by: Subject, at: datetime) -> WebhookEvent:
    """An event that says nothing, for whoever sets a server up."""
    event = WebhookEvent.objects.create(endpoint=endpoint, subject=by, code="TEST", type="test", at=at, due_at=at)
    _ask_for([event])
    return event


def _note(whose: Q, *, subject_id: UUID, code: str, type_: str, at: datetime) -> None:
    standing = WebhookEndpoint.objects.filter(whose, ended_at=None, state=WebhookState.ACTIVE.name)
    wanted = [one for one in standing if not one.types or type_ in one.type_list]
    _ask_for(
        WebhookEvent.objects.bulk_create(
            WebhookEvent(endpoint=one, subject_id=subject_id, code=code, type=type_, at=at, due_at=at) for one in wanted
        )
    )


def _ask_for(events: Iterable[WebhookEvent]) -> None:
    for event in events:
        later("outreach.deliver_webhooks", endpoint_id=event.endpoint_id, code=event.code)
