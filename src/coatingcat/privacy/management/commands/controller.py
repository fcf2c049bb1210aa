"""`coatingcat controller change`: a new administrator, tried out or announced."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coatingcat.privacy.actions.controllers import ControllerRefused, announce_controller
from coatingcat.privacy.policy.snapshot import Snapshot
from coatingcat.privacy.queries.controllers import Report, report


class Command(BaseCommand):
    """Compares declarations, tells everybody, keeps objectors out (IV.2-1)."""

    help = "Tries out or announces a change of administrator."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["change"])
        parser.add_argument("--name", required=True, help="of the new administrator")
        parser.add_argument("--contact", required=True, help="of the new administrator")
        parser.add_argument("--declarations", required=True, type=Path, help="its registry-….json")
        parser.add_argument("--on", type=date.fromisoformat, help="first day, as 2027-01-31; needed to announce")
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing, tell nobody")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            theirs = Snapshot.from_json(options["declarations"].read_text())
            found = report(theirs)
        except (OSError, ValueError, TypeError) as error:
            raise CommandError(f"{options['declarations']} is no file of declarations: {error}") from None
        self._print(found)
        if options["dry_run"]:
            return
        if options["on"] is None:
            raise CommandError("Name the first day with --on to announce it, or try it out with --dry-run.")
        try:
            announce_controller(
                name=options["name"],
                contact=options["contact"],
                theirs=theirs,
                takes_effect_on=options["on"],
                by=None,
            )
        except ControllerRefused as refusal:
            raise CommandError(f"Refused: {refusal.why}. Nothing was announced.") from None
        self.stdout.write("Announced; every member is told and may object.")

    def _print(self, found: Report) -> None:
        weaker, anew = set(found.comparison.weaker), set(found.comparison.anew)
        for change in found.comparison.changes:
            mark = "WEAKER" if change in weaker else "asked anew" if change in anew else "same or better"
            self.stdout.write(f"{mark:14} {change.part} {change.key} {change.aspect}: {change.before} → {change.after}")
        verdict = "protects no less" if found.comparison.is_acceptable else "protects less: it cannot take over"
        self.stdout.write(
            f"{verdict}. Persons {found.people}, members told {found.told}, objected {found.objectors},"
            f" agreed {found.agreed}, would be handed over {found.handed_over}."
        )
