"""`coatingcat audit pack DIR`, `coatingcat audit verify DIR`: the evidence of a time, in one signed folder."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.ground.clock import ZONE, now
from coatingcat.privacy.actions.audit import verify_pack, write_pack
from coatingcat.privacy.audit import parts


class Command(BaseCommand):
    help = "Writes what proves how personal data was handled into a folder, or verifies such a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["pack", "verify"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--since", metavar="DATE", help="first day of the audited time; default: two years ago")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "verify":
            self._verify(options["folder"])
            return
        try:
            since = datetime.fromisoformat(options["since"]) if options["since"] else now() - timedelta(days=731)
            since = since if since.tzinfo else since.replace(tzinfo=ZONE)
            path = write_pack(folder=options["folder"], since=since, step=lambda name: self.stdout.write(f"  {name}"))
        except (FileExistsError, ValueError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{len(parts())} parts and {path.name} in {options['folder']}.")

    def _verify(self, folder: Path) -> None:
        try:
            faults = verify_pack(folder=folder)
        except (OSError, ValueError, KeyError):
            raise CommandError(f"{folder} holds no audit pack.") from None
        if faults:
            raise CommandError("This pack is not what was signed:\n" + "\n".join(faults))
        self.stdout.write("The pack is complete, unchanged and signed by this installation.")
