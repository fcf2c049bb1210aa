"""`coatingcat retention run|rules`: sweep what is over its keeping time; who makes each keeping time true."""

import argparse
import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.ground.clock import ZONE
from coatingcat.privacy.actions import run_retention
from coatingcat.privacy.retention import rules


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2027-01-31.") from None
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


class Command(BaseCommand):
    help = "Sweep what is over its keeping time, or list the rules by which it goes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["run", "rules"])
        parser.add_argument("--dry-run", action="store_true", help="count what would go; nothing goes")
        parser.add_argument("--at", type=_moment, metavar="DATE", help="as if it were this day (to come: dry only)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "rules":
            for rule in sorted(rules(), key=lambda rule: (rule.table, rule.keep.article)):
                told = f"{rule.how.name.lower()} {rule.clock}".strip()
                self.stdout.write(f"{rule.table:40} {rule.keep.text.en} ({rule.keep.article}): {told}")
            return
        try:
            run = run_retention(at=options["at"], is_dry=options["dry_run"])
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"dry": run.is_dry, "counts": run.counts, "failures": run.failures}))
        else:
            verb = "would go" if run.is_dry else "went"
            for name, count in sorted(run.counts.items()):
                self.stdout.write(f"{count:8} {verb}: {name}")
            self.stdout.write(f"{run.total} rows {verb}, as of {run.as_of:%Y-%m-%d %H:%M}.")
        if run.failures:
            raise CommandError(f"Could not be swept: {', '.join(run.failures)}.")
