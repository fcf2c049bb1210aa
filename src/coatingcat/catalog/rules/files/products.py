"""The files of products: the products, their figures, what is in them, their documents."""

from collections.abc import Mapping, Sequence

from coatingcat.catalog.rules import axes, cells, figures, properties
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.rules.files.base import STATUSES, File, Values, source
from coatingcat.catalog.words import DocumentKind, SourceKind, Status, SubstanceRole, ValueKind


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
            cells.bounded(chemistry, "chemistry", note),
            cells.bounded(form, "form_supplied", note),
            (function,) if function else (),
            axes.chemistries_of(chemistry, category),
            axes.technologies_of(category, function, form),
            cells.word(get("source_kind"), "source_kind", note, frozenset(SourceKind), SourceKind.OWN),
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
        self.kinds = frozenset(ValueKind)

    def read(self, row: Sequence[str], note: Note) -> Values | tuple[()]:
        get = self.getter(row)
        label, unit, condition = get("property"), get("unit"), get("condition")
        qualifier = cells.word(get("qualifier"), "qualifier", note, figures.QUALIFIERS)
        made = figures.figure(get("value"), get("value_min"), get("value_max"), qualifier, get("value_text"), note)
        if made is None:
            return ()
        known = properties.property_of(label, unit)
        lo, hi, canonical_unit = properties.canonical(known, unit, made.lo, made.hi, note)
        return (
            cells.code(get("property_id"), "property_id", note),
            cells.needed(get("product_id"), "product_id", note),
            known,
            cells.needed(label, "property", note),
            cells.word(get("kind"), "kind", note, self.kinds, ValueKind.TYPICAL),
            made.form,
            made.lo,
            made.hi,
            cells.bounded(made.printed, "value_text", note),
            unit,
            lo,
            hi,
            canonical_unit,
            figures.basis_of(condition),
            cells.bounded(condition, "condition", note),
            figures.temperature_of(condition),
            cells.bounded(get("test_method"), "test_method", note),
            source(get("source"), note),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
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
            cells.word(get("role"), "role", note, frozenset(SubstanceRole), SubstanceRole.COMPONENT),
            cells.bounded(get("printed"), "printed", note),
            cells.bounded(get("basis"), "basis", note),
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
            cells.word(get("kind"), "kind", note, frozenset(DocumentKind), DocumentKind.PAGE),
            url,
            *(cells.bounded(get(name), name, note) for name in ("title", "language", "edition", "issued_on")),
            sha,
            cells.word(get("source_kind"), "source_kind", note, frozenset(SourceKind), SourceKind.MANUFACTURER),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
        )
