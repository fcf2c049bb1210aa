"""The keys of months end."""

from coatingcat.ground.clock import now
from coatingcat.privacy.models import MonthKey
from coatingcat.privacy.monthly import month_of
from coatingcat.privacy.words import keeping


def destroy_old_month_keys() -> int:
    """Destroy the keys of months whose last moment is longer ago than network records are kept (CSL 23)."""
    # A month is over at the latest 31 days after it began; what arose on its last day is kept in full.
    oldest = month_of(now() - keeping.SIGN_IN.for_)
    return MonthKey.objects.filter(month__lt=oldest, destroyed_at=None).update(wrapped=None, destroyed_at=now())
