from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "coatingcat.search"
    label = "search"
