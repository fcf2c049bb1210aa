"""What `make chaos` counts: orders, stock, letters and webhooks against what buyers were promised."""

import time
from collections import Counter

from django.db import connection, connections

from bench.killing import Run
from bench.sinks import Hook, Mailbox
from coatingcat.outreach.models import Dispatch, WebhookEvent
from coatingcat.outreach.words import State as Sent
from coatingcat.trade.models import Order, OrderLine, Stock

ONHAND = 100_000
"""Packs of each offer at the beginning."""
SETTLE_SECONDS = 180


def differences(run: Run, mails: Mailbox, hooks: Hook) -> dict[str, int]:
    """What should be nothing, after everything has settled."""
    codes = Counter(Order.objects.values_list("code", flat=True))
    keys = Counter(str(key) for key in Order.objects.values_list("idempotency_key", flat=True))
    ordered = Counter[int]()
    for offer_id, packs in OrderLine.objects.values_list("offer_id", "quantity"):
        ordered[offer_id] += packs
    stocks = Stock.objects.all()
    letters = Counter(Dispatch.objects.filter(template="order_placed").values_list("dedupe", flat=True))
    sent = {f"<{pk}@" for pk in Dispatch.objects.filter(state=Sent.SENT.value).values_list("pk", flat=True)}
    came = {message.partition("@")[0] + "@" for message in mails.came}
    return {
        "promised orders that are lost": len(set(run.promised.values()) - set(codes)),
        "orders nobody was promised": len(set(keys) - set(run.promised)),
        "submissions that made two orders": sum(count > 1 for count in keys.values()),
        "offers whose stock and orders differ": sum(
            stock.onhand != ONHAND or stock.allocated != ordered[stock.pk] for stock in stocks
        ),
        "orders without their letter": Order.objects.count() - sum("order_placed" in text for text in letters),
        "letters written twice": sum(count > 1 for count in letters.values()),
        "letters that say they were sent and did not come": len(sent - came),
        "letters that came and are not known": len(came - sent),
        **_differing_webhooks(hooks),
        "letters still waiting": Dispatch.objects.filter(state=Sent.QUEUED.value).count(),
        "jobs left behind": _jobs("todo", "doing", "failed"),
    }


def _differing_webhooks(hooks: Hook) -> dict[str, int]:
    events = {
        f"evt_{one.hex}": (kind, code) for one, kind, code in WebhookEvent.objects.values_list("id", "type", "code")
    }
    told = Counter(events.values())
    placed = {code for kind, code in told if kind == "order.placed"}
    return {
        "orders no webhook tells of": Order.objects.exclude(code__in=placed).count(),
        "webhooks that tell of one thing twice": sum(count > 1 for count in told.values()),
        "webhooks that did not come": len(set(events) - set(hooks.came)),
        "webhooks that came and are not known": len(set(hooks.came) - set(events)),
        "webhooks that came again with another body": sum(len(set(bodies)) > 1 for bodies in hooks.came.values()),
    }


def _jobs(*states: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status::text = ANY(%s) AND task_name LIKE 'outreach.%%'",
            [list(states)],
        )
        return int(cursor.fetchone()[0])


def settled(run: Run, mails: Mailbox, hooks: Hook) -> dict[str, int]:
    """The differences once the worker has done what it had to, or when patience is over."""
    until = time.monotonic() + SETTLE_SECONDS
    while True:
        connections.close_all()
        found = differences(run, mails, hooks)
        if not any(found.values()) or time.monotonic() > until:
            return found
        time.sleep(2)


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
