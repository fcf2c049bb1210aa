"""What lies between two versions of the policy: in words and in data (P.0, VII.1)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coatingcat.ground.access import anyone
from coatingcat.privacy.policy import Version, is_public, shipped
from coatingcat.privacy.policy.showing import changes_body, version_to_read
from coatingcat.privacy.policy.versions import effective_on, standings
from coatingcat.privacy.queries.policy import open_for_comments


@anyone
@require_safe
def version_changes(request: HttpRequest, number: str) -> HttpResponse:
    """A version against the one before it, or against any other that `since` names."""
    new = version_to_read(request, number)
    older = [v for v in shipped() if v.filed is not None and v.name != number and is_public(v.name)]
    old = _chosen(request, new, older)
    context: dict[str, Any] = {
        "number": number,
        "old": old,
        "others": older,
        "effective": effective_on(new),
        "standing": standings().get(number),
        "open": open_for_comments() == number,
    }
    context["body"] = changes_body(old.name, number, get_language() or "") if old else ""
    return render(request, "privacy/policy_changes.html", context)


def _chosen(request: HttpRequest, new: Version, others: list[Version]) -> Version | None:
    """The version to compare with. Raises Http404 for one that there is not."""
    wanted = request.GET.get("since")
    if wanted:
        found = next((version for version in others if version.name == wanted), None)
        if found is None:
            raise Http404
        return found
    order = [version.name for version in shipped()]
    return next((v for v in others if order.index(v.name) > order.index(new.name)), None)
