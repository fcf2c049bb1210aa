"""`coatingcat clauses`: which promises of the policy are true now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coatingcat.privacy.clauses import Report, as_json, checkout, report, ship, table


class Command(BaseCommand):
    help = "Each clause of the policy with the tests that prove it and how they went when they were last run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of {clause, status, tests}")
        parser.add_argument("--ship", action="store_true", help="put the last run's outcomes into the package")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ship"]:
            self._ship()
            return
        found = report()
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found.statuses), ensure_ascii=False, indent=1))
            return
        self._table(found)

    def _ship(self) -> None:
        root = checkout()
        if root is None:
            raise CommandError("Outcomes are shipped from a checkout, where the tests are.")
        try:
            self.stdout.write(f"{ship(root)} tests' outcomes go with the program now.")
        except FileNotFoundError as refusal:
            raise CommandError(str(refusal)) from None

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
