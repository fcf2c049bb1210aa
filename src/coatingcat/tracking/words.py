"""The closed vocabularies of tracking: no Django, no database."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


class Measure(StrEnum):
    """The five classes that the policy names (II.3); there is no sixth."""

    FREQUENCY = "frequency of use"
    CRASH = "crash data"
    USAGE = "general usage"
    PERFORMANCE = "performance data"
    SOURCE = "source of application program"


class Source(Enum):
    """Where a visit came from, as a sort and never as an address."""

    DIRECT = Text("直接访问", "Typed or bookmarked")
    SEARCH = Text("搜索引擎", "A search engine")
    WECHAT = Text("微信", "WeChat")
    OTHER = Text("其他网站", "Another site")


BOUNDS_MS = (10, 25, 50, 100, 250, 500, 1000, 2500)
"""Upper bounds of the classes of response time; what took longer stands under `slower`."""
SLOWER = "slower"
KEPT_DAYS = 400
"""A year to compare with, and a month to look at it."""
