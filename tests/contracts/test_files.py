"""No file of the repository knows the machine it was written on, or where its packages came from."""

import re
import subprocess

import pytest

from coatingcat.privacy.clauses import checkout

ROOT = checkout()
# Put together here, so that this file does not name them.
FOLDERS = re.compile(
    rb"(?<![\w.$}])/(?:" + b"|".join([b"ro" + b"ot", b"ho" + b"me", b"Us" + b"ers", b"wo" + b"rk"]) + rb")/[\w.-]+/"
)
HOSTS = re.compile(
    b"|".join(
        re.escape(b".".join(parts))
        for parts in (
            [b"pypi", b"org"],
            [b"files", b"python" + b"hosted", b"org"],
            [b"registry", b"npmjs", b"org"],
            [b"crates", b"io"],
            [b"proxy", b"golang", b"org"],
        )
    )
)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".pdf", ".gz"}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [FOLDERS, HOSTS], ids=["folders", "hosts"])
def test_no_file_names_a_machine(pattern):
    found = {}
    for name in tracked():
        path = ROOT / name
        if path.suffix not in BINARY and (hits := pattern.findall(path.read_bytes())):
            found[name] = hits[:3]
    assert found == {}


def test_locks_are_hashed_and_without_hosts():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        pinned = re.findall(r"^[A-Za-z0-9][^\s=]*==", text, re.M)
        assert pinned, lock.name
        assert len(re.findall(r"^    --hash=sha256:", text, re.M)) >= len(pinned)
        assert re.findall(r"^(?:-i|--index-url|--extra-index-url|--find-links|--trusted-host).*", text, re.M) == []


def test_only_config_reads_the_environment():
    # A household hands its environment on to the programs it starts; the embedded server needs a clean one.
    allowed = {"config.py", "ground/postgres", "ground/processes.py"}
    reading = re.compile(r"os\.environ|os\.getenv|\bgetenv\(")
    package = ROOT / "src" / "coatingcat"
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if reading.search(path.read_text(encoding="utf-8"))
    ]
    assert [path for path in found if not any(path.startswith(start) for start in allowed)] == []


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


def test_what_is_shipped_is_what_was_tested():
    shipped, tested = pins("runtime"), pins("test")
    assert len(shipped) > 40
    assert {name: tested.get(name) for name in shipped} == shipped
