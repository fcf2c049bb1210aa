"""The fonts of papers: two of ours, and those of the machine for what they lack.

`paper-han.ttf` is Noto Sans SC cut down to the Han characters of GBK with Latin letters and signs; `paper-latin.ttf` is
Noto Sans cut down to Latin, Greek and Cyrillic. Both are under the SIL Open Font License 1.1, whose texts lie beside
them; neither is sold by itself, and their names are not reserved ones.
"""

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "fonts"
OURS = (FOLDER / "paper-han.ttf", FOLDER / "paper-latin.ttf")
OF_MACHINE = tuple(
    Path(folder) / name
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts/Supplemental")
    for name in (
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/wqy/wqy-microhei.ttc",
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "Arial Unicode.ttf",
    )
)
"""Where fonts with rare characters commonly lie; the first that has one is taken."""


class LacksGlyphs(ValueError):
    """No font here has these characters: the paper is refused rather than drawn with empty boxes."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(f"No font has: {characters}")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, named as the paper calls it."""

    name: str
    path: Path


def tidy(text: str) -> str:
    """Composed characters; no controls, which no font draws."""
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"})


def fonts_for(texts: Iterable[str]) -> tuple[Font, ...]:
    """The fonts that have every character of these texts between them, ours first. Raises LacksGlyphs."""
    missing = {ord(letter) for text in texts for letter in text if not letter.isspace()}
    fonts = []
    for number, path in enumerate(OURS):
        missing -= covered(path)
        fonts.append(Font(f"ours{number}", path))
    for number, path in enumerate(OF_MACHINE):
        if not missing:
            break
        if path.exists() and missing & covered(path):
            missing -= covered(path)
            fonts.append(Font(f"machine{number}", path))
    if missing:
        raise LacksGlyphs("".join(map(chr, sorted(missing))))
    return tuple(fonts)


@functools.cache
def covered(path: Path) -> frozenset[int]:
    """The code points a font has glyphs for."""
    number = 0 if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap())
