"""The files of products: the products, their figures, what is in them, their documents."""

from collections.abc import Mapping, Sequence

from coatingcat.catalog.rules import axes, cells, figures, properties
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.rules.files.base import STATUSES, File, Values, source
from coatingcat.catalog.words import DocumentKind, SourceKind, Status, SubstanceRole, ValueKind

_KINDS = frozenset(kind.value for kind in ValueKind)
_SOURCE_KINDS = frozenset(kind.value for kind in SourceKind)
_ROLES = frozenset(role.value for role in SubstanceRole)
_DOCUMENTS = frozenset(kind.value for kind in DocumentKind)


class Products(File):
    """`functions` gives the function of a category that was read or is there already; set before the first row."""

    name = "products.csv"
    required = ("product_id", "company_id", "trade_name", "category_code")
    optional = (
        "supplier",
        "category",
        "chemistry",
        "form_supplied",
        "main_substance_cas",
        "source_kind",
        "source",
        "status",
    )
    columns = (
        "code", "supplier_id", "name", "category_id", "chemistry", "form", "functions", "chemistries", "technologies",
        "source_kind", "source", "status", "slug",
    )  # fmt: skip
    arrays = frozenset({"functions", "chemistries", "technologies"})
    key = ("code",)
    known_by = "product_id"
    status = "status"
    sourced = "source"
    functions: Mapping[str, str] = {}

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        code, name, category = get("product_id"), get("trade_name"), get("category_code")
        chemistry, form = get("chemistry"), get("form_supplied")
        function = self.functions.get(category, "")
        return (
            cells.code(code, "product_id", note),
            cells.needed(get("company_id"), "company_id", note),
            cells.needed(name, "trade_name", note),
            cells.needed(category, "category_code", note),
            chemistry,
            form,
            (function,) if function else (),
            axes.chemistries_of(chemistry, category),
            axes.technologies_of(category, function, form),
            cells.word(get("source_kind"), "source_kind", note, _SOURCE_KINDS, SourceKind.OWN),
            source(get("source"), note),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
            cells.slug(name, code),
        )


class Properties(File):
    name = "product_properties.csv"
    required = ("property_id", "product_id", "property")
    optional = (
        "value", "value_min", "value_max", "qualifier", "value_text", "unit", "value_si", "value_min_si", "value_max_si",
        "unit_si", "test_method", "condition", "kind", "source", "status",
    )  # fmt: skip
    columns = (
        "code", "product_id", "property", "label", "kind", "form", "lo", "hi", "printed", "unit", "canonical_lo",
        "canonical_hi", "canonical_unit", "basis", "condition", "temperature", "method", "source", "status",
    )  # fmt: skip
    numbers = frozenset({"lo", "hi", "canonical_lo", "canonical_hi", "temperature"})
    key = ("code",)
    known_by = "property_id"
    status = "status"
    sourced = "source"

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(header)
        self.pick = self.picker(
            "property_id", "product_id", "property", "value", "value_min", "value_max", "qualifier", "value_text", "unit",
            "condition", "kind", "test_method", "source", "status",
        )  # fmt: skip

    def read(self, row: Sequence[str], note: Note) -> Values | tuple[()]:
        (
            code, product, label, value, low, high, qualifier, words, unit, condition, kind, method, where, status,
        ) = self.pick(row)  # fmt: skip
        if qualifier not in figures.QUALIFIERS:
            note("qualifier", "unknown_word", qualifier)
        made = figures.figure(value, low, high, qualifier, words, note)
        if made is None:
            return ()
        known = properties.property_of(label, unit)
        lo, hi, canonical_unit = properties.canonical(known, unit, made.lo, made.hi, note)
        return (
            cells.code(code, "property_id", note),
            cells.needed(product, "product_id", note),
            known,
            cells.needed(label, "property", note),
            cells.word(kind, "kind", note, _KINDS, ValueKind.TYPICAL.value),
            made.form,
            made.lo,
            made.hi,
            made.printed,
            unit,
            lo,
            hi,
            canonical_unit,
            figures.basis_of(condition),
            condition,
            figures.temperature_of(condition),
            method,
            source(where, note) if where else "",
            cells.word(status, "status", note, STATUSES, Status.BACKGROUND.value),
        )


class ProductSubstances(File):
    name = "product_substances.csv"
    required = ("product_id", "cas")
    optional = ("role", "printed", "basis", "source", "status")
    columns = ("product_id", "substance_id", "role", "printed", "basis", "source", "status")
    key = ("product_id", "substance_id")
    known_by = "product_id"
    status = "status"
    sourced = "source"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        return (
            cells.needed(get("product_id"), "product_id", note),
            cells.cas(get("cas"), "cas", note),
            cells.word(get("role"), "role", note, _ROLES, SubstanceRole.COMPONENT),
            get("printed"),
            get("basis"),
            source(get("source"), note),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
        )


class Documents(File):
    name = "documents.csv"
    required = ("product_id", "kind", "url")
    optional = ("title", "language", "edition", "issued_on", "sha256", "source_kind", "status")
    columns = (
        "product_id", "kind", "url", "title", "language", "edition", "issued_on", "sha256", "source_kind", "status",
    )  # fmt: skip
    key = ("product_id", "url")
    known_by = "product_id"
    status = "status"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        url = cells.needed(get("url"), "url", note)
        if url and not cells.is_address(url):
            note("url", "address", url)
        sha = get("sha256").lower()
        if sha and (len(sha) != 64 or not all(c in "0123456789abcdef" for c in sha)):
            note("sha256", "code", sha)
        return (
            cells.needed(get("product_id"), "product_id", note),
            cells.word(get("kind"), "kind", note, _DOCUMENTS, DocumentKind.PAGE),
            url,
            *(get(name) for name in ("title", "language", "edition", "issued_on")),
            sha,
            cells.word(get("source_kind"), "source_kind", note, _SOURCE_KINDS, SourceKind.MANUFACTURER),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
        )
