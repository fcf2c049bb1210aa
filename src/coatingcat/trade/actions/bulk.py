"""One press of a button over many things of a queue, and taking it back (issue 4, E)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.trade.access import Counter
from coatingcat.trade.actions.assigning import assign, end_assignment
from coatingcat.trade.actions.orders import confirm_order
from coatingcat.trade.models import Agent, Aside, BulkAct, Inquiry, Order
from coatingcat.trade.models.deskwork import UNDO_FOR
from coatingcat.trade.queries.scopes import inquiries_at, own_orders_at
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import BulkVerb

MOST_THINGS = 100
"""Of one press: what a page shows, twice."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a press did. `refused`: codes it was not done to, each with the reason in short."""

    act: BulkAct | None
    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def assign_many(*, counter: Counter, codes: Sequence[str], agent: Agent, by: UUID) -> Done:
    """Let an agent follow up all of these things."""

    def one(thing: Order | Inquiry, act: BulkAct) -> bool:
        made = assign(thing=thing, agent=agent, by=by, act=act)
        return made.act_id == act.pk

    return _each(counter, BulkVerb.ASSIGN, codes, by, one)


def put_aside(*, counter: Counter, codes: Sequence[str], by: UUID) -> Done:
    """Take these things out of what waits at this counter."""

    def one(thing: Order | Inquiry, act: BulkAct) -> bool:
        which = {"order": thing} if isinstance(thing, Order) else {"inquiry": thing}
        made = Aside(act=act, seller=counter.seller, agent=counter.agent, **which)
        Aside.objects.bulk_create([made], ignore_conflicts=True)
        return Aside.objects.filter(act=act, **which).exists()

    return _each(counter, BulkVerb.ASIDE, codes, by, one)


def confirm_many(*, counter: Counter, codes: Sequence[str], by: UUID) -> Done:
    """Accept all of these orders; the buyers are told, so that this cannot be taken back."""

    def one(thing: Order | Inquiry, act: BulkAct) -> bool:
        if not isinstance(thing, Order):
            raise NotAllowed
        confirm_order(order=thing)
        return True

    return _each(counter, BulkVerb.CONFIRM, codes, by, one)


def _each(
    counter: Counter, verb: BulkVerb, codes: Iterable[str], by: UUID, one: Callable[[Order | Inquiry, BulkAct], bool]
) -> Done:
    """Each thing in a savepoint of its own: what is refused is told, and stops none of the others."""
    wanted = list(dict.fromkeys(codes))[:MOST_THINGS]
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    with transaction.atomic():
        act = BulkAct.objects.create(seller=counter.seller, agent=counter.agent, verb=verb.name, things=0, by_id=by)
        there = _there(counter, wanted)
        for code in wanted:
            if code not in there:
                refused.append((code, "absent"))
                continue
            try:
                with transaction.atomic():
                    if one(there[code], act):
                        done.append(code)
                    else:
                        refused.append((code, "already"))
            except NotAllowed:
                refused.append((code, "state"))
            except ShareRefused as refusal:
                refused.append((code, str(refusal.reason)))
        if not done:
            act.delete()
        else:
            BulkAct.objects.filter(pk=act.pk).update(things=len(done))
    return Done(act if done else None, tuple(done), tuple(refused))


def _there(counter: Counter, codes: Sequence[str]) -> dict[str, Order | Inquiry]:
    """Those of the things that are at this counter, by code."""
    orders = own_orders_at(counter).select_related("consignee").filter(code__in=codes)
    inquiries = inquiries_at(counter).select_related("consignee").prefetch_related("lines").filter(code__in=codes)
    return {**{order.code: order for order in orders}, **{inquiry.code: inquiry for inquiry in inquiries}}


@transaction.atomic
def undo(*, counter: Counter, act_id: UUID, by: UUID) -> bool:
    """Take a press back within ten minutes, once. False if it cannot be, or is another counter's; nothing changes then.

    What was assigned ends: what an agent's people saw in between stays in the access log.
    """
    verbs = [verb.name for verb in BulkVerb if verb.can_be_undone]
    mine = BulkAct.objects.filter(pk=act_id, seller=counter.seller, agent=counter.agent, verb__in=verbs)
    moment = now()
    if not mine.filter(undone_at=None, at__gt=moment - UNDO_FOR).update(undone_at=moment):
        return False
    Aside.objects.filter(act=act_id, ended_at=None).update(ended_at=moment)
    for assignment in BulkAct.objects.get(pk=act_id).assignments.filter(ended_at=None):
        end_assignment(assignment=assignment, by=by)
    return True
