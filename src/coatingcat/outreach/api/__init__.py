"""Webhooks for programs."""

from coatingcat.outreach.api.webhooks import webhooks

NOUNS = (webhooks,)
