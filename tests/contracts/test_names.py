"""What is called by name exists under that name: jobs, slots, messages' texts (nothing fails only when it is used)."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from coatingcat.ground.jobs import registered
from coatingcat.ground.slots import _fillers
from coatingcat.privacy.clauses import PACKAGE, checkout

SOURCES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
SLOT = re.compile(r"{%\s*(?:slot|nav_group\s+_\(\"[^\"]+\"\))\s+\"([^\"]+)\"")


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield path, node


@functools.cache
def constants() -> dict[str, str]:
    """The module-level texts of the program by the names they are given, such as `FOLLOW = "search.follow"`."""
    return {
        target.id: node.value.value
        for path in SOURCES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def text_of(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Name | ast.Attribute):
        return constants().get(getattr(argument, "id", getattr(argument, "attr", "")))
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def test_every_job_that_is_asked_for_is_registered():
    asked = {text_of(call.args[0]): path.name for path, call in calls("later") if call.args}
    assert None not in asked, "a job is asked for by its name or a constant that holds it"
    assert {name: where for name, where in asked.items() if name not in registered()} == {}
    assert asked


def test_jobs_are_named_for_their_room():
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir()}
    assert [name for name in registered() if name.split(".")[0] not in rooms] == []


def test_every_slot_is_on_the_map_and_every_fragment_has_its_slot():
    shown = {
        slot
        for path in PACKAGE.glob("*/templates/**/*.html")
        for slot in SLOT.findall(path.read_text(encoding="utf-8"))
    }
    shown |= {text for _, call in calls("filled") if call.args and (text := text_of(call.args[0]))}
    table = (checkout() / "docs" / "map.md").read_text(encoding="utf-8").split("## Slots")[1].split("##")[0]
    assert shown == set(re.findall(r"`(\w+\.\w+)`", table))
    filled = {slot for slot, fragments in _fillers.items() if fragments}
    assert filled - shown == set(), "fragments no page shows"
