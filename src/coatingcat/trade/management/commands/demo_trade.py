"""`coatingcat demo_trade`: constructed companies, orders and inquiries of a demonstration, made once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coatingcat.members.actions.demo import NotADemonstration
from coatingcat.trade.actions.demo import demo_trade


class Command(BaseCommand):
    help = "Makes a constructed supplier, agent and buyer with orders and inquiries, if there are none yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            made = demo_trade()
        except NotADemonstration as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("made" if made else "there already")
