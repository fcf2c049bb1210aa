"""`coatingcat search rebuild` and `coatingcat search status`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coatingcat.search import actions, queries
from coatingcat.search.words import IndexMissing, RebuildUnderWay, offers


class Command(BaseCommand):
    help = "The search index: make it anew while the old one serves, or say how it is."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("rebuild", help="Make a new index of all documents; the old one serves until it is there.")
        status = verbs.add_parser("status", help="Documents, changes waiting, generation.")
        status.add_argument("--json", action="store_true", help="As JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "rebuild":
            self._rebuild()
        else:
            self._status(as_json=options["json"])

    def _rebuild(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=self.stderr)) as progress:  # type: ignore[arg-type]
            bars = {
                kind: progress.add_task(kind, total=sum(map(len, offer.all_keys()))) for kind, offer in offers().items()
            }
            try:
                count = actions.rebuild(told=lambda kind, done: progress.advance(bars[kind], done))
            except RebuildUnderWay as error:
                raise CommandError(str(error)) from None
        actions.follow()
        self.stdout.write(f"{count} documents indexed.")

    def _status(self, *, as_json: bool) -> None:
        try:
            said = queries.status()
        except IndexMissing as error:
            raise CommandError(str(error)) from None
        if as_json:
            self.stdout.write(json.dumps(said))
            return
        for name, value in said.items():
            self.stdout.write(f"{name}: {value}")
