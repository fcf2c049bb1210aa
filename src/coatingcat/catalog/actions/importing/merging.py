"""From staging into the catalogue: only rows that differ are written, and each that is written is noted in `changed`."""

from collections.abc import Mapping, Sequence

from django.db import connection
from psycopg import sql

from coatingcat.catalog.actions.importing.report import Report
from coatingcat.catalog.actions.importing.staging import table
from coatingcat.catalog.rules import files
from coatingcat.catalog.rules.files import File

_TABLES: Mapping[type[File], str] = {
    files.Sources: "catalog_datasource",
    files.Companies: "catalog_company",
    files.Segments: "catalog_segment",
    files.Categories: "catalog_category",
    files.Substances: "catalog_substance",
    files.Products: "catalog_product",
    files.Properties: "catalog_propertyvalue",
    files.ProductSubstances: "catalog_productsubstance",
}
_KEPT: Mapping[type[File], frozenset[str]] = {files.Products: frozenset({"slug"})}
"""Columns that a change leaves as they are: the address of a product outlives its renaming."""


def merge(kind: type[File], report: Report) -> None:
    """Write the staged rows of a file that has a table of its own."""
    if kind is files.Products:
        _run(*_SLUGS)
    elif kind is files.Properties:
        _run(_VALUES_THAT_MOVE)
    if kind in _TABLES:
        _write(kind, report)
    if kind is files.Properties:
        report.tally(kind.name).removed += _run(_VALUES_GONE)
    elif kind is files.ProductSubstances:
        report.tally(kind.name).removed += _run(_LINKS_GONE)
    elif kind is files.Documents:
        report.tally(kind.name).changed += _run(_DOCUMENTS)
    elif kind is files.Lines:
        _merge_formulations(report)


def _write(kind: type[File], report: Report) -> None:
    columns = [*kind.columns, "fingerprint"]
    if kind is files.Properties:
        columns.append("position")
    fixed = {*kind.key, *_KEPT.get(kind, ())}
    key = [sql.Identifier(column) for column in kind.key]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(table(kind)))
        staged = cursor.fetchone()[0]
        parts = {
            "target": sql.Identifier(_TABLES[kind]),
            "rows": table(kind),
            "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
            "values": sql.SQL(", ").join(_value(kind, column) for column in columns),
            "same": sql.SQL(" AND ").join(sql.SQL("t.{0} = s.{0}").format(column) for column in key),
            "sets": sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(c), _value(kind, c)) for c in columns if c not in fixed
            ),
            "file": kind.name,
            "returned": sql.SQL("product_id") if "product_id" in kind.columns else key[0],
        }
        cursor.execute(_UPDATE.format(**parts))
        cursor.execute(_INSERT.format(**parts))
        cursor.execute("SELECT is_new, count(*) FROM changed WHERE kind = %s GROUP BY is_new", [kind.name])
        counts = dict(cursor.fetchall())
    tally = report.tally(kind.name)
    tally.new, tally.changed = counts.get(True, 0), counts.get(False, 0)
    tally.unchanged = staged - tally.new - tally.changed


def _value(kind: type[File], column: str) -> sql.Composable:
    if column == "parent_id":
        return sql.SQL("nullif(s.{}, '')").format(sql.Identifier(column))
    if column not in (*kind.columns, "fingerprint"):
        return sql.SQL("s.row")  # the place in the file is the place on the page
    return sql.SQL("s.{}").format(sql.Identifier(column))


