from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "coatingcat.front"
    label = "front"
