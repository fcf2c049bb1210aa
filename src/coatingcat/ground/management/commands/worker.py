import argparse
from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from coatingcat.config import config
from coatingcat.ground.processes import die_with_parent


class Command(BaseCommand):
    help = "Works on the jobs that the rooms ask for, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
        parser.add_argument("--with-parent", action="store_true", help="end when the program that started it ends")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["with_parent"]:
            die_with_parent()
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector) as working:
            working.run_worker(
                concurrency=config().worker_jobs, wait=not options["once"], shutdown_graceful_timeout=15.0
            )
