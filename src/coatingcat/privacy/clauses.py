"""The clauses, the tests that prove them, and how those went: `clauses.csv` against `@pytest.mark.clause`.

In a checkout the marks are read from the tests' source, so nothing has to be run, and the outcomes from
`var/clauses.json`, which every test run brings up to date. An installed program has no tests: it shows the
outcomes it was shipped with, if any.
"""

import ast
import csv
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coatingcat

PACKAGE = Path(coatingcat.__file__).parent
TABLE = Path(__file__).with_name("clauses.csv")
SHIPPED = Path(__file__).with_name("clause_results.json")


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A promise: what the policy says, what the platform must do, and how a test shows it."""

    clause: str
    policy_says: str
    platform_must: str
    end_to_end_test: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went when it was last run (`passed`, `failed`, `skipped`); `at` in ISO 8601."""

    clauses: tuple[str, ...]
    outcome: str
    at: str


@dataclass(frozen=True, slots=True)
class ClauseStatus:
    """`kept`: it has tests and all passed. `broken`: one failed. `open`: no test, or not all of them were run."""

    clause: str
    status: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`source` says in a sentence where tests and outcomes come from; `at` is the latest outcome's time, or empty."""

    statuses: tuple[ClauseStatus, ...]
    source: str
    at: str


@functools.cache
def table() -> tuple[ClauseRow, ...]:
    """The rows of clauses.csv, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(ClauseRow(**row) for row in csv.DictReader(file))


def checkout() -> Path | None:
    """The folder this program is developed in; None where it is installed without its tests."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").exists() and (root / "tests").is_dir() else None


def results_file(root: Path) -> Path:
    """Where test runs of a checkout write their outcomes."""
    return root / "var" / "clauses.json"


def report(root: Path | None = None) -> Report:
    """The state of every clause. `root` is a checkout; None: the one this program lies in, if any."""
    root = root or checkout()
    if root is None:
        outcomes = read_outcomes(SHIPPED)
        where = (
            "the outcomes shipped with this program" if outcomes else "nothing: no tests and no outcomes are installed"
        )
        return _report({test: o.clauses for test, o in outcomes.items()}, outcomes, where)
    outcomes, where = read_outcomes(results_file(root)), "the tests of this checkout and their last run"
    if not outcomes:
        outcomes, where = (
            read_outcomes(SHIPPED),
            "the tests of this checkout, and the run its outcomes were shipped from",
        )
    return _report(marks(root), outcomes, where if outcomes else "the tests of this checkout, not run yet")


def recorded() -> Report:
    """The state as test runs recorded it, without reading the tests: for pages."""
    root = checkout()
    outcomes = (read_outcomes(results_file(root)) if root else {}) or read_outcomes(SHIPPED)
    return _report({test: o.clauses for test, o in outcomes.items()}, outcomes, "the last run of the tests")


def ship(root: Path) -> int:
    """Put the outcomes of this checkout's last run into the package, for who installs it; how many tests."""
    outcomes = read_outcomes(results_file(root))
    if not outcomes:
        raise FileNotFoundError("There are no outcomes to ship; run `make test` first.")
    SHIPPED.write_bytes(results_file(root).read_bytes())
    return len(outcomes)


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """The outcomes in a file, by test; empty if there is none or it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["tests"]
        return {test: Outcome(tuple(row["clauses"]), row["outcome"], row["at"]) for test, row in data.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def marks(root: Path) -> dict[str, tuple[str, ...]]:
    """The clauses each marked test names, by the test's id without parameters."""
    found = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        if "mark.clause" in source:
            name = path.relative_to(root).as_posix()
            found.update({f"{name}::{test}": clauses for test, clauses in _marks_in(ast.parse(source))})
    return found


def _marks_in(module: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    everywhere = [
        mark
        for node in module.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
        for mark in _clauses_of(node.value)
    ]
    yield from _marks_of(module.body, "", everywhere)


def _marks_of(body: list[ast.stmt], prefix: str, inherited: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        own = inherited + [clause for decorator in node.decorator_list for clause in _clauses_of(decorator)]
        if isinstance(node, ast.ClassDef):
            if node.name.startswith("Test"):
                yield from _marks_of(node.body, f"{prefix}{node.name}::", own)
        elif node.name.startswith("test") and own:
            yield f"{prefix}{node.name}", tuple(dict.fromkeys(own))


def _clauses_of(tree: ast.expr) -> list[str]:
    """The texts in every `….mark.clause("…", "…")` of an expression, those inside parameter sets too."""
    return [
        str(argument.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]


def _report(marked: Mapping[str, tuple[str, ...]], outcomes: Mapping[str, Outcome], source: str) -> Report:
    tests_of: dict[str, list[str]] = {row.clause: [] for row in table()}
    for test, clauses in marked.items():
        for clause in clauses:
            tests_of.setdefault(clause, []).append(test)
    statuses = tuple(
        ClauseStatus(clause, _status(tests, outcomes), tuple(sorted(tests))) for clause, tests in tests_of.items()
    )
    return Report(statuses, source, max((o.at for test, o in outcomes.items() if test in marked), default=""))


def _status(tests: list[str], outcomes: Mapping[str, Outcome]) -> str:
    went = [outcomes[test].outcome if test in outcomes else "not run" for test in tests]
    if "failed" in went:
        return "broken"
    return "kept" if went and all(one == "passed" for one in went) else "open"


def as_json(statuses: tuple[ClauseStatus, ...]) -> list[dict[str, Any]]:
    """`[{"clause", "status", "tests"}]`."""
    return [{"clause": s.clause, "status": s.status, "tests": list(s.tests)} for s in statuses]
