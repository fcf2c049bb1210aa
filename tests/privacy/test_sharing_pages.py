"""Recipients at the desk, packages to them, and what the public and the person read."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.privacy.actions import delivering, destroy_keys
from coatingcat.privacy.actions.delivering import NotDelivered, deliver, drop_packages_of
from coatingcat.privacy.models import Package, RecipientTerms, Share
from coatingcat.privacy.words import Role
from tests.members.people import force_in, full_member
from tests.privacy import sharing as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    roles = Role.PRIVACY_OFFICER.name
    member = full_member(email="officer@stage.example", mobile="+8613900139111", roles=roles)
    return force_in(Client(headers={"accept-language": "en"}), member)


TERMS = {
    "contact": "dpo@builder.example",
    "country": "CN",
    "contract": "B-2026-1",
    "starts_on": "2020-01-01",
    "ends_on": "2099-12-31",
    "path": "",
    "filing": "",
    "webhook": "",
}


@pytest.mark.clause("IV.1-3")
def test_the_extract_opens_with_the_recipients_key_alone_and_holds_its_pseudonyms(officer):
    """An officer enters contract and key, makes the extract, fetches the file and notes the receipt."""
    order = make.confirmed()
    key = pyrage.x25519.Identity.generate()
    kept = officer.post("/desk/recipients/builder/", TERMS | {"age_key": str(key.to_public())})
    assert kept.status_code == 302, kept.content.decode()
    assert officer.post("/desk/recipients/builder/extract/").status_code == 302
    share = Share.objects.get()
    fetched = officer.post(f"/desk/shares/{share.pk}/package/")
    assert fetched.status_code == 200
    assert fetched.content.startswith(b"age-encryption.org/v1")
    for value in (order.code, str(order.buyer_id), order.buyer_id.hex):
        assert value.encode() not in fetched.content
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(fetched.content, [pyrage.x25519.Identity.generate()])
    (record,) = json.loads(pyrage.decrypt(fetched.content, [key]))["records"]
    assert record["trade.Order.state"] == "confirmed"
    assert len(record["who"]) == 32
    assert {order.code, str(order.buyer_id), order.buyer_id.hex} & set(map(str, record.values())) == set()
    assert officer.post(f"/desk/shares/{share.pk}/receipt/").status_code == 302
    assert Package.objects.count() == 0
    assert [one.outcome for one in share.deliveries.all()] == ["FETCHED", "RECEIVED"]
    assert officer.post(f"/desk/shares/{share.pk}/package/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_key": "age1nothing"}, "age_key"),
        ({"ends_on": "2019-01-01"}, "ends_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"path": "CONTRACT", "country": "DE"}, "filing"),
        ({"path": "EXEMPT"}, "path"),
        ({"webhook": "http://somewhere.example/"}, "webhook"),
        ({"country": "XX"}, "country"),
    ],
)
def test_terms_that_contradict_themselves_are_refused(officer, changes, field):
    answer = officer.post("/desk/recipients/builder/", TERMS | {"age_key": ""} | changes)
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert RecipientTerms.objects.count() == 0


def test_another_carrier_gets_the_declared_fields_and_stands_on_the_list(officer):
    sent = TERMS | {"age_key": "", "key": "north", "name": "North Carrier"}
    assert officer.post("/desk/recipients/carrier/additions/", sent).status_code == 302
    page = Client(headers={"accept-language": "en"}).get("/privacy/recipients/").content.decode()
    assert "North Carrier" in page
    assert officer.post("/desk/recipients/carrier/additions/", sent).status_code == 422  # the name is taken
    assert officer.get("/desk/recipients/builder/additions/").status_code == 404  # there is one builder
    assert RecipientTerms.objects.count() == 1


@pytest.mark.parametrize("path", ["/desk/shares/", "/me/recipients/"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(officer, path):
    member = full_member(email="buyer@stage.example", mobile="+8613900139112")
    mine = force_in(Client(), member)
    make.contracted()
    counts = []
    for _ in range(3):
        make.handed(make.told(make.parcel(make.confirmed(member.pk))))
        (officer if "desk" in path else mine).get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert (officer if "desk" in path else mine).get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


# ---- to the recipient's server --------------------------------------------------------------------


class Server(HTTPServer):
    answers = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.answers)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    running = Server()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def posted(server):
    key = make.contracted(webhook=f"http://127.0.0.1:{server.server_port}/in")
    return key, make.handed(make.told(make.parcel()))


def test_a_package_is_sent_signed_once_and_then_gone(server):
    key, share = posted(server)
    for _ in range(2):
        deliver(share_id=share.pk)
    ((headers, body),) = server.got
    assert json.loads(pyrage.decrypt(body, [key]))["purpose"] == "ORDER_FULFILMENT"
    signature = bytes.fromhex(headers["X-CoatingCat-Signature"])
    Ed25519PublicKey.from_public_bytes(delivering.public_key()).verify(signature, body)
    assert [(one.outcome, one.status) for one in share.deliveries.all()] == [("RECEIVED", 200)]
    assert Package.objects.count() == 0


@pytest.mark.parametrize("answers", [500, 302, 404])
def test_a_server_that_does_not_take_it_is_asked_again(server, answers):
    server.answers = answers
    _, share = posted(server)
    with pytest.raises(NotDelivered):
        deliver(share_id=share.pk)
    assert [(one.outcome, one.status) for one in share.deliveries.all()] == [("FAILED", answers)]
    server.answers = 204
    deliver(share_id=share.pk)
    assert [one.outcome for one in share.deliveries.all()] == ["FAILED", "RECEIVED"]


def test_who_was_erased_since_keeps_the_package_here(server):
    _, share = posted(server)
    destroy_keys(subject_id=share.people.first().subject_id)
    deliver(share_id=share.pk)
    assert server.got == []
    assert [one.outcome for one in share.deliveries.all()] == ["DROPPED"]
    assert Package.objects.count() == 0


def test_an_erasure_drops_what_waits_for_the_person():
    make.contracted()
    share, other = (make.handed(make.told(make.parcel())) for _ in range(2))
    assert drop_packages_of(share.people.first().subject_id) == 1
    assert list(Package.objects.values_list("share_id", flat=True)) == [other.pk]
