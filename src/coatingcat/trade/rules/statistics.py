"""How the figures about sellers are worked out. Published with them: the method is part of the figure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

FEWEST = 5
"""Cases below which nothing is shown: a single answer would tell of a single buyer."""
WINDOW = timedelta(days=90)
PATIENCE = timedelta(hours=72)
"""The promised time of a first answer. What still waits after it counts with the time it has waited."""


def answer_minutes(asked: Sequence[tuple[datetime, datetime | None]], at: datetime) -> int | None:
    """Median minutes from question to first answer. A question that waits longer than promised counts as it stands:
    who never answers must not look quick. None under five cases."""
    waited = []
    for sent, answered in asked:
        if answered is not None:
            waited.append((answered - sent).total_seconds() / 60)
        elif at - sent > PATIENCE:
            waited.append((at - sent).total_seconds() / 60)
    return round(median(waited)) if len(waited) >= FEWEST else None


def per_cent(hits: int, cases: int) -> int | None:
    """A share in whole per cent, rounded down: 99.6 % is not 100 %. None under five cases."""
    return hits * 100 // cases if cases >= FEWEST else None
