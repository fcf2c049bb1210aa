from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from coatingcat.privacy.actions import publish_head, seal_chain
from coatingcat.privacy.models import Consent, Head, Link, Opening
from coatingcat.privacy.queries import EMPTY_CHAIN, verify_chain

pytestmark = pytest.mark.django_db


def openings(count):
    return Opening.objects.bulk_create(
        Opening(request=f"r{i}", roles="support", purpose="ACCOUNT", label="x.Y.z", pseudonym=b"p" * 16, count=1)
        for i in range(count)
    )


def forge(statement):
    """What a thief with the database's own password does: he drops the guards first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("privacy_opening", "privacy_link", "privacy_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_an_empty_log_verifies():
    report = verify_chain()
    assert (report.links, report.head, report.faults) == (0, EMPTY_CHAIN, ())


def test_every_opening_is_chained_once_in_order():
    openings(3)
    assert (seal_chain(), seal_chain()) == (3, 0)
    openings(2)
    assert seal_chain() == 2
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    report = verify_chain()
    assert (report.links, report.unchained, report.faults) == (5, 0, ())


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE privacy_opening SET actor = gen_random_uuid() WHERE request = 'r1'", "Link 2 does not match"),
        ("UPDATE privacy_opening SET count = 2 WHERE request = 'r0'", "Link 1 does not match"),
        ("DELETE FROM privacy_link WHERE seq = 2", "Link 2 is missing"),
        ("DELETE FROM privacy_link WHERE seq = 3", "The chain is shorter than on"),
        ("UPDATE privacy_link SET digest = decode(repeat('00', 32), 'hex') WHERE seq = 3", "Link 3 does not match"),
    ],
)
def test_what_was_changed_removed_or_cut_off_is_told(statement, told):
    openings(3)
    publish_head()
    forge(statement)
    faults = verify_chain().faults
    assert any(told in fault for fault in faults), faults


def test_a_head_is_published_once_a_day():
    openings(1)
    first = publish_head()
    openings(1)
    assert publish_head() == first
    assert Head.objects.count() == 1


@pytest.mark.parametrize("table", ["privacy_opening", "privacy_link", "privacy_head", "privacy_consent"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {}={}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_was_written(table, verb, consented):
    openings(1)
    publish_head()
    column = {"privacy_link": "digest", "privacy_head": "digest", "privacy_consent": "words"}.get(table, "roles")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no pending foreign keys
        cursor.execute(verb.format(table, column, column))
    assert (Opening.objects.count(), Link.objects.count(), Consent.objects.count()) == (1, 1, 1)


@pytest.fixture
def consented():
    from coatingcat.privacy.actions import new_subject, record_consent
    from coatingcat.privacy.words import Act, Purpose

    return record_consent(
        subject_id=new_subject("member").id,
        purpose=Purpose.PRODUCT_NEWS,
        act=Act.GIVEN,
        words="…",
        policy_version="1",
    )


def test_the_command_verifies_and_fails_aloud():
    openings(2)
    out = StringIO()
    call_command("openings", "verify", stdout=out)
    assert out.getvalue().startswith("2 links, head ")
    forge("UPDATE privacy_opening SET label = 'other' WHERE request = 'r0'")
    with pytest.raises(CommandError, match="Link 1 does not match"):
        call_command("openings", "verify", stdout=StringIO())
