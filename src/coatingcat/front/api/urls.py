"""Addresses of the API and of its reference."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from coatingcat.front.api import views
from coatingcat.front.api.mount import absent, machine_paths

app_name = "api"


class Anything:
    """The rest of an address, line breaks included: what is nowhere is a problem, and no page."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Anything, "anything")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.reference, name="reference"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/", include(machine_paths())),
    path("<anything:rest>", absent, name="absent"),
]
