"""Addresses of the API and of its reference."""

from django.urls import URLPattern, URLResolver, include, path

from coatingcat.front.api import views
from coatingcat.front.api.mount import absent, machine_paths

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.reference, name="reference"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/", include(machine_paths())),
    path("<path:rest>", absent, name="absent"),
]
