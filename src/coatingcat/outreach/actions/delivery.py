"""How a message leaves the house: by SMTP, by an SMS gateway, or not at all in a demonstration, where it lies in the tray."""

import logging
import smtplib
from datetime import datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.members.words import Channel
from coatingcat.outreach.actions.tokens import stop_link
from coatingcat.outreach.models import Dispatch
from coatingcat.outreach.queries import purpose_of
from coatingcat.outreach.queries.news import is_stopped, message_of
from coatingcat.outreach.words import NEWS, Failure, State
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.words import Purpose, Question, keeping

_log = logging.getLogger(__name__)
_SMTP_SECONDS = 20
_PERMANENT = 500


class Gateway(Protocol):
    """What a gateway for text messages can do. `number` is E.164. Raises Undeliverable where trying again is no use."""

    def send(self, *, number: str, text: str, reference: str) -> None: ...


class Undeliverable(Exception):
    """A message that cannot go, however often it is tried."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.value)


_gateway: Gateway | None = None


def use_gateway(gateway: Gateway | None) -> None:
    """Send text messages by this gateway from now on. Its operator has to be a declared recipient before."""
    global _gateway
    _gateway = gateway


_WAITING = Composed(
    lambda: Dispatch.objects.select_for_update().filter(pk=Given("id"), state=State.QUEUED.value).order_by()
)


def deliver(*, dispatch_id: UUID) -> None:
    """Send a message that waits; nothing for one that has gone or failed.

    Held locked meanwhile, so two workers send it once. A worker killed between the server's yes and our note of it
    sends it again, under the same Message-ID. What a server refuses for now is raised, and the job tries again.
    """
    with transaction.atomic():
        dispatch = _WAITING.first(id=dispatch_id)
        if dispatch is None:
            return
        try:
            _send(dispatch)
        except Undeliverable as refusal:
            _note(dispatch, State.FAILED, failure=refusal.failure)
            _log.error("Dispatch %s was not sent: %s.", dispatch.pk, refusal.failure.value)
        else:
            _note(dispatch, State.SENT, at=now())


def _note(dispatch: Dispatch, state: State, *, at: datetime | None = None, failure: Failure | None = None) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=state.value, sent_at=at, failure=failure.value if failure else ""
    )


def _send(dispatch: Dispatch) -> None:
    if dispatch.template == NEWS:
        _demand_that_it_is_wanted(dispatch)
    if config().mode != "production" and not config().smtp_url:
        return  # it stays in the tray
    with purpose_of(dispatch.template, dispatch.subject_id, "outreach.deliver"):
        try:
            address, title, body = dispatch.address.open(), dispatch.title.open(), dispatch.body.open()
        except Denied:
            raise Undeliverable(Failure.ERASED) from None
    if Channel(dispatch.channel) is Channel.EMAIL:
        _send_mail(dispatch.pk, address, title, body, headers=_stop_headers(dispatch))
    else:
        _send_text(dispatch.pk, address, f"{title} {body}".strip())


def _demand_that_it_is_wanted(dispatch: Dispatch) -> None:
    """News goes only to who wants it at this very moment: the gate asks for the consent, whatever the list said (V.4-2)."""
    with purpose(Purpose.PRODUCT_NEWS, actor=Actor.system("outreach.deliver")):
        try:
            dispatch.address.open()
        except Denied as refusal:
            over = refusal.question in {Question.ERASED, Question.RETENTION}
            raise Undeliverable(Failure.ERASED if over else Failure.UNWANTED) from None
    if is_stopped(dispatch.subject_id, dispatch.channel):
        raise Undeliverable(Failure.UNWANTED)


def _stop_headers(dispatch: Dispatch) -> dict[str, str]:
    """What mail programs make an unsubscribe button of (RFC 2369, RFC 8058); nothing for what is no news."""
    message = message_of(dispatch.pk) if dispatch.template == NEWS else None
    if message is None:
        return {}
    return {"List-Unsubscribe": f"<{stop_link(message.pk)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _send_mail(dispatch_id: UUID, address: str, title: str, body: str, *, headers: dict[str, str]) -> None:
    server = urlsplit(config().smtp_url)
    if not server.hostname:
        raise Undeliverable(Failure.NO_MAIL_SERVER)
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.hostname,
        port=server.port or (465 if server.scheme == "smtps" else 25),
        username=unquote(server.username or ""),
        password=unquote(server.password or ""),
        use_ssl=server.scheme == "smtps",
        use_tls=server.scheme == "smtp" and bool(server.username),  # no password goes over the wire in clear
        timeout=_SMTP_SECONDS,
    )
    message_id = f"<{dispatch_id}@{urlsplit(config().public_url).hostname}>"
    mail = EmailMessage(
        title, body, config().mail_from, [address], connection=connection, headers={"Message-ID": message_id, **headers}
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= _PERMANENT for code, _ in refusal.recipients.values()):
            raise Undeliverable(Failure.REFUSED) from None
        raise


def _send_text(dispatch_id: UUID, number: str, text: str) -> None:
    if _gateway is None:
        raise Undeliverable(Failure.NO_SMS_GATEWAY)
    _gateway.send(number=number, text=text, reference=str(dispatch_id))


def forget_old_messages() -> int:
    """Delete the messages past their keeping time (III.2a). Returns how many."""
    return Dispatch.objects.filter(created_at__lt=now() - keeping.MESSAGE.for_).delete()[0]
