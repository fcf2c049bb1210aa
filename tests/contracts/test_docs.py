"""The manual says what the program does: every setting, every room, every command, every decision's form."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from coatingcat.privacy.clauses import PACKAGE, checkout
from tools.settings_page import CONFIG, PAGE, knobs, page

ROOT = checkout()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_page_of_settings_is_up_to_date():
    """If this fails: `python tools/settings_page.py`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_variable_that_config_reads_is_on_the_page():
    texts = {
        n.value for n in ast.walk(ast.parse(CONFIG.read_text())) if isinstance(n, ast.Constant) if type(n.value) is str
    }
    reads = {text for text in texts if re.fullmatch(r"COATINGCAT_[A-Z_]+|DATABASE_URL", text)}
    told = {name for names, _ in knobs() for name in names}
    own = {"COATINGCAT_TEST_WORKER"}  # set by the tests for their own processes
    assert reads - told - own == set()


def test_every_room_is_on_the_map():
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")} - {"settings"}
    told = set(re.findall(r"^\| `(\w+)`", read("docs/map.md"), re.M))
    assert told == rooms


def test_every_command_of_ours_is_in_the_manual():
    ours = {name for name, app in get_commands().items() if app.startswith("coatingcat.")}
    told = set(re.findall(r"`coatingcat ([a-z_]+)", read("docs/map.md") + read("README.md")))
    assert ours - told == set()


def test_there_are_decisions():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 12


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_decides_in_its_title_and_gives_its_reasons_shortly(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \d{4} · .+[.]", lines[0]), "a title that decides, as a sentence"
    assert lines[0][2:6] == path.name[:4]
    assert 6 <= len(lines) <= 24
    assert "**Cost.**" in path.read_text(encoding="utf-8")


def test_every_dependency_has_its_line_of_reason():
    page = read("docs/dependencies.md")
    asked = [
        re.split(r"[\[~=<> ]", line)[0]
        for name in ("runtime.in", "test.in")
        for line in read(f"requirements/{name}").splitlines()
        if line and not line.startswith(("-", "#"))
    ]
    assert [name for name in asked if f"`{name}`" not in page] == []


def test_links_between_files_of_the_manual_arrive():
    broken = []
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not target.endswith(".png") and not (path.parent / target).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []
