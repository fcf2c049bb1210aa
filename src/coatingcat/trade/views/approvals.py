"""Orders that wait for approval in one's company, and the rules by which they do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions import approvals as verbs
from coatingcat.trade.actions import limits as rule_verbs
from coatingcat.trade.forms.approvals import DecisionForm, LimitForm, StepForm
from coatingcat.trade.queries.companies import Approval, approval_of, approvals_waiting, month_of, rules_page
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import Decision

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """The orders of one's company that wait; those one may decide oneself first."""
    position = position_of(member_of(request).pk)
    waiting = approvals_waiting(position) if position else []
    rows = sorted(waiting, key=lambda one: not one.may_decide)
    is_approver = may(position, CompanyRight.APPROVE)
    return render(request, "trade/approvals.html", {"rows": rows, "position": position, "is_approver": is_approver})


@member_required
@never_cache
@require_http_methods(_FORM)
@for_purpose(Purpose.ORDER_FULFILMENT)
def approval(request: HttpRequest, code: str) -> HttpResponse:
    """One order, what it costs, and yes or no."""
    member = member_of(request)
    found = approval_of(member.pk, code)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, found, form)
    try:
        if form.cleaned_data["decision"] == Decision.APPROVED.name:
            verbs.approve(order=found.order, by=member.pk, note=form.cleaned_data["note"])
            messages.success(request, gettext("Approved. Who ordered is told."))
        else:
            verbs.refuse(order=found.order, by=member.pk, note=form.cleaned_data["note"])
            messages.success(request, gettext("Refused. The order is cancelled, and who ordered reads your reason."))
    except NotAllowed:
        raise Refused(gettext("This step does not wait for you, or not any more. Nothing was changed."), 409) from None
    except ShareRefused as refusal:
        raise Refused(
            gettext("Its seller cannot be shown the order now: %(reason)s. Nothing was changed.")
            % {"reason": refusal.reason},
            409,
        ) from None
    return redirect("trade:approvals")


def _page(request: HttpRequest, found: Approval, form: DecisionForm) -> HttpResponse:
    context = {
        "approval": found,
        "order": found.order,
        "steps": found.steps,
        "form": form if found.may_decide else None,
        "is_buyer": found.order.buyer_id == found.position.member_id,
        "month": month_of(found.order),
        "gives_up_at": found.order.placed_at + verbs.EXPIRES,
    }
    return render(request, "trade/approval.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@require_http_methods(_FORM)
def limits(request: HttpRequest) -> HttpResponse:
    """Limits and the chain; an owner changes them, everybody of the company may know them."""
    position = _position(request)
    page = rules_page(position)
    form = LimitForm(request.POST if request.method == "POST" else None, people=page.people)
    if form.is_bound:
        _demand(position)
        if form.is_valid():
            cleaned = form.cleaned_data
            rule_verbs.set_limit(
                by=position,
                who=form.whose,
                per_order=cleaned["per_order"],
                per_month=cleaned["per_month"],
                currency=cleaned["currency"],
            )
            messages.success(request, gettext("The limit holds from the next order on."))
            return redirect("trade:limits")
    return _rules(request, position, limit_form=form, status=422 if form.is_bound else 200)


@member_required
@require_POST
def limit_removal(request: HttpRequest, limit_id: Any) -> HttpResponse:
    """Take a limit away."""
    position = _managing(request)
    if not rule_verbs.remove_limit(by=position, limit_id=limit_id):
        raise Http404
    return redirect("trade:limits")


@member_required
@never_cache
@require_POST
def steps(request: HttpRequest) -> HttpResponse:
    """Add a step to the chain."""
    position = _managing(request)
    form = StepForm(request.POST, people=rules_page(position).people)
    if not form.is_valid():
        return _rules(request, position, step_form=form, status=422)
    try:
        rule_verbs.add_step(
            by=position,
            from_amount=form.cleaned_data["from_amount"],
            currency=form.cleaned_data["currency"],
            role=form.role,
            approver=form.approver,
        )
    except NotAllowed:
        raise Refused(
            gettext("A chain has %(most)s steps at most. Take one away first.") % {"most": rule_verbs.MAX_STEPS}, 409
        ) from None
    messages.success(request, gettext("The step holds from the next order on; orders that wait already keep theirs."))
    return redirect("trade:limits")


@member_required
@require_POST
def step_removal(request: HttpRequest, step_id: Any) -> HttpResponse:
    """Take a step of the chain away."""
    position = _managing(request)
    if not rule_verbs.remove_step(by=position, step_id=step_id):
        raise Http404
    return redirect("trade:limits")


def _rules(request: HttpRequest, position: Position, *, status: int = 200, **forms: Any) -> HttpResponse:
    page = rules_page(position)
    context = {
        "page": page,
        "is_manager": may(position, CompanyRight.MANAGE),
        "limit_form": LimitForm(people=page.people),
        "step_form": StepForm(people=page.people),
        "approvers": sum(may(one, CompanyRight.APPROVE) for one in page.people),
        **forms,
    }
    faulty = next((form for form in forms.values() if form.errors), None)
    return render(request, "trade/limits.html", {**context, "faulty": faulty}, status=status)


def _position(request: HttpRequest) -> Position:
    position = position_of(member_of(request).pk)
    if position is None:
        raise Http404
    return position


def _managing(request: HttpRequest) -> Position:
    position = _position(request)
    _demand(position)
    return position


def _demand(position: Position) -> None:
    if not may(position, CompanyRight.MANAGE):
        raise Refused(gettext("Only an owner of the company can do this."))
