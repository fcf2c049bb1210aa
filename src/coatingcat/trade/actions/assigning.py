"""An agent begins and ceases to follow up an order or an inquiry (F.22)."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.privacy.actions.disclosure import admit
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.actions.inquiries.sending import inquiry_records
from coatingcat.trade.actions.parties import let_read_earlier
from coatingcat.trade.models import Agency, Agent, Assignment, AssignmentRule, BulkAct, Inquiry, Order
from coatingcat.trade.refusals import NotAllowed


@transaction.atomic
def assign(
    *,
    thing: Order | Inquiry,
    agent: Agent,
    by: UUID | None,
    rule: AssignmentRule | None = None,
    act: BulkAct | None = None,
) -> Assignment:
    """Let an agent follow up an order or inquiry, once at a time; its people are told.

    Raises NotAllowed for an agent that does not act for the seller, ShareRefused if the agent may be handed nothing
    (no contract in force, say); nothing is written then.
    """
    _demand_agency(agent, thing)
    which = {"order": thing} if isinstance(thing, Order) else {"inquiry": thing}
    made = Assignment(agent=agent, by_id=by, rule=rule, act=act, **which)
    Assignment.objects.bulk_create([made], ignore_conflicts=True)
    found: Assignment = Assignment.objects.get(agent=agent, ended_at=None, **which)
    if found.pk != made.pk:
        return found
    _admit(thing, agent.recipient, by, made.pk)
    noun = "orders" if isinstance(thing, Order) else "inquiries"
    for member_id in people_of(agent):
        later("outreach.tell", letter="assigned", subject_id=member_id, path=f"supply/{noun}/{thing.code}/")
    return made


def _admit(thing: Order | Inquiry, recipient: str, by: UUID | None, about: UUID) -> None:
    """The ledger says what its people may see from now on: of an inquiry exactly what the buyer chose to tell."""
    if isinstance(thing, Order):
        admit_to_order(order=thing, recipient=recipient, by=by, about=about)
        let_read_earlier(order=thing, recipient=recipient, by=by)
    else:
        admit(recipient=recipient, purpose=Purpose.INQUIRIES, records=inquiry_records(thing), by=by, about=about)


def _demand_agency(agent: Agent, thing: Order | Inquiry) -> None:
    """The agent follows up for this seller now; the row is held, so that an agency cannot end in between."""
    standing = Agency.objects.select_for_update(of=("self",)).filter(
        agent=agent, agent__ended_at=None, seller=thing.seller_id, ended_at=None
    )
    if not standing:
        raise NotAllowed


def end_assignment(*, assignment: Assignment, by: UUID | None) -> bool:
    """The agent sees it no longer, from this moment on. Whether it was this call that ended it."""
    return bool(Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=now(), ended_by_id=by))


def people_of(agent: Agent) -> list[UUID]:
    """Members who act for the agent's company."""
    acting = Position.objects.filter(company_id=agent.company_id, ended_at=None).order_by("since")
    return list(acting.values_list("member_id", flat=True))
