"""`coatingcat subject erase SUBJECT`: ask that somebody be erased, by the random number of the subject."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.privacy.actions.erasures import plan_of, receipt_path, request_erasure
from coatingcat.privacy.models import Subject
from coatingcat.privacy.words import ErasureWay


class Command(BaseCommand):
    help = "Ask that a subject be erased; a worker carries it out after the days of grace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["erase"])
        parser.add_argument("subject", type=UUID)
        parser.add_argument("--grace-days", type=int, choices=range(4), help="else as configured")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go and what would stay")

    def handle(self, *args: Any, **options: Any) -> None:
        subject_id = options["subject"]
        if not Subject.objects.filter(pk=subject_id).exists():
            raise CommandError("There is no such subject.")
        plan = plan_of(subject_id)
        for line in plan.going:
            self.stdout.write(f"goes   {line.goes:>9}  {line.place}")
        for line in plan.staying:
            self.stdout.write(f"stays  {line.stays:>9}  {line.place}")
        for hold in plan.holds:
            self.stdout.write(f"held   {hold.count:>9}  {hold.article}: {hold.text.en}, until {hold.ends_at or 'done'}")
        if options["dry_run"]:
            return
        erasure = request_erasure(subject_id=subject_id, by=None, way=ErasureWay.DESK, grace_days=options["grace_days"])
        self.stdout.write(
            f"Asked for; unreadable after {erasure.grace_ends_at:%Y-%m-%d %H:%M} UTC. {receipt_path(erasure)}"
        )
