import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coatingcat import __version__
from coatingcat.ground.postgres import Postgres, binaries, running
from coatingcat.ground.postgres.programs import run
from tests.database import FOLDER

PROGRAM = ("-m", "coatingcat")


@pytest.fixture(scope="module")
def instance() -> Iterator[Postgres]:
    """A data folder of its own, with a database server that does not run."""
    folder = FOLDER / f"cli-{os.getpid()}"
    server = Postgres(folder / "postgres", durable=False)
    yield server
    server.remove()
    folder.rmdir()


def environment(instance: Postgres, **extra: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    keys = os.environ["COATINGCAT_KEYS"]
    return (
        mine
        | {"COATINGCAT_MODE": "demo", "COATINGCAT_DATA": str(instance.folder.parent), "COATINGCAT_KEYS": keys}
        | extra
    )


def coatingcat(instance: Postgres, *arguments: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *PROGRAM, *arguments],
        env=environment(instance, **extra),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_runs_the_embedded_server_for_as_long_as_it_lasts(instance):
    done = coatingcat(instance, "database", "uri")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("postgresql://coatingcat:")
    assert not instance.is_up


def test_the_uri_is_one_that_psql_takes_and_belongs_to_the_running_server(instance):
    with running(instance.folder, durable=False) as server:
        uri = coatingcat(instance, "database", "uri").stdout.strip()
        assert uri == server.uri
        assert run([str(binaries() / "psql"), uri, "-XtAc", "SELECT current_database()"]).stdout == "coatingcat\n"
        assert server.is_up


def test_database_url_wins(instance):
    url = "postgresql://somebody@database.example/shop"
    assert coatingcat(instance, "database", "uri", DATABASE_URL=url).stdout == f"{url}\n"
    assert not instance.is_up


def test_a_command_that_is_told_to_end_stops_the_server_it_started(instance):
    code = (
        "import sys; sys.argv = ['coatingcat', 'database', 'uri'];"
        "from coatingcat import cli;"
        "cli._django = lambda _: (print('up', flush=True), sys.stdin.read());"
        "cli.main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(instance),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"
        assert instance.is_up
        other.send_signal(signal.SIGTERM)
        assert other.wait() == 128 + signal.SIGTERM
    assert not instance.is_up


def test_wrong_configuration_is_refused_by_name_before_anything_starts(instance, tmp_path: Path):
    done = coatingcat(instance, "database", "uri", COATINGCAT_PORT="eighty")
    assert done.returncode == 1
    assert done.stderr == "coatingcat: COATINGCAT_PORT is 'eighty'; it must be a whole number from 1 to 65535.\n"
    inside = coatingcat(
        instance, "database", "uri", COATINGCAT_DATA=str(tmp_path), COATINGCAT_KEYS=str(tmp_path / "keys")
    )
    assert inside.returncode == 1
    assert inside.stderr.startswith("coatingcat: COATINGCAT_KEYS lies inside COATINGCAT_DATA")
    assert list(tmp_path.iterdir()) == []


def test_it_says_its_version(instance):
    assert coatingcat(instance, "--version").stdout == f"CoatingCat {__version__}\n"


def test_a_reader_that_has_seen_enough_is_no_fault(instance):
    with subprocess.Popen(
        [sys.executable, "-m", "coatingcat", "registry", "show"],
        env=environment(instance),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert done.stderr.read() == b""
        assert done.wait() == 0
