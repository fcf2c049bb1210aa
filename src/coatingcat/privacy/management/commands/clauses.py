"""`coatingcat clauses`: which promises of the policy are true now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coatingcat.privacy.clauses import Report, as_json, report, table


class Command(BaseCommand):
    help = "Each clause of the policy with the tests that prove it and how they went when they were last run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of {clause, status, tests}")

    def handle(self, *args: Any, **options: Any) -> None:
        found = report()
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found.statuses), ensure_ascii=False, indent=1))
            return
        self._table(found)

    def _table(self, found: Report) -> None:
        says = {row.clause: row.policy_says for row in table()}
        for line in found.statuses:
            tests = f"{len(line.tests)} tests" if len(line.tests) != 1 else "1 test"
            self.stdout.write(f"{line.clause:<14}{line.status:<8}{tests:<10}{says[line.clause][:80]}")
        counts = {
            state: sum(1 for line in found.statuses if line.status == state) for state in ("kept", "broken", "open")
        }
        summary = ", ".join(f"{count} {state}" for state, count in counts.items())
        self.stdout.write(f"\n{len(found.statuses)} clauses: {summary}. Source: {found.source}.")
        if found.at:
            self.stdout.write(f"Latest outcome: {found.at}.")
