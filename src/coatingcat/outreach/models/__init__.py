"""Nouns of outreach: messages on their way out, notices on the site, announcements to everybody, news."""

from coatingcat.outreach.models.announcements import Announcement, AnnouncementReading
from coatingcat.outreach.models.messages import Dispatch, Notice
from coatingcat.outreach.models.news import Campaign, NewsMessage, NewsStop

__all__ = ["Announcement", "AnnouncementReading", "Campaign", "Dispatch", "NewsMessage", "NewsStop", "Notice"]
