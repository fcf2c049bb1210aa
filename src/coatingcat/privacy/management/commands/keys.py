"""`coatingcat keys rotate`: new epoch key, every surviving key wrapped anew, the old epoch's file destroyed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coatingcat.privacy.actions import rotate_epoch


class Command(BaseCommand):
    help = "Rotate the epoch key, which makes keys in old backups worthless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        epoch, count = rotate_epoch()
        self.stdout.write(f"Epoch {epoch} wraps {count} keys. Back up the keys folder now, apart from the data.")
