"""What approvers of a company decide on its orders, what reminds them, and what happens when they do not."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import ZONE, add_working_days, now
from coatingcat.ground.jobs import later
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.moving import move_order
from coatingcat.trade.actions.orders import cancel_order
from coatingcat.trade.actions.placed import hand_to_seller
from coatingcat.trade.actions.routing import tell_deciders
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.models import ApprovalTask, Order, OrderApproval
from coatingcat.trade.queries.companies import Approval, approval_of
from coatingcat.trade.refusals import NotAllowed, ReasonMissing
from coatingcat.trade.words import Decision, Side, State, Step, Why

EXPIRES = timedelta(days=7)
"""After which an order that nobody approved is given up, and the goods it held go back."""


@transaction.atomic
def approve(*, order: Order, by: UUID, note: Clear[str] | None = None) -> State:
    """Take the step an order waits for; after the last the order is placed. Gives where it stands now.

    Raises NotAllowed if it waits no more or not for this person; of two hands only the first succeeds.
    """
    found = _decide(order, by, Decision.APPROVED, note)
    following = next((task for task in found.order.tasks.all() if task.number > _number(found)), None)
    if following is not None:
        ApprovalTask.objects.filter(pk=following.pk).update(asked_at=now())
        tell_deciders(order, following, "approval_asked")
        return State.REQUESTED
    moment = now()
    move_order(order, State.PLACED, placed_at=moment)
    note_step(order=order, what=Step.APPROVED, side=Side.BUYER, by=by, at=moment)
    _tell_buyer(order, "approval_given")
    hand_to_seller(order)
    return State.PLACED


@transaction.atomic
def refuse(*, order: Order, by: UUID, note: Clear[str] | None) -> None:
    """Refuse an order, with a reason that its buyer reads; it is cancelled and its goods go back.

    Raises ReasonMissing, or NotAllowed as `approve` does.
    """
    if note is None:
        raise ReasonMissing
    _decide(order, by, Decision.REFUSED, note)
    cancel_order(order=order, by=by, why=Why.NOT_APPROVED)
    _tell_buyer(order, "approval_refused")


def _decide(order: Order, by: UUID, decision: Decision, note: Clear[str] | None) -> Approval:
    _hold(order)
    found = approval_of(by, order.code)
    task = found.task if found else None
    if found is None or task is None or not found.may_decide:
        raise NotAllowed
    if not ApprovalTask.objects.filter(pk=task.pk, is_open=True).update(is_open=False):
        raise NotAllowed
    said = OrderApproval(order=order, number=task.number, by_id=by, decision=decision.name)
    said.note = note
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError as error:  # of one order nobody takes two steps, in whatever two windows
        raise NotAllowed from error
    return found


def _hold(order: Order) -> None:
    """Steps of one order are taken one after the other, and none once it waits no more."""
    if not Order.objects.select_for_update().filter(pk=order.pk, state=State.REQUESTED.value).exists():
        raise NotAllowed


def _number(found: Approval) -> int:
    task = found.task
    assert task is not None
    return int(task.number)


def _tell_buyer(order: Order, letter: str) -> None:
    later("outreach.tell", letter=letter, subject_id=order.buyer_id, path=f"orders/{order.code}/approval/")


def look_after_approvals() -> tuple[int, int]:
    """Remind approvers after one working day, and give up what nobody approved in a week; how many of each."""
    waiting = ApprovalTask.objects.filter(is_open=True, order__state=State.REQUESTED.value).select_related("order")
    reminded = ended = 0
    seen: set[UUID] = set()
    for task in waiting.order_by("order", "number"):
        if task.order_id in seen:
            continue  # the steps after the one that is waited for
        seen.add(task.order_id)
        with transaction.atomic():
            if task.order.placed_at <= now() - EXPIRES:
                ended += _give_up(task.order)
            elif task.reminded_at is None and _is_slow(task.asked_at):
                reminded += _remind(task)
    return reminded, ended


def _is_slow(asked_at: datetime) -> bool:
    asked = asked_at.astimezone(ZONE)
    day = add_working_days(asked.date(), 1).date
    return datetime.combine(day, asked.timetz()) <= now()


def _remind(task: ApprovalTask) -> int:
    if not ApprovalTask.objects.filter(pk=task.pk, reminded_at=None, is_open=True).update(reminded_at=now()):
        return 0
    tell_deciders(task.order, task, "approval_reminder")
    return 1


def _give_up(order: Order) -> int:
    try:
        with transaction.atomic():
            _hold(order)
            cancel_order(order=order, by=order.buyer_id, why=Why.NOT_ANSWERED)
    except NotAllowed:
        return 0
    _tell_buyer(order, "approval_lapsed")
    return 1
