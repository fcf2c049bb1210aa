"""`coatingcat`: every command of every room under one program.

Without DATABASE_URL it finds the embedded server of the data folder, or runs it while the command lasts.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from coatingcat import __version__
from coatingcat.config import ConfigError, choose_settings, config, put
from coatingcat.ground.postgres import PostgresError, attached

WITHOUT_DATABASE = {"help", "version", "collectstatic", "registry", "clauses", "policy"}


def main() -> None:
    signal.signal(signal.SIGTERM, _leave)
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["version"]):
        print(f"CoatingCat {__version__}")
        return
    try:
        choose_settings()
        with _database(arguments):
            _django(arguments)
    except (ConfigError, PostgresError) as refusal:
        sys.exit(f"coatingcat: {refusal}")
    except BrokenPipeError:  # whoever read our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)


def _leave(number: int, _frame: object) -> None:
    """Asked to end: by way of an exception, so that whatever was started is stopped on the way out."""
    sys.exit(128 + number)


@contextlib.contextmanager
def _database(arguments: list[str]) -> Iterator[None]:
    asks_for_help = not arguments or arguments[0] in WITHOUT_DATABASE or {"-h", "--help", "--version"} & set(arguments)
    checks_code_only = arguments[:1] == ["check"] and "--database" not in arguments
    if config().database_url or asks_for_help or checks_code_only:
        yield
        return
    with attached(config().data / "postgres") as uri:
        put(DATABASE_URL=uri)
        yield


def _django(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line  # only now: settings name the database

    execute_from_command_line(["coatingcat", *arguments])
