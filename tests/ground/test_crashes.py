"""A failure is written down without the values of people, whatever the exception, its frames and the database say."""

import logging

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from coatingcat.ground import crashes, jobs
from coatingcat.ground.clock import frozen, now
from coatingcat.ground.crashes import forget_old_crashes, latest_crashes, note_crash
from coatingcat.ground.database_logs import SAFE, check_logs, leaking
from coatingcat.ground.faults import ValueFree
from coatingcat.ground.jobs import JobFailed
from coatingcat.ground.models import CrashRecord
from coatingcat.privacy.desk import alarms
from tests.members.people import person, signed_in

EMAIL, PHONE, NAME = "canary.lin@example.cn", "+8613912345678", "林金丝雀"
VALUES = (EMAIL, PHONE, NAME, "canary")


def raise_with_values() -> None:
    address, phone = EMAIL, {"mobile": PHONE}  # locals of the frame
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise ValueError(f"cannot write to {address}, call {phone}") from error


def raise_from_database() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [EMAIL])


def raise_with_a_note() -> None:
    error = RuntimeError(PHONE)
    error.add_note(f"while writing to {EMAIL}")
    raise error


RAISERS = [raise_with_values, raise_from_database, raise_with_a_note]


def everything_kept() -> str:
    """Every column of every record, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, '|') FROM ground_crashrecord c")
        return str(cursor.fetchone()[0])


def lines(caplog: pytest.LogCaptureFixture) -> str:
    """What the handlers of this program would write."""
    formatter = ValueFree("{asctime} {levelname} {name} {message}", style="{")
    return "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.clause("I.5-1")
@pytest.mark.django_db
@pytest.mark.parametrize("raiser", RAISERS)
def test_a_failure_with_values_in_it_leaves_none_in_record_log_or_page(raiser, monkeypatch, caplog):
    officer = person(EMAIL, roles="privacy_officer", nickname="")
    browser = signed_in(officer, Client(raise_request_exception=False))
    monkeypatch.setattr(alarms, "all_alarms", raiser)
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        answer = browser.get(f"/desk/alarms/?phone={PHONE}", headers={"referer": f"http://testserver/{EMAIL}"})
    assert answer.status_code == 500
    record = CrashRecord.objects.get()
    assert (record.count, record.at_work) == (1, "privacy:alarms")
    assert "privacy/desk/alarms.py" in record.places
    kept, page = everything_kept(), browser.get("/desk/crashes/").content.decode()
    assert record.exception in page
    for value in VALUES:
        assert value not in kept
        assert value not in lines(caplog)
        assert value not in answer.content.decode()
        assert value not in page


@pytest.mark.clause("I.5-1")
@pytest.mark.django_db
@pytest.mark.parametrize("raiser", RAISERS)
def test_a_job_that_fails_leaves_none_either(raiser, caplog, monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)  # the test's own transaction
    entry = jobs.Registered("test.fails", lambda **ids: raiser())
    with caplog.at_level(logging.DEBUG), pytest.raises(JobFailed) as told:
        jobs.perform(entry, {})
    assert CrashRecord.objects.get().at_work == "test.fails"
    for text in (everything_kept(), lines(caplog), str(told.value)):
        assert [value for value in VALUES if value in text] == []


@pytest.mark.django_db
def test_the_same_failure_is_counted_and_forgotten_half_a_year_after_it_came_last():
    for _ in range(3):
        try:
            raise_with_values()
        except ValueError as error:
            note_crash(error, at_work="test")
    assert [(row.count, row.exception) for row in latest_crashes()] == [(3, "builtins.ValueError")]
    with frozen(now() + crashes.KEPT - crashes.timedelta(hours=1)):
        assert forget_old_crashes() == 0
    with frozen(now() + crashes.KEPT + crashes.timedelta(hours=1)):
        assert forget_old_crashes() == 1


@pytest.mark.django_db
def test_a_record_that_cannot_be_written_hides_no_failure(monkeypatch, caplog):
    monkeypatch.setattr(crashes, "_COUNT", "INSERT INTO nowhere VALUES (1)")
    note_crash(ValueError(EMAIL), at_work="test")
    assert EMAIL not in lines(caplog)
    assert "could not be recorded" in lines(caplog)


@pytest.mark.parametrize("name", sorted(SAFE))
def test_a_setting_that_would_log_values_is_told(name):
    safe = {each: sorted(values)[0] for each, values in SAFE.items()}
    assert leaking(safe) == []
    assert leaking(safe | {name: "all"}) == [f"{name} = all"]


@pytest.mark.clause("I.5-1")
@pytest.mark.django_db
def test_the_server_we_run_on_logs_no_value():
    assert check_logs(databases=["default"]) == []
    with pytest.raises(DatabaseError):
        raise_from_database()
