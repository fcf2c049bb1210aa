"""What is counted of an answer, as pure functions: out come names of the program's own, never what a visitor sent."""

from bisect import bisect_left
from urllib.parse import urlsplit

from coatingcat.tracking.words import BOUNDS_MS, SLOWER, Measure, Source

Count = tuple[Measure, str]
_ENGINES = ("baidu.", "bing.", "sogou.", "so.com", "sm.cn", "google.", "duckduckgo.", "yandex.", "toutiao.")


def counts(*, view: str, status: int, milliseconds: float, referrer: str, agent: str, host: str) -> list[Count]:
    """The measures of one answer. `view` is the name of the page, empty if there is none under the address."""
    name = view or "no page"
    found = [
        (Measure.FREQUENCY, "answers"),
        (Measure.USAGE, name),
        (Measure.PERFORMANCE, f"{name} {time_class(milliseconds)}"),
    ]
    source = source_of(referrer, agent, host)
    if source is not None:
        found += [(Measure.FREQUENCY, "visits"), (Measure.SOURCE, source.name)]
    if status >= 500:
        found.append((Measure.CRASH, f"{name} {status}"))
    return found


def time_class(milliseconds: float) -> str:
    """The class of a response time: `≤ 25 ms`, or `slower`."""
    place = bisect_left(BOUNDS_MS, milliseconds)
    return f"≤ {BOUNDS_MS[place]} ms" if place < len(BOUNDS_MS) else SLOWER


def source_of(referrer: str, agent: str, host: str) -> Source | None:
    """The sort of place a visit came from; None for a step within the site, which is no visit."""
    try:
        came_from = (urlsplit(referrer).hostname or "").lower()
    except ValueError:
        came_from = ""
    if came_from and came_from == host.partition(":")[0].lower():
        return None
    if "MicroMessenger" in agent:
        return Source.WECHAT
    if not came_from:
        return Source.DIRECT
    return Source.SEARCH if any(mark in came_from for mark in _ENGINES) else Source.OTHER


def median_class(by_class: dict[str, int], share: float = 0.5) -> str:
    """The class in which the median (or another share) of the response times lies; empty if there are none."""
    total, seen = sum(by_class.values()), 0
    for name in [*(f"≤ {bound} ms" for bound in BOUNDS_MS), SLOWER]:
        seen += by_class.get(name, 0)
        if total and seen >= share * total:
            return name
    return ""
