"""Events go to a server one after the other for each order, again and again for three days, then they are given up.

A worker takes an event by a lease, sends it outside any transaction, and writes down what came of it. A worker killed
in between leaves a lease that ends: the event goes once more under the same id, and says which try it is.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.ground.outbound import post
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.outreach.actions.webhooks.endpoints import secret_of, signature
from coatingcat.outreach.models import WebhookAttempt, WebhookEndpoint, WebhookEvent
from coatingcat.outreach.words import Telling, WebhookState
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.words import keeping

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""Between the tries, as Standard Webhooks advises: ten tries in about three days."""
LEASE = timedelta(seconds=90)
DISABLE_AFTER = timedelta(days=5)
"""How long nothing gets through before a server is told no longer, and its owners are told that."""
_GONE = 410

# The oldest event of a code alone may go: the one behind it waits until that one was taken or given up.
_CLAIM = """
UPDATE outreach_webhookevent SET tries = tries + 1, leased_until = %(until)s
WHERE number = (SELECT number FROM outreach_webhookevent
                WHERE endpoint_id = %(endpoint)s AND code = %(code)s AND telling = 'WAITING'
                ORDER BY number LIMIT 1)
AND telling = 'WAITING' AND due_at <= %(now)s AND (leased_until IS NULL OR leased_until <= %(now)s)
RETURNING number
"""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came of a try."""

    at: datetime
    status: int
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def deliver(*, endpoint_id: UUID, code: str) -> int:
    """Tell a server what waits about one order, in order, as far as it takes it. Returns how many it took."""
    taken = 0
    while (event := _claimed(endpoint_id, code)) is not None:
        sent = _send(event)
        if not _settled(event, sent):
            break
        taken += sent.is_taken
    return taken


def replay(*, event: WebhookEvent) -> None:
    """Tell once more what was told or given up, under the same id; how often it was tried counts on."""
    with transaction.atomic():
        changed = WebhookEvent.objects.filter(pk=event.pk).exclude(telling=Telling.WAITING.name)
        if changed.update(telling=Telling.WAITING.name, due_at=now(), leased_until=None):
            later("outreach.deliver_webhooks", endpoint_id=event.endpoint_id, code=event.code)


def resume_stalled() -> int:
    """Ask again for what a killed worker left behind. Returns for how many orders."""
    stalled = WebhookEvent.objects.filter(
        telling=Telling.WAITING.name, due_at__lte=now() - LEASE, endpoint__state=WebhookState.ACTIVE.name
    )
    pairs = list(stalled.order_by().values_list("endpoint_id", "code").distinct()[:500])
    for endpoint_id, code in pairs:
        later("outreach.deliver_webhooks", endpoint_id=endpoint_id, code=code)
    return len(pairs)


@transaction.atomic
def forget_old_events() -> int:
    """Delete events and what was answered to them after 30 days. Returns how many rows."""
    allow_deleting()
    end = now() - keeping.WEBHOOK.for_
    attempts, _ = WebhookAttempt.objects.filter(at__lt=end).delete()
    events, _ = WebhookEvent.objects.filter(at__lt=end).delete()
    return attempts + events


def _claimed(endpoint_id: UUID, code: str) -> WebhookEvent | None:
    """The next event, leased; None if there is none, it is not due, or another worker has it."""
    moment = now()
    with connection.cursor() as cursor:
        values: dict[str, UUID | str | datetime] = {
            "endpoint": endpoint_id,
            "code": code,
            "now": moment,
            "until": moment + LEASE,
        }
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    if row is None:
        return None
    event = WebhookEvent.objects.select_related("endpoint").get(pk=row[0])
    endpoint: WebhookEndpoint = event.endpoint
    if endpoint.ended_at is None and endpoint.as_state is WebhookState.ACTIVE:
        return event
    WebhookEvent.objects.filter(pk=event.pk).update(
        telling=Telling.GIVEN_UP.name, leased_until=None, tries=F("tries") - 1
    )
    return _claimed(endpoint_id, code)


def _send(event: WebhookEvent) -> _Sent:
    endpoint: WebhookEndpoint = event.endpoint
    body, moment, began = payload(event), now(), time.monotonic()
    stamp, name = int(moment.timestamp()), f"evt_{event.id.hex}"
    secrets = [secret_of(endpoint), *([secret_of(endpoint, before=True)] if endpoint.has_two_secrets else [])]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "CoatingCat-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signature(secret, name, stamp, body) for secret in secrets),
        "webhook-attempt": str(event.tries),
    }
    status = post(endpoint.url, body, headers)
    return _Sent(moment, status, int((time.monotonic() - began) * 1000))


def payload(event: WebhookEvent) -> bytes:
    """Type, time and code: what the code stands for is read by the API, by whoever may."""
    body = {"type": event.type, "timestamp": event.at.isoformat(), "data": {"code": event.code}}
    return json.dumps(body, separators=(",", ":")).encode()


@transaction.atomic
def _settled(event: WebhookEvent, sent: _Sent) -> bool:
    """Write down what came of it; whether the next event may go."""
    WebhookAttempt.objects.bulk_create(
        [
            WebhookAttempt(
                event=event.id, attempt=event.tries, at=sent.at, status=sent.status, milliseconds=sent.milliseconds
            )
        ],
        ignore_conflicts=True,
    )
    mine = WebhookEvent.objects.filter(pk=event.pk, tries=event.tries, telling=Telling.WAITING.name)
    if sent.is_taken:
        WebhookEndpoint.objects.filter(pk=event.endpoint_id).exclude(failing_since=None).update(failing_since=None)
        return bool(mine.update(telling=Telling.DELIVERED.name, leased_until=None))
    _note_failure(event.endpoint, sent)
    if event.tries > len(PAUSES):
        return bool(mine.update(telling=Telling.GIVEN_UP.name, leased_until=None))
    due = now() + PAUSES[event.tries - 1]
    mine.update(due_at=due, leased_until=None)
    later("outreach.deliver_webhooks", at=due, endpoint_id=event.endpoint_id, code=event.code)
    return False


def _note_failure(endpoint: WebhookEndpoint, sent: _Sent) -> None:
    """Since when nothing got through; a server that fails too long, or says that it is gone, is told no longer."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=sent.at)
    endpoint.refresh_from_db()
    is_over = endpoint.failing_since is not None and sent.at - endpoint.failing_since >= DISABLE_AFTER
    if not is_over and sent.status != _GONE:
        return
    active = WebhookEndpoint.objects.filter(pk=endpoint.pk, state=WebhookState.ACTIVE.name)
    if active.update(state=WebhookState.DISABLED.name):
        owners = Position.objects.filter(company_id=endpoint.company_id, ended_at=None, role=CompanyRole.OWNER.name)
        for member_id in owners.values_list("member_id", flat=True):
            path = f"me/company/webhooks/{endpoint.pk}/"
            later("outreach.tell", letter="webhook_disabled", subject_id=member_id, path=path)
