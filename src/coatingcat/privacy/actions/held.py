"""Links for people without an account whom data is held on (PIPL 45, 50)."""

import secrets
from uuid import UUID

from coatingcat.privacy.models import HeldLink
from coatingcat.privacy.queries.links import digest_of_token


def new_held_link(*, subject_id: UUID) -> tuple[UUID, str]:
    """A link to what is held about somebody: its row and its token, which stands nowhere but in the letter."""
    token = secrets.token_urlsafe(32)
    link = HeldLink.objects.create(subject_id=subject_id, token_digest=digest_of_token(token))
    return link.pk, token


def take_back_links(*, subject_id: UUID) -> int:
    """Make all links of a person worthless. Returns how many."""
    return HeldLink.objects.filter(subject_id=subject_id).delete()[0]
