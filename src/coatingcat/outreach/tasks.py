"""What outreach does when it is asked by name."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.outreach import actions
from coatingcat.outreach.actions import ending, incidents, news, policy, webhooks


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


@job("outreach.notify_sample_consignee")
def notify_sample_consignee(*, inquiry_id: str) -> None:
    actions.notify_sample_consignee(inquiry_id=UUID(inquiry_id))


@job("outreach.order_confirmed")
def order_confirmed(*, order_id: str) -> None:
    actions.tell_order_confirmed(order_id=UUID(order_id))


@job("outreach.order_cancelled")
def order_cancelled(*, order_id: str) -> None:
    actions.tell_order_cancelled(order_id=UUID(order_id))


@job("outreach.deliver")
def deliver(*, dispatch_id: str) -> None:
    actions.deliver(dispatch_id=UUID(dispatch_id))


@job("outreach.held_link")
def held_link(*, subject_id: str) -> None:
    actions.send_held_link(subject_id=UUID(subject_id))


@job("outreach.tell")
def tell(*, letter: str, subject_id: str, path: str = "") -> None:
    """Tell a person something on the site and by letter."""
    actions.tell(letter=letter, subject_id=UUID(subject_id), path=path)


@job("outreach.tell_everybody")
def tell_everybody(*, letter: str, path: str = "", after: str = "") -> None:
    """Tell every member something on the site and by letter, step by step."""
    actions.tell_everybody(letter=letter, path="" if path == "-" else path, after=UUID(after) if after else None)


@job("outreach.policy_comment")
def policy_comment(*, version: str) -> None:
    policy.announce_comments(version=version)


@job("outreach.policy_shown")
def policy_shown(*, version: str) -> None:
    policy.announce_shown(version=version)


@job("outreach.policy_in_force")
def policy_in_force(*, version: str) -> None:
    policy.announce_in_force(version=version)


@job("outreach.policy_taken_back")
def policy_taken_back(*, version: str) -> None:
    policy.withdraw_what_was_announced(version=version)


@job("outreach.announce_end")
def announce_end(*, ending_id: str) -> None:
    ending.announce_end(ending_id=UUID(ending_id))


@job("outreach.take_back_end")
def take_back_end(*, ending_id: str) -> None:
    ending.take_back_end(ending_id=UUID(ending_id))


@job("outreach.tell_guardian")
def tell_guardian(*, letter: str, row_id: str) -> None:
    """Write to a guardian, with the link that opens the guardian's page."""
    actions.tell_guardian(letter=letter, row_id=UUID(row_id))


@job("outreach.count_news")
def count_news(*, campaign_id: str) -> None:
    news.count_news(campaign_id=UUID(campaign_id))


@job("outreach.send_news")
def send_news(*, campaign_id: str, after: str) -> None:
    """Write to the next people who said yes to news."""
    news.send_step(campaign_id=UUID(campaign_id), after=UUID(after))


@periodic("outreach.forget_old_messages", cron="40 3 * * *")
def forget_old_messages() -> None:
    """Delete messages past their keeping time."""
    actions.forget_old_messages()


@job("outreach.announce_incident")
def announce_incident(*, incident_id: str) -> None:
    """Announce an incident to everybody."""
    incidents.announce_incident(incident_id=UUID(incident_id))


@job("outreach.deliver_webhooks")
def deliver_webhooks(*, endpoint_id: str, code: str) -> None:
    """Tell a server of a company what waits about one order or inquiry."""
    webhooks.deliver(endpoint_id=UUID(endpoint_id), code=code)


@periodic("outreach.resume_webhooks", cron="*/5 * * * *")
def resume_webhooks() -> None:
    """Tell what a killed worker left behind."""
    webhooks.resume_stalled()
