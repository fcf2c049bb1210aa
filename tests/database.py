"""A database for every test process, copied from a template that holds the migrated schema.

Migrating takes a minute, a copy takes a tenth of a second, and a new migration is applied to a copy of the template that
had all the others. All test processes share one embedded server with
fsync off, or the server DATABASE_URL names (its role must be allowed to create databases)."""

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from psycopg.sql import SQL, Identifier

from coatingcat.config import config
from coatingcat.ground.postgres import running
from coatingcat.settings.base import database

FOLDER = Path(__file__).resolve().parent.parent / "var" / "tests"
TEMPLATES_KEPT = 5


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """Django's default database is a fresh copy of the template while the block lasts; gives its URI."""
    name = f"test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with _server() as server:
        source = _template(server)
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(source)))
            try:
                uri = _at(server, name)
                _use(uri)
                yield uri
            finally:
                connections.close_all()
                admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextlib.contextmanager
def _server() -> Iterator[str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if config().database_url:
        yield config().database_url
        return
    with running(FOLDER / "postgres", durable=False) as server:
        yield server.address("postgres")


def _at(uri: str, name: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))


def _use(uri: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict.update(database(uri))


def _migrations() -> dict[str, str]:
    """All that decides the migrated schema, each with its digest: every migration of every app, and who runs them."""
    found = {"django": version("django"), "procrastinate": version("procrastinate")}
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").rglob("*.*")):
            if path.suffix in {".py", ".sql", ".csv"}:
                found[f"{app.label}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _fingerprint(migrations: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(migrations, sort_keys=True).encode()).hexdigest()[:16]


def _template(server: str) -> str:
    migrations = _migrations()
    name, building = f"template_{_fingerprint(migrations)}", f"building_{os.getpid()}_template"
    with (FOLDER / "template.lock").open("a") as lock, psycopg.connect(server, autocommit=True) as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _swept(admin, keep=name)
        if name not in known:
            _build(admin, server, building, on=_ancestor(known, migrations))
            (FOLDER / f"{name}.json").write_text(json.dumps(migrations))
            admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(building), Identifier(name)))
    return name


def _ancestor(known: set[str], migrations: dict[str, str]) -> str | None:
    """The template that needs the fewest migrations more: none of its own may have changed since."""
    found: dict[str, int] = {}
    for name in known:
        note = FOLDER / f"{name}.json"
        if name.startswith("template_") and note.exists():
            applied = json.loads(note.read_text())
            if applied.items() <= migrations.items():
                found[name] = len(applied)
    return max(found, key=lambda name: found[name], default=None)


def _build(admin: "psycopg.Connection[tuple[str]]", server: str, building: str, *, on: str | None) -> None:
    """A migrated database: the rest on a copy of an earlier template, or everything where that does not fit."""
    start = Identifier(on) if on else Identifier("template1")
    admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(building), start))
    _use(_at(server, building))
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except InconsistentMigrationHistory:
        connections.close_all()
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(building)))
        _build(admin, server, building, on=None)
    finally:
        connections.close_all()


def _swept(admin: "psycopg.Connection[tuple[str]]", *, keep: str) -> set[str]:
    """Drops what killed test processes left and templates of former schemas; gives what is there."""
    names = [row[0] for row in admin.execute("SELECT datname FROM pg_database ORDER BY oid")]
    templates = [name for name in names if name.startswith("template_") and name != keep]
    lost = [name for name in names if name.startswith(("test_", "building_")) and not _alive(name)]
    for name in [*lost, *templates[:-TEMPLATES_KEPT]]:
        admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
    return set(names)


def _alive(name: str) -> bool:
    pid = name.split("_")[1]
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
