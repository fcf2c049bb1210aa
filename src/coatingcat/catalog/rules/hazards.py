"""Hazard statements as CLP Annex VI prints them, and the pictograms of GHS."""

import re

_STATEMENT = re.compile(r"\b(?:EUH|H)\d{3}[A-Za-z]{0,3}\b")
PICTOGRAMS = frozenset(f"GHS0{n}" for n in range(1, 10))
SIGNAL_WORDS = frozenset({"Danger", "Warning"})


def statements(printed: str) -> tuple[str, ...]:
    """The codes in a text such as `H351 H373 ** (eye) H360Df`, each once, in order; organs and asterisks left out."""
    return tuple(dict.fromkeys(_STATEMENT.findall(printed)))
