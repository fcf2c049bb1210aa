"""`coatingcat service end|keep|status`: announce the end of the service, take it back, see how far it is."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.privacy.actions.endings import EndsAlready, TooSoon, announce_end, carry_out_end, take_back_end
from coatingcat.privacy.models.endings import EndOfService
from coatingcat.privacy.queries.endings import unproven


class Command(BaseCommand):
    help = "The end of the service: 30 days of notice, copies for everybody, then everybody is erased, with a proof."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["end", "keep", "status"])
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="last day of the service")
        parser.add_argument("--yes", action="store_true", help="after that day everybody is erased: really announce it")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "end":
                self._end(options["on"], is_sure=options["yes"])
            case "keep":
                if not take_back_end():
                    raise CommandError("No end is announced that could be taken back.")
                self.stdout.write("The service goes on; everybody is told.")
            case _:
                self._status()

    def _end(self, on: date | None, *, is_sure: bool) -> None:
        if on is None:
            raise CommandError("Say on which day the service ends: --on 2027-03-31.")
        if not is_sure:
            raise CommandError(
                "After that day everybody is erased, and nothing brings them back. Add --yes if you mean it."
            )
        try:
            found = announce_end(ends_on=on, by=None)
        except (TooSoon, EndsAlready) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Announced. Everybody is told and can take a copy until {found.ends_on}; then all are erased."
        )

    def _status(self) -> None:
        found = EndOfService.objects.filter(withdrawn_at=None).order_by("-announced_at").first()
        if found is None:
            self.stdout.write("The service goes on.")
            return
        if found.finished_at is None:
            carry_out_end()
            found.refresh_from_db()
        if found.finished_at is None:
            self.stdout.write(f"Ends on {found.ends_on}; {unproven()} erasures are under way.")
            return
        self.stdout.write(json.dumps(found.proof, indent=1, ensure_ascii=False))
