"""Writes down, for `coatingcat clauses`, how every test marked with a clause went.

Each run brings only its own tests up to date, so that running one room's tests forgets nothing. Under xdist the
workers hand the marks over with their reports, and the process that collects the reports writes.
"""

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coatingcat.privacy.clauses import checkout, results_file, table

_PROPERTY = "clause"
_WORST = ("passed", "skipped", "failed")


class ClauseResults:
    """The outcomes of one run: per test without its parameters, the worst of its phases and parameter sets."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.outcomes: dict[str, str] = {}
        self.clauses: dict[str, tuple[str, ...]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        clauses = tuple(str(value) for name, value in report.user_properties if name == _PROPERTY)
        if not clauses:
            return
        test = report.nodeid.split("[")[0]
        before = self.outcomes.get(test, "passed")
        self.outcomes[test] = max(before, report.outcome, key=_WORST.index)
        self.clauses[test] = clauses

    def pytest_sessionfinish(self) -> None:
        if self.outcomes:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.with_suffix(".lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._merge()

    def _merge(self) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            tests = json.loads(self.file.read_text(encoding="utf-8"))["tests"]
        except (OSError, ValueError, KeyError):
            tests = {}
        for test, outcome in self.outcomes.items():
            tests[test] = {"clauses": self.clauses[test], "outcome": outcome, "at": at}
        kept = {
            test: row for test, row in sorted(tests.items()) if (self.file.parent.parent / test.split("::")[0]).exists()
        }
        new = self.file.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps({"tests": kept}, indent=1) + "\n", encoding="utf-8")
        new.replace(self.file)


def pytest_configure(config: pytest.Config) -> None:
    root = checkout()
    if root is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(ClauseResults(results_file(root)), "clause-results")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = {row.clause for row in table()}
    for item in items:
        clauses = [str(clause) for mark in item.iter_markers("clause") for clause in mark.args]
        if lost := set(clauses) - known:
            raise pytest.UsageError(
                f"{item.nodeid} is marked with {', '.join(sorted(lost))}, no clause of clauses.csv."
            )
        item.user_properties += [(_PROPERTY, clause) for clause in dict.fromkeys(clauses)]
