"""`coatingcat keys rotate`: new epoch key, every surviving key wrapped anew, the old epoch's file destroyed.
`coatingcat keys status`: epochs, their files, and what they wrap."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.privacy.actions import rotate_epoch
from coatingcat.privacy.queries.epochs import epochs


class Command(BaseCommand):
    help = "Rotate the epoch key, which makes keys in old backups worthless, or tell how the epochs stand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["rotate", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "status":
            self._status()
            return
        epoch, count = rotate_epoch()
        self.stdout.write(f"Epoch {epoch} wraps {count} keys. Back up the keys folder now, apart from the data.")

    def _status(self) -> None:
        found = epochs()
        for epoch in found:
            state = "open" if epoch.retired_at is None else f"retired {epoch.retired_at:%Y-%m-%d %H:%M}"
            file = "key file there" if epoch.has_file else "key file destroyed"
            self.stdout.write(
                f"{epoch.id}  from {epoch.opened_at:%Y-%m-%d %H:%M}, {state}, {file};"
                f" wraps {epoch.subject_keys} keys of people, {epoch.month_keys} of months"
            )
        faulty = [str(epoch.id) for epoch in found if epoch.is_faulty]
        if faulty:
            raise CommandError(f"A key file is missing or was not destroyed: {', '.join(faulty)}.")
