"""Servers of a company and what they were told."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from coatingcat.outreach.models import WebhookAttempt, WebhookEndpoint, WebhookEvent

_SHOWN = 50


def endpoints_of(company_id: UUID) -> QuerySet[WebhookEndpoint]:
    """The servers of a company that are told; one query."""
    return WebhookEndpoint.objects.filter(company_id=company_id, ended_at=None).order_by("created_at", "id")


def endpoint_of(company_id: UUID, endpoint_id: UUID) -> WebhookEndpoint | None:
    return endpoints_of(company_id).filter(pk=endpoint_id).first()


def events_of(endpoint: WebhookEndpoint) -> QuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(endpoint=endpoint).order_by("-number")


def event_of(endpoint: WebhookEndpoint, event_id: UUID) -> WebhookEvent | None:
    return events_of(endpoint).filter(id=event_id).first()


def latest_events(endpoint: WebhookEndpoint) -> Sequence[tuple[WebhookEvent, WebhookAttempt | None]]:
    """The latest 50 events, each with its last try; two queries."""
    events = list(events_of(endpoint)[:_SHOWN])
    tries = WebhookAttempt.objects.filter(event__in=[event.id for event in events]).order_by("attempt")
    last = {one.event: one for one in tries}
    return [(event, last.get(event.id)) for event in events]
