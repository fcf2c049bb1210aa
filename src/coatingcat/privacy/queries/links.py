"""Whom a link without an account belongs to, and what its page shows."""

import hashlib
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.privacy.exporting import Sheet, sheets_of
from coatingcat.privacy.models import HeldLink
from coatingcat.privacy.words import keeping

SHOWN = 20


def digest_of_token(token: str) -> bytes:
    """SHA-256 (32 bytes): enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def subject_behind(token: str) -> UUID | None:
    """Whose link it is; None for one that is unknown, over or was taken back. One query."""
    return (
        HeldLink.objects.filter(token_digest=digest_of_token(token), created_at__gt=now() - keeping.HELD_LINK.for_)
        .values_list("subject_id", flat=True)
        .first()
    )


def held_tables(subject_id: UUID, language: str) -> list[dict[str, object]]:
    """What is held about a person, table by table, the first rows of each. Inside OWN_DATA, as the person."""
    return [_shown(sheet, language) for sheet in sheets_of(subject_id)]


def _shown(sheet: Sheet, language: str) -> dict[str, object]:
    columns = [(number, column) for number, column in enumerate(sheet.columns) if column.declaration]
    latest = Sheet(sheet.name, sheet.rows[:SHOWN], sheet.columns, sheet.withheld)
    rows = []
    for _, cells in latest.cells(language):
        rows.append([(c.declaration, cells[n].text) for n, c in columns if cells[n].text])
    keeps = dict.fromkeys(c.declaration.keep for _, c in columns if c.declaration)
    return {
        "name": sheet.name,
        "title": sheet.title(language),
        "rows": rows,
        "plain": [] if columns else [[cell.text for cell in cells] for _, cells in latest.cells(language)],
        "keeps": list(keeps),
        "purposes": sorted(
            {p for _, c in columns if c.declaration for p in c.declaration.purposes}, key=lambda p: p.name
        ),
    }
