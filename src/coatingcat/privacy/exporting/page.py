"""The readable page of an archive: one file that needs nothing else, in the person's language."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from coatingcat.config import config
from coatingcat.privacy.declarations import Personal
from coatingcat.privacy.exporting.sheets import Sheet
from coatingcat.privacy.words import Purpose

_STYLE = mark_safe("""<style>
body { max-width: 70rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.6 system-ui, sans-serif; color: #1d2327; background: #fff; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid #c9d1d6; font-size: 1.2rem; }
.wrap { overflow-x: auto; } table { border-collapse: collapse; font-size: .875rem; }
th, td { padding: .35rem .6rem; border: 1px solid #c9d1d6; text-align: left; vertical-align: top; } th { background: #eef2f4; }
.small { font-size: .875rem; color: #4a555c; } a { color: #0b5c6b; }
</style>""")
"""The page stands alone on somebody's disk: it brings its own style."""
SHOWN = 200
"""Rows of a table that the page shows; all of them stand in its CSV."""


class Summary:
    """What the page shows of a table: its first rows, how many there are, and what was declared."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.count, self.rows = sheet, 0, list[Sequence[str]]()

    def add(self, texts: Sequence[str]) -> None:
        self.count += 1
        if self.count <= SHOWN:
            self.rows.append(texts)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def declarations(self) -> list[Personal]:
        return [column.declaration for column in self.sheet.columns if column.declaration]

    @property
    def purposes(self) -> list[Purpose]:
        return sorted({p for d in self.declarations for p in d.purposes}, key=lambda p: p.name)

    @property
    def keeps(self) -> list[object]:
        return list(dict.fromkeys(d.keep for d in self.declarations))


def rendered(summaries: list[Summary], subject_id: UUID, language: str, at: datetime) -> str:
    """The page, as a whole: it holds at most 200 rows of each table."""
    with translation.override(language):
        shown = [
            {
                "title": s.sheet.title(language) or s.sheet.name,
                "headings": [column.heading(language) for column in s.sheet.columns],
                "summary": s,
            }
            for s in summaries
        ]
        context = {"style": _STYLE, "tables": shown, "subject_id": subject_id, "at": at, "contact": config().contact}
        return render_to_string("privacy/export_archive.html", context)
