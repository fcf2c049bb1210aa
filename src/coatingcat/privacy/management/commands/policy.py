"""`coatingcat policy publish`: file the running declarations with the newest wording of the policy."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coatingcat.privacy.policy import newest, policy_hash, publish


class Command(BaseCommand):
    help = "The published versions of the policy."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="publish")
        way = ways.add_parser("publish", help="file the running declarations with the newest wording")
        way.add_argument("--replace", action="store_true", help="also if other declarations were filed before")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = publish(replace=options["replace"])
        except FileExistsError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Version {newest().name}: {policy_hash(newest().text, path.read_bytes())}")
        self.stdout.write(f"Filed in {path.name}.")
