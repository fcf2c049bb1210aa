"""The read model of product pages: one row each, made in one statement for however many products changed."""

from collections.abc import Iterable

from django.db import connection, transaction

from coatingcat.search.actions import changed_by_sql


@transaction.atomic
def refresh_pages(*, codes: Iterable[str]) -> int:
    """Make the pages of these products again and announce them to search. Out: how many there are now."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS touched")
        cursor.execute("CREATE TEMPORARY TABLE touched (code text PRIMARY KEY, announce boolean) ON COMMIT DROP")
        cursor.executemany(
            "INSERT INTO touched VALUES (%s, true) ON CONFLICT DO NOTHING", [[code] for code in dict.fromkeys(codes)]
        )
    return write_pages()


def write_pages() -> int:
    """Make the pages of the products in the temporary table `touched` (`announce`: search must look at them again)."""
    with connection.cursor() as cursor:
        cursor.execute(_SPANS_MOVED)
        cursor.execute("ANALYZE touched")
        cursor.execute(_WRITE)
        count = int(cursor.rowcount)
    changed_by_sql("product", "SELECT code FROM touched WHERE announce")
    return count


# A bar on a page shows where a figure lies among all: where the ends moved, every bar of that property moves.
_SPANS_MOVED = """
WITH now AS (
    SELECT property, min(coalesce(canonical_lo, canonical_hi)) AS lo, max(coalesce(canonical_hi, canonical_lo)) AS hi,
           count(*) AS count
    FROM catalog_propertyvalue
    WHERE property <> '' AND coalesce(canonical_lo, canonical_hi) IS NOT NULL GROUP BY property
), moved AS (
    SELECT n.property FROM now n LEFT JOIN catalog_propertyspan s USING (property)
    WHERE s.property IS NULL OR (s.lo, s.hi) IS DISTINCT FROM (n.lo, n.hi)
), written AS (
    INSERT INTO catalog_propertyspan AS s (property, lo, hi, count) SELECT property, lo, hi, count FROM now
    ON CONFLICT (property) DO UPDATE SET lo = excluded.lo, hi = excluded.hi, count = excluded.count
    WHERE (s.lo, s.hi, s.count) IS DISTINCT FROM (excluded.lo, excluded.hi, excluded.count)
), gone AS (
    DELETE FROM catalog_propertyspan WHERE property NOT IN (SELECT property FROM now)
)
INSERT INTO touched
SELECT DISTINCT product_id, false FROM catalog_propertyvalue WHERE property IN (SELECT property FROM moved)
ON CONFLICT DO NOTHING
"""

# Whole rows become JSON in half the time of json_build_object; these are the many.
_VALUES = """
SELECT v.product_id, json_agg(item ORDER BY v.position) AS items
FROM touched r
JOIN catalog_propertyvalue v ON v.product_id = r.code
LEFT JOIN catalog_propertyspan s ON s.property = v.property
LEFT JOIN catalog_document d ON d.product_id = v.product_id AND d.url = v.source
CROSS JOIN LATERAL (
    SELECT v.property, v.label, v.kind, v.form, v.printed, v.unit, v.canonical_lo AS lo, v.canonical_hi AS hi,
           s.lo AS "from", s.hi AS "to", s.count AS "of", v.basis, v.condition, v.temperature, v.method,
           d.id AS document, v.status
) item
GROUP BY v.product_id
"""

_DOCUMENTS = """
SELECT d.product_id, json_agg(json_build_object(
    'id', d.id, 'kind', d.kind, 'source_kind', d.source_kind, 'title', d.title, 'host', d.host, 'language', d.language,
    'edition', d.edition, 'issued_on', d.issued_on, 'status', d.status) ORDER BY d.kind, d.id) AS items
FROM touched r JOIN catalog_document d ON d.product_id = r.code GROUP BY d.product_id
"""

_SUBSTANCES = """
SELECT ps.product_id, json_agg(json_build_object(
    'cas', b.cas, 'ec', b.ec, 'en', b.name_en, 'zh', b.name_zh, 'role', ps.role, 'printed', ps.printed,
    'hazards', to_json(b.hazards), 'pictograms', to_json(b.pictograms), 'signal', b.signal_word, 'voc', b.voc,
    'status', ps.status) ORDER BY ps.role = 'main' DESC, b.name_en) AS items
FROM touched r
JOIN catalog_productsubstance ps ON ps.product_id = r.code
JOIN catalog_substance b ON b.cas = ps.substance_id
GROUP BY ps.product_id
"""

_FORMULATIONS = """
SELECT l.product_id, json_agg(json_build_object(
    'code', f.code, 'name', f.name, 'status', f.status, 'technology', f.technology, 'segment', g.code,
    'segment_en', g.name_en, 'segment_zh', g.name_zh, 'part', l.part, 'role', l.role, 'percent', l.percent)
    ORDER BY f.code, l.number) AS items
FROM touched r
JOIN catalog_formulationline l ON l.product_id = r.code
JOIN catalog_formulation f ON f.code = l.formulation_id
JOIN catalog_segment g ON g.code = f.segment_id
GROUP BY l.product_id
"""

_TRAILS = """
WITH RECURSIVE climb AS (
    SELECT code AS leaf, code, parent_id, name_en, name_zh, 0 AS height FROM catalog_category
    UNION ALL
    SELECT c.leaf, p.code, p.parent_id, p.name_en, p.name_zh, c.height + 1
    FROM climb c JOIN catalog_category p ON p.code = c.parent_id WHERE c.height < 20
)
SELECT leaf, json_agg(json_build_object('code', code, 'en', name_en, 'zh', name_zh) ORDER BY height DESC) AS items
FROM climb GROUP BY leaf
"""

_WRITE = f"""
INSERT INTO catalog_productpage AS page (product_id, slug, version, category_code, name, supplier_name, facts)
SELECT p.code, p.slug, nextval('catalog_page_version'), p.category_id, p.name, c.name, json_build_object(
    'code', p.code, 'supplier', c.code, 'supplier_name', c.name, 'supplier_zh', c.name_zh,
    'chemistry', p.chemistry, 'form', p.form, 'functions', to_json(p.functions),
    'chemistries', to_json(p.chemistries), 'technologies', to_json(p.technologies), 'status', p.status,
    'source_kind', p.source_kind, 'trail', coalesce(t.items, '[]'), 'values', coalesce(v.items, '[]'),
    'documents', coalesce(d.items, '[]'), 'substances', coalesce(b.items, '[]'),
    'formulations', coalesce(f.items, '[]'))::text
FROM touched r
JOIN catalog_product p ON p.code = r.code
JOIN catalog_company c ON c.code = p.supplier_id
LEFT JOIN ({_TRAILS}) t ON t.leaf = p.category_id
LEFT JOIN ({_VALUES}) v ON v.product_id = p.code
LEFT JOIN ({_DOCUMENTS}) d ON d.product_id = p.code
LEFT JOIN ({_SUBSTANCES}) b ON b.product_id = p.code
LEFT JOIN ({_FORMULATIONS}) f ON f.product_id = p.code
ON CONFLICT (product_id) DO UPDATE SET
    slug = excluded.slug, version = excluded.version, category_code = excluded.category_code, name = excluded.name,
    supplier_name = excluded.supplier_name, facts = excluded.facts
"""  # noqa: S608  # composed of literals
