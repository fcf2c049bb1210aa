"""Import of a catalogue: files to staging, checks, one merge, the pages and search documents of what changed."""

import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from coatingcat.catalog.actions.importing import checks, merging, staging
from coatingcat.catalog.actions.importing.reading import Reader, Watch
from coatingcat.catalog.actions.importing.report import Report, Tally, Unusable
from coatingcat.catalog.actions.pages import write_pages
from coatingcat.catalog.models import Category
from coatingcat.catalog.rules import files
from coatingcat.catalog.rules.files import FILES, File
from coatingcat.catalog.words.faults import Fault
from coatingcat.search.actions import changed_by_sql

__all__ = ["Report", "Tally", "Unusable", "import_catalogue"]

_LOCK = 0x43434154
"""Key of the advisory lock: one import at a time."""
_TOGETHER = ((files.Lines, files.Formulations), (files.Formulations, files.Lines))
_ANNOUNCED = (
    ("substance", "SELECT key FROM changed WHERE kind = 'substances.csv'"),
    ("supplier", "SELECT key FROM changed WHERE kind = 'companies.csv'"),
    (
        "supplier",
        "SELECT supplier_id FROM catalog_product WHERE code IN (SELECT key FROM changed WHERE kind = 'products.csv')",
    ),
    (
        "formulation",
        """SELECT key FROM changed WHERE kind = 'formulations.csv' UNION
        SELECT code FROM catalog_formulation WHERE segment_id IN (SELECT key FROM changed WHERE kind = 'segments.csv')""",
    ),
    (
        "solution",
        """SELECT f.segment_id || '/' || f.technology FROM catalog_formulation f WHERE f.technology <> '' AND
        (f.code IN (SELECT key FROM changed WHERE kind = 'formulations.csv')
        OR f.segment_id IN (SELECT key FROM changed WHERE kind = 'segments.csv'))""",
    ),
)


class _DryRun(Exception):
    """Takes everything back."""


def import_catalogue(
    *, path: Path, dry_run: bool = False, background: bool = False, watch: Watch | None = None
) -> Report:
    """Read the files in a folder into the catalogue, all or (`dry_run`) nothing; a bad row is refused, the rest goes in.

    `background` takes rows of status background and third_party too. A second import of the same files changes nothing.
    Raises Unusable, with a report, if the folder or a file of it cannot be used as a whole; then nothing was written.
    """
    began = time.monotonic()
    report = Report(dry_run=dry_run)
    readers = _readers(path, report, background=background)
    try:
        with transaction.atomic():
            _prepare([reader.kind for reader in readers])
            for reader in readers:
                _take(reader, report, watch or _nobody)
            _write(readers, report, watch or _nobody)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    report.seconds = time.monotonic() - began
    return report


def _readers(path: Path, report: Report, *, background: bool) -> list[Reader]:
    if not path.is_dir():
        report.add(Fault(str(path), 0, "", "missing_folder", str(path)))
        raise Unusable(report)
    present = [kind for kind in FILES if (path / kind.name).is_file()]
    report.absent = [kind.name for kind in FILES if kind not in present]
    for kind, other in _TOGETHER:
        if kind in present and other not in present:
            report.add(Fault(other.name, 0, "", "missing_file", kind.name))
    if not present:
        report.add(Fault(files.Products.name, 0, "", "missing_file", str(path)))
    if report.faults:
        raise Unusable(report)
    readers = [Reader(path / kind.name, kind, report, background=background) for kind in present]
    for reader in readers:
        reader.prepare()
    return readers


def _prepare(kinds: Sequence[type[File]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    staging.create(list(FILES))


def _take(reader: Reader, report: Report, watch: Watch) -> None:
    """One file into staging, checked against what came before it."""
    if isinstance(reader.file, files.Products):
        reader.file.functions = _functions()
    staging.fill(reader.kind, reader.lines(watch))
    staging.set_aside(reader.kind, reader.set_aside)
    checks.check(reader.kind, report)


def _functions() -> dict[str, str]:
    known = dict(Category.objects.values_list("code", "function"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, function FROM staging_product_categories")
        return known | dict(cursor.fetchall())


def _write(readers: Sequence[Reader], report: Report, watch: Watch) -> None:
    steps = len(readers) + 1
    for done, reader in enumerate(readers):
        watch("writing", done, steps)
        merging.merge(reader.kind, report)
    with connection.cursor() as cursor:
        cursor.execute(merging.SOURCES_OF_PRODUCTS)
        cursor.execute(_TOUCHED)
        cursor.execute("ANALYZE changed")
        cursor.execute(_EDITION)
    report.pages = write_pages()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM touched WHERE announce")
        report.announced = cursor.fetchone()[0]
    report.announced += sum(changed_by_sql(kind, select) for kind, select in _ANNOUNCED)
    watch("writing", steps, steps)


_EDITION = """
INSERT INTO catalog_edition AS e (id, number)
SELECT 1, 1 WHERE EXISTS (SELECT 1 FROM changed WHERE kind IN ('segments.csv', 'product_categories.csv'))
ON CONFLICT (id) DO UPDATE SET number = e.number + 1
"""

_TOUCHED = """
INSERT INTO touched
SELECT DISTINCT key, true FROM (
    SELECT key FROM changed
    WHERE kind IN ('products.csv', 'product_properties.csv', 'product_substances.csv', 'moved', 'gone', 'documents', 'lines')
    UNION ALL
    SELECT p.code FROM catalog_product p JOIN changed c ON c.kind = 'companies.csv' AND c.key = p.supplier_id
    WHERE NOT c.is_new
    UNION ALL
    SELECT p.code FROM catalog_product p
    WHERE EXISTS (SELECT 1 FROM changed c WHERE c.kind = 'product_categories.csv' AND NOT c.is_new)
    UNION ALL
    SELECT ps.product_id FROM catalog_productsubstance ps
    JOIN changed c ON c.kind = 'substances.csv' AND c.key = ps.substance_id WHERE NOT c.is_new
    UNION ALL
    SELECT l.product_id FROM catalog_formulationline l JOIN catalog_formulation f ON f.code = l.formulation_id
    JOIN changed c ON c.kind = 'segments.csv' AND c.key = f.segment_id WHERE NOT c.is_new AND l.product_id IS NOT NULL
) said(key)
WHERE key IN (SELECT code FROM catalog_product)
"""


def _nobody(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""
