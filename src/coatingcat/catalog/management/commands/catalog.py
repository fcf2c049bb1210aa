"""`coatingcat catalog import [PATH]`: the catalogue from a folder of CSV files."""

import argparse
import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.actions.importing import Report, Unusable

SAMPLE = Path(__file__).resolve().parents[2] / "seed"
_SHOWN = 20
_REFUSED, _UNUSABLE = 1, 2


class Command(BaseCommand):
    help = "The catalogue: take it in from files."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        taking = verbs.add_parser(
            "import",
            help="take in a folder of CSV files; the sample catalogue without one",
            epilog="Ends with 0 if every row was taken, 1 if some were refused, 2 if nothing could be taken.",
        )
        taking.add_argument(
            "path", nargs="?", type=Path, default=SAMPLE, help="folder with products.csv and the others"
        )
        taking.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        taking.add_argument(
            "--background", action="store_true", help="take rows too that nobody checked; they are badged everywhere"
        )
        taking.add_argument("--report", type=Path, help="write every fault to this CSV file")
        taking.add_argument("--language", choices=["en", "zh"], help="language of the report")

    def handle(self, *_args: Any, **options: Any) -> None:
        language = options["language"] or ("zh" if (get_language() or "").startswith("zh") else "en")
        console = Console(file=self.stderr, highlight=False)  # type: ignore[arg-type]
        try:
            report = _watched(console, options)
        except Unusable as refusal:
            _tell(console, refusal.report, language, options["report"])
            raise CommandError("nothing was imported", returncode=_UNUSABLE) from None
        _tell(console, report, language, options["report"])
        self.stdout.write(_sum(report))
        if not report.is_clean:
            raise CommandError(f"{report.fault_count} faults; the rows concerned were left out", returncode=_REFUSED)


def _watched(console: Console, options: dict[str, Any]) -> Report:
    columns = (
        TextColumn("{task.description:24}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bars: dict[str, TaskID] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in bars:
                bars[step] = progress.add_task(step, total=total)
            progress.update(bars[step], completed=done, total=total)

        return import_catalogue(
            path=options["path"], dry_run=options["dry_run"], background=options["background"], watch=watch
        )


def _tell(console: Console, report: Report, language: str, path: Path | None) -> None:
    if report.faults:
        table = Table("file", "row", "field", "reason", "remedy")
        for fault in report.faults[:_SHOWN]:
            table.add_row(fault.file, str(fault.row or ""), fault.field, fault.reason(language), fault.remedy(language))
        console.print(table)
        if report.fault_count > _SHOWN:
            console.print(f"… {report.fault_count - _SHOWN} more; --report FILE writes them all.")
    for name, ignored in report.ignored_columns.items():
        console.print(f"{name}: columns not used: {', '.join(ignored)}")
    if path:
        with path.open("w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(["file", "row", "field", "code", "value", "reason", "remedy"])
            rows.writerows(
                [f.file, f.row, f.field, f.code, f.value, f.reason(language), f.remedy(language)] for f in report.faults
            )


def _sum(report: Report) -> str:
    lines = [
        f"{name}: {t.rows} rows, {t.new} new, {t.changed} changed, {t.unchanged} unchanged, {t.removed} removed,"
        f" {t.refused} refused, {t.held_back} held back"
        for name, t in report.files.items()
    ]
    verb = "would be written" if report.dry_run else "written"
    lines.append(
        f"{report.pages} product pages {verb}, {report.announced} documents for search, {report.seconds:.1f} s"
    )
    return "\n".join(lines)
