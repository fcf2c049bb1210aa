"""What trade does by itself."""

from coatingcat.ground.jobs import periodic
from coatingcat.trade import actions


@periodic("trade.forget_guest_carts", cron="10 3 * * *")
def forget_guest_carts() -> None:
    """Delete guests' carts past their keeping time."""
    actions.forget_guest_carts()


@periodic("trade.forget_unfinished", cron="25 * * * *")
def forget_unfinished() -> None:
    """Delete checkouts that were never finished, and the consignees they named."""
    actions.forget_unfinished()
