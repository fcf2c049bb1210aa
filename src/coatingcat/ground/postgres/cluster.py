"""One cluster on disk: made once, configured at every start, found again after a crash."""

import contextlib
import functools
import json
import os
import secrets
import shutil
import signal
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from coatingcat.ground.postgres.orphans import outlive_orphans
from coatingcat.ground.postgres.programs import (
    SHARED_STATE,
    PostgresError,
    binaries,
    owned,
    reachable,
    run,
    shared_folder,
    unprivileged,
)

ROLE = DATABASE = "coatingcat"
START_SECONDS = 60  # crash recovery of a large cluster takes its time
STOP_SECONDS = 30

ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # A forgotten transaction must not hold a row for ever. The program sets shorter ones for itself.
    "lock_timeout": "30s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "5min",
    # Values of people must not reach the server's log: no statements, no parameters, no ERROR lines
    # (their text and DETAIL quote the offending value); the program that sent the statement gets them.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_lock_waits": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_file_mode": "0600",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}
FORGETFUL = {  # for tests: a power cut may lose everything
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Process:
    """A running server: its pid, the port it listens on, and the folder of its socket (empty: none)."""

    pid: int
    port: int
    socket: str


def running_in(cluster: Path) -> Process | None:
    """The server that runs on these data. A leftover pid that is some other program's by now does not count."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid, port, folder = int(lines[0]), int(lines[3]), lines[4]
    except (FileNotFoundError, IndexError, ValueError):
        return None
    command = _command_line(pid)
    if "postgres" not in command or str(cluster) not in command:
        return None
    return Process(pid, port, folder)


class Cluster:
    """The data of a server, beside its passwords and its port. Callers see to it that one works at a time."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable

    @functools.cached_property
    def home(self) -> Path:
        """Where cluster and socket lie: `folder`, or, if the server's user cannot get there, a folder of
        our own that it can (the folder's parents are never opened up for it)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        marker = self.folder / "moved-to"
        if marker.exists():
            return Path(marker.read_text().strip())
        if unprivileged() is None or reachable(self.folder):
            return self.folder
        _clear_away_abandoned()
        home = shared_folder(f"cluster-{secrets.token_hex(8)}")
        marker.write_text(f"{home}\n")
        (home / "belongs-to").write_text(f"{self.folder}\n")
        return home

    @property
    def path(self) -> Path:
        return self.home / "cluster"

    @functools.cached_property
    def passwords(self) -> dict[str, str]:
        """Of the superuser `postgres` and of the program's own role; made once, readable for us alone."""
        path = self.folder / "passwords.json"
        if not path.exists():
            new = path.with_suffix(f".{os.getpid()}.new")
            new.touch(mode=0o600)
            new.write_text(json.dumps({role: secrets.token_urlsafe(24) for role in ("postgres", ROLE)}))
            new.rename(path)
        return dict(json.loads(path.read_text()))

    def process(self) -> Process | None:
        """The running server of this cluster, whoever started it; None if there is none."""
        return running_in(self.path)

    def bring_up(self) -> None:
        """Finds or makes, starts and furnishes the server, and waits until it answers."""
        if self.process() is None:
            outlive_orphans(self.path)
            for left in (self.path / "postmaster.pid", *(self.home / "socket").glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)  # of a killed server, which may be no more than a name by now
            if not (self.path / "PG_VERSION").exists():
                self._create()
            self._launch()
        self._wait()
        if not (self.home / "furnished").exists():
            self._furnish()

    def shut_down(self) -> None:
        """In order; at once (as after a power cut) if that takes too long."""
        for mode in ("fast", "immediate"):
            if self.process() is None:
                return
            with contextlib.suppress(PostgresError):
                self._control("stop", "-m", mode, "-t", str(STOP_SECONDS))

    def _program(self, name: str, *arguments: str, feed: str = "", **variables: str) -> str:
        result = run([str(binaries() / name), *arguments], cwd=self.home, feed=feed, **variables)
        if result.returncode:
            said = (result.stderr or result.stdout).strip()
            raise PostgresError(f"{name} failed: {said} (logs: {self.home / 'start.log'}, {self.path / 'log'})")
        return result.stdout

    def _control(self, verb: str, *arguments: str) -> None:
        self._program("pg_ctl", verb, "--wait", "--silent", "-D", str(self.path), *arguments)

    def _create(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)  # an initdb that was interrupted
        (self.home / "furnished").unlink(missing_ok=True)
        self.path.mkdir()
        owned(self.path, 0o700)
        secret = self.home / "initial-password"
        secret.touch(mode=0o600)
        try:
            owned(secret, 0o600).write_text(self.passwords["postgres"])
            self._program(
                "initdb", f"--pgdata={self.path}", "--username=postgres", f"--pwfile={secret}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--data-checksums", *([] if self.durable else ["--no-sync"]),
            )  # fmt: skip
        except PostgresError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise
        finally:
            secret.unlink()
        with (self.path / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'coatingcat.conf'\n")

    def _launch(self) -> None:
        remembered = self.folder / "port"
        port = int(remembered.read_text()) if remembered.exists() else _free_port()
        failure = PostgresError("no port was free")
        for _ in range(3):
            if not _is_free(port):
                port = _free_port()
            self._configure(port)
            log = self.home / "start.log"  # what the server says before its own log is open
            log.write_text("")
            owned(log, 0o600)
            try:
                self._control("start", "-l", str(log), "-t", str(START_SECONDS))
            except PostgresError as error:
                failure = error  # most likely the port went to somebody else in between
                port = _free_port()
            else:
                remembered.write_text(str(port))
                return
        raise failure

    def _configure(self, port: int) -> None:
        folder = self.home / "socket"
        folder.mkdir(exist_ok=True)
        owned(folder, 0o700)
        short = len(f"{folder}/.s.PGSQL.{port}.lock".encode()) < 100  # the kernel takes 104 to 108 bytes
        chosen = ALWAYS | ({} if self.durable else FORGETFUL)
        chosen |= {"port": str(port), "unix_socket_directories": str(folder) if short else ""}
        conf = self.path / "coatingcat.conf"
        quoted = {name: value.replace("'", "''") for name, value in chosen.items()}
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in quoted.items()))
        owned(conf, 0o600)

    def _furnish(self) -> None:
        """The program's role, which may create databases but is no superuser, and its database."""
        process = self.process()
        if process is None:
            raise PostgresError(f"The server on {self.path} went away while it was set up.")
        where = {"PGHOST": process.socket or "127.0.0.1", "PGPORT": str(process.port)}
        password = self.passwords[ROLE]  # token_urlsafe: nothing in it needs quoting
        script = f"""
            SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD ''{password}'''
             WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \\gexec
            SELECT 'CREATE DATABASE {DATABASE} OWNER {ROLE}'
             WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
        """  # noqa: S608 - constants and our own password
        quiet = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres", "--dbname=postgres")
        self._program("psql", *quiet, feed=script, PGPASSWORD=self.passwords["postgres"], **where)
        (self.home / "furnished").touch()

    def _wait(self) -> None:
        """Until the server takes connections: one that was found may still be recovering from a crash."""
        until = time.monotonic() + START_SECONDS
        while (process := self.process()) and time.monotonic() < until:
            target = ("-q", "-h", process.socket or "127.0.0.1", "-p", str(process.port))
            if run([str(binaries() / "pg_isready"), *target]).returncode == 0:
                return
            time.sleep(0.1)
        raise PostgresError(f"The server on {self.path} does not answer; see {self.path / 'log'}.")


def _clear_away_abandoned() -> None:
    """Deletes clusters whose data folder was deleted: nobody has their passwords any more. Only those of
    temporary folders: another folder may just not be mounted now."""
    for home in SHARED_STATE.glob("cluster-*"):
        note = home / "belongs-to"
        owner = Path(note.read_text().strip()) if note.exists() else Path("/")
        marker = owner / "moved-to"
        is_in_use = marker.exists() and marker.read_text().strip() == str(home)
        if is_in_use or not owner.is_relative_to(tempfile.gettempdir()):
            continue
        if process := running_in(home / "cluster"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGQUIT)
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _command_line(pid: int) -> str:
    """How a process was started; empty if it is gone or a zombie."""
    if Path("/proc/self/cmdline").exists():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    return run(["ps", "-o", "command=", "-p", str(pid)]).stdout  # macOS
