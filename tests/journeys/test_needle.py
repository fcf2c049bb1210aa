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


@pytest.fixture(scope="module")
def dump(demo: Demo, population, tmp_path_factory) -> bytes:
    """Everything that pg_dump writes."""
    uri = demo.run("database", "uri").strip().splitlines()[-1]
    path = tmp_path_factory.mktemp("dump") / "all.sql"
    subprocess.run([binaries() / "pg_dump", "--inserts", "--file", path, uri], check=True, timeout=120)
    return path.read_bytes()


def spellings(value: str) -> list[bytes]:
    """How a value may lie in a file: as text in two encodings, as hex, as base64 at each of three offsets."""
    plain = value.strip().encode()
    forms = [plain, value.strip().encode("utf-16-le"), plain.hex().encode(), plain.upper(), plain.lower()]
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain)
        forms.append(coded[4 * bool(offset) : -4])
    return [form for form in forms if len(form) >= 8]


def needles(population: tuple[Person, Delivery]) -> dict[str, list[bytes]]:
    person, delivery = population
    values = {f"member {k}": v for k, v in person.values().items()}
    values |= {f"consignee {k}": v for k, v in delivery.values().items()}
    return {name: spellings(value) for name, value in values.items()}


def found_in(haystack: bytes, population: tuple[Person, Delivery]) -> list[str]:
    return [name for name, forms in needles(population).items() if any(form in haystack for form in forms)]


def test_no_value_is_found_in_a_full_dump(dump: bytes, population):
    person, _ = population
    assert person.nickname.encode() in dump, "the dump is not of this population"
    assert found_in(dump, population) == []


def test_no_value_is_found_in_any_file(demo: Demo, population, dump: bytes):
    """Media, search index, mail tray, logs, the database's own files with their write-ahead log, and the keys."""
    found = []
    count = 0
    cluster = Postgres(demo.folder / "data" / "postgres").cluster.path  # elsewhere, if the server's user can't enter
    for path in sorted({*demo.folder.rglob("*"), *cluster.rglob("*")}):
        if path.is_file() and demo.folder / "data" / "static" not in path.parents:
            count += 1
            found += [(path.name, name) for name in found_in(_read(path), population)]
    assert found == []
    assert count > 100


def test_the_needle_would_be_found(population):
    person, delivery = population
    for value in (person.name, delivery.phone, delivery.background):
        text = f"before {value} after"
        assert found_in(text.encode(), population) != []
        assert found_in(text.encode().hex().encode(), population) != []
        assert found_in(base64.b64encode(text.encode()), population) != []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # the database recycles its files meanwhile
        return b""
