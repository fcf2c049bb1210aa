from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "coatingcat.privacy"
    label = "privacy"
