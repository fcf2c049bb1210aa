"""Whether a database of somebody else's setting up would write people's values into its log (I.5-1).

The embedded server is set up not to (`postgres.cluster`); for another `coatingcat check --database default` says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

SAFE: Mapping[str, frozenset[str]] = {
    "log_statement": frozenset({"none", "ddl"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_duration_sample": frozenset({"-1"}),
    "log_min_error_statement": frozenset({"panic", "fatal", "log"}),
    "log_min_messages": frozenset({"log", "fatal", "panic"}),
    "log_parameter_max_length": frozenset({"0"}),
    "log_parameter_max_length_on_error": frozenset({"0"}),
}
"""Settings of PostgreSQL by which statements, parameters or the text of errors reach its log, and harmless values."""


def leaking(found: Mapping[str, str]) -> list[str]:
    """The settings, with their values, that would write values of people into the server's log."""
    return [f"{name} = {found[name]}" for name in SAFE if name in found and found[name] not in SAFE[name]]


def settings_of(alias: str) -> dict[str, str]:
    """The settings of a server as they are."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SAFE)])
        return dict(cursor.fetchall())


@checks.register(checks.Tags.database)
def check_logs(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W001: the server's log would hold values of people."""
    return [
        checks.Warning(
            f"The database would write values of people into its log: {', '.join(told)}.",
            hint="ALTER SYSTEM SET each as docs/decisions/0023 says, then SELECT pg_reload_conf().",
            id="ground.W001",
        )
        for alias in databases or ()
        if alias in settings.DATABASES and (told := leaking(settings_of(alias)))
    ]
