"""Impact assessments (PIPL 55, 56): one TOML file for each purpose or recipient that needs one, kept with the program.

Needed before sensitive data is handled, before something is decided automatically, before data is entrusted or given
to others or sent abroad, and before it weighs on people otherwise, as with minors. Check E014 stops the program where
one is missing or two years old: an assessment that nobody looks at any more assesses nothing.
"""

import functools
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from coatingcat.ground.clock import today
from coatingcat.privacy.declarations import personal_entries, recipients
from coatingcat.privacy.words import Purpose, Text
from coatingcat.privacy.words.decisions import AUTOMATED

FOLDER = Path(__file__).parent
LASTS = timedelta(days=2 * 365)
"""After that it has to be looked at anew."""

SENSITIVE = Text("敏感个人信息（第 55 条第一项）", "sensitive data (Art. 55(1))")
DECIDES = Text("自动化决策（第 55 条第二项）", "automated decisions (Art. 55(2))")
OTHERS = Text("委托处理、向其他处理者提供（第 55 条第三项）", "entrusted or given to others (Art. 55(3))")
ABROAD = Text("向境外提供（第 55 条第四项）", "sent abroad (Art. 55(4))")
WEIGHT = Text("对个人权益有重大影响（第 55 条第五项）", "weighs heavily on people (Art. 55(5))")


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found (PIPL 56): whether it is lawful and needed, the risk to people, and whether the measures fit it."""

    key: str
    made_on: date
    needed: Text
    risk: Text
    measures: Text


def needed() -> dict[str, tuple[Text, ...]]:
    """What needs an assessment and why: names of purposes, `recipient:<key>` for recipients."""
    sensitive = {p for _, declared in personal_entries() if declared.kind.sensitive for p in declared.purposes}
    found: dict[str, list[Text]] = {}
    for purpose in Purpose:
        reasons = [SENSITIVE] if purpose in sensitive else []
        reasons += [DECIDES] if purpose in AUTOMATED else []
        reasons += [WEIGHT] if purpose.name == "MINOR_PROTECTION" else []
        if reasons:
            found[purpose.name] = reasons
    for key, recipient in recipients().items():
        found[f"recipient:{key}"] = [OTHERS] if recipient.country in {"", "CN"} else [OTHERS, ABROAD]
    return {key: tuple(reasons) for key, reasons in found.items()}


@functools.cache
def filed(folder: Path = FOLDER) -> dict[str, Assessment]:
    """The assessments by key. Raises ValueError for a file that says nothing on a point of Art. 56."""
    return {found.key: found for found in map(_read, sorted(folder.glob("*.toml")))}


def missing(on: date | None = None) -> dict[str, tuple[Text, ...]]:
    """What needs an assessment and has none that is young enough, with the reasons why it needs one."""
    day = on or today()
    made = filed()
    return {
        key: reasons
        for key, reasons in needed().items()
        if key not in made or not day - LASTS <= made[key].made_on <= day
    }


def _read(path: Path) -> Assessment:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {}
    for name in ("needed", "risk", "measures"):
        told = data.get(name, {})
        if not (told.get("zh", "").strip() and told.get("en", "").strip()):
            raise ValueError(f"{path.name}: {name} is not told in both languages (PIPL 56).")
        texts[name] = Text(told["zh"], told["en"])
    return Assessment(data["key"], data["made_on"], **texts)
