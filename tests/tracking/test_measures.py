"""Five measures of the site, and nobody in them (II.3, II.4)."""

import sqlite3
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground import clock
from coatingcat.ground.clock import frozen, now, today
from coatingcat.tracking import store
from coatingcat.tracking.queries import figures
from coatingcat.tracking.rules import counts, median_class, source_of, time_class
from coatingcat.tracking.words import BOUNDS_MS, KEPT_DAYS, SLOWER, Measure, Source
from tests.members.people import ADDRESS, DETAILS, MOBILE, PASSWORD, force_in, full_member

PROMISED = {
    "frequency of use",
    "crash data",
    "general usage",
    "performance data",
    "source of application program",
}
"""The classes of II.3, in its words."""


@pytest.mark.parametrize(
    ("referrer", "agent", "source"),
    [
        ("", "", Source.DIRECT),
        ("https://www.baidu.com/s?wd=epoxy", "", Source.SEARCH),
        ("https://cn.bing.com/search?q=x", "", Source.SEARCH),
        ("https://example.org/page", "", Source.OTHER),
        ("https://example.org/page", "Mozilla MicroMessenger/8.0", Source.WECHAT),
        ("http://shop.example/products/", "", None),
        ("http://[broken", "", Source.DIRECT),
    ],
)
def test_a_visit_comes_from_a_sort_of_place(referrer: str, agent: str, source: Source | None):
    assert source_of(referrer, agent, "shop.example:8000") == source


@pytest.mark.parametrize(
    ("milliseconds", "name"),
    [(0.2, "≤ 10 ms"), (10, "≤ 10 ms"), (10.1, "≤ 25 ms"), (2500, "≤ 2500 ms"), (2501, SLOWER)],
)
def test_a_time_has_a_class(milliseconds: float, name: str):
    assert time_class(milliseconds) == name


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=50))
def test_the_median_class_is_that_of_the_median(times: list[float]):
    by_class: dict[str, int] = {}
    for one in times:
        by_class[time_class(one)] = by_class.get(time_class(one), 0) + 1
    assert median_class(by_class) == time_class(sorted(times)[(len(times) - 1) // 2])
    assert median_class({}) == ""


@pytest.mark.clause("II.3")
@given(
    view=st.sampled_from(["", "catalog:product", "members:data"]),
    status=st.sampled_from([200, 302, 404, 422, 500, 503]),
    milliseconds=st.floats(0, 10_000),
    referrer=st.text(max_size=60),
    agent=st.text(max_size=60),
    host=st.text(max_size=20),
)
def test_whatever_comes_only_the_five_classes_are_counted_and_nothing_that_was_sent(
    view, status, milliseconds, referrer, agent, host
):
    found = counts(view=view, status=status, milliseconds=milliseconds, referrer=referrer, agent=agent, host=host)
    page = view or "no page"
    times = {f"{page} {name}" for name in [*(f"≤ {bound} ms" for bound in BOUNDS_MS), SLOWER]}
    names = {"answers", "visits", page, f"{page} {status}", *times, *(source.name for source in Source)}
    assert {measure.value for measure, _ in found} <= PROMISED == {measure.value for measure in Measure}
    assert {name for _, name in found} <= names


def test_the_store_takes_no_sixth_class_and_no_long_name():
    with pytest.raises(sqlite3.IntegrityError), store.opened() as opened:
        opened.execute("INSERT INTO measures VALUES ('2026-11-26', 'who came', 'x', 1)")
    with pytest.raises(sqlite3.IntegrityError), store.opened() as opened:
        opened.execute("INSERT INTO measures VALUES ('2026-11-26', 'crash data', ?, 1)", ["x" * 81])


def test_counts_add_up_and_go_after_their_time():
    for _ in range(3):
        store.add([(Measure.USAGE, "front:home")])
    store.flush()
    store.add([(Measure.USAGE, "front:home")])
    store.flush()
    assert store.counted(Measure.USAGE, today()) == [(today(), "front:home", 4)]
    with frozen(now() + timedelta(days=KEPT_DAYS + 1)):
        assert store.forget_old() == 1
    assert store.counted(Measure.USAGE, today()) == []


def test_a_store_that_cannot_be_written_costs_no_page(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "path", lambda: tmp_path / "file" / "measures.sqlite")
    (tmp_path / "file").write_text("in the way")
    store.add([(Measure.USAGE, "front:home")])
    store.flush()
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.django_db
@pytest.mark.clause("II.4")
def test_measures_cannot_be_joined_with_members_and_hold_no_canary():
    """Another store without credentials of the database, no column for a person, and nothing of one in it."""
    member = full_member()
    browser = Client(headers={"user-agent": f"Canary {MOBILE}", "referer": f"https://{ADDRESS.partition('@')[2]}/x"})
    browser.post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD})
    for address in ("/me/data/", "/me/", f"/search/?q={DETAILS['name']}", f"/products/{member.public_id}/"):
        browser.get(address)
    store.flush()

    with store.opened() as opened:
        columns = [row[1] for row in opened.execute("PRAGMA table_info(measures)")]
        tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = opened.execute("SELECT * FROM measures").fetchall()
        assert opened.execute("PRAGMA foreign_key_list(measures)").fetchall() == []
    assert (tables, columns) == (["measures"], ["day", "measure", "name", "count"])
    assert any(row[1:3] == ("general usage", "members:data") for row in rows)

    session = browser.cookies["cc_session"].value
    canaries = [ADDRESS, ADDRESS.partition("@")[2], MOBILE, MOBILE[3:], DETAILS["name"], member.public_id]
    canaries += [str(member.pk), member.pk.hex, session, "127.0.0.1", "Canary"]
    written = store.path().read_bytes() + repr(rows).encode()
    assert [canary for canary in canaries if canary.encode() in written] == []

    with connection.cursor() as cursor:  # and the database, in turn, knows nothing of measures
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema NOT LIKE 'pg%'")
        assert [name for (name,) in cursor.fetchall() if "measure" in name or "metric" in name] == []


@pytest.mark.django_db
def test_the_desk_shows_what_was_counted():
    staff = full_member(roles="support")
    browser = force_in(Client(), staff)
    assert (
        "Nothing has been counted yet"
        in browser.get("/desk/measures/", headers={"accept-language": "en"}).content.decode()
    )
    browser.get("/health/live")
    browser.get("/static/front/page.css").getvalue()
    page = browser.get("/desk/measures/", headers={"accept-language": "en"}).content.decode()
    assert "tracking:measures" in page
    assert "front:live" not in page
    assert figures().days[-1].day == clock.today()
