"""What hazard codes say: H and EUH statements, GHS pictograms, signal words, in English and Chinese.

English as in Regulation (EC) 1272/2008 (CLP), Annexes III and II; Chinese as in the GB 30000 series, which follows
the Chinese edition of the UN's GHS. EUH statements are of the EU only; their Chinese here is our translation.
"""

import re
from collections.abc import Mapping

from coatingcat.chemistry.hazard_statements import STATEMENTS
from coatingcat.chemistry.words import Words

__all__ = ["PICTOGRAMS", "SIGNAL_WORDS", "STATEMENTS", "UnknownStatement", "codes_in", "statement"]

PICTOGRAMS: Mapping[str, Words] = {
    "GHS01": Words("Exploding bomb", "爆炸弹"),
    "GHS02": Words("Flame", "火焰"),
    "GHS03": Words("Flame over circle", "圆圈上方火焰"),
    "GHS04": Words("Gas cylinder", "高压气瓶"),
    "GHS05": Words("Corrosion", "腐蚀"),
    "GHS06": Words("Skull and crossbones", "骷髅和交叉骨"),
    "GHS07": Words("Exclamation mark", "感叹号"),
    "GHS08": Words("Health hazard", "健康危害"),
    "GHS09": Words("Environment", "环境"),
}

SIGNAL_WORDS: Mapping[str, Words] = {"Danger": Words("Danger", "危险"), "Warning": Words("Warning", "警告")}

_CODE = re.compile(r"\b(?:EUH|H)\d{3}(?:[A-Z](?![A-Za-z])|(?:FD|Fd|Df|fd|[FDfdi]))?(?:\s*\+\s*H\d{3})*")
_SPACES = re.compile(r"\s+")


class UnknownStatement(LookupError):
    """A code that neither GHS nor CLP knows."""


def statement(code: str) -> Words:
    """What a code says: `H317`, `H302+H312`, `EUH066`. Parts of an unlisted combination are joined.

    Raises UnknownStatement naming the code.
    """
    tidy = _SPACES.sub("", code)
    if found := STATEMENTS.get(tidy):
        return found
    parts = [STATEMENTS.get(part) for part in tidy.split("+")]
    known = [part for part in parts if part is not None]
    if len(known) != len(parts):
        raise UnknownStatement(f"{code!r} is no hazard statement of GHS or CLP.")
    return Words(" ".join(part.en for part in known), "".join(part.zh for part in known))


def codes_in(text: str) -> list[str]:
    """The codes that a text names, in its order, each once: `H225; H302 + H312` gives H225 and H302+H312."""
    return list(dict.fromkeys(_SPACES.sub("", found) for found in _CODE.findall(text)))
