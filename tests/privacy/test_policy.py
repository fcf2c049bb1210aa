"""The policy's pages: open to all, in both languages, made from the declarations, claiming only what is built."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from coatingcat.config import config
from coatingcat.privacy.declarations import cookies, personal_entries
from coatingcat.privacy.models import Consent, Head, Opening
from coatingcat.privacy.policy import Snapshot, Version, current_version, in_force, policy_hash, snapshot
from coatingcat.privacy.policy import versions as policy_versions
from coatingcat.privacy.policy.inventory import inventory
from coatingcat.privacy.policy.text import State, read_text
from coatingcat.privacy.policy.versions import NotPublished, publish, published, snapshot_of
from coatingcat.privacy.views import policy as views
from coatingcat.privacy.words import Purpose

PAGES = ["policy", "trust", "versions", "cookies", "contact"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_rendered_before():
    views._body.cache_clear()
    yield
    views._body.cache_clear()


def page(client, name="policy", language="en", **kwargs):
    response = client.get(reverse(f"privacy:{name}", kwargs=kwargs), headers={"accept-language": language})
    assert response.status_code == 200
    return response, response.content.decode()


def shown(text):
    """As a template writes it."""
    from django.utils.html import escape

    return str(escape(text))


@pytest.mark.clause("P.2a")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_cold_visitor_reads_the_policy_and_gets_no_cookie(client, name, language):
    response, _ = page(client, name, language)
    assert dict(response.cookies) == {}
    assert response.headers["Content-Language"].startswith(language[:2])


@pytest.mark.clause("P.2a")
def test_reading_the_policy_records_nothing(client):
    for _ in range(50):
        page(client)
    assert (Consent.objects.count(), Opening.objects.count()) == (0, 0)


@pytest.mark.clause("P.2a")
def test_every_page_leads_to_the_policy(client):
    assert 'href="/privacy/"' in client.get("/").content.decode()


@pytest.mark.clause("P.0")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_shows_version_day_and_check_value_of_the_text_in_force(client, language):
    _, content = page(client, language=language)
    text = in_force().text
    assert text.version in content
    assert f'<time datetime="{text.effective:%Y-%m-%d}">' in content
    assert policy_hash(text, snapshot().as_json().encode()) in content


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_clause_stands_on_the_page_with_its_state(client, language):
    _, content = page(client, language=language)
    for clause in in_force().text.clauses:
        assert f'id="{clause.anchor}"' in content
        assert shown(clause.title.in_language(language)) in content
        if clause.promise:
            assert shown(clause.promise.in_language(language)) in content
    later = [clause for clause in in_force().text.clauses if clause.state is State.LATER]
    says = "尚未提供，未为此收集任何信息。" if language == "zh-CN" else "Not offered yet; nothing is collected for it."
    assert content.count(says) == len(later)


def test_every_link_to_how_a_clause_is_kept_arrives(client):
    _, content = page(client)
    _, kept = page(client, "trust")
    targets = set(re.findall(r'href="/trust/#([^"]+)"', content))
    assert targets == {clause.anchor for clause in in_force().text.clauses if clause.state is not State.LATER}
    assert targets <= set(re.findall(r'id="([^"]+)"', kept))
    back = set(re.findall(r'href="/privacy/#(clause-[^"]+)"', kept))
    assert back <= set(re.findall(r'id="([^"]+)"', content))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_inventory_purposes_cookies_and_contact_come_from_the_declarations(client, language):
    _, content = page(client, language=language)
    for entry, declaration in personal_entries():
        assert f"<code>{entry.label}</code>" in content
        assert shown(declaration.keep.text.in_language(language)) in content
        assert shown(declaration.kind.text.in_language(language)) in content
    for each in Purpose:
        assert shown(each.text.in_language(language)) in content
        assert shown(each.article) in content
    for cookie in cookies().values():
        assert f"<code>{cookie.name}</code>" in content
    for anchor in ("inventory", "cookies", "contact", "purposes", "recipients"):
        assert content.count(f'id="{anchor}"') == 1


def test_ids_are_unique_on_every_page(client):
    for name in PAGES:
        ids = re.findall(r'\sid="([^"]+)"', page(client, name)[1])
        assert len(ids) == len(set(ids)), name


@pytest.mark.clause("VIII.1")
@pytest.mark.parametrize("name", ["policy", "contact"])
def test_the_contact_of_the_operator_is_shown_whole(client, name):
    contact = config().contact
    _, content = page(client, name)
    for value in (contact.operator, contact.person_in_charge, contact.email, contact.phone, contact.address):
        assert shown(value) in content
    assert f'href="mailto:{contact.email}"' in content


def test_third_parties_are_named_and_a_mail_server_is_not_hidden(client, monkeypatch):
    _, content = page(client)
    assert "Shanghai Blue Cloud Network Technology Co., Ltd." in content
    assert "No third party receives personal data" not in content
    assert "E-mails leave through" not in content
    sending = replace(config(), smtp_url="smtp://u:hunter2@mail.operator.example:587")
    monkeypatch.setattr(views, "config", lambda: sending)
    views._body.cache_clear()
    _, content = page(client)
    assert "mail.operator.example" in content
    assert "hunter2" not in content


def test_the_head_of_the_log_is_published(client):
    assert "its head was" not in page(client)[1]
    Head.objects.create(day=date(2026, 11, 22), seq=7, digest=b"\x0f" * 32)
    content = page(client)[1]
    assert "0f" * 32 in content
    assert "7 links on 2026-11-22" in content


def test_the_page_costs_few_queries_whatever_is_declared(client, django_assert_max_num_queries):
    page(client)
    with django_assert_max_num_queries(2):
        page(client)


@pytest.fixture
def history(monkeypatch, tmp_path):
    """An older version beside the one in force, whose sign-in records were kept half as long."""
    running = snapshot()
    older = replace(
        running,
        held=tuple(
            replace(h, seconds=h.seconds // 2) if h.label.startswith("privacy.Opening") else h for h in running.held
        ),
        purposes=tuple(p for p in running.purposes if p.name != "PRODUCT_NEWS"),
        roles=tuple(replace(r, purposes=tuple(p for p in r.purposes if p != "PRODUCT_NEWS")) for r in running.roles),
    )
    text = in_force().text
    past = replace(text, version="2025.9", effective=date(2025, 9, 1))
    versions = (Version(text, running.as_json().encode()), Version(past, older.as_json().encode()))
    monkeypatch.setattr(policy_versions, "_read", lambda: versions)
    return versions


@pytest.mark.clause("P.0")
def test_older_versions_stay_readable_and_say_that_they_are_old(client, history):
    _, content = page(client, "version", number="2025.9")
    assert "no longer in force" in content
    assert history[1].hash in content
    assert shown(Purpose.PRODUCT_NEWS.text.en) not in content


@pytest.mark.clause("P.0")
def test_the_history_lists_versions_with_what_changed(client, history):
    _, content = page(client, "versions")
    assert [content.index(f'href="/privacy/versions/{v.name}/"') for v in history] == sorted(
        content.index(f'href="/privacy/versions/{v.name}/"') for v in history
    )
    assert "material</span>" in content
    assert "The first version." in content
    _, changed = page(client, "version_changes", number=history[0].name)
    assert f"A new use: {Purpose.PRODUCT_NEWS.text.en}." in changed


def test_a_version_that_never_was_is_not_found(client):
    assert client.get("/privacy/versions/1999.1/").status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/privacy/").status_code == 405


def test_a_snapshot_comes_back_from_its_file_as_it_went_in():
    assert Snapshot.from_json(snapshot().as_json()) == snapshot()


@pytest.mark.parametrize("text", ["{}", '{"held": 1}', "nonsense", '{"held": [{"label": 1}]}'])
def test_what_is_no_snapshot_is_refused(text):
    with pytest.raises(ValueError):
        Snapshot.from_json(text)


def test_the_check_value_follows_wording_and_declarations():
    text, declared = in_force().text, snapshot().as_json().encode()
    assert policy_hash(text, declared) != policy_hash(replace(text, source=text.source + b" "), declared)
    assert policy_hash(text, declared) != policy_hash(text, declared + b" ")


def test_publishing_files_the_declarations_once(tmp_path):
    path = publish(snapshots=tmp_path)
    assert path.name == f"registry-{current_version()}.json"
    assert snapshot_of(current_version(), tmp_path) == snapshot()
    assert publish(snapshots=tmp_path) == path
    path.write_text(path.read_text().replace('"exported": true', '"exported": false', 1))
    with pytest.raises(FileExistsError, match="new version"):
        publish(snapshots=tmp_path)
    publish(replace=True, snapshots=tmp_path)
    assert snapshot_of(current_version(), tmp_path) == snapshot()


def test_an_unpublished_version_has_no_declarations(tmp_path):
    with pytest.raises(NotPublished, match="none"):
        snapshot_of("2026.1", tmp_path)
    assert published(snapshots=tmp_path)[0].declared is None


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ('id = "X.1"\nstate = "later"\ntitle = {zh = "一", en = "one"}', "no section"),
        ('id = "P.0"\nstate = "built"\ntitle = {zh = "一", en = "one"}', "says nothing"),
        ('id = "P.0"\nstate = "built"\ntitle = {zh = "一", en = "one"}\nen = "half a promise"', "both"),
    ],
)
def test_a_text_with_a_hollow_clause_is_refused(tmp_path, clause, why):
    path = tmp_path / "x.toml"
    path.write_text(
        f'version = "1"\neffective = 2026-01-01\nsummary = []\n[[section]]\nid = "P"\nzh = "总"\nen = "all"\n[[clause]]\n{clause}\n'
    )
    with pytest.raises(ValueError, match=why):
        read_text(path)


def test_the_inventory_arranges_every_value_once():
    labels = [
        label
        for category in inventory(snapshot())
        for kind in category.kinds
        for row in kind.rows
        for label in row.labels
    ]
    assert sorted(labels) == sorted(entry.label for entry, _ in personal_entries())


def test_the_program_still_checks_clean_of_privacy_errors():
    call_command("check", tags=["models"])
