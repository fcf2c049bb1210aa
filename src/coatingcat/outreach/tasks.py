"""What outreach does when it is asked by name."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.outreach import actions


@job("outreach.send_code")
def send_code(*, code_id: str) -> None:
    actions.send_code(code_id=UUID(code_id))


@job("outreach.confirm_order")
def confirm_order(*, order_id: str) -> None:
    """Both letters of an order in one job. One that fails does not keep the other back; each is written once."""
    try:
        actions.confirm_order(order_id=UUID(order_id))
    finally:
        actions.notify_consignee(order_id=UUID(order_id))


@job("outreach.order_confirmed")
def order_confirmed(*, order_id: str) -> None:
    actions.tell_order_confirmed(order_id=UUID(order_id))


@job("outreach.order_cancelled")
def order_cancelled(*, order_id: str) -> None:
    actions.tell_order_cancelled(order_id=UUID(order_id))


@job("outreach.deliver")
def deliver(*, dispatch_id: str) -> None:
    actions.deliver(dispatch_id=UUID(dispatch_id))


@job("outreach.tell")
def tell(*, letter: str, subject_id: str, path: str = "") -> None:
    """Tell a person something on the site and by letter."""
    actions.tell(letter=letter, subject_id=UUID(subject_id), path=path)


@periodic("outreach.forget_old_messages", cron="40 3 * * *")
def forget_old_messages() -> None:
    """Delete messages past their keeping time."""
    actions.forget_old_messages()
