"""How often privacy's own forms may be used. Rate limits keep exports from being a way to carry data off (III.3-0)."""

from django.utils.translation import ngettext

from coatingcat.ground import limits
from coatingcat.ground.access import Refused

EXPORTS = ("privacy.export", 3, 24 * 3600)
DOWNLOADS = ("privacy.download", 20, 24 * 3600)
LINKS_TO_ADDRESS = ("privacy.held.address", 3, 24 * 3600)
LINKS_OF_CLIENT = ("privacy.held.client", 20, 3600)
LOOKS = ("privacy.held.look", 120, 3600)


def bounded(limit: tuple[str, int, int], who: bytes | str) -> None:
    """Take one try. Raises Refused (429) with the time to wait where none is left."""
    scope, rate, seconds = limit
    if limits.take(scope, who, rate=rate, per_seconds=seconds):
        return
    wait = max(1, limits.wait_seconds(scope, who, rate=rate, per_seconds=seconds))
    minutes = -(-wait // 60)
    reason = ngettext(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    raise Refused(reason, 429, retry_after_seconds=wait)
