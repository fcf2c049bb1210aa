import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from coatingcat.ground.postgres import Postgres, PostgresError, running
from coatingcat.ground.postgres.cluster import Process
from tests.database import FOLDER

HOLDER = "import sys; from pathlib import Path; from coatingcat.ground.postgres import Postgres; {}"


@pytest.fixture(scope="module")
def cluster():
    """Making a cluster takes most of a second: one for all tests that do not need a fresh one."""
    server = Postgres(FOLDER / f"postgres-{os.getpid()}", durable=False)
    yield server
    server.remove()


@pytest.fixture
def server(cluster):
    yield cluster
    cluster.stop()


def ask(server: Postgres, statement: str, *, role: str = "coatingcat", tcp: bool = False) -> object:
    with psycopg.connect(server.address(role=role, tcp=tcp)) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def process(server: Postgres) -> Process:
    found = server.cluster.process()
    assert found is not None
    return found


def use_and_be_killed(server: Postgres) -> None:
    """Another program starts the server and dies without a chance to stop it."""
    code = HOLDER.format("print(Postgres(Path(sys.argv[1]), durable=False).start(), flush=True); sys.stdin.read()")
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(server.folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "src"},
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdin is not None
    assert other.stdout.readline().startswith("postgresql://")
    other.kill()
    other.wait()
    other.stdin.close()
    other.stdout.close()


def test_the_program_is_no_superuser_and_every_page_has_a_checksum(server):
    server.start()
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SELECT datcollate || datlocale FROM pg_database WHERE datname = 'coatingcat'") == "CC.UTF-8"
    assert ask(server, "SHOW fsync") == "off"


def test_a_durable_server_writes_commits_to_the_disk(durable_postgres):
    assert [ask(durable_postgres, f"SHOW {knob}") for knob in ("fsync", "synchronous_commit", "full_page_writes")] == [
        "on",
        "on",
        "on",
    ]


def test_it_listens_on_loopback_only_and_refuses_a_wrong_password(server):
    server.start()
    assert ask(server, "SHOW listen_addresses", tcp=True) == "127.0.0.1"
    wrong = server.address(tcp=True).replace(server.cluster.passwords["coatingcat"], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    wrong = server.address().replace(server.cluster.passwords["coatingcat"], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_passwords_and_data_are_closed_to_others(server):
    server.start()
    closed = [server.folder / "passwords.json", server.cluster.path, server.cluster.home / "socket"]
    assert [oct(path.stat().st_mode & 0o077) for path in closed] == ["0o0"] * 3


def test_failing_and_slow_statements_leave_no_value_in_the_log(server):
    server.start()
    with psycopg.connect(server.uri, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES (%s)", ["needle-one"])
        for statement, value in (
            ("INSERT INTO people VALUES (%s)", "needle-one"),
            ("SELECT %s::int", "needle-two"),
            ("SELECT 'needle-three' FROM nothing WHERE %s = 1", "needle-four"),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, [value])
    logs = "".join(path.read_text() for path in [*server.cluster.path.glob("log/*"), server.cluster.home / "start.log"])
    assert "ready to accept connections" in logs
    assert "needle" not in logs


def test_the_last_to_leave_stops_it(server):
    other = Postgres(server.folder, durable=False)
    assert server.start() == other.start()
    server.stop()
    assert ask(other, "SELECT 1") == 1
    other.stop()
    assert not other.is_up
    with pytest.raises(PostgresError, match="No server runs"):
        _ = other.uri


def test_port_and_data_survive_a_restart(server):
    first = server.start()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    assert server.start() == first
    assert ask(server, "SELECT answer FROM kept") == 42


def test_a_server_whose_program_was_killed_is_found_again_and_stopped_in_the_end(server):
    use_and_be_killed(server)
    left = process(server).pid
    server.start()
    assert process(server).pid == left
    server.stop()
    assert not server.is_up


def test_a_killed_server_is_started_again_with_what_was_committed(durable_postgres):
    with psycopg.connect(durable_postgres.uri) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = process(durable_postgres).pid
    os.kill(killed, signal.SIGKILL)
    until = time.monotonic() + 10
    while durable_postgres.is_up and time.monotonic() < until:
        time.sleep(0.01)
    durable_postgres.start()
    assert process(durable_postgres).pid != killed
    assert ask(durable_postgres, "SELECT answer FROM kept") == 42


def test_a_killed_server_with_work_under_way_comes_back_where_it_was(durable_postgres):
    """Its processes outlive it for a moment; a second server beside them would spoil the data, or take another port."""
    uri = durable_postgres.start()
    with psycopg.connect(uri) as working:
        working.execute("SELECT 1")
        os.kill(process(durable_postgres).pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while durable_postgres.is_up and time.monotonic() < until:
            time.sleep(0.01)
        assert durable_postgres.start() == uri
        with pytest.raises(psycopg.OperationalError):
            working.execute("SELECT 1")
    assert ask(durable_postgres, "SELECT 1") == 1


def test_a_pid_that_belongs_to_another_program_by_now_is_no_server(server):
    server.start()
    pid_file = server.cluster.path / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert not server.is_up
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_an_instance_beside_it_shares_nothing_and_gives_way_when_its_port_is_taken(server):
    server.start()
    with running(FOLDER / f"other-{os.getpid()}", durable=False) as other:
        with psycopg.connect(server.uri) as connection:
            connection.execute("CREATE TABLE mine (n int)")
        assert ask(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == 0
        other.stop()
        (other.folder / "port").write_text(str(process(server).port))
        other.start()
        assert process(other).port != process(server).port
        assert ask(other, "SELECT 1", tcp=True) == ask(server, "SELECT 1", tcp=True) == 1
        other.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home its server's user cannot enter")
def test_folders_above_the_data_are_never_opened_up(tmp_path):
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    with running(private / "data" / "postgres", durable=False) as server:
        assert ask(server, "SELECT 1") == 1
        assert not server.cluster.home.is_relative_to(tmp_path)
        assert oct(private.stat().st_mode & 0o777) == "0o700"
        home = server.cluster.home
        server.remove()
    assert not home.exists()


def _is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home its server's user cannot enter")
def test_a_cluster_whose_data_folder_was_deleted_is_cleared_away(tmp_path):
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    lost = Postgres(private / "lost", durable=False)
    lost.start()
    home, pid = lost.cluster.home, process(lost).pid
    shutil.rmtree(private / "lost")
    with running(private / "new", durable=False) as server:
        assert not home.exists()
        assert server.is_up
        server.remove()
    until = time.monotonic() + 10
    while _is_alive(pid):
        assert time.monotonic() < until
        time.sleep(0.01)
