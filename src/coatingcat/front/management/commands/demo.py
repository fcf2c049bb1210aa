import argparse
import hashlib
import io
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from coatingcat.catalog.models import Product
from coatingcat.config import config, put
from coatingcat.ground.postgres import revive
from coatingcat.ground.processes import Household, household
from coatingcat.search import actions as search
from coatingcat.search import queries as index
from coatingcat.search.words import IndexMissing
from coatingcat.trade.models import Offer

READY_SECONDS = 90
ACCOUNTS = "demo-accounts.json"


class Command(BaseCommand):
    """Everything on one machine, until Ctrl-C: database, catalogue, accounts, index, pages and jobs."""

    help = "Runs a demonstration with data and accounts on this machine, until Ctrl-C."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts again and end")
        parser.add_argument("--prepare", action="store_true", help="make everything ready, but serve nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not config().is_demo:
            raise CommandError("A demonstration runs only with COATINGCAT_MODE=demo: its accounts are no secret.")
        self.console = Console()
        if options["accounts"]:
            self.console.print(_table(_accounts()))
            return
        began = time.monotonic()
        self._steps({"database": _migrate, "pages": _collect_static})
        if options["prepare"]:
            self._steps(_FILLING)
            return
        put(COATINGCAT_HOST="127.0.0.1", COATINGCAT_PORT=str(_free_port(config().port)))
        with household(each_second=revive) as everybody:
            # The pages start in the background while the sample is read: both take a second.
            self._steps(_FILLING)
            with self.console.status("starting"):
                _wait_until_ready(everybody)
            if not everybody.is_asked_to_stop:
                self._welcome(time.monotonic() - began)
            everybody.run()
            self.console.print("Stopping …")

    def _steps(self, steps: dict[str, Callable[[], str]]) -> None:
        for name, step in steps.items():
            began = time.monotonic()
            with self.console.status(name):
                said = step()
            self.console.print(f"  {name:14}{said} [dim]({time.monotonic() - began:.1f} s)[/dim]", highlight=False)

    def _welcome(self, seconds: float) -> None:
        address = config().public_url
        table = _table(_accounts())
        self.console.print(
            Panel(
                _Stack([f"[bold]{address}/[/bold]", f"Every message sent lands here: {address}/tray/", "", table]),
                title="CoatingCat",
                subtitle=f"ready after {seconds:.1f} s · Ctrl-C stops everything",
                expand=False,
            )
        )


class _Stack:
    """Lines and tables one below the other."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self.parts = parts

    def __rich_console__(self, _console: Console, _options: object) -> Iterable[Any]:
        yield from self.parts


def _migrate() -> str:
    executor = MigrationExecutor(connection)
    open_ones = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if open_ones:
        call_command("migrate", interactive=False, verbosity=0)
    return f"{len(open_ones)} migrations" if open_ones else "up to date"


def _collect_static() -> str:
    """Collected, hashed and compressed anew only when a file has changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    if _is_noted("static", digest.hexdigest()) and (config().data / "static" / "staticfiles.json").exists():
        return "up to date"
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    _note("static", digest.hexdigest())
    return "collected"


def _import_sample() -> str:
    seed = Path(apps.get_app_config("catalog").path) / "seed"
    digest = hashlib.sha256()
    for path in sorted(seed.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    if not (_is_noted("catalogue", digest.hexdigest()) and Product.objects.exists()):
        call_command("catalog", "import", str(seed), verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        _note("catalogue", digest.hexdigest())
    return f"{Product.objects.count()} products"


def _import_offers() -> str:
    """The demonstration's prices and stock, once: orders of an earlier run have taken their goods from it."""
    if not Offer.objects.exists():
        call_command("offers", "import", verbosity=0, stdout=io.StringIO())
    return f"{Offer.objects.count()} offers"


def _make_accounts() -> str:
    call_command("demo_accounts", verbosity=0, stdout=io.StringIO())
    return f"{len(_accounts())} accounts"


def _contract_a_carrier() -> str:
    call_command("recipients", "demo", verbosity=0, stdout=io.StringIO())
    return "a carrier under contract"


def _make_trade() -> str:
    said = io.StringIO()
    call_command("demo_trade", verbosity=0, stdout=said)
    return f"companies, orders and inquiries {said.getvalue().strip()}"


def _index() -> str:
    try:
        index.status()
    except IndexMissing:
        return f"{search.rebuild()} documents"
    return "up to date"


_FILLING = {
    "catalogue": _import_sample,
    "offers": _import_offers,
    "accounts": _make_accounts,
    "recipients": _contract_a_carrier,
    "trade": _make_trade,
    "search index": _index,
}


def _accounts() -> list[dict[str, str]]:
    """Role, sign-in and password of each demo account, as the room of members wrote them down."""
    path = config().data / ACCOUNTS
    if not path.exists():
        raise CommandError("There are no demo accounts yet; `coatingcat demo` makes them.")
    return list(json.loads(path.read_text()))


def _table(accounts: list[dict[str, str]]) -> Table:
    table = Table("Account", "Sign in with", "Password", box=None, pad_edge=False)
    for account in accounts:
        table.add_row(account["role"], account["sign_in"], account["password"])
    return table


def _notes() -> Path:
    return config().data / "demo-notes.json"


def _noted() -> dict[str, str]:
    return dict(json.loads(_notes().read_text())) if _notes().exists() else {}


def _is_noted(name: str, digest: str) -> bool:
    return _noted().get(name) == digest


def _note(name: str, digest: str) -> None:
    _notes().write_text(json.dumps(_noted() | {name: digest}))


def _free_port(wanted: int) -> int:
    """The wanted port, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CommandError(f"No port from {wanted} to {wanted + 49} is free; name another one in COATINGCAT_PORT.")


def _wait_until_ready(everybody: Household) -> None:
    address = f"http://127.0.0.1:{config().port}/health/ready"
    until = time.monotonic() + READY_SECONDS
    while not everybody.is_asked_to_stop:
        if everybody.fallen():
            raise CommandError("The pages did not start; what they said stands above.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (OSError, urllib.error.URLError):
            if time.monotonic() > until:
                raise CommandError(f"The pages were not ready within {READY_SECONDS} s.") from None
        time.sleep(0.05)