def _merge_formulations(report: Report) -> None:
    _run(_FINGERPRINT_OF_RECIPE)
    tally = report.tally(files.Formulations.name)
    tally.new = _run(_RECIPES_NEW)
    tally.changed = _run(_RECIPES_CHANGED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staging_formulations")
        tally.unchanged = cursor.fetchone()[0] - tally.new - tally.changed
    _run(_PRODUCTS_OF_OLD_LINES, *_LINES_AGAIN, *_RECIPE_SOURCES, *_SOLUTIONS)


def _run(*statements: str) -> int:
    """Run one after the other; how many rows the last one touched."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return int(cursor.rowcount)


# Two statements in place of ON CONFLICT, which doubles the work on new rows; one import runs at a time.
_UPDATE = sql.SQL("""
WITH written AS (
    UPDATE {target} t SET {sets} FROM {rows} s WHERE {same} AND t.fingerprint <> s.fingerprint RETURNING t.{returned} AS key
)
INSERT INTO changed SELECT {file}, key, false FROM written
""")
_INSERT = sql.SQL("""
WITH written AS (
    INSERT INTO {target} AS t ({columns})
    SELECT {values} FROM {rows} s WHERE NOT EXISTS (SELECT 1 FROM {target} t WHERE {same}) RETURNING t.{returned} AS key
)
INSERT INTO changed SELECT {file}, key, true FROM written
""")

_SLUGS: Sequence[str] = (
    """UPDATE staging_products s SET slug = p.slug FROM catalog_product p WHERE p.code = s.code""",
    """UPDATE staging_products s
    SET slug = s.slug || '-' || coalesce(nullif(btrim(regexp_replace(lower(s.code), '[^a-z0-9]+', '-', 'g'), '-'), ''), 'x')
    WHERE NOT EXISTS (SELECT 1 FROM catalog_product p WHERE p.code = s.code)
    AND (s.slug IN (SELECT slug FROM staging_products GROUP BY slug HAVING count(*) > 1)
         OR EXISTS (SELECT 1 FROM catalog_product p WHERE p.slug = s.slug))""",
    """UPDATE staging_products s SET slug = s.slug || '-' || left(md5(s.code), 12)
    WHERE NOT EXISTS (SELECT 1 FROM catalog_product p WHERE p.code = s.code)
    AND (s.slug IN (SELECT slug FROM staging_products GROUP BY slug HAVING count(*) > 1)
         OR EXISTS (SELECT 1 FROM catalog_product p WHERE p.slug = s.slug))""",
)

_VALUES_THAT_MOVE = """
INSERT INTO changed
SELECT 'moved', t.product_id, false FROM catalog_propertyvalue t JOIN staging_product_properties s USING (code)
WHERE t.product_id <> s.product_id
"""

# A product that a file describes is described by it wholly: its other figures go. Refused rows leave theirs alone.
_VALUES_GONE = """
WITH gone AS (
    DELETE FROM catalog_propertyvalue t
    WHERE (t.product_id IN (SELECT code FROM staging_products)
           OR t.product_id IN (SELECT product_id FROM staging_product_properties))
    AND NOT EXISTS (SELECT 1 FROM staging_product_properties s WHERE s.code = t.code)
    AND NOT EXISTS (SELECT 1 FROM set_aside a WHERE a.file = 'product_properties.csv' AND a.key = t.code)
    RETURNING t.product_id
)
INSERT INTO changed SELECT 'gone', product_id, false FROM gone
"""

_LINKS_GONE = """
WITH gone AS (
    DELETE FROM catalog_productsubstance t
    WHERE t.product_id IN (SELECT product_id FROM staging_product_substances)
    AND NOT EXISTS (
        SELECT 1 FROM staging_product_substances s WHERE s.product_id = t.product_id AND s.substance_id = t.substance_id)
    AND NOT EXISTS (SELECT 1 FROM set_aside a WHERE a.file = 'product_substances.csv' AND a.key = t.product_id)
    RETURNING t.product_id
)
INSERT INTO changed SELECT 'gone', product_id, false FROM gone
"""

_HOST = "regexp_replace(lower(split_part(split_part({url}, '/', 3), ':', 1)), '^www\\.', '')"

_DOCUMENTS = f"""
WITH written AS (
    INSERT INTO catalog_document AS was
        (product_id, kind, source_kind, title, url, host, language, edition, issued_on, sha256, status)
    SELECT s.product_id, s.kind, s.source_kind, s.title, s.url, {_HOST.format(url="s.url")}, s.language, s.edition,
           s.issued_on, s.sha256, s.status
    FROM staging_documents s
    ON CONFLICT (product_id, url) DO UPDATE SET
        kind = excluded.kind, source_kind = excluded.source_kind, title = excluded.title, language = excluded.language,
        edition = excluded.edition, issued_on = excluded.issued_on, sha256 = excluded.sha256, status = excluded.status
    WHERE (was.kind, was.source_kind, was.title, was.language, was.edition, was.issued_on, was.sha256, was.status)
        IS DISTINCT FROM (excluded.kind, excluded.source_kind, excluded.title, excluded.language, excluded.edition,
                          excluded.issued_on, excluded.sha256, excluded.status)
    RETURNING was.product_id
)
INSERT INTO changed SELECT 'documents', product_id, false FROM written
"""  # noqa: S608  # composed of literals

SOURCES_OF_PRODUCTS = f"""
INSERT INTO catalog_document
    (product_id, kind, source_kind, title, url, host, language, edition, issued_on, sha256, status)
SELECT DISTINCT ON (f.product_id, f.url)
    f.product_id, CASE WHEN f.source_kind = 'copy_of_data_sheet' THEN 'tds' ELSE 'page' END, f.source_kind, '', f.url,
    {_HOST.format(url="f.url")}, '', '', '', '', f.status
FROM (
    SELECT code AS product_id, source AS url, source_kind, status, 0 AS place FROM catalog_product
    WHERE code IN (SELECT key FROM changed WHERE kind = 'products.csv') AND source LIKE 'http%'
    UNION ALL
    SELECT v.product_id, v.source, p.source_kind, v.status, 1 FROM catalog_propertyvalue v
    JOIN catalog_product p ON p.code = v.product_id
    WHERE v.product_id IN (SELECT key FROM changed WHERE kind = 'product_properties.csv')
    AND v.source LIKE 'http%' AND v.source <> p.source
) f
ORDER BY f.product_id, f.url, f.place
ON CONFLICT (product_id, url) DO NOTHING
"""  # noqa: S608  # composed of literals

# A recipe is its lines: the fingerprint of the one covers the others.
_FINGERPRINT_OF_RECIPE = """
UPDATE staging_formulations f SET fingerprint = md5(f.fingerprint || l.all_lines)
FROM (SELECT formulation_id, string_agg(fingerprint || product_id || substance_id, ',' ORDER BY number) AS all_lines
      FROM staging_formulation_lines GROUP BY formulation_id) l
WHERE l.formulation_id = f.code
"""

_RECIPE_COLUMNS = (
    "name, type, segment_id, technology, basis, mix_ratio, computed_pvc, supplier, note, source, status, fingerprint"
)

_RECIPES_NEW = f"""
WITH written AS (
    INSERT INTO catalog_formulation (code, {_RECIPE_COLUMNS})
    SELECT code, {_RECIPE_COLUMNS} FROM staging_formulations
    ON CONFLICT (code) DO NOTHING RETURNING code
)
INSERT INTO changed SELECT 'formulations.csv', code, true FROM written
"""  # noqa: S608  # composed of literals

_RECIPES_CHANGED = f"""
WITH written AS (
    UPDATE catalog_formulation t
    SET ({_RECIPE_COLUMNS}) = (SELECT {_RECIPE_COLUMNS} FROM staging_formulations s WHERE s.code = t.code)
    WHERE EXISTS (SELECT 1 FROM staging_formulations s WHERE s.code = t.code AND s.fingerprint <> t.fingerprint)
    RETURNING t.code
)
INSERT INTO changed SELECT 'formulations.csv', code, false FROM written
"""  # noqa: S608  # composed of literals

_PRODUCTS_OF_OLD_LINES = """
INSERT INTO changed
SELECT 'lines', l.product_id, false FROM catalog_formulationline l
JOIN changed c ON c.kind = 'formulations.csv' AND c.key = l.formulation_id WHERE l.product_id IS NOT NULL
"""

_LINES_AGAIN: Sequence[str] = (
    """DELETE FROM catalog_formulationline l USING changed c WHERE c.kind = 'formulations.csv' AND c.key = l.formulation_id""",
    """INSERT INTO catalog_formulationline
        (formulation_id, number, part, ingredient, role, amount, percent, substance_id, product_id)
    SELECT s.formulation_id, s.number::integer, s.part, s.ingredient, s.role, s.amount, s.percent,
           nullif(s.substance_id, ''), nullif(s.product_id, '')
    FROM staging_formulation_lines s JOIN changed c ON c.kind = 'formulations.csv' AND c.key = s.formulation_id""",
    """INSERT INTO changed
    SELECT 'lines', s.product_id, false FROM staging_formulation_lines s
    JOIN changed c ON c.kind = 'formulations.csv' AND c.key = s.formulation_id WHERE s.product_id <> ''""",
)

_RECIPE_SOURCES: Sequence[str] = (
    f"""INSERT INTO catalog_document
        (formulation_id, kind, source_kind, title, url, host, language, edition, issued_on, sha256, status)
    SELECT f.code, 'page', 'published_formulation', '', f.source, {_HOST.format(url="f.source")}, '', '', '', '', f.status
    FROM catalog_formulation f JOIN changed c ON c.kind = 'formulations.csv' AND c.key = f.code
    WHERE f.source LIKE 'http%' ON CONFLICT (formulation_id, url) DO NOTHING""",  # noqa: S608  # composed of literals
)

_SOLUTIONS: Sequence[str] = (
    """INSERT INTO catalog_solution (segment_id, technology)
    SELECT DISTINCT segment_id, technology FROM catalog_formulation WHERE technology <> ''
    ON CONFLICT DO NOTHING""",
    """DELETE FROM catalog_solution s WHERE NOT EXISTS (
        SELECT 1 FROM catalog_formulation f WHERE f.segment_id = s.segment_id AND f.technology = s.technology)""",
)
