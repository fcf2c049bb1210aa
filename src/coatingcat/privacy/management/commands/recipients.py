"""`coatingcat recipients`: who gets data; in a demonstration, a contract and a key for the constructed carrier."""

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError

from coatingcat.config import config
from coatingcat.ground.clock import today
from coatingcat.privacy.actions.recipients import enter_terms
from coatingcat.privacy.declarations import recipients
from coatingcat.privacy.keys import write_key
from coatingcat.privacy.queries.recipients import known_recipients, recipient_of

ONE_YEAR = timedelta(days=365)


class Command(BaseCommand):
    """Lists recipients with contract, key and country."""

    help = "Who gets data, and under which contract."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["show", "demo"], nargs="?", default="show")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "demo":
            self._demonstrate()
            return
        for known in known_recipients():
            state = "contract in force" if known.is_bound() else "no contract: nothing leaves"
            key = "key on file" if known.age_key else "no key"
            self.stdout.write(f"{known.key:16} {known.country}  {state}, {key}  {known.name.en}")

    def _demonstrate(self) -> None:
        if config().mode == "production":
            raise CommandError("A contract for a demonstration is never made in production.")
        for key, declared in recipients().items():
            known = recipient_of(key)
            if declared.is_demonstration and known is not None and known.terms is None:
                self._contract(key)

    def _contract(self, key: str) -> None:
        """The other half of the key lies beside the data, so that whoever tries this can open what the carrier gets."""
        path: Path = config().data / f"demo-{key}.agekey"
        if path.exists():
            identity = pyrage.x25519.Identity.from_str(path.read_text().strip())
        else:
            identity = pyrage.x25519.Identity.generate()
            write_key(path, str(identity).encode())
        enter_terms(
            key=key,
            by=None,
            country="CN",
            contract="DEMO",
            starts_on=today(),
            ends_on=today() + ONE_YEAR,
            age_key=str(identity.to_public()),
        )
        self.stdout.write(f"{key}: a contract for a year; the key to open its packages is {path.name}.")
