from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "coatingcat.catalog"
    label = "catalog"
