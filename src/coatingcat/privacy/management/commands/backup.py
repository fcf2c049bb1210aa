"""`coatingcat backup create DIR`, `coatingcat backup prove DIR`: a backup without keys, and what it still gives away."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.config import config
from coatingcat.privacy import backups


class Command(BaseCommand):
    help = "Back up the data without the keys, or prove by a restored backup that the erased stay erased."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["create", "prove"])
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._create(options["folder"]) if options["verb"] == "create" else self._prove(options)
        except (backups.BackupFailed, FileNotFoundError) as refusal:
            raise CommandError(str(refusal)) from None

    def _create(self, folder: Path) -> None:
        home = backups.create(folder)
        self.stdout.write(f"{home}\n")
        self.stdout.write(
            f"No key is in it. Back up {config().keys} apart, to another place and under other rights, and keep only"
            " its latest copy: an older one could open what has been erased since."
        )

    def _prove(self, options: dict[str, Any]) -> None:
        proof = backups.prove(options["folder"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(proof)))
        else:
            state = "destroyed" if proof.epoch_is_destroyed else "still there until the next rotation"
            self.stdout.write(f"Backup {proof.backup} of {proof.made_at[:16]}, restored and tried.")
            self.stdout.write(f"The epoch key that wrapped its keys is {state}.")
            self.stdout.write(
                f"Erased people: {proof.erased_keys} keys, {proof.values_of_erased_tried} values tried,"
                f" {proof.values_of_erased_opened} opened ({proof.closed_by_journal} keys closed by the journal)."
            )
            self.stdout.write(
                f"Living people: {proof.values_of_living_tried} values tried, {proof.values_of_living_opened} opened."
            )
            self.stdout.write(f"Access log: {proof.chain_links} links hold.")
        if proof.faults:
            raise CommandError("The proof failed:\n" + "\n".join(proof.faults))
