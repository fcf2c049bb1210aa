"""Intervals of numbers: when they meet, and the bars of a histogram."""

import math
from collections.abc import Sequence

BARS = 12
"""At most so many bars between the ends."""
_LOG_FROM = 30.0
"""Positive values whose highest is this many times the lowest are drawn on a logarithmic scale."""
_ONE_TWO_FIVE = (1.0, 2.0, 5.0)


def meet(low: float | None, high: float | None, asked_low: float | None, asked_high: float | None) -> bool:
    """Whether two closed intervals have a value in common; None: open. One that runs backwards meets nothing."""
    if asked_low is not None and asked_high is not None and asked_low > asked_high:
        return False
    return (low is None or asked_high is None or low <= asked_high) and (
        high is None or asked_low is None or high >= asked_low
    )


def edges(low: float, high: float) -> tuple[float, ...]:
    """Round numbers from at or below `low` to at or above `high`, rising, at least two: a fixed scale for a property.

    Logarithmic (1, 2, 5, 10, … or coarser) for positive values over a wide span, else linear.
    """
    if not low < high:
        pad = abs(low) / 10 or 1.0
        return _linear(low - pad if low else 0.0, high + pad)
    if low > 0 and high / low >= _LOG_FROM:
        return _logarithmic(low, high)
    return _linear(low, high)


def _logarithmic(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for mantissas in (_ONE_TWO_FIVE, (1.0, 3.0), (1.0,)):
        every = [round_to(m * 10.0**e) for e in range(first, last + 1) for m in mantissas]
        start = max(i for i, edge in enumerate(every) if edge <= low * (1 + 1e-12))
        stop = min(i for i, edge in enumerate(every) if edge >= high * (1 - 1e-12))
        scale = every[start : max(stop, start + 1) + 1]
        if len(scale) - 1 <= BARS:
            return tuple(scale)
    stride = math.ceil((len(scale) - 1) / BARS)
    thin = scale[::stride]
    return tuple(thin if thin[-1] >= high * (1 - 1e-12) else [*thin, scale[-1]])


def _linear(low: float, high: float) -> tuple[float, ...]:
    rough = (high - low) / BARS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if m * power >= rough * 1.2)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round_to(i * step) for i in range(first, max(last, first + 1) + 1))


def round_to(value: float) -> float:
    """Without the noise of binary arithmetic: 12 significant digits."""
    return float(f"{value:.12g}")


def bars(scale: Sequence[float], below: Sequence[int], above: Sequence[int], known: int) -> list[int]:
    """How many intervals lie in each bar `scale[i]` to `scale[i + 1]`, from cumulative counts.

    `below[i]`: intervals that end before `scale[i]`; `above[i]`: those that begin at or after it. What neither ends
    before a bar nor begins after it lies in it. The first and the last bar take all that lies outside the scale.
    """
    last = len(scale) - 2
    return [known - (below[i] if i > 0 else 0) - (above[i + 1] if i < last else 0) for i in range(last + 1)]
