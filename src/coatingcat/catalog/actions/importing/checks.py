"""Checks that need all the rows: keys that repeat, references to nothing, trees with loops, parts that do not sum to 100."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection
from psycopg import sql

from coatingcat.catalog.actions.importing.report import KEPT_FAULTS, Report
from coatingcat.catalog.actions.importing.staging import table
from coatingcat.catalog.rules import files
from coatingcat.catalog.rules.files import File
from coatingcat.catalog.words.faults import Fault


class Reference(NamedTuple):
    """A staging column that names a row of another file. `optional`: a row held back there is no reason to refuse."""

    column: str
    field: str
    to: type[File]
    target: str
    key: str
    optional: bool = False


TARGETS: Mapping[type[File], tuple[str, str]] = {
    files.Companies: ("catalog_company", "code"),
    files.Segments: ("catalog_segment", "code"),
    files.Categories: ("catalog_category", "code"),
    files.Substances: ("catalog_substance", "cas"),
    files.Products: ("catalog_product", "code"),
    files.Formulations: ("catalog_formulation", "code"),
}


def _to(column: str, field: str, kind: type[File], *, optional: bool = False) -> Reference:
    return Reference(column, field, kind, *TARGETS[kind], optional)


REFERENCES: Mapping[type[File], tuple[Reference, ...]] = {
    files.Segments: (_to("parent_id", "parent", files.Segments),),
    files.Categories: (_to("parent_id", "parent", files.Categories),),
    files.Products: (
        _to("supplier_id", "company_id", files.Companies),
        _to("category_id", "category_code", files.Categories),
    ),
    files.Properties: (_to("product_id", "product_id", files.Products),),
    files.ProductSubstances: (
        _to("product_id", "product_id", files.Products),
        _to("substance_id", "cas", files.Substances),
    ),
    files.Documents: (_to("product_id", "product_id", files.Products),),
    files.Formulations: (_to("segment_id", "segment_code", files.Segments),),
    files.Lines: (
        _to("formulation_id", "formulation_id", files.Formulations),
        _to("product_id", "product_id", files.Products, optional=True),
        _to("substance_id", "cas", files.Substances, optional=True),
    ),
}


def check(kind: type[File], report: Report) -> None:
    """Take the rows out of staging that cannot be taken, with a fault for each; count the rest."""
    with connection.cursor() as cursor:
        cursor.execute(_DUPLICATES.format(rows=table(kind), file=kind.name, **_key(kind)))
        report.tally(kind.name).refused += cursor.rowcount
        for reference in REFERENCES.get(kind, ()):
            _check_reference(cursor, kind, reference, report)
        if kind is files.Lines:
            cursor.execute(_PARTS)
            report.tally(files.Formulations.name).refused += cursor.rowcount
    _collect(report)


def _check_reference(cursor, kind: type[File], reference: Reference, report: Report) -> None:  # type: ignore[no-untyped-def]
    names = {
        "rows": table(kind),
        "column": sql.Identifier(reference.column),
        "there": table(reference.to),
        "target": sql.Identifier(reference.target),
        "key": sql.Identifier(reference.key),
        "to_file": reference.to.name,
        "file": kind.name,
        "field": reference.field,
    }
    cursor.execute((_UNLINK if reference.optional else _HOLD).format(**names))
    if not reference.optional:
        report.tally(kind.name).held_back += cursor.rowcount
    cursor.execute(_UNKNOWN.format(known_by=sql.Identifier(kind.key[0]), **names))
    report.tally(kind.name).refused += cursor.rowcount
    if reference.to is kind:
        cursor.execute(_LOOPS.format(**names))
        report.tally(kind.name).refused += cursor.rowcount


def _key(kind: type[File]) -> dict[str, sql.Composable]:
    columns = [sql.Identifier(column) for column in kind.key]
    return {"key": sql.SQL(", ").join(columns), "field": sql.Literal(kind.known_by), "shown": columns[-1]}


def _collect(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, row, field, code, value FROM staging_faults ORDER BY row LIMIT %s", [KEPT_FAULTS])
        report.add_all(Fault(*row) for row in cursor.fetchall())
        cursor.execute("SELECT code, count(*) FROM staging_faults GROUP BY code")
        _count_the_rest(report, cursor.fetchall())
        cursor.execute("TRUNCATE staging_faults")


def _count_the_rest(report: Report, counts: Iterable[tuple[str, int]]) -> None:
    total = sum(count for _, count in counts)
    if total > KEPT_FAULTS:
        report.fault_count += total - KEPT_FAULTS


_DUPLICATES = sql.SQL("""
WITH again AS (
    SELECT ctid, row, {shown}::text AS value, row_number() OVER (PARTITION BY {key} ORDER BY row) AS n FROM {rows}
), gone AS (
    DELETE FROM {rows} WHERE ctid IN (SELECT ctid FROM again WHERE n > 1) RETURNING row
)
INSERT INTO staging_faults SELECT {file}, row, {field}, 'duplicate', value FROM again WHERE n > 1
""")

_KNOWN = """
    EXISTS (SELECT 1 FROM {there} t WHERE t.{key} = s.{column})
    OR EXISTS (SELECT 1 FROM {target} t WHERE t.{key} = s.{column})
