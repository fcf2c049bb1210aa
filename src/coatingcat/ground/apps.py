"""Start of the ground: finds the modules by which rooms offer themselves to rooms below."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

OFFERED = ("receivers", "tasks", "fragments", "holdings", "indexed")
"""Modules imported at start from every installed app that has them; importing one registers what it declares."""


class GroundConfig(AppConfig):
    name = "coatingcat.ground"
    label = "ground"

    def ready(self) -> None:
        from coatingcat.ground import database_logs  # noqa: F401  # registers W001

        for module in OFFERED:
            autodiscover_modules(module)
