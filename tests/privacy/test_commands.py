"""`coatingcat registry`, `clauses` and `policy`, as machines and people read them."""

import json
from dataclasses import asdict
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coatingcat.privacy import clauses
from coatingcat.privacy.clauses import Outcome, marks, read_outcomes, report, table
from coatingcat.privacy.declarations import personal_entries, registry
from coatingcat.privacy.management.commands import registry as command
from coatingcat.privacy.policy import snapshot


def said(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_registry_show_lists_every_declared_value():
    rows = {row["label"]: row for row in json.loads(said("registry", "show", "--json"))}
    assert set(rows) == {entry.label for entry in registry()}
    for entry, declaration in personal_entries():
        assert rows[entry.label]["kind"] == declaration.kind.name
        assert rows[entry.label]["purposes"] == sorted(purpose.name for purpose in declaration.purposes)
        assert rows[entry.label]["keep"]["article"] == declaration.keep.article
    others = [row for row in rows.values() if row["kind"] == "nonpersonal"]
    assert all(row["why"] and row["purposes"] == [] for row in others)
    assert len(others) + len(list(personal_entries())) == len(rows)


def test_registry_show_in_words_counts():
    assert f"{len(list(registry()))} declared values" in said("registry", "show")


def test_registry_diff_of_the_program_with_itself_is_empty(tmp_path):
    path = tmp_path / "then.json"
    path.write_text(snapshot().as_json())
    assert json.loads(said("registry", "diff", "--json", "--since", str(path))) == []
    assert "Nothing changed" in said("registry", "diff", "--since", str(path))


def test_registry_diff_names_what_is_new_and_that_it_is_material(tmp_path):
    path = tmp_path / "then.json"
    then = json.loads(snapshot().as_json())
    gone = then["purposes"].pop()
    path.write_text(json.dumps(then))
    assert json.loads(said("registry", "diff", "--json", "--since", str(path))) == [
        {
            "part": "purpose",
            "key": gone["name"],
            "sort": "added",
            "aspect": "text",
            "before": "",
            "after": gone["text"]["en"],
            "material": True,
        }
    ]
    assert "Material" in said("registry", "diff", "--since", str(path))


@pytest.mark.parametrize("since", ["1999.1", "no/such/file.json"])
def test_registry_diff_with_what_never_was_is_refused(since):
    with pytest.raises(CommandError, match="was not published"):
        said("registry", "diff", "--since", since)


def test_registry_diff_with_a_broken_file_is_refused(tmp_path):
    (tmp_path / "broken.json").write_text("{}")
    with pytest.raises(CommandError, match="no snapshot"):
        said("registry", "diff", "--since", str(tmp_path / "broken.json"))


def test_registry_diff_compares_with_the_newest_version(monkeypatch):
    asked = []
    monkeypatch.setattr(command, "snapshot_of", lambda name: asked.append(name) or snapshot())
    assert "Nothing changed" in said("registry", "diff")
    assert asked == [command.newest().name]


@pytest.fixture
def checkout(tmp_path):
    """A checkout of four tests, three of which were run."""
    (tmp_path / "tests" / "room").mkdir(parents=True)
    (tmp_path / "tests" / "room" / "test_a.py").write_text(
        """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.clause("P.0")]

@pytest.mark.clause("I.0", "P.1")
def test_one(): ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("I.1a"))])
def test_two(x): ...

@pytest.mark.clause("V.0")
class TestThree:
    @pytest.mark.clause("V.1a")
    async def test_four(self): ...
    def helper(self): ...

def helper(): ...
"""
    )
    (tmp_path / "var").mkdir()
    return tmp_path


A = "tests/room/test_a.py::"


def ran(root, **outcomes):
    rows = {
        A + test.replace("__", "::"): {"clauses": ["P.0"], "outcome": o, "at": "2026-11-23"}
        for test, o in outcomes.items()
    }
    (root / "var" / "clauses.json").write_text(json.dumps({"tests": rows}))


def test_marks_are_found_on_functions_classes_modules_and_parameters(checkout):
    assert marks(checkout) == {
        A + "test_one": ("P.0", "I.0", "P.1"),
        A + "test_two": ("P.0", "I.1a"),
        A + "TestThree::test_four": ("P.0", "V.0", "V.1a"),
    }


def statuses(root):
    return {status.clause: (status.status, list(status.tests)) for status in report(root).statuses}


def test_a_clause_without_an_outcome_is_open(monkeypatch, checkout, tmp_path):
    monkeypatch.setattr(clauses, "SHIPPED", tmp_path / "none.json")
    found = statuses(checkout)
    assert list(found) == [row.clause for row in table()]
    assert {status for status, _ in found.values()} == {"open"}
    assert found["I.0"] == ("open", [A + "test_one"])
    assert "not run yet" in report(checkout).source


def test_a_clause_is_kept_if_all_its_tests_passed_and_broken_if_one_failed(checkout):
    ran(checkout, test_one="passed", test_two="failed")
    found = statuses(checkout)
    assert found["P.1"] == ("kept", [A + "test_one"])
    assert found["I.1a"] == ("broken", [A + "test_two"])
    assert found["V.0"] == ("open", [A + "TestThree::test_four"])
    assert found["P.0"][0] == "broken"


def test_a_skipped_test_proves_nothing(checkout):
    ran(checkout, test_one="skipped", test_two="passed", TestThree__test_four="passed")
    found = statuses(checkout)
    assert (found["I.0"][0], found["P.0"][0], found["V.0"][0]) == ("open", "open", "kept")
    assert report(checkout).at == "2026-11-23"


def test_an_outcome_of_a_test_that_is_gone_counts_for_nothing(checkout):
    ran(checkout, test_one="passed", test_gone="failed")
    assert statuses(checkout)["I.0"][0] == "kept"


def test_the_command_lists_ninety_three_clauses():
    rows = json.loads(said("clauses", "--json"))
    assert [set(row) for row in rows] == [{"clause", "status", "tests"}] * 93
    assert {row["status"] for row in rows} <= {"kept", "broken", "open"}
    assert said("clauses").count("\n") >= 94


def test_an_installed_program_shows_what_it_was_shipped_with(monkeypatch, tmp_path):
    monkeypatch.setattr(clauses, "checkout", lambda: None)
    monkeypatch.setattr(clauses, "SHIPPED", tmp_path / "clause_results.json")
    assert "no tests and no outcomes are installed" in report().source
    row = Outcome(("P.0",), "passed", "2026-11-23")
    clauses.SHIPPED.write_text(json.dumps({"tests": {"tests/test_x.py::test_y": asdict(row)}}))
    assert "shipped" in report().source
    found = report().statuses[0]
    assert (found.clause, found.status, found.tests) == ("P.0", "kept", ("tests/test_x.py::test_y",))


def test_a_checkout_ships_the_outcomes_of_its_last_run(monkeypatch, checkout, tmp_path):
    monkeypatch.setattr(clauses, "SHIPPED", tmp_path / "clause_results.json")
    with pytest.raises(FileNotFoundError, match="make test"):
        clauses.ship(checkout)
    assert statuses(checkout)["V.0"][0] == "open"
    ran(checkout, TestThree__test_four="passed")
    assert clauses.ship(checkout) == 1
    clauses.results_file(checkout).unlink()  # a fresh clone: nothing was run in it yet
    assert statuses(checkout)["V.0"][0] == "kept"
    assert "shipped" in report(checkout).source


@pytest.mark.parametrize("content", ["", "[]", '{"tests": {"a": 1}}', '{"tests": {"a": {}}}'])
def test_a_broken_file_of_outcomes_is_no_outcome(tmp_path, content):
    path = tmp_path / "clauses.json"
    path.write_text(content)
    assert read_outcomes(path) == {}
