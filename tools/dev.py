"""A checkout on a fresh machine: `make demo`, `test`, `lint`, `bench`, `chaos`, `doctor`, `clean`. Standard library only.

It makes `.venv` from hashed locks (again only when a lock or Python changes), puts the program into it, compiles
the texts, finds a browser for the tests, and then runs what was asked for.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "coatingcat-locks.json"
LOCKS = {"runtime": ROOT / "requirements" / "runtime.txt", "test": ROOT / "requirements" / "test.txt"}
INSTALLER = ROOT / "requirements" / "uv.txt"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class SetupError(Exception):
    """The machine lacks something; the message is one line with the remedy."""


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def works(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def must(*command: str | Path, why: str) -> None:
    environment = os.environ.copy()
    if AUTHORITIES.exists():  # a company's own authority is known to the system, not to uv
        environment |= {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    if subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False).returncode:
        raise SetupError(f"{why} failed; what it printed stands above.")


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(*packages: str) -> bool:
    say(f"apt-get install {' '.join(packages)}")
    quiet = {"stdout": sys.stderr, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    return all(
        subprocess.run(["apt-get", "-qq", *words], check=False, **quiet).returncode == 0
        for words in (["update"], ["install", "-y", "--no-install-recommends", *packages])
    )


# The environment ------------------------------------------------------------------------------------


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()


def stamped() -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads(STAMP.read_text()))
    return {}


def is_current(want: str) -> bool:
    """The test lock holds everything of the runtime lock, so that a demo never takes anything away."""
    stamps = stamped()
    return any(stamps.get(name) == digest(LOCKS[name]) for name in {want, "test"})


@contextlib.contextmanager
def alone() -> Iterator[None]:
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(want: str) -> None:
    with alone():
        if not works(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
            shutil.rmtree(VENV, ignore_errors=True)
            say(f"making .venv with Python {sys.version.split()[0]}")
            must(sys.executable, "-m", "venv", "--without-pip", VENV, why="making the virtual environment")
        if not is_current(want):
            install(LOCKS[want])
            STAMP.write_text(json.dumps(stamped() | {want: digest(LOCKS[want])}))
        put_program_in()
        compile_texts()


def install(lock: Path) -> None:
    began = time.monotonic()
    say(f"installing {lock.relative_to(ROOT)}")
    must(*installer(), "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock, why="uv")
    say(f"installed in {time.monotonic() - began:.0f} s")


def installer() -> list[str | Path]:
    """uv: the machine's, or our own from a hashed lock."""
    own = VENV / "bin" / "uv"
    for uv in (own, shutil.which("uv")):
        if uv and works(uv, "--version"):
            return [uv]
    must(*pip(), "install", "--quiet", "--require-hashes", "-r", INSTALLER, why="installing uv")
    return [own]


def pip() -> list[str | Path]:
    """A pip that installs into .venv. Debian keeps both pip and the part that brings it in extra packages."""
    package = f"python3.{sys.version_info.minor}-venv"
    if works(PYTHON, "-m", "pip", "--version"):
        return [PYTHON, "-m", "pip"]
    if importlib.util.find_spec("ensurepip") is None and works(sys.executable, "-m", "pip", "--version"):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if importlib.util.find_spec("ensurepip") is None and not (may_use_apt() and apt(package)):
        raise SetupError(f"This Python cannot install packages yet: sudo apt-get install {package}")
    if not works(PYTHON, "-m", "ensurepip", "--default-pip"):
        raise SetupError(f"Bringing pip into {VENV} failed; {PYTHON} -m ensurepip says why.")
    return [PYTHON, "-m", "pip"]


def put_program_in() -> None:
    """The checkout's own code by its path, and the command `coatingcat`: nothing to build, nothing to fetch."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    program = VENV / "bin" / "coatingcat"
    path, text = f"{ROOT / 'src'}\n", f"#!{PYTHON}\nfrom coatingcat.cli import main\n\nmain()\n"
    for file, wanted in ((site / "coatingcat.pth", path), (program, text)):
        if not file.exists() or file.read_text() != wanted:
            file.write_text(wanted)
    program.chmod(0o755)


def compile_texts() -> None:
    texts = (ROOT / "src").rglob("*.po")
    stale = [
        po for po in texts if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if stale:
        must(PYTHON, "tools/messages.py", "--compile", why="compiling the texts")


# The browser ----------------------------------------------------------------------------------------


def find_browser() -> str | None:
    for name in (os.environ.get("CHROMIUM", ""), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    return None


def managed_browser() -> str | None:
    """Playwright's own, where it can be downloaded."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    where = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    if where and not Path(where).exists():
        say("playwright install chromium")
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
    return where if where and Path(where).exists() else None


