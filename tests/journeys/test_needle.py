"""Not one personal value is found in readable form anywhere, the published nickname excepted."""

import base64
import subprocess
from pathlib import Path

import pytest

from coatingcat.ground.postgres import Postgres
from coatingcat.ground.postgres.programs import binaries
from tests.journeys import walks
from tests.journeys.conftest import Demo, Visits
from tests.journeys.walks import Delivery, Person


@pytest.fixture(scope="module")
def population(demo: Demo, browser) -> tuple[Person, Delivery]:
    """A member with a value in every personal field, who has ordered for somebody else."""
    person, delivery = Person(), Delivery()
    visits = Visits(browser, demo)
    page = visits("en")
    walks.find_by_range(page)
    walks.put_into_cart(page)
    walks.register(page, person)
    walks.become_member(page, person, optional=True)
    page.goto("/me/data/nickname/")
    page.fill("[name=nickname]", person.nickname)
    walks.send(page)
    walks.check_out(page, delivery)
    page.goto("/search/?q=" + person.interests)
    page.goto("/me/data/")
    page.goto("/tray/")
    visits.close()
    return person, delivery


def dump_of(uri: str, path: Path) -> bytes:
    """Everything that pg_dump writes."""
    subprocess.run([binaries() / "pg_dump", "--inserts", "--file", path, uri], check=True, timeout=120)
    return path.read_bytes()


@pytest.fixture(scope="module")
def dump(uri: str, population, tmp_path_factory) -> bytes:
    return dump_of(uri, tmp_path_factory.mktemp("dump") / "all.sql")


def spellings(value: str) -> list[bytes]:
    """How a value may lie in a file: as text in two encodings, as hex, as base64 at each of three offsets."""
    plain = value.strip().encode()
    forms = [plain, value.strip().encode("utf-16-le"), plain.hex().encode(), plain.upper(), plain.lower()]
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain)
        forms.append(coded[4 * bool(offset) : -4])
    return [form for form in forms if len(form) >= 8]


@pytest.fixture(scope="module")
def values(population: tuple[Person, Delivery]) -> dict[str, str]:
    """What must not be found, by what it is."""
    person, delivery = population
    values = {f"member {k}": v for k, v in person.values().items()}
    return values | {f"consignee {k}": v for k, v in delivery.values().items()}


def found_in(haystack: bytes, values: dict[str, str]) -> list[str]:
    """Which of these values stand there in any spelling, by their names."""
    return [name for name, value in values.items() if any(form in haystack for form in spellings(value))]


def cluster_of(demo: Demo) -> Path:
    """Where the database keeps its own files: elsewhere, if the server's user can't enter the data folder."""
    return Postgres(demo.folder / "data" / "postgres").cluster.path


def files_of(demo: Demo, *, since: float = 0) -> list[Path]:
    """Media, search index, mail tray, logs, the database's own files with their write-ahead log, and the keys.

    `since`: only what was written after this time, in seconds since 1970.
    """
    every = sorted({*demo.folder.rglob("*"), *cluster_of(demo).rglob("*")})
    kept = [path for path in every if path.is_file() and demo.folder / "data" / "static" not in path.parents]
    return [path for path in kept if path.stat().st_mtime >= since]


def test_no_value_is_found_in_a_full_dump(dump: bytes, population, values):
    assert population[0].nickname.encode() in dump, "the dump is not of this population"
    assert found_in(dump, values) == []


def test_no_value_is_found_in_any_file(demo: Demo, dump: bytes, values):
    files = files_of(demo)
    found = [(path.name, name) for path in files for name in found_in(read(path), values)]
    assert found == []
    assert len(files) > 100


def test_the_needle_would_be_found(population, values):
    person, delivery = population
    for value in (person.name, delivery.phone, delivery.background):
        text = f"before {value} after"
        assert found_in(text.encode(), values) != []
        assert found_in(text.encode().hex().encode(), values) != []
        assert found_in(base64.b64encode(text.encode()), values) != []


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # the database recycles its files meanwhile
        return b""
