"""What the plugin writes down of a run, alone and under xdist."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from coatingcat.privacy.clauses import checkout, read_outcomes
from tests.clause_results import ClauseResults

A = "tests/room/test_a.py"


@pytest.fixture
def file(tmp_path):
    (tmp_path / "tests" / "room").mkdir(parents=True)
    (tmp_path / "tests" / "room" / "test_a.py").touch()
    return tmp_path / "var" / "clauses.json"


def run(file, *reports):
    results = ClauseResults(file)
    for test, outcome, *clauses in reports:
        results.pytest_runtest_logreport(
            SimpleNamespace(nodeid=test, outcome=outcome, user_properties=[("clause", c) for c in clauses])
        )
    results.pytest_sessionfinish()
    return {test: (o.outcome, o.clauses) for test, o in read_outcomes(file).items()}


def test_the_worst_phase_and_the_worst_parameters_count(file):
    assert run(
        file,
        (f"{A}::test_x[1]", "passed", "P.0", "I.0"),
        (f"{A}::test_x[2]", "failed", "P.0", "I.0"),
        (f"{A}::test_x[3]", "passed", "P.0", "I.0"),
        (f"{A}::test_y", "passed", "V.0"),
        (f"{A}::test_y", "skipped", "V.0"),
        (f"{A}::test_z", "passed"),
    ) == {f"{A}::test_x": ("failed", ("P.0", "I.0")), f"{A}::test_y": ("skipped", ("V.0",))}


def test_a_run_forgets_nothing_but_files_that_are_gone(file):
    run(file, (f"{A}::test_x", "passed", "P.0"), ("tests/room/test_gone.py::test_y", "passed", "P.0"))
    assert run(file, (f"{A}::test_new", "failed", "I.0")) == {
        f"{A}::test_x": ("passed", ("P.0",)),
        f"{A}::test_new": ("failed", ("I.0",)),
    }


def test_a_run_without_marks_writes_nothing(file):
    assert run(file, (f"{A}::test_x", "passed")) == {}
    assert not file.exists()


def test_a_broken_file_is_written_anew(file):
    file.parent.mkdir()
    file.write_text("{")
    assert run(file, (f"{A}::test_x", "passed", "P.0")) == {f"{A}::test_x": ("passed", ("P.0",))}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_real_run_hands_its_outcomes_over(tmp_path, workers):
    """With two workers the marks come with the reports; a mark that is no clause stops the run."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(
        "import pytest\n"
        "@pytest.mark.clause('P.0')\ndef test_good(): pass\n"
        "@pytest.mark.clause('I.0')\n@pytest.mark.parametrize('x', [1, 2])\ndef test_bad(x): assert x == 1\n"
    )
    (tmp_path / "conftest.py").write_text(
        "import tests_plugin\n"
        "from pathlib import Path\n"
        "tests_plugin.checkout = lambda: Path(__file__).parent\n"
        "pytest_plugins = ['tests_plugin']\n"
    )
    root = checkout()
    (tmp_path / "tests_plugin.py").write_text((root / "tests" / "clause_results.py").read_text(encoding="utf-8"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = clause(id)\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "no:django", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{root / 'src'}", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    written = json.loads((tmp_path / "var" / "clauses.json").read_text())["tests"]
    assert {test: row["outcome"] for test, row in written.items()} == {
        "tests/test_it.py::test_bad": "failed",
        "tests/test_it.py::test_good": "passed",
    }


def test_a_mark_that_is_no_clause_stops_the_run(tmp_path):
    from tests import clause_results

    item = SimpleNamespace(nodeid=A, iter_markers=lambda name: [SimpleNamespace(args=("X.9",))], user_properties=[])
    with pytest.raises(pytest.UsageError, match=r"X\.9"):
        clause_results.pytest_collection_modifyitems([item])
    assert item.user_properties == []
