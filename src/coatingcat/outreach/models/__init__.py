"""Nouns of outreach: messages on their way out, notices on the site, announcements to everybody."""

from coatingcat.outreach.models.announcements import Announcement, AnnouncementReading
from coatingcat.outreach.models.messages import Dispatch, Notice

__all__ = ["Announcement", "AnnouncementReading", "Dispatch", "Notice"]
