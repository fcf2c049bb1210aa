"""How members are called where others see it."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext

from coatingcat.members.models import Member


def public_names(subject_ids: Collection[UUID]) -> dict[UUID, str]:
    """What others see of these members, such as authors of comments; "former member" for everybody who has left. One query."""
    members = Member.objects.in_bulk(subject_ids)
    former = gettext("former member")
    return {one: members[one].public_name if one in members else former for one in subject_ids}
