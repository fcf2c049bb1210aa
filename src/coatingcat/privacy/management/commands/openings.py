"""`coatingcat openings verify`: recompute the chain over the access log and compare it with what was published."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.privacy.actions import seal_chain
from coatingcat.privacy.queries import verify_chain


class Command(BaseCommand):
    help = "Verify the hash chain of the access log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        seal_chain()
        report = verify_chain()
        if options["json"]:
            self.stdout.write(
                json.dumps({"links": report.links, "head": report.head.hex(), "faults": list(report.faults)})
            )
        else:
            self.stdout.write(f"{report.links} links, head {report.head.hex()}")
        if report.faults:
            raise CommandError("The access log is not what it was:\n" + "\n".join(report.faults))
