"""An agent begins and ceases to follow up an order (F.22)."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.models import Agency, Agent, Assignment, AssignmentRule, Order
from coatingcat.trade.refusals import NotAllowed


@transaction.atomic
def assign_order(*, order: Order, agent: Agent, by: UUID | None, rule: AssignmentRule | None = None) -> Assignment:
    """Let an agent follow up an order, once at a time; its people are told.

    Raises NotAllowed for an agent that does not act for the order's seller, ShareRefused if the agent may be handed
    nothing (no contract in force, say); nothing is written then.
    """
    _demand_agency(agent, order)
    made = Assignment(agent=agent, order=order, by_id=by, rule=rule)
    Assignment.objects.bulk_create([made], ignore_conflicts=True)
    found = Assignment.objects.get(agent=agent, order=order, ended_at=None)
    if found.pk != made.pk:
        return found
    admit_to_order(order=order, recipient=agent.recipient, by=by, about=made.pk)
    for member_id in people_of(agent):
        later("outreach.tell", letter="assigned", subject_id=member_id, path=f"supply/orders/{order.code}/")
    return made


def _demand_agency(agent: Agent, order: Order) -> None:
    """The agent follows up for this seller now; the row is held, so that an agency cannot end in between."""
    standing = Agency.objects.select_for_update(of=("self",)).filter(
        agent=agent, agent__ended_at=None, seller=order.seller_id, ended_at=None
    )
    if not standing:
        raise NotAllowed


def end_assignment(*, assignment: Assignment, by: UUID | None) -> bool:
    """The agent sees the order no longer, from this moment on. Whether it was this call that ended it."""
    return bool(Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=now(), ended_by_id=by))


def people_of(agent: Agent) -> list[UUID]:
    """Members who act for the agent's company."""
    acting = Position.objects.filter(company_id=agent.company_id, ended_at=None).order_by("since")
    return list(acting.values_list("member_id", flat=True))
