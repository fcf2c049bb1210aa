"""`coatingcat registry show|diff`: what is declared, and what changed since a version of the policy."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coatingcat.privacy.declarations import Entry, NonPersonal, registry
from coatingcat.privacy.policy import Change, Snapshot, changes, newest, snapshot, snapshot_of
from coatingcat.privacy.policy.changes import is_material
from coatingcat.privacy.policy.snapshot import protection_of
from coatingcat.privacy.policy.versions import NotPublished


class Command(BaseCommand):
    help = "Every declared value of the program, or what changed since a version of the policy was published."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="show|diff")
        show = ways.add_parser("show", help="every declared value")
        show.add_argument("--json", action="store_true", help="a list of {label, kind, purposes, …}")
        diff = ways.add_parser("diff", help="what changed since a version of the policy, and whether it is material")
        diff.add_argument("--json", action="store_true", help="a list of changes")
        diff.add_argument("--since", metavar="FILE|VERSION", help="compare with this; default: the newest version")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "show":
            self._show(as_json=options["json"])
        else:
            self._diff(options["since"] or newest().name, as_json=options["json"])

    def _show(self, *, as_json: bool) -> None:
        entries = sorted(registry(), key=lambda entry: entry.label)
        if as_json:
            self.stdout.write(json.dumps([_shown(entry) for entry in entries], ensure_ascii=False, indent=1))
            return
        for entry in entries:
            shown = _shown(entry)
            rest = shown["why"] if shown["kind"] == "nonpersonal" else " ".join(shown["purposes"])
            self.stdout.write(f"{entry.label:<52} {shown['kind']:<14} {rest}")
        count = sum(1 for entry in entries if entry.is_personal)
        self.stdout.write(f"\n{len(entries)} declared values, {count} of them personal.")

    def _diff(self, since: str, *, as_json: bool) -> None:
        found = changes(_since(since), snapshot())
        if as_json:
            self.stdout.write(json.dumps([asdict(change) for change in found], ensure_ascii=False, indent=1))
            return
        for change in found:
            self.stdout.write(_line(change))
        if not found:
            self.stdout.write(f"Nothing changed since {since}.")
        elif is_material(found):
            self.stdout.write("\nMaterial: a new version of the policy and new consents are needed (PIPL 14).")
        else:
            self.stdout.write("\nNot material: a new version of the policy tells what changed.")


def _shown(entry: Entry) -> dict[str, Any]:
    declaration = entry.declaration
    if isinstance(declaration, NonPersonal):
        return {"label": entry.label, "kind": "nonpersonal", "purposes": [], "why": declaration.why}
    return {
        "label": entry.label,
        "kind": declaration.kind.name,
        "purposes": sorted(purpose.name for purpose in declaration.purposes),
        "subject": declaration.subject,
        "keep": {
            "since": declaration.keep.since.name,
            "seconds": int(declaration.keep.for_.total_seconds()),
            "then": declaration.keep.then.name,
            "article": declaration.keep.article,
        },
        "protection": protection_of(entry.field),
        "required_for": declaration.required_for,
        "recipients": list(declaration.recipients),
        "erase": declaration.erase,
        "exported": declaration.exported,
        "editable_at": declaration.editable_at,
        "fixed_because": declaration.fixed_because.en if declaration.fixed_because else "",
        "find": declaration.find,
    }


def _since(name: str) -> Snapshot:
    path = Path(name)
    try:
        if path.is_file():
            return Snapshot.from_json(path.read_text(encoding="utf-8"))
        return snapshot_of(name)
    except (ValueError, NotPublished) as error:
        raise CommandError(str(error)) from None


def _line(change: Change) -> str:
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.sort]
    weight = "material" if change.material else "wording" if change.aspect == "wording" else "minor"
    moved = " -> ".join(text for text in (change.before, change.after) if text)
    return f"{sign} {weight:<9} {change.part} {change.key}: {change.aspect}: {moved}"
