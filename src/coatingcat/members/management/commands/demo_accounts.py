"""`coatingcat demo_accounts`: the accounts of a demonstration, made if missing, and printed."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.members.actions.demo import NotADemonstration, demo_accounts


class Command(BaseCommand):
    help = "Makes one account for each role, with random passwords of this machine, and prints them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a list of role, sign_in and password")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = demo_accounts()
        except NotADemonstration as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(json.dumps([asdict(a) for a in accounts], indent=1))
            return
        for account in accounts:
            self.stdout.write(f"{account.role:16} {account.sign_in:44} {account.password}")
