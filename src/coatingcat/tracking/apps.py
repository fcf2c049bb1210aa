from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "coatingcat.tracking"
    label = "tracking"
