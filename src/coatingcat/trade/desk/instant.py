"""The rules by which a seller, or the operator, gives prices at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.access import Refused
from coatingcat.trade.access import at_counter
from coatingcat.trade.actions.quotes import change_policy
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.instant import PolicyForm, segment_options
from coatingcat.trade.models import InstantPolicy
from coatingcat.trade.words import Side

_SHOWN = 200


def _own(request: HttpRequest) -> Any:
    """Of the counter's own seller; an agent sets no rules for whom it represents."""
    counter = at_counter(request)
    if counter.side is Side.AGENT:
        raise Refused(gettext("The rules for prices at once are set by the supplier itself."))
    return InstantPolicy.objects.filter(seller=counter.seller)


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """All rules of this counter."""
    return counter_page(request, "trade/desk_policies.html", {"rows": _own(request)[:_SHOWN]})


@require_http_methods(["GET", "HEAD", "POST"])
def new_policy(request: HttpRequest) -> HttpResponse:
    """Make a rule."""
    _own(request)
    return _edited(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """Change a rule, or switch it off."""
    found = _own(request).filter(pk=policy_id).first()
    if found is None:
        raise Http404
    return _edited(request, found)


def _edited(request: HttpRequest, found: InstantPolicy | None) -> HttpResponse:
    counter = at_counter(request)
    posted = request.POST if request.method == "POST" else None
    form = PolicyForm(posted, makers=_makers(request), segments=segment_options(), initial=_initial(found))
    if not form.is_valid():
        context = {"form": form, "policy": found}
        return counter_page(request, "trade/desk_policy.html", context, 422 if form.is_bound else 200)
    change_policy(seller=counter.seller, values=form.cleaned_data, policy=found)
    messages.success(request, gettext("The rule is kept. Quotes that were given stay as they are."))
    return redirect(f"trade:{counter.prefix}_policies")


def _initial(found: InstantPolicy | None) -> dict[str, Any]:
    if found is None:
        return {"is_on": True}
    values = {name: getattr(found, name) for name in PolicyForm.base_fields}
    return {**values, "products": " ".join(found.products), "countries": " ".join(found.countries)}


def _makers(request: HttpRequest) -> list[tuple[str, str]]:
    """Whose products this seller sells; the operator sells everybody's."""
    seller = at_counter(request).seller
    makers = (
        Maker.objects.filter(sellers__seller=seller) if seller else Maker.objects.filter(products__offers__seller=None)
    )
    return list(makers.distinct().order_by("name").values_list("code", "name")[:_SHOWN])
