"""`coatingcat minors audit --year 2026`: the yearly report on minors' data, in numbers (MR 37)."""

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.ground.clock import today
from coatingcat.privacy.queries.minors import audit


class Command(BaseCommand):
    help = "Counts how minors' data was handled in a year; fails if any was opened without an approval."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["audit"])
        parser.add_argument("--year", type=int, default=None, help="year in Shanghai; this one if none is given")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit(options["year"] or today().year)
        lines: dict[str, int] = {f"held: {band.value.en}": count for band, count in found.held.items()}
        lines |= {what.value.en: count for what, count in found.tallies.items()}
        lines |= {
            "staff asked for access": found.asked,
            "access approved": found.approved,
            "access refused": found.refused,
            "access waiting": found.waiting,
            "values opened by staff": found.openings_by_staff,
            "values opened by guardians": found.openings_by_guardians,
            "values opened without an approval": found.unapproved,
            "requests of guardians": found.requests,
            "of these not answered yet": found.owed,
            "answers to guardians": found.answers.count,
            "answers after the promised day": found.answers.late,
            "hours of the longest answer": int((found.answers.worst or timedelta()).total_seconds() // 3600),
        }
        if options["json"]:
            self.stdout.write(json.dumps({"year": found.year, **lines}))
        else:
            for what, count in lines.items():
                self.stdout.write(f"{what:60}{count:>8}")
        if found.unapproved:
            raise CommandError("Values of minors were opened without an approval.")
