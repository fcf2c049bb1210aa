"""Makes docs/settings.md from the docstrings of `Config`: `python tools/settings_page.py` writes it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "src" / "coatingcat" / "config.py"
PAGE = ROOT / "docs" / "settings.md"

HEAD = """# Settings

Every knob is an environment variable, read once at start by `coatingcat.config`; nothing else reads the environment.
A wrong value is refused by name. This page is made from the docstrings there (`python tools/settings_page.py`).

| variable | what it does |
|---|---|
"""


def page() -> str:
    """The page as it ought to be."""
    rows = [f"| {', '.join(f'`{name}`' for name in names)} | {text} |" for names, text in knobs()]
    return HEAD + "\n".join(rows) + "\n"


def knobs() -> Iterator[tuple[list[str], str]]:
    """Each knob's variables and its explanation, in the order of `Config`. Raises ValueError for one unexplained."""
    body = next(
        node.body
        for node in ast.parse(CONFIG.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Config"
    )
    for field, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
            raise ValueError(f"Config.{field.target.id} has no docstring.")
        yield _told(field.target.id, " ".join(str(after.value.value).split()))


def _told(field: str, text: str) -> tuple[list[str], str]:
    names = re.findall(r"…_[A-Z_]+|COATINGCAT_[A-Z_]+|DATABASE_URL", text)
    if not names:
        raise ValueError(f"Config.{field} does not name its variable.")
    # The variables stand in the first column; what is left of `(COATINGCAT_X, default 1)` is `(default 1)`.
    for name in names:
        text = text.replace(name, "")
    text = re.sub(r"\((?:[,;]\s*)+", "(", text)
    text = re.sub(r"\s*\(\s*\)", "", text)
    text = re.sub(r"^(?:[,\s]+)|(?:,\s*){2,}", "", text).strip(" ,.") or _CONTACT
    return [name.replace("…", "COATINGCAT") for name in names], text.replace("|", "\\|") + "."


_CONTACT = "Who answers for personal data: shown on the policy page, and the program does not start without them (VIII)"


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(1 for _ in knobs())} settings")


if __name__ == "__main__":
    main()
