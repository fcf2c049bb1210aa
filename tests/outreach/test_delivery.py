"""Messages that leave: by a mail server, by an SMS gateway, or refused with a name."""

import logging
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from coatingcat.config import put
from coatingcat.ground.clock import frozen, now
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.words import Channel
from coatingcat.outreach import actions
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.models import Opening
from coatingcat.privacy.sealed import Clear

pytestmark = pytest.mark.django_db


class Server(socketserver.ThreadingTCPServer):
    """A mail server of a few words, on a port of its own."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.answer = "250 ok"
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                mail = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    mail += part
                self.server.mails.append(mail.decode())
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say(self.server.answer if verb == b"RCPT" else "250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def production() -> Iterator[None]:
    put(COATINGCAT_MODE="production", COATINGCAT_SECRET_KEY="a key for tests alone", COATINGCAT_SMTP_URL="")
    yield
    put(COATINGCAT_MODE="test", COATINGCAT_SECRET_KEY="", COATINGCAT_SMTP_URL="")


@pytest.fixture
def server(production: None) -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        put(COATINGCAT_SMTP_URL=f"smtp://127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()
        thread.join()


def letter(channel: Channel = Channel.EMAIL, about: UUID | None = None, **values: object) -> Dispatch:
    address = "a@b.example" if channel is Channel.EMAIL else "+8613800138000"
    actions.write(
        letter="sign_in_code",
        subject_id=new_subject("member").pk,
        channel=channel,
        address=Clear(address),
        language="en",
        about=about or new_id(),
        context={"code": "918273", "minutes": 15},
    )
    return Dispatch.objects.latest("created_at")


def states() -> list[tuple[str, str]]:
    return list(Dispatch.objects.values_list("state", "failure"))


def test_a_mail_goes_once_under_its_own_id(server):
    dispatch = letter()
    for _ in range(2):
        actions.deliver(dispatch_id=dispatch.pk)
    (mail,) = server.mails
    assert "To: a@b.example" in mail
    assert "Subject: Your code for CoatingCat: 918273" in mail
    assert f"Message-ID: <{dispatch.pk}@localhost>" in mail
    assert states() == [("sent", "")]


def test_an_address_that_is_refused_for_good_is_given_up(server, caplog):
    server.answer = "550 no such box"
    dispatch = letter()
    with caplog.at_level(logging.ERROR):
        actions.deliver(dispatch_id=dispatch.pk)
    assert states() == [("failed", "the server refused the address")]
    assert "a@b.example" not in caplog.text
    assert str(dispatch.pk) in caplog.text


def test_an_address_that_is_refused_for_now_is_tried_again(server):
    server.answer = "450 later"
    dispatch = letter()
    with pytest.raises(Exception, match="450"):
        actions.deliver(dispatch_id=dispatch.pk)
    assert states() == [("queued", "")]
    server.answer = "250 ok"
    actions.deliver(dispatch_id=dispatch.pk)
    assert states() == [("sent", "")]


def test_without_a_mail_server_nothing_pretends_to_go(production):
    actions.deliver(dispatch_id=letter().pk)
    assert states() == [("failed", "no mail server is configured")]


def test_without_a_gateway_no_text_message_pretends_to_go(production):
    actions.deliver(dispatch_id=letter(Channel.SMS).pk)
    assert states() == [("failed", "no SMS gateway is configured")]


def test_a_gateway_gets_number_and_text_and_nothing_else(production):
    sent = []

    class Gateway:
        def send(self, *, number: str, text: str, reference: str) -> None:
            sent.append((number, text, reference))

    actions.use_gateway(Gateway())
    try:
        dispatch = letter(Channel.SMS)
        actions.deliver(dispatch_id=dispatch.pk)
    finally:
        actions.use_gateway(None)
    ((number, text, reference),) = sent
    assert (number, reference) == ("+8613800138000", str(dispatch.pk))
    assert text.startswith("Your code for CoatingCat: 918273")
    assert states() == [("sent", "")]


def test_what_was_erased_meanwhile_does_not_go(server):
    dispatch = letter()
    destroy_keys(subject_id=dispatch.subject_id)
    actions.deliver(dispatch_id=dispatch.pk)
    assert (server.mails, states()) == ([], [("failed", "its words have been erased")])


def test_a_sending_is_written_down(server):
    actions.deliver(dispatch_id=letter().pk)
    assert set(Opening.objects.values_list("request", "label", "count")) == {
        ("outreach.deliver", f"outreach.Dispatch.{field}", 1) for field in ("address", "title", "body")
    }


def test_asked_twice_about_the_same_row_one_message_waits():
    about = new_id()
    letter(about=about)
    letter(about=about)
    assert Dispatch.objects.count() == 1
    assert run_jobs_now() == 1


def test_messages_go_after_ninety_days():
    letter()
    with frozen(now() + timedelta(days=89)):
        assert actions.forget_old_messages() == 0
    with frozen(now() + timedelta(days=91)):
        assert actions.forget_old_messages() == 1
    assert Dispatch.objects.count() == 0
