"""For whom an announcement is, and who writes them."""

from typing import Any

from coatingcat.outreach.words import Audience
from coatingcat.privacy.access import roles_of, signed_in_subject
from coatingcat.privacy.words import Role

WRITERS = (Role.PRIVACY_OFFICER, Role.SUPPORT)
"""Who writes announcements."""


def audiences_of(request: Any) -> frozenset[Audience]:
    """The audiences the reader belongs to; no query for a visitor without a session."""
    if signed_in_subject(request) is None:
        return frozenset({Audience.ALL})
    if roles_of(request):
        return frozenset(Audience)
    return frozenset({Audience.ALL, Audience.MEMBERS})
