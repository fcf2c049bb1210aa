"""Buyers are reminded of invoices that are open: on the day they are due, and seven and fourteen days after."""

from datetime import date, timedelta

from coatingcat.ground.clock import today
from coatingcat.ground.jobs import later
from coatingcat.trade.models import Order
from coatingcat.trade.queries.billing import standings
from coatingcat.trade.words import REMIND_AFTER_DAYS, Bill

_STEP = 200


def remind_of_invoices(*, on: date | None = None) -> int:
    """Tell the buyers; how many invoices that were. Each letter goes once for each invoice, whenever this runs.

    A day that was missed is made up for by the next run within that step's week.
    """
    day, told = on or today(), 0
    oldest = day - timedelta(days=REMIND_AFTER_DAYS[-1] + 7)
    keys = Order.objects.filter(invoices__kind=Bill.INVOICE.value, invoices__due_on__range=(oldest, day))
    ids = list(keys.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(ids), _STEP):
        orders = {order.pk: order for order in Order.objects.filter(pk__in=ids[start : start + _STEP])}
        for key, standing in standings(orders.values(), on=day).items():
            for one in standing.invoices:
                past = _step(day, one.invoice.due_on)
                if one.open.amount > 0 and past is not None:
                    path = f"orders/{orders[key].code}/invoices/{one.invoice.number}/"
                    later(
                        "outreach.tell",
                        letter=f"invoice_due_{past}",
                        subject_id=orders[key].buyer_id,
                        path=path,
                    )
                    told += 1
    return told


def _step(day: date, due_on: date | None) -> int | None:
    """The latest step that is reached, in days past the due date; None before the first and a week after the last."""
    past = (day - due_on).days if due_on else -1
    if past >= REMIND_AFTER_DAYS[-1] + 7:
        return None
    return max((step for step in REMIND_AFTER_DAYS if step <= past), default=None)