def bring_browser() -> str | None:
    if found := find_browser():
        return found
    if may_use_apt() and apt("chromium", "fonts-noto-cjk"):
        return find_browser()
    return managed_browser()


def environment_for_tests() -> dict[str, str]:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    if browser := bring_browser():
        environment["CHROMIUM"] = browser
    else:
        say("no browser: journeys are skipped. Install chromium, or name one in CHROMIUM.")
    if os.environ.get("CI") == "true":
        environment.setdefault("REQUIRE_BROWSER", "1")
    return environment


# What can be asked for ------------------------------------------------------------------------------

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "import-linter": ["lint-imports"],
    "coatingcat check": ["coatingcat", "check"],
    "migrations": ["coatingcat", "makemigrations", "--check", "--dry-run"],
}


def run_checks(environment: dict[str, str]) -> list[str]:
    """Runs every check, whatever the others said; gives the names of those that failed."""
    (ROOT / "var" / "checks").mkdir(parents=True, exist_ok=True)
    mine = environment | {"COATINGCAT_DATA": "var/checks/data", "COATINGCAT_KEYS": "var/checks/keys"}
    failed = []
    for name, (program, *arguments) in CHECKS.items():
        began = time.monotonic()
        result = subprocess.run(
            [VENV / "bin" / program, *arguments], cwd=ROOT, env=mine, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        say(f"{name}: {'failed' if result.returncode else 'passed'} ({time.monotonic() - began:.1f} s)")
        if result.returncode:
            print(result.stdout, flush=True)
            failed.append(name)
    return failed


def demo(arguments: list[str]) -> int:
    prepare("runtime")
    os.chdir(ROOT)
    program = VENV / "bin" / "coatingcat"
    os.execv(program, [str(program), "demo", *arguments])  # from here on it is the demo that gets Ctrl-C


def test(arguments: list[str]) -> int:
    prepare("test")
    environment = environment_for_tests()
    failed = run_checks(environment)
    tests = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments]
    if subprocess.run(tests, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
        failed.append("pytest")
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def lint(_arguments: list[str]) -> int:
    prepare("test")
    return 1 if run_checks(dict(os.environ)) else 0


def bench(arguments: list[str]) -> int:
    prepare("test")
    return subprocess.run([PYTHON, "-m", "bench", *arguments], cwd=ROOT, check=False).returncode


def chaos(arguments: list[str]) -> int:
    """Kills database, pages and worker under orders, and counts: a short form, or all of it with `ARGS=--whole`."""
    prepare("test")
    return subprocess.run([PYTHON, "-m", "bench.chaos", *arguments], cwd=ROOT, check=False).returncode


def clean(_arguments: list[str]) -> int:
    """Takes away what can be made again; the data of a demo and its keys stay."""
    for marker in (ROOT / "var" / "tests").rglob("moved-to"):
        shutil.rmtree(marker.read_text().strip(), ignore_errors=True)
    for name in (".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for name in ("tests", "checks", "static"):
        shutil.rmtree(ROOT / "var" / name, ignore_errors=True)
    for made in [*(ROOT / "src").rglob("*.mo"), *ROOT.rglob("*.pyc")]:
        made.unlink()
    say("clean; the data of the demo (var/) and its keys (keys/) are still there")
    return 0


def doctor(_arguments: list[str]) -> int:
    """Says what this machine has and lacks, and changes nothing."""
    own_uv = VENV / "bin" / "uv"
    uv = next((str(path) for path in (own_uv, shutil.which("uv")) if path and works(path, "--version")), None)
    ready = "ready" if is_current("test") else "ready for the demo" if is_current("runtime") else "not made yet"
    findings = {
        "Python": f"{sys.version.split()[0]} ({sys.executable})",
        "environment": ready,
        "installer": uv or "none yet; uv comes with the first run",
        "browser for tests": find_browser() or "none; journeys are skipped",
        "database": "DATABASE_URL" if os.environ.get("DATABASE_URL") else "embedded",
        "runs as": "root (the database as postgres or nobody)" if os.geteuid() == 0 else "a normal user",
        "data, keys": f"{os.environ.get('COATINGCAT_DATA', 'var')}, {os.environ.get('COATINGCAT_KEYS', 'keys')}",
        "free disk": f"{shutil.disk_usage(ROOT).free / 1e9:.0f} GB (the packages take about 1 GB)",
    }
    for name, finding in findings.items():
        print(f"{name:20}{finding}")
    return 0


def main() -> int:
    asked = {function.__name__: function for function in (demo, test, lint, bench, chaos, clean, doctor)}
    if len(sys.argv) < 2 or sys.argv[1] not in asked:
        print(f"usage: dev.py {'|'.join(asked)} [arguments]", file=sys.stderr)
        return 2
    try:
        return asked[sys.argv[1]](sys.argv[2:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
