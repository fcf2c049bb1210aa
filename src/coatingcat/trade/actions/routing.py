"""Whether an order goes to its seller at once or is approved in its own company first.

For placing: `steps = approval_steps(position, amount)`, write the order in the state REQUESTED if there are any, then
`settle(order, steps)`.
"""

from collections.abc import Sequence
from uuid import UUID

from coatingcat.ground.jobs import later
from coatingcat.ground.money import Money
from coatingcat.members.access import may
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRight
from coatingcat.trade.actions.placed import hand_to_seller
from coatingcat.trade.models import ApprovalStep, ApprovalTask, Order
from coatingcat.trade.queries.companies import deciders_of, limits_of, spent_this_month
from coatingcat.trade.refusals import RightMissing
from coatingcat.trade.rules.limits import Step, steps_needed


def settle(order: Order, steps: Sequence[Step]) -> None:
    """What follows from a written order: it is asked for in its company, or goes to its seller."""
    if steps:
        ask_approval(order=order, steps=steps)
    else:
        hand_to_seller(order)


def approval_steps(position: Position | None, amount: Money | None) -> tuple[Step, ...]:
    """Which approvals an order of this amount needs, None while a price is to be quoted; none: it may go at once.

    The buyer's position is held until the end of the transaction: two orders at once cannot both be the last that fits
    into a month. Raises RightMissing if the role places no orders.
    """
    if position is None:
        return ()
    if not may(position, CompanyRight.PLACE):
        raise RightMissing(CompanyRight.PLACE)
    Position.objects.select_for_update().get(pk=position.pk)
    limits, chain = limits_of(position), ApprovalStep.objects.filter(company_id=position.company_id)
    is_monthly = any(limit.per_month is not None for limit in limits)
    spent = spent_this_month(position.member_id, position.company_id) if is_monthly else []
    return steps_needed(
        limits=[limit.as_limit for limit in limits],
        chain=[step.as_rung for step in chain],
        amount=amount,
        spent=spent,
    )


def ask_approval(*, order: Order, steps: Sequence[Step]) -> None:
    """Write the steps an order has to take and tell who takes the first; in the transaction that wrote the order."""
    tasks = [
        ApprovalTask(
            order=order,
            number=number,
            role=step.role.name,
            approver_id=UUID(step.approver) if step.approver else None,
            asked_at=order.placed_at,
        )
        for number, step in enumerate(steps, start=1)
    ]
    ApprovalTask.objects.bulk_create(tasks)
    tell_deciders(order, tasks[0], "approval_asked")


def tell_deciders(order: Order, task: ApprovalTask, letter: str) -> None:
    """Tell everybody who could take this step of an order."""
    for subject_id in deciders_of(order, task):
        later("outreach.tell", letter=letter, subject_id=subject_id, path=f"orders/{order.code}/approval/")