"""

_HOLD = sql.SQL(f"""
DELETE FROM {{rows}} s WHERE s.{{column}} <> '' AND NOT ({_KNOWN})
AND EXISTS (SELECT 1 FROM set_aside a WHERE a.file = {{to_file}} AND a.key = s.{{column}} AND a.why = 'held')
""")  # noqa: S608  # composed of literals

_UNLINK = sql.SQL(f"""
UPDATE {{rows}} s SET {{column}} = '' WHERE s.{{column}} <> '' AND NOT ({_KNOWN})
AND EXISTS (SELECT 1 FROM set_aside a WHERE a.file = {{to_file}} AND a.key = s.{{column}} AND a.why = 'held')
""")  # noqa: S608  # composed of literals

_UNKNOWN = sql.SQL(f"""
WITH gone AS (
    DELETE FROM {{rows}} s WHERE s.{{column}} <> '' AND NOT ({_KNOWN})
    RETURNING s.row, s.{{known_by}}::text AS key, s.{{column}} AS value
), aside AS (
    INSERT INTO set_aside SELECT {{file}}, key, 'faulty' FROM gone
)
INSERT INTO staging_faults SELECT {{file}}, row, {{field}}, 'unknown_reference', value FROM gone
""")  # noqa: S608  # composed of literals

_LOOPS = sql.SQL("""
WITH RECURSIVE climb AS (
    SELECT s.{key} AS start, s.{column} AS at, 1 AS steps FROM {rows} s WHERE s.{column} <> ''
    UNION ALL
    SELECT c.start, s.{column}, c.steps + 1 FROM climb c JOIN {rows} s ON s.{key} = c.at
    WHERE s.{column} <> '' AND c.at <> c.start AND c.steps < 20
), gone AS (
    DELETE FROM {rows} s WHERE s.{key} IN (SELECT start FROM climb WHERE at = start) RETURNING s.row, s.{key} AS value
)
INSERT INTO staging_faults SELECT {file}, row, {field}, 'loop', value FROM gone
""")

_PARTS = """
WITH sums AS (
    SELECT formulation_id, part, sum(percent) AS total FROM staging_formulation_lines GROUP BY formulation_id, part
), bad AS (
    SELECT f.code, f.row,
           CASE WHEN count(s.part) = 0 THEN 'no_lines' ELSE 'parts_sum' END AS reason,
           coalesce(min(round(s.total::numeric, 2)::text), '') AS value
    FROM staging_formulations f LEFT JOIN sums s ON s.formulation_id = f.code
    GROUP BY f.code, f.row
    HAVING count(s.part) = 0 OR bool_or(abs(s.total - 100) > 0.5)
), gone AS (
    DELETE FROM staging_formulations f USING bad b WHERE f.code = b.code
), lines AS (
    DELETE FROM staging_formulation_lines l USING bad b WHERE l.formulation_id = b.code
), aside AS (
    INSERT INTO set_aside SELECT 'formulations.csv', code, 'faulty' FROM bad
)
INSERT INTO staging_faults SELECT 'formulations.csv', row, '', reason, value FROM bad
"""
