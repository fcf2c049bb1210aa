"""A copy of everything: complete, readable, safe to open, built once, and gone after seven days."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.actions.details import keep_optional
from coatingcat.members.models import Member
from coatingcat.members.queries.own_data import data_of
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions import ask_for_export, build_export, destroy_keys, run_retention, sweep_archives
from coatingcat.privacy.actions import exports as exports_module
from coatingcat.privacy.exporting.archive import _unformula
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Download, Export
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role, keeping
from tests.members.people import ADDRESS, DETAILS, MOBILE, full_member, person, signed_in
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def archive_of(browser: Client) -> zipfile.ZipFile:
    """Ask for a copy by the pages, let the jobs run, fetch it."""
    answer = browser.post("/me/export/")
    assert answer.status_code == 302, answer.content.decode()
    assert 'http-equiv="refresh"' in browser.get(answer.url).content.decode()
    run_jobs_now()
    page = browser.get(answer.url).content.decode()
    assert "archive/" in page
    assert 'http-equiv="refresh"' not in page
    fetched = browser.get(answer.url + "archive/")
    assert (fetched.status_code, fetched["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(fetched.streaming_content)))


def text_of(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8-sig")


def as_self(member: Member) -> Any:
    return purpose(Purpose.OWN_DATA, actor=Actor(member.pk, frozenset({Role.SUBJECT})))


OPTIONAL = {
    "company": "Needleworks GmbH",
    "department": "Needle department",
    "contact_address": "Needle Road 7",
    "interests": "needle coatings",
}


def rich_member() -> Member:
    member = full_member(nickname="needle-nick")
    for field, value in OPTIONAL.items():
        keep_optional(member=member, field=field, value=Clear(value), words="yes", policy_version=current_version())
    return member


@pytest.mark.clause("V.1a")
def test_a_canary_in_every_field_of_a_member_comes_out_of_page_json_and_tables():
    member = rich_member()
    order = make.order(member.pk, make.offer())
    browser = signed_in(member)
    shown = browser.get("/me/data/").content.decode()
    archive = archive_of(browser)
    assert archive.testzip() is None
    canaries = {**OPTIONAL, "nickname": "needle-nick", "email": ADDRESS, "mobile": MOBILE, "order": order.code}
    canaries |= {name: DETAILS[name] for name in ("name", "city", "profession")}
    index, data = text_of(archive, "index.html"), text_of(archive, "data.json")
    tables = "".join(text_of(archive, name) for name in archive.namelist() if name.endswith(".csv"))
    for name, value in canaries.items():
        assert (name, value in index, value in data, value in tables) == (name, True, True, True)
        assert (name, value in shown) == (name, True)
    parsed = json.loads(data)
    columns = {c["label"]: c for table in parsed["tables"] for c in table["columns"]}
    assert columns["members.Membership.name"]["kind"] == "NAME"
    assert columns["members.Membership.name"]["purposes"] != []
    assert columns["members.Membership.name"]["kept"]["article"] == "PIPL 47; ECL 24"
    withheld = {w["label"] for table in parsed["tables"] for w in table["withheld"]}
    assert "members.Member.password" in withheld
    assert {t["table"] for t in parsed["tables"]} >= {
        "members.Member",
        "privacy.Consent",
        "trade.Order",
        "members.SignIn",
    }


def test_every_exported_declaration_with_a_value_is_in_the_archive():
    member = rich_member()
    browser = signed_in(member)
    with as_self(member):
        page = {
            held.label
            for groups in data_of(member.pk).values()
            for group in groups
            for held in group.held
            if not held.is_unreadable
        }
    data = json.loads(text_of(archive_of(browser), "data.json"))
    exported = {c["label"] for table in data["tables"] for c in table["columns"]}
    assert page - exported == set()


def test_files_come_as_they_were_and_their_place_stands_in_the_data():
    member = full_member()
    archive = archive_of(signed_in(member))
    data = json.loads(text_of(archive, "data.json"))
    row = next(t for t in data["tables"] if t["table"] == "members.Membership")["rows"][0]
    with as_self(member):
        card = member.membership.business_card.open()
    assert archive.read(row["business_card"]["file"]) == card.data


def test_what_the_person_gave_stands_apart_for_another_service():
    archive = archive_of(signed_in(rich_member()))
    rows = json.loads(text_of(archive, "portable.json"))["rows"]
    given = {key for row in rows for key in row}
    assert given >= {"name", "email", "company", "interests"}
    assert given & {"at", "device", "public_id", "password", "roles"} == set()


@pytest.mark.parametrize("text", ["=1+1", "+86138", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_a_table_is_a_formula(text):
    assert _unformula(text) == f"'{text}"
    assert _unformula("2 kg") == "2 kg"


def test_a_formula_that_somebody_typed_is_text_in_the_table():
    member = full_member(nickname="=HYPERLINK(1)")
    archive = archive_of(signed_in(member))
    rows = list(csv.reader(io.StringIO(text_of(archive, "tables/members.Member.csv"))))
    assert "'=HYPERLINK(1)" in rows[1]
    assert archive.read("tables/members.Member.csv").startswith(b"\xef\xbb\xbf")


def test_markup_that_somebody_typed_is_text_on_the_page():
    archive = archive_of(signed_in(full_member(nickname="<script>x")))
    assert "<script>" not in text_of(archive, "index.html")
    assert "&lt;script&gt;x" in text_of(archive, "index.html")


def test_nobody_elses_data_is_in_it():
    other = full_member(email="other@example.cn", mobile="+8613800138009", nickname="somebody-else")
    make.order(other.pk, make.offer())
    member = person("me@example.cn")
    archive = archive_of(signed_in(member))
    everything = "".join(text_of(archive, name) for name in archive.namelist())
    assert [needle for needle in ("somebody-else", "other@example.cn", str(other.pk)) if needle in everything] == []


def test_the_archive_lies_sealed_and_dies_with_the_live_key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    member = rich_member()
    browser = signed_in(member)
    archive_of(browser)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("exports/*/*"))
    assert len(stored) > 1000
    assert [n for n in (b"PK\x03\x04", b"Needleworks", DETAILS["name"].encode()) if n in stored] == []
    export = Export.objects.get()
    destroy_keys(subject_id=member.pk)
    assert browser.get(f"/me/export/{export.pk}/archive/").status_code == 410


def test_asking_twice_makes_one_and_asking_too_often_is_refused():
    member = person()
    browser = signed_in(member)
    first, second = browser.post("/me/export/").url, browser.post("/me/export/").url
    assert first == second
    assert Export.objects.count() == 1
    browser.post("/me/export/")
    refused = browser.post("/me/export/")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert Export.objects.count() == 1


def test_each_download_is_written_down_and_after_seven_days_there_is_none():
    member = person()
    browser = signed_in(member)
    archive_of(browser)
    export = Export.objects.get()
    assert browser.get(f"/me/export/{export.pk}/archive/").status_code == 200
    assert Download.objects.filter(export=export).count() == 2
    with frozen(now() + keeping.EXPORT.for_ + timedelta(minutes=1)):
        assert browser.get(f"/me/export/{export.pk}/archive/").status_code == 410
        run_retention()
        sweep_archives()
    export.refresh_from_db()
    assert (export.state, export.secret, export.file) == ("expired", None, None)
    assert default_storage.listdir(f"exports/{export.pk.hex}")[1] == []
    assert Download.objects.filter(export=export).count() == 2


def test_nobody_but_its_person_fetches_it():
    member = person()
    archive_of(signed_in(member))
    export = Export.objects.get()
    stranger = signed_in(person("stranger@example.cn"))
    for path in (f"/me/export/{export.pk}/", f"/me/export/{export.pk}/archive/"):
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 302
    assert Download.objects.count() == 1


def test_the_person_is_told_once():
    member = person()
    export = ask_for_export(subject_id=member.pk, language="en")
    run_jobs_now()
    build_export(export_id=export.pk)
    run_jobs_now()
    assert Notice.objects.filter(subject_id=member.pk, letter="export_ready").count() == 1
    assert Dispatch.objects.filter(template="export_ready").count() == 1


def test_whoever_is_erased_meanwhile_gets_nothing_and_nothing_is_left(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    member = person()
    export = ask_for_export(subject_id=member.pk, language="en")
    ready = exports_module._is_ready

    def erased_just_before(export_id: UUID, *rest: Any) -> None:
        destroy_keys(subject_id=member.pk)
        ready(export_id, *rest)

    monkeypatch.setattr(exports_module, "_is_ready", erased_just_before)
    build_export(export_id=export.pk)
    assert Export.objects.count() == 0
    assert list(tmp_path.rglob("exports/*/*")) == []


def test_who_opened_what_is_in_it():
    member = full_member()
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("a job of ours")):
        Member.objects.get(pk=member.pk).email.open()
    data = json.loads(text_of(archive_of(signed_in(member)), "data.json"))
    log = next(t for t in data["tables"] if t["table"] == "privacy.Opening")
    assert {row["label"] for row in log["rows"]} >= {"members.Member.email"}


def test_the_list_of_copies_costs_the_same_however_long_it_is():
    member = person()
    browser = signed_in(member)
    asked = []
    for count in (1, 3):
        while Export.objects.count() < count:
            ask_for_export(subject_id=member.pk, language="en")
            run_jobs_now()
        browser.get("/me/export/")
        with CaptureQueriesContext(connection) as queries:
            assert (
                browser.get("/me/export/", headers={"accept-language": "en"}).content.decode().count("Details") == count
            )
        asked.append(len(queries))
    assert asked[0] == asked[1]
