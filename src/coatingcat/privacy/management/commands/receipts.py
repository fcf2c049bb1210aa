"""`coatingcat receipts verify FILE`: whether this instance signed that receipt, unchanged."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.privacy.receipts import is_ours


class Command(BaseCommand):
    help = "Verify the signature of a receipt that somebody kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept = json.loads(options["file"].read_text(encoding="utf-8"))
            body, signature = kept["receipt"], bytes.fromhex(kept["signature"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']} is no receipt: {type(error).__name__}.") from None
        if not is_ours(body, signature):
            raise CommandError("This receipt was changed, or another instance signed it.")
        self.stdout.write(
            f"Genuine: erased and proven {body['proven_at']}, {len(body['keys_destroyed'])} keys destroyed."
        )
