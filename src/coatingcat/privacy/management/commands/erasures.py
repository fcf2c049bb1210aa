"""`coatingcat erasures list | replay`: what is open and done; the journal carried out in a restored database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coatingcat.privacy.actions.erasures import journal_file, replay_journal
from coatingcat.privacy.queries.erasures import erasures_at_desk


class Command(BaseCommand):
    help = "List erasures, or carry the journal out again after a backup was restored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["list", "replay"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "replay":
            count = replay_journal()
            self.stdout.write(f"{count} keys destroyed once more, by {journal_file().name}; the clearing is asked for.")
            return
        for erasure in [*erasures_at_desk(), *erasures_at_desk(is_open=False)]:
            late = " LATE" if erasure.is_late else ""
            self.stdout.write(
                f"{erasure.pk}  {erasure.requested_at:%Y-%m-%d %H:%M}  {erasure.state.name.lower()}{late}"
                f"  by {erasure.bound}, promised {erasure.due}"
            )
