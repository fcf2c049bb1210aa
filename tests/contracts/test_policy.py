"""The policy describes the program that runs: its clauses are those of the table, its declarations those in force."""

import pytest

from coatingcat.privacy.clauses import checkout, marks, table
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.policy import changes, current_version, in_force, published, snapshot, snapshot_of
from coatingcat.privacy.policy.text import functions


def test_the_table_has_every_clause_once():
    ids = [row.clause for row in table()]
    assert len(ids) == len(set(ids)) == 93


def test_every_clause_of_the_table_has_its_text_and_no_other_has():
    written = [clause.id for clause in in_force().text.clauses]
    assert written == [row.clause for row in table() if not row.clause.startswith("F.")]
    assert list(functions()) == [row.clause for row in table() if row.clause.startswith("F.")]


@pytest.mark.clause("P.0")
@pytest.mark.clause("I.0")
def test_the_version_in_force_was_published_with_the_declarations_of_this_program():
    """If this fails: `coatingcat registry diff` says what changed. Write a new version of the text and publish it."""
    found = changes(snapshot_of(current_version()), snapshot())
    assert [f"{change.key}: {change.aspect}" for change in found] == []
    assert snapshot_of(current_version()) == snapshot()


def test_every_recipient_of_a_value_is_on_the_page():
    listed = {line.key for line in snapshot().recipients}
    assert {key for _, declaration in personal_entries() for key in declaration.recipients} - listed == set()


@pytest.mark.clause("P.0")
def test_versions_have_names_and_days_of_their_own_and_the_newest_comes_first():
    found = published()
    assert len({version.name for version in found}) == len(found)
    assert [v.text.effective for v in found] == sorted((v.text.effective for v in found), reverse=True)
    assert current_version() == found[0].name


def test_every_marked_test_names_a_clause():
    known = {row.clause for row in table()}
    assert {clause for clauses in marks(checkout()).values() for clause in clauses} - known == set()
