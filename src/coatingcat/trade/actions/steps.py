"""What happens to an order is written down as a step, in the transaction in which it happens."""

from datetime import datetime
from uuid import UUID

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.events import OrderStepped
from coatingcat.trade.models import Order, OrderStep
from coatingcat.trade.words import Side, Step


def note_step(
    *,
    order: Order,
    what: Step,
    side: Side | None = None,
    by: UUID | None = None,
    at: datetime | None = None,
    about: UUID | None = None,
    note: Clear[str] | None = None,
) -> OrderStep:
    """Add to the timeline that both sides read. `side` None: it happened by itself, as time passed.

    A note is read by both sides.
    """
    step = OrderStep.objects.create(
        order=order,
        what=what.name,
        side=side.name if side else "",
        by_id=by,
        at=at or now(),
        about=about,
        note=note,
    )
    emit(OrderStepped(order.pk, step.what, step.at))
    return step
