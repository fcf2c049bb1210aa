"""Nouns of outreach: messages on their way out, notices on the site, announcements to everybody, news; webhooks."""

from coatingcat.outreach.models.announcements import Announcement, AnnouncementReading
from coatingcat.outreach.models.messages import Dispatch, Notice
from coatingcat.outreach.models.news import Campaign, NewsMessage, NewsStop
from coatingcat.outreach.models.webhooks import WebhookAttempt, WebhookEndpoint, WebhookEvent

__all__ = [
    "Announcement",
    "AnnouncementReading",
    "Campaign",
    "Dispatch",
    "NewsMessage",
    "NewsStop",
    "Notice",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookEvent",
]
