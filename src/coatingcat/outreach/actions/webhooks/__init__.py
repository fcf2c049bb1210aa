"""Webhooks: servers of companies are told what happened, in order, signed, until they say that they have it."""

from coatingcat.outreach.actions.webhooks.endpoints import (
    TooManyEndpoints,
    add_endpoint,
    change_endpoint,
    end_endpoint,
    rotate_secret,
    secret_of,
)
from coatingcat.outreach.actions.webhooks.outbox import note_inquiry, note_order, note_test
from coatingcat.outreach.actions.webhooks.telling import deliver, replay, resume_stalled

__all__ = [
    "TooManyEndpoints",
    "add_endpoint",
    "change_endpoint",
    "deliver",
    "end_endpoint",
    "note_inquiry",
    "note_order",
    "note_test",
    "replay",
    "resume_stalled",
    "rotate_secret",
    "secret_of",
]
