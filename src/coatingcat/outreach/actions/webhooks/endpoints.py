"""Servers of a company that are told, and the secrets their messages are signed with."""

import base64
import hmac
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import F

from coatingcat.ground.clock import now
from coatingcat.members.models import Company
from coatingcat.outreach.models import WebhookEndpoint
from coatingcat.outreach.words import WebhookState
from coatingcat.privacy.keys import signing_key

MOST = 10


class TooManyEndpoints(Exception):
    """A company has at most `MOST` servers that are told; or this one is told already."""


def add_endpoint(*, company: Company, url: str, types: Collection[str]) -> WebhookEndpoint:
    """Tell a server from now on. Raises TooManyEndpoints."""
    try:
        with transaction.atomic():
            Company.objects.select_for_update().get(pk=company.pk)
            if WebhookEndpoint.objects.filter(company=company, ended_at=None).count() >= MOST:
                raise TooManyEndpoints
            return WebhookEndpoint.objects.create(company=company, url=url, types=" ".join(sorted(types)))
    except IntegrityError:
        raise TooManyEndpoints from None


def change_endpoint(*, endpoint: WebhookEndpoint, types: Collection[str], state: WebhookState) -> None:
    """Other types, paused, or on again. What happens while it is paused is not told afterwards; what waited when it was
    paused is given up, and can be replayed."""
    endpoint.types, endpoint.state = " ".join(sorted(types)), state.name
    if state is WebhookState.ACTIVE:
        endpoint.failing_since = None
    endpoint.save(update_fields=["types", "state", "failing_since"])


def rotate_secret(*, endpoint: WebhookEndpoint) -> None:
    """A new secret; for a day messages carry the signatures of both."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(generation=F("generation") + 1, rotated_at=now())
    endpoint.refresh_from_db()


def end_endpoint(*, endpoint: WebhookEndpoint) -> None:
    """A server is told no longer."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk, ended_at=None).update(ended_at=now())


def secret_of(endpoint: WebhookEndpoint, *, before: bool = False) -> str:
    """`whsec_` and 32 bytes in base64; with `before` the one that was replaced.

    Derived from a key beside the database, and stored nowhere: a copy of the database signs nothing.
    """
    generation = endpoint.generation - before
    raw = hmac.digest(signing_key("webhooks"), endpoint.pk.bytes + generation.to_bytes(4, "big"), "sha256")
    return "whsec_" + base64.b64encode(raw).decode()


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """`v1,…`: HMAC-SHA-256 over id, time and body (Standard Webhooks 1.0)."""
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(raw, f"{event_id}.{timestamp}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()
