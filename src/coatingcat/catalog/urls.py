"""Addresses of the catalogue: nouns in the plural."""

from django.urls import path, register_converter

from coatingcat.catalog.views import formulations, products, search, substances, suppliers


class Code:
    """A key of the catalogue in an address."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """A serial number that fits its column."""

    regex = r"[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Code, "code")
register_converter(Number, "number")

app_name = "catalog"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("products/", search.products, name="products"),
    path("products/comparison/", products.comparison, name="comparison"),
    path("products/<code:slug>/", products.product, name="product"),
    path("substances/", search.substances, name="substances"),
    path("substances/sources/", substances.sources, name="sources"),
    path("substances/<code:cas>/", substances.substance, name="substance"),
    path("formulations/", search.formulations, name="formulations"),
    path("formulations/<code:code>/", formulations.formulation, name="formulation"),
    path("solutions/", formulations.solutions, name="solutions"),
    path("solutions/<code:segment>/", formulations.segment, name="segment"),
    path("solutions/<code:segment>/<code:technology>/", formulations.solution, name="solution"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/<code:code>/", suppliers.supplier, name="supplier"),
    path("external/<number:document>/", suppliers.external, name="external"),
]
