"""The audit pack is written: every part, a page that lists them, and a signed manifest."""

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.privacy.actions.chain import seal_chain
from coatingcat.privacy.audit import Part, parts
from coatingcat.privacy.queries import audit as _parts_of_privacy  # noqa: F401  # registers privacy's parts
from coatingcat.privacy.receipts import canonical, is_ours, signed

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_pack(*, folder: Path, since: datetime, step: Callable[[str], None] = lambda name: None) -> Path:
    """Write the pack of everything since a moment into a new folder; gives its manifest.

    Raises FileExistsError for a folder that is not empty: a pack is evidence and never written over.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; a pack goes into a folder of its own.")
    seal_chain()
    for one in parts():
        step(one.name)
        _write(folder / one.name, one, since)
    (folder / "README.md").write_text(_cover(since), encoding="utf-8")
    return _write_manifest(folder, since)


def verify_pack(*, folder: Path) -> list[str]:
    """What is wrong with a pack: files changed, missing or added since it was signed; empty if nothing is."""
    whole = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest, signature = whole["manifest"], bytes.fromhex(whole["signature"])
    faults = [] if is_ours(manifest, signature) else ["The manifest was not signed by this installation."]
    found = {path.name: _digest(path) for path in folder.iterdir() if path.name != "manifest.json"}
    for name in sorted({*found, *manifest["files"]}):
        if found.get(name) != manifest["files"].get(name):
            what = (
                "is missing" if name not in found else "was added" if name not in manifest["files"] else "was changed"
            )
            faults.append(f"{name} {what}.")
    return faults


def _write(path: Path, one: Part, since: datetime) -> None:
    made: Any = one.make(since)
    if path.suffix == ".json":
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = None
        for row in made:
            if writer is None:
                writer = csv.DictWriter(file, list(row))
                writer.writeheader()
            writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Any) -> str:
    """As text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cover(since: datetime) -> str:
    contact = config().contact
    lines = [f"| `{one.name}` | {one.title.zh} | {one.title.en} |" for one in parts()]
    return (
        f"# {contact.operator}\n\n个人信息保护合规审计材料 · Audit pack on the protection of personal data\n\n"
        f"{since:%Y-%m-%d} – {now():%Y-%m-%d} · {contact.person_in_charge}\n\n"
        "| 文件 file | 内容 | content |\n|---|---|---|\n" + "\n".join(lines) + "\n\n"
        "`coatingcat audit verify` 校验清单与签名 · checks the manifest and its signature.\n"
    )


def _write_manifest(folder: Path, since: datetime) -> Path:
    manifest = {
        "operator": config().contact.operator,
        "since": since.isoformat(timespec="seconds"),
        "made_at": now().isoformat(timespec="seconds"),
        "files": {path.name: _digest(path) for path in sorted(folder.iterdir())},
    }
    path = folder / "manifest.json"
    path.write_bytes(canonical({"manifest": manifest, "signature": signed(manifest).hex()}))
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
