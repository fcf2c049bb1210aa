"""`coatingcat offers import [PATH]`: what the operator sells, from a CSV file."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from rich.console import Console
from rich.table import Table

from coatingcat.trade.actions import Imported, import_offers

SAMPLE = Path(__file__).resolve().parents[2] / "seed" / "offers.csv"
_SHOWN = 20


class Command(BaseCommand):
    help = "Offers: take them in from a file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        taking = verbs.add_parser("import", help="take in a CSV file; the demonstration offers without one")
        taking.add_argument("path", nargs="?", type=Path, default=SAMPLE)
        taking.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        taking.add_argument(
            "--withdraw-others", action="store_true", help="offers that the file does not name are sold no more"
        )
        taking.add_argument("--language", choices=["en", "zh"], help="language of the report")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = import_offers(
            path=options["path"], dry_run=options["dry_run"], withdraw_others=options["withdraw_others"]
        )
        self._tell(report, options["language"] or get_language() or "en")
        verb = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{report.new} new, {report.changed} {verb}changed, {report.unchanged} unchanged,"
            f" {report.withdrawn} {verb}withdrawn, {len(report.faults)} faults"
        )
        if report.faults:
            raise CommandError(f"{len(report.faults)} faults; the rows concerned were left out")

    def _tell(self, report: Imported, language: str) -> None:
        if not report.faults:
            return
        table = Table("file", "row", "field", "reason", "remedy")
        for fault in report.faults[:_SHOWN]:
            told = fault.reason.in_language(language), fault.remedy.in_language(language)
            table.add_row(fault.file, str(fault.row or ""), fault.field, *told)
        console = Console(file=self.stderr, highlight=False)  # type: ignore[arg-type]
        console.print(table)
        if len(report.faults) > _SHOWN:
            console.print(f"… and {len(report.faults) - _SHOWN} more.")
