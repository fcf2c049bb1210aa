"""A refusal of staff is written down."""

from typing import Any

from django.http import HttpRequest

from coatingcat.privacy.models.denials import Denial
from coatingcat.privacy.refusals import Denied

PAGE = "PAGE"


def note_denial(request: HttpRequest, refused: Exception) -> None:
    """Write down that staff were refused a page or a value; nothing for anybody without a role, nothing of a value."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.role_set:
        return
    match = request.resolver_match
    Denial.objects.create(
        request=getattr(request, "reference", "")[:40],
        actor=user.pk,
        roles=" ".join(sorted(role.name.lower() for role in user.role_set)),
        page=match.view_name[:80] if match else "",
        label=refused.label if isinstance(refused, Denied) else "",
        question=refused.question.name if isinstance(refused, Denied) else PAGE,
    )
