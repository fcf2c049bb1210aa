"""The static files keep their promises: light, legible, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "src/coatingcat/front/static/front"
SHEETS = ["tokens.css", "page.css", "data.css", "controls.css"]


def blocks() -> dict[str, dict[str, str]]:
    """Colour tokens of the light theme, of the dark one by system, and of the dark one by choice."""
    text = (FOLDER / "tokens.css").read_text()
    names = {
        "light": r":root \{(.*?)\n\}",
        "dark by system": r':root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}',
        "dark by choice": r'\n:root\[data-theme="dark"\] \{(.*?)\n\}',
    }
    found = {}
    for name, pattern in names.items():
        match = re.search(pattern, text, re.S)
        assert match is not None, name
        found[name] = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", match[1]))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "accent", "danger") for ground in ("paper", "wash", "raised")),
    ("accent", "accent-wash"),
    ("accent-strong", "accent-wash"),
    ("ink", "accent-wash"),
    ("ink-2", "accent-wash"),
    ("danger", "danger-wash"),
    ("ink", "danger-wash"),
    ("caution", "caution-wash"),
    ("ink", "caution-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]


@pytest.mark.parametrize("theme", ["light", "dark by system", "dark by choice"])
def test_every_text_colour_is_legible_on_its_ground(theme: str):
    colours = blocks()[theme]
    too_faint = {pair: round(contrast(*(colours[c] for c in pair)), 2) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in too_faint.items() if ratio < 4.5} == {}
    assert contrast(colours["edge"], colours["paper"]) >= 3
    assert contrast(colours["edge"], colours["raised"]) >= 3


def test_dark_is_the_same_by_system_and_by_choice():
    assert blocks()["dark by system"] == blocks()["dark by choice"]


def test_colours_are_named_in_the_tokens_only():
    for sheet in SHEETS[1:]:
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (FOLDER / sheet).read_text()) == [], sheet


def test_styles_and_script_are_light():
    assert sum((FOLDER / sheet).stat().st_size for sheet in SHEETS) < 34_000
    assert (FOLDER / "front.js").stat().st_size < 8_000


def test_nothing_is_fetched_from_elsewhere():
    for path in FOLDER.iterdir():
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|//[a-z0-9-]+\.[a-z]+|@import|url\(", text.replace("://", "")) == [], path.name


def test_pictures_carry_no_style_and_no_script():
    for path in FOLDER.glob("*.svg"):
        assert re.findall(r"<style|<script|\bstyle=|\bon\w+=", path.read_text()) == [], path.name
