"""The texts of the rooms and their Chinese: what is used, what is missing, and the compiled catalogues.

    python tools/messages.py             reports what is missing, no longer used, or broken; fails if anything is
    python tools/messages.py --update    writes that into the .po files: new texts empty, unused ones gone
    python tools/messages.py --compile   makes the .mo files

Django's own commands need GNU gettext; here Django takes templates apart and Babel does the rest.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent / "src" / "coatingcat"
LOCALE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|%([sdif])|\{(\w*)[^{}]*\}")
HEADER_LINES_THAT_SAY_NOTHING = re.compile(
    rb'"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    rb"|Generated-By)[^\n]*\n"
)

Key: TypeAlias = tuple[str, str]  # context (empty: none), msgid


@dataclass
class Report:
    """What is wrong with the Chinese of one room, as msgids; `used` says where each is used."""

    room: str
    used: dict[Key, str]
    missing: list[Key] = field(default_factory=list)
    unused: list[Key] = field(default_factory=list)
    broken: list[Key] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.unused or self.broken)


def rooms() -> list[Path]:
    return sorted(folder for folder in ROOMS.iterdir() if (folder / "__init__.py").exists())


def po_file(room: Path) -> Path:
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def used_in(room: Path) -> Catalog:
    """Every text of a room's code and templates, with the file that uses it."""
    catalog = Catalog(locale=LOCALE, project="CoatingCat")
    for path in sorted([*room.rglob("*.py"), *room.glob("templates/**/*.*")]):
        for ids, context in _texts(path):
            catalog.add(ids, context=context, locations=[(str(path.relative_to(ROOMS)), 1)])
    return catalog


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)  # what is left of the template is no proper indentation
    code = io.BytesIO(source.encode())
    for _line, ids, _comments, context in extract("python", code, keywords=KEYWORDS, options={"encoding": "utf-8"}):
        if ids and (ids[0] if isinstance(ids, tuple) else ids):
            yield ids, context


def translated(room: Path) -> Catalog:
    path = po_file(room)
    if not path.exists():
        return Catalog(locale=LOCALE, project="CoatingCat")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def by_key(catalog: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalog if message.id}


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def is_broken(message: Message) -> bool:
    """Whether the Chinese names other placeholders than the English: it would fail when it is shown."""

    def placeholders(text: str) -> set[str]:
        return {"".join(found) for found in PLACEHOLDER.findall(text)}

    ids = (message.id,) if isinstance(message.id, str) else message.id
    strings = (message.string,) if isinstance(message.string, str) else message.string
    allowed = set().union(*map(placeholders, ids))
    return any(placeholders(text) != allowed for text in strings)


def report(room: Path) -> Report:
    used, known = by_key(used_in(room)), by_key(translated(room))
    return Report(
        room=room.name,
        used={each: message.locations[0][0] for each, message in used.items()},
        missing=[each for each in used if not is_translated(known.get(each))],
        unused=[each for each in known if each not in used],
        broken=[each for each in used if is_translated(known.get(each)) and is_broken(known[each])],
    )


def update(room: Path) -> None:
    """Writes the .po file anew: what is used, in the order of use, with the Chinese that is there."""
    used, known = used_in(room), by_key(translated(room))
    if not used and not po_file(room).exists():
        return
    for message in used:
        old = known.get(key(message))
        if message.id and old is not None and not old.fuzzy and type(old.id) is type(message.id):
            message.string = old.string
    used.header_comment = f"# Texts of the room {room.name} in Simplified Chinese."
    used.fuzzy = False
    po_file(room).parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, used, no_location=True, width=110)
    steady = HEADER_LINES_THAT_SAY_NOTHING.sub(b"", buffer.getvalue())
    po_file(room).write_bytes(steady.rstrip() + b"\n")


def compile_room(room: Path) -> None:
    if po_file(room).exists():
        buffer = io.BytesIO()
        write_mo(buffer, translated(room))
        new = po_file(room).with_suffix(".new")
        new.write_bytes(buffer.getvalue())
        new.rename(po_file(room).with_suffix(".mo"))


def show(findings: Report) -> None:
    total = len(findings.used)
    print(f"{findings.room}: {total} texts, {total - len(findings.missing)} in Chinese")
    for word in ("missing", "unused", "broken"):
        for context, msgid in getattr(findings, word):
            where = findings.used.get((context, msgid), "")
            print(f"  {word:8}{f'[{context}] ' if context else ''}{msgid!r}  {where}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("rooms", nargs="*", help="only these rooms")
    asked = parser.parse_args()
    chosen = [room for room in rooms() if not asked.rooms or room.name in asked.rooms]
    for room in chosen:
        if asked.update:
            update(room)
        if asked.compile:
            compile_room(room)
    if asked.compile and not asked.update:
        return 0
    findings = [report(room) for room in chosen]
    for each in findings:
        if each.used or each.unused:
            show(each)
    return 0 if all(each.is_clean for each in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
