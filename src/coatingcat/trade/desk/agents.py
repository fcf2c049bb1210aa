"""Who follows up for a counter, and by which rules things come to them (F.22)."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.ids import as_public_code
from coatingcat.privacy.access import subject_of
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.trade.access import Counter, at_counter
from coatingcat.trade.actions.agencies import add_rule, begin_agency, end_agency, end_rule, raise_rule
from coatingcat.trade.actions.assigning import end_assignment
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.desks import RuleForm
from coatingcat.trade.models import Agency, Assignment, AssignmentRule, Inquiry, Order
from coatingcat.trade.queries.agents import agencies_of, agents_free, facts_of, rules_of, tried, with_goods
from coatingcat.trade.queries.scopes import inquiries_at, orders_at
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import Thing


@require_http_methods(["GET", "HEAD", "POST"])
def agents(request: HttpRequest) -> HttpResponse:
    """Agents, the rules, and a new rule."""
    counter = _supervising(request)
    agencies = list(agencies_of(_seller_id(counter)))
    form = RuleForm(request.POST if request.method == "POST" else None, agencies=agencies)
    if form.is_valid():
        return _added(request, form, agencies)
    return _page(request, form, agencies, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, form: RuleForm, agencies: list[Agency]) -> HttpResponse:
    chosen = {**form.cleaned_data}
    agent = next(a.agent for a in agencies if str(a.agent_id) == chosen.pop("agent"))
    thing = chosen.pop("thing")
    try:
        add_rule(seller=at_counter(request).seller, agent=agent, thing=Thing[thing] if thing else None, **chosen)
    except NotAllowed:
        messages.error(request, gettext("The rule was not kept: there are too many, or this agent has just ended."))
    else:
        messages.success(request, gettext("The rule is kept, after those there are."))
    return _back(request)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Which rule would catch an order or inquiry, and why the others would not."""
    counter = _supervising(request)
    agencies = list(agencies_of(_seller_id(counter)))
    return _page(request, RuleForm(agencies=agencies), agencies, code=as_public_code(request.GET.get("code", "")[:40]))


def _page(
    request: HttpRequest, form: RuleForm, agencies: list[Agency], *, code: str = "", status: int = 200
) -> HttpResponse:
    counter = at_counter(request)
    rules = list(rules_of(_seller_id(counter)))
    asked = _asked(counter, code) if code else None
    context = {
        "agencies": [{"agency": one, "bound": _is_bound(one)} for one in agencies],
        "free": list(agents_free(_seller_id(counter))),
        "rules": rules,
        "form": form,
        "code": code,
        "asked": asked,
        "tried": tried(rules, facts_of(asked)) if asked else [],
    }
    return counter_page(request, "trade/desk_agents.html", context, status=status)


def _asked(counter: Counter, code: str) -> Order | Inquiry | None:
    """The order or inquiry of this number, if it is this counter's own."""
    mine = {"code": code, "seller": counter.seller}
    order = with_goods(orders_at(counter).filter(**mine)).first()
    return order or with_goods(inquiries_at(counter).filter(**mine)).first()


def _is_bound(agency: Agency) -> bool:
    known = recipient_of(agency.agent.recipient)
    return known is not None and known.is_bound()


@require_POST
def agencies(request: HttpRequest) -> HttpResponse:
    """An agent begins to follow up for this counter."""
    counter = _supervising(request)
    key = request.POST.get("agent", "")
    agent = next((one for one in agents_free(_seller_id(counter)) if str(one.pk) == key), None)
    if agent is None:
        messages.error(request, gettext("Choose an agent of the list."))
    else:
        begin_agency(agent=agent, seller=counter.seller)
        messages.success(request, gettext("It follows up for you from now on. It sees what you assign to it."))
    return _back(request)


@require_POST
def agency_ending(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """An agent ceases to, and sees nothing from this moment on."""
    counter = _supervising(request)
    agency = get_object_or_404(agencies_of(_seller_id(counter)), pk=agency_id)
    end_agency(agency=agency, by=subject_of(request))
    messages.success(request, gettext("It has ended. What was assigned to it is no longer there for it."))
    return _back(request)


@require_POST
def rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Move a rule up, or end it."""
    counter = _supervising(request)
    found: AssignmentRule = get_object_or_404(rules_of(_seller_id(counter)), pk=rule_id)
    if request.POST.get("do") == "raise":
        raise_rule(rule=found)
    elif request.POST.get("do") == "end":
        end_rule(rule=found)
        messages.success(request, gettext("The rule decides no longer. What came by it stays where it is."))
    return _back(request)


@require_POST
def assignment_ending(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """An agent follows up one thing no longer."""
    counter = _supervising(request)
    orders = Q(order__in=orders_at(counter).filter(seller=counter.seller))
    inquiries = Q(inquiry__in=inquiries_at(counter).filter(seller=counter.seller))
    found = get_object_or_404(Assignment.objects.filter(orders | inquiries, ended_at=None), pk=assignment_id)
    end_assignment(assignment=found, by=subject_of(request))
    messages.success(request, gettext("The agent no longer sees it."))
    return redirect(f"trade:{counter.prefix}_queue")


def _supervising(request: HttpRequest) -> Counter:
    """The counter, if others follow up for it. Raises Http404 for an agent."""
    counter = at_counter(request)
    if not counter.supervises:
        raise Http404
    return counter


def _seller_id(counter: Counter) -> UUID | None:
    return counter.seller.pk if counter.seller else None


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"trade:{at_counter(request).prefix}_agents")
