from typing import Any

from django.core.management.base import BaseCommand

from coatingcat.config import config
from coatingcat.ground.postgres import revive
from coatingcat.ground.processes import household


class Command(BaseCommand):
    help = "Serves the pages and works on the jobs until it is stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with household(each_second=revive) as everybody:
            self.stdout.write(f"Serving on {config().host}:{config().port}.")
            everybody.run()
