from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "coatingcat.privacy"
    label = "privacy"

    def ready(self) -> None:
        from coatingcat.privacy import checks  # noqa: F401  # registers E001 to E014
