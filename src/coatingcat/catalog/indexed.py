"""What search may index: products, substances, formulations, solutions, suppliers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Model, QuerySet

from coatingcat.catalog.models import Company, Formulation, ProductPage, Solution, Substance
from coatingcat.catalog.rules.numbers import Interval, intervals, key_figures, name_of_key
from coatingcat.catalog.words import TECHNOLOGIES, name_of
from coatingcat.catalog.words.substances import SUBSTANCE_CLASSES
from coatingcat.search.words import Document, Json, indexes

_BATCH = 500


def _batches(rows: "QuerySet[Any, Any]") -> Iterator[Sequence[str]]:
    batch: list[str] = []
    for key in rows.iterator(chunk_size=_BATCH):
        batch.append(str(key))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keys(model: type[Model]) -> Iterator[Sequence[str]]:
    return _batches(model._default_manager.order_by("pk").values_list("pk", flat=True))


@indexes("product")
class Products:
    """Documents of products, from their page rows alone."""

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        for page in ProductPage.objects.filter(pk__in=keys):
            yield _product(page)

    def all_keys(self) -> Iterator[Sequence[str]]:
        return _keys(ProductPage)


def _product(page: ProductPage) -> Document:
    known = page.content
    substances, recipes = known["substances"], known["formulations"]
    figures: list[Json] = [[*name_of_key(key), printed, unit] for key, printed, unit in key_figures(known["values"])]
    category = known["trail"][-1]
    return Document(
        kind="product",
        key=page.pk,
        url=f"/products/{page.slug}/",
        title_en=page.name,
        title_zh=page.name,
        body_en=_joined(
            known["chemistry"], known["form"], page.supplier_name, *(step["en"] for step in known["trail"]),
            *_names(known, "en"), *(s["en"] for s in substances), *(f["segment_en"] for f in recipes),
        ),
        body_zh=_joined(
            known["supplier_zh"], *(step["zh"] for step in known["trail"]), *_names(known, "zh"),
            *(s["zh"] for s in substances), *(f["segment_zh"] for f in recipes),
        ),
        codes=(page.name, page.pk, *(s["cas"] for s in substances), *(s["ec"] for s in substances if s["ec"])),
        facets=_chosen(
            function=known["functions"],
            chemistry=known["chemistries"],
            technology=known["technologies"],
            segment=[f["segment"] for f in recipes],
            supplier=[page.supplier_name],
            category=[step["code"] for step in known["trail"]],
            status=[known["status"]],
        ),
        numbers=intervals(known["values"]),
        stored={
            "supplier": page.supplier_name,
            "category": [category["en"], category["zh"]],
            "chemistry": known["chemistry"],
            "figures": figures,
            "status": known["status"],
            "slug": page.slug,
        },
    )  # fmt: skip


def _names(known: dict[str, Any], language: str) -> Iterator[str]:
    for axis, field in (("function", "functions"), ("chemistry", "chemistries"), ("technology", "technologies")):
        for code in known[field]:
            yield name_of(axis, code, language)


@indexes("substance")
class Substances:
    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        for substance in Substance.objects.filter(pk__in=keys):
            yield _substance(substance)

    def all_keys(self) -> Iterator[Sequence[str]]:
        return _keys(Substance)


def _substance(it: Substance) -> Document:
    kind = SUBSTANCE_CLASSES.get(it.category)
    return Document(
        kind="substance",
        key=it.cas,
        url=f"/substances/{it.cas}/",
        title_en=it.name_en,
        title_zh=it.name_zh or it.name_en,
        body_en=_joined(it.registry_name, it.formula, kind.en if kind else ""),
        body_zh=_joined(it.registry_name, it.formula, kind.zh if kind else ""),
        codes=tuple(code for code in (it.cas, it.ec) if code),
        facets=_chosen(
            hazard=it.pictograms, substance_class=[it.category] if kind else [], voc=[it.voc] if it.voc else []
        ),
        numbers=_numbers(it),
        stored={
            "cas": it.cas,
            "ec": it.ec,
            "class": list(kind) if kind else [],
            "pictograms": list(it.pictograms),
            "voc": it.voc,
            "boiling_point": it.boiling_point,
            "flash_point": it.flash_point,
        },
    )


_PA_PER_HPA = 100.0


def _numbers(it: Substance) -> dict[str, Interval]:
    figures = {
        "boiling_point": it.boiling_point,
        "melting_point": it.melting_point,
        "flash_point": it.flash_point,
        "density": it.density,
        "molecular_weight": it.molecular_weight,
        "vapour_pressure": None if it.vapour_pressure is None else it.vapour_pressure / _PA_PER_HPA,
    }
    return {name: (value, value) for name, value in figures.items() if value is not None}


@indexes("formulation")
class Formulations:
    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        rows = Formulation.objects.filter(pk__in=keys).select_related("segment").prefetch_related("lines")
        for formulation in rows:
            yield _formulation(formulation)

    def all_keys(self) -> Iterator[Sequence[str]]:
        return _keys(Formulation)


def _formulation(it: Formulation) -> Document:
    lines = list(it.lines.all())
    technology = TECHNOLOGIES.get(it.technology)
    words = [it.type, it.supplier, *(line.ingredient for line in lines), *(line.role for line in lines)]
    return Document(
        kind="formulation",
        key=it.code,
        url=f"/formulations/{it.code}/",
        title_en=it.name,
        title_zh=it.name,
        body_en=_joined(*words, it.segment.name_en, technology.en if technology else ""),
        body_zh=_joined(*words, it.segment.name_zh, technology.zh if technology else ""),
        codes=(it.code, *(line.substance_id for line in lines if line.substance_id)),
        facets=_chosen(
            technology=[it.technology] if it.technology else [], segment=[it.segment_id], status=[it.status]
        ),
        stored={
            "segment": [it.segment.name_en, it.segment.name_zh],
            "technology": it.technology,
            "type": it.type,
            "status": it.status,
            "supplier": it.supplier,
            "parts": len({line.part for line in lines}),
            "lines": len(lines),
        },
    )


@indexes("solution")
class Solutions:
    """Keyed by segment and technology: `wood-parquet/waterborne`."""

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        wanted = set(keys)
        segments = {key.split("/")[0] for key in keys}
        for solution in Solution.objects.filter(segment__in=segments).select_related("segment"):
            if _solution_key(solution) in wanted:
                yield _solution(solution)

    def all_keys(self) -> Iterator[Sequence[str]]:
        rows = Solution.objects.order_by("segment", "technology")
        keys = [_solution_key(solution) for solution in rows]
        if keys:
            yield keys


def _solution_key(it: Solution) -> str:
    return f"{it.segment_id}/{it.technology}"


def _solution(it: Solution) -> Document:
    technology = TECHNOLOGIES[it.technology]
    return Document(
        kind="solution",
        key=_solution_key(it),
        url=f"/solutions/{it.segment_id}/{it.technology}/",
        title_en=f"{it.segment.name_en}: {technology.en.lower()}",
        title_zh=f"{it.segment.name('zh')}：{technology.zh}",
        facets=_chosen(technology=[it.technology], segment=[it.segment_id]),
        stored={"segment": [it.segment.name_en, it.segment.name_zh], "technology": it.technology},
    )


@indexes("supplier")
class Suppliers:
    """Companies that have products here; the others are not shown."""

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        for company in Company.objects.filter(pk__in=keys).annotate(count=Count("products")).filter(count__gt=0):
            yield Document(
                kind="supplier",
                key=company.code,
                url=f"/suppliers/{company.code}/",
                title_en=company.name,
                title_zh=company.name,
                body_zh=company.name_zh,
                stored={"products": company.count},
            )

    def all_keys(self) -> Iterator[Sequence[str]]:
        return _keys(Company)


def _joined(*texts: str) -> str:
    return " · ".join(dict.fromkeys(text for text in texts if text))


def _chosen(**values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Facets without the empty ones, each value once."""
    tidy = {name: tuple(dict.fromkeys(found)) for name, found in values.items()}
    return {name: found for name, found in tidy.items() if found}
