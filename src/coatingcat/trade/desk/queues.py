"""What waits at a counter: due first, filtered, many at once, taken back, and kept under a name."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.clock import now
from coatingcat.privacy.access import subject_of
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.access import Counter, at_counter
from coatingcat.trade.actions.bulk import Done, assign_many, confirm_many, put_aside, undo
from coatingcat.trade.actions.views import remove_view, save_view
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.desks import BulkForm, QueueFilter, ViewForm, named
from coatingcat.trade.models import Agency, BulkAct, SavedView
from coatingcat.trade.models.deskwork import UNDO_FOR
from coatingcat.trade.queries.agents import agencies_of
from coatingcat.trade.queries.queues import queue_at
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.queues import Urgency
from coatingcat.trade.words import BulkVerb


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, due first."""
    return _page(request)


def _page(request: HttpRequest, bulk: BulkForm | None = None, view: ViewForm | None = None) -> HttpResponse:
    counter = at_counter(request)
    agencies = _agencies(counter)
    chosen = QueueFilter(request.GET, agencies=agencies)
    found = queue_at(counter, chosen.wanted())
    shown = [row.key for row in found.rows]
    refused = bulk or view
    context = {
        "rows": found.rows,
        "filter": chosen,
        "chips": _chips(request, found.counts),
        "bulk": bulk or BulkForm(agencies=agencies, shown=shown),
        "view": view or ViewForm(initial={"query": request.GET.urlencode()}),
        "form": refused,
        "views": _views(request),
        "acts": _latest(counter),
        "overdue": Urgency.OVERDUE,
        "today": Urgency.TODAY,
        **chosen.neighbours(found.number, has_more=found.has_more),
    }
    return counter_page(request, "trade/desk_queue.html", context, status=422 if refused else 200)


@require_POST
def acts(request: HttpRequest) -> HttpResponse:
    """Do something to many things."""
    counter = at_counter(request)
    agencies = _agencies(counter)
    form = BulkForm(request.POST, agencies=agencies, shown=[])
    if not form.is_valid():
        return _page(request, bulk=form)
    verb, by = BulkVerb[form.cleaned_data["verb"]], subject_of(request)
    codes = [thing.partition(":")[2] for thing in form.cleaned_data["thing"]]
    if verb is BulkVerb.ASSIGN:
        agent = next(a.agent for a in agencies if str(a.agent_id) == form.cleaned_data["agent"])
        done = assign_many(counter=counter, codes=codes, agent=agent, by=by)
    elif verb is BulkVerb.ASIDE:
        done = put_aside(counter=counter, codes=codes, by=by)
    else:
        done = confirm_many(counter=counter, codes=codes, by=by)
    _tell(request, verb, done)
    return _back(request)


@require_POST
def undoing(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Take back what was done a moment ago."""
    if undo(counter=at_counter(request), act_id=act_id, by=subject_of(request)):
        messages.success(request, gettext("Taken back."))
    else:
        messages.error(request, gettext("This cannot be taken back any more."))
    return _back(request)


@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Keep the view shown under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, view=form)
    query = Clear(form.cleaned_data["query"] or "work=")
    try:
        save_view(by=subject_of(request), name=form.cleaned_data["name"], query=query)
    except NotAllowed:
        messages.error(request, gettext("You keep as many views as one can keep; remove one first."))
    else:
        messages.success(request, gettext("The view is kept."))
    return _back(request)


@require_POST
def view_removal(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Keep a view no longer."""
    if not remove_view(by=subject_of(request), view_id=view_id):
        raise Http404
    messages.success(request, gettext("The view is removed."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"trade:{at_counter(request).prefix}_queue")


def _agencies(counter: Counter) -> list[Agency]:
    """Who may be given something here; an agent gives nothing on."""
    return list(agencies_of(counter.seller.pk if counter.seller else None)) if counter.supervises else []


def _views(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own views, by name."""
    by = subject_of(request)
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(by, frozenset({Role.SUBJECT}), "trade.views")):
        return [
            {"id": view.pk, "name": view.name.open(), "query": view.query.open()}
            for view in SavedView.objects.filter(member=by)
        ]


def _latest(counter: Counter) -> list[BulkAct]:
    """What was done here in the last ten minutes."""
    mine = BulkAct.objects.filter(seller=counter.seller, agent=counter.agent, undone_at=None)
    return list(mine.filter(at__gt=now() - UNDO_FOR)[:5])


def _chips(request: HttpRequest, counts: dict[Any, int]) -> list[dict[str, Any]]:
    """The sorts of work with how much of each, as links that keep the rest of the filter."""
    chosen, language = request.GET.get("work", ""), get_language()
    kept = {name: value for name, value in request.GET.items() if name not in {"work", "page"}}
    sorts = [("", gettext("All"), sum(counts.values()))]
    sorts += [(work.name, work.value.in_language(language), count) for work, count in counts.items()]
    return [
        {"name": name, "count": count, "url": f"?{urlencode({**kept, 'work': work})}", "on": work == chosen}
        for work, name, count in sorts
    ]


def _tell(request: HttpRequest, verb: BulkVerb, done: Done) -> None:
    if done.done:
        count = len(done.done)
        said = ngettext("%(verb)s: %(count)s thing done.", "%(verb)s: %(count)s things done.", count)
        messages.success(request, said % {"verb": dict(named(BulkVerb))[verb.name], "count": count})
    reasons = {
        "absent": gettext("it is not at this counter"),
        "already": gettext("it was so already"),
        "state": gettext("its state does not allow it"),
    }
    for code, why in done.refused[:20]:
        said = gettext("%(code)s was left as it is: %(why)s.")
        messages.error(request, said % {"code": code, "why": reasons.get(why, why)})
    if len(done.refused) > 20:
        messages.error(request, gettext("%(count)s more were left as they are.") % {"count": len(done.refused) - 20})
