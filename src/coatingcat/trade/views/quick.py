"""Many lines at once: the quick order, and an earlier order again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.members.access import anyone, member_of, member_required, signed_in_member
from coatingcat.members.queries.companies import company_of
from coatingcat.trade.access import owner_of
from coatingcat.trade.actions.ordering import Put, order_again, order_quickly
from coatingcat.trade.forms import why_unfit
from coatingcat.trade.forms.quick import QuickForm
from coatingcat.trade.models import Owner
from coatingcat.trade.queries.execution import order_in_sight
from coatingcat.trade.views.carts import keep_cookie, with_cart
from coatingcat.trade.words import MAX_LINES


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_cart
def quick(request: HttpRequest) -> HttpResponse:
    """Lines into the cart as they were pasted: what is right goes in, what is wrong stays, each with its reason."""
    if request.method != "POST":
        return render(request, "trade/quick.html", {"form": QuickForm()})
    form = QuickForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "trade/quick.html", {"form": form}, status=422)
    member, owner = signed_in_member(request), owner_of(request)
    report = order_quickly(
        owner=owner, lines=form.cleaned_data["wanted"], company=company_of(member.pk) if member else None
    )
    if report.is_whole:
        messages.success(request, taken(report))
        response: HttpResponse = redirect("trade:cart")
    else:
        response = _report(request, report)
    if report.token is not None:
        keep_cookie(response, report.token)
    return response


def _report(request: HttpRequest, report: Put) -> HttpResponse:
    """What was taken and what was not; the lines that were not stand in the box, to be put right."""
    left = [line.typed for line in report.wrong] + [line.typed for line, _ in report.unfit if line] + report.gone
    unfit = [{"line": line, "why": why_unfit(one)} for line, one in report.unfit]
    context = {
        "form": QuickForm(initial={"lines": "\n".join(left)}),
        "report": report,
        "unfit": unfit,
        "taken": taken(report) if report.accepted else "",
        "most": MAX_LINES,
    }
    return render(request, "trade/quick.html", context, status=200 if report.accepted else 422)


def taken(report: Put) -> str:
    """How many lines are in the cart now."""
    count = len(report.accepted)
    return ngettext("%(count)s line is in your cart now.", "%(count)s lines are in your cart now.", count) % {
        "count": count
    }


def tell(request: HttpRequest, report: Put) -> None:
    """Say on the next page what became of lines that were put together."""
    if report.accepted:
        messages.success(request, taken(report))
    for _, one in report.unfit:
        messages.warning(request, why_unfit(one))
    for name in report.gone:
        messages.warning(request, gettext("%(name)s is no longer offered and was left out.") % {"name": name})


@member_required
@require_POST
def reorder(request: HttpRequest, code: str) -> HttpResponse:
    """The lines of an earlier order into the cart, at today's prices."""
    by = member_of(request).pk
    order = order_in_sight(by, code)
    if order is None:
        raise Http404
    tell(request, order_again(owner=Owner(by), order=order))
    return redirect("trade:cart")
