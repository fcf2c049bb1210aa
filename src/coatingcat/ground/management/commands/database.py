import argparse
from typing import Any

from django.core.management.base import BaseCommand

from coatingcat.config import config


class Command(BaseCommand):
    requires_system_checks = ()  # a URI is wanted most when something is broken
    help = "Tells about the database of this instance."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("uri", help="print a URI that psql and pg_dump take; it contains the password")

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(config().database_url)
