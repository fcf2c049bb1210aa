"""Who is on the staff."""

from coatingcat.members.models import Member


def staff() -> list[Member]:
    """Everybody with a role of the staff, in the order of their registration; one query."""
    return [member for member in Member.objects.exclude(roles="").order_by("registered_at", "pk") if member.role_set]
