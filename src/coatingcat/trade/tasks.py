"""What trade does by itself."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.trade import actions
from coatingcat.trade.actions import amending, approvals, deliveries, inquiries, quotes
from coatingcat.trade.actions.agencies import assign_by_rule
from coatingcat.trade.actions.counting import count_statistics
from coatingcat.trade.actions.online.paying import poll_open_payments
from coatingcat.trade.actions.reminding import remind_of_invoices
from coatingcat.trade.actions.sellers import end_closing_sellers


@periodic("trade.forget_guest_carts", cron="10 3 * * *")
def forget_guest_carts() -> None:
    """Delete guests' carts past their keeping time."""
    actions.forget_guest_carts()


@periodic("trade.forget_unfinished", cron="25 * * * *")
def forget_unfinished() -> None:
    """Delete checkouts that were never finished, and the consignees they named."""
    actions.forget_unfinished()


@periodic("trade.remind_of_inquiries", cron="*/10 * * * *")
def remind_of_inquiries() -> None:
    """Remind sellers of promised times that are half over or over; close what waits for nobody any more."""
    inquiries.remind_of_inquiries()


@periodic("trade.forget_unfinished_inquiries", cron="35 * * * *")
def forget_unfinished_inquiries() -> None:
    """Delete inquiries that were never sent, and the consignees they named."""
    inquiries.forget_unfinished_inquiries()


@periodic("trade.poll_payments", cron="*/10 * * * *")
def poll_payments() -> None:
    """Ask the provider after payments that are open."""
    poll_open_payments()


@periodic("trade.remind_invoices", cron="0 1 * * *")
def remind_invoices() -> None:
    """Remind buyers of invoices on the day they are due, and seven and fourteen days after (09:00 in Shanghai)."""
    remind_of_invoices()


@job("trade.assign_by_rule")
def give_by_rule(*, order_id: str = "", inquiry_id: str = "") -> None:
    """Give an order or inquiry to the agent whose rule it meets."""
    assign_by_rule(order_id=UUID(order_id) if order_id else None, inquiry_id=UUID(inquiry_id) if inquiry_id else None)


@periodic("trade.expire_quotes", cron="5 16 * * *")  # five past midnight in Shanghai
def expire_quotes() -> None:
    """End the quotes whose last day is over."""
    quotes.expire_quotes()


@periodic("trade.look_after_approvals", cron="40 * * * *")
def look_after_approvals() -> None:
    """Remind approvers of orders that wait, and give up those that nobody approved in a week."""
    approvals.look_after_approvals()


@periodic("trade.release_expired", cron="*/10 * * * *")
def release_expired() -> None:
    """Put packs back whose reservation is over."""
    actions.release_expired()


@periodic("trade.count_statistics", cron="40 2 * * *")
def count_statistics_nightly() -> None:
    """Work out the figures about sellers, and end those that were closing and have nothing open."""
    end_closing_sellers()
    count_statistics()


@periodic("trade.complete_delivered", cron="5 * * * *")
def complete_delivered() -> None:
    """Complete orders whose goods arrived a week ago without a word from the buyer."""
    deliveries.complete_delivered()


@periodic("trade.lapse_amendments", cron="15 * * * *")
def lapse_amendments() -> None:
    """End proposed changes that nobody answered in time."""
    amending.lapse_amendments()
