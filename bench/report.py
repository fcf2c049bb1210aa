"""The one form of every measurement."""

import json
import time
from collections.abc import Callable


def line(bench: str, metric: str, value: float, unit: str, *, n: int, baseline: float | None = None) -> None:
    """Print one measurement; `baseline` is what the same run measured for the thing it is compared with."""
    ratio = round(value / baseline, 3) if baseline else None
    shown = round(value, 4 if abs(value) < 10 else 1)
    print(
        json.dumps(
            {
                "bench": bench,
                "metric": metric,
                "value": shown,
                "unit": unit,
                "n": n,
                "baseline": None if baseline is None else round(baseline, 4),
                "ratio": ratio,
            }
        ),
        flush=True,
    )


def cpu_seconds(work: Callable[[], object], *, repeats: int = 7) -> float:
    """CPU seconds of one call: the least of several, for the machine is shared."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best
