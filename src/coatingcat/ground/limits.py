"""Rate limits: a bucket of tokens per person and purpose, in one unlogged table, taken from in one statement."""

import math
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from coatingcat.ground import clock
from coatingcat.ground.models import Bucket

# One upsert decides and takes at once, so two requests cannot take the same token. No row comes back if the
# conflicting row holds less than one token: it is left as it was and goes on filling.
_TAKE = """
INSERT INTO ground_bucket AS b (key, tokens, at, full_at)
VALUES (%(key)s, %(rate)s - 1, %(now)s, %(now)s + %(step)s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET
    tokens = LEAST(%(rate)s, b.tokens + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - b.at)) / %(step)s) - 1,
    at = GREATEST(b.at, %(now)s),
    full_at = GREATEST(b.at, %(now)s) + %(step)s * interval '1 second' * (%(rate)s + 1
        - LEAST(%(rate)s, b.tokens + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - b.at)) / %(step)s))
WHERE LEAST(%(rate)s, b.tokens + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - b.at)) / %(step)s) >= 1
RETURNING tokens
"""


def take(scope: str, who: bytes | str, *, rate: int, per_seconds: int) -> bool:
    """Takes one token of this person's bucket; False if it is empty. It holds `rate`, refilled evenly in `per_seconds`.

    `who` (an address, a digest, an id) is kept only as an HMAC under the site's secret. Call it outside of a
    transaction that may be rolled back: the token would be put back, and others of the same person would wait.
    """
    return take_one(scope, who, rate=rate, per_seconds=per_seconds) is not None


def take_one(scope: str, who: bytes | str, *, rate: int, per_seconds: int) -> int | None:
    """As `take`, and how many tokens are left; None if there was none to take."""
    if rate < 1 or per_seconds < 1:
        raise ValueError("A limit allows at least one in at least one second.")
    values: dict[str, bytes | float | datetime] = {
        "key": _key(scope, who),
        "rate": float(rate),
        "step": per_seconds / rate,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def wait_seconds(scope: str, who: bytes | str, *, rate: int, per_seconds: int) -> int:
    """Seconds until `take` with the same arguments would say yes; 0 if it would now. For `Retry-After`."""
    bucket = Bucket.objects.filter(pk=_key(scope, who)).first()
    if bucket is None:
        return 0
    step = per_seconds / rate
    missing = 1 - bucket.tokens - max(0.0, (clock.now() - bucket.at).total_seconds()) / step
    return max(0, math.ceil(missing * step))


def taken(scope: str, who: bytes | str, *, rate: int, per_seconds: int) -> int:
    """How many tokens of the bucket are missing just now: how often was tried of late, less what was refilled."""
    bucket = Bucket.objects.filter(pk=_key(scope, who)).first()
    if bucket is None:
        return 0
    refilled = max(0.0, (clock.now() - bucket.at).total_seconds()) / (per_seconds / rate)
    return math.ceil(rate - min(float(rate), bucket.tokens + refilled) - 0.01)


def forget_full_buckets() -> int:
    """Deletes the buckets that are full again; how many. A full bucket and none are the same."""
    deleted, _ = Bucket.objects.filter(full_at__lt=clock.now() - timedelta(seconds=1)).delete()
    return deleted


def _key(scope: str, who: bytes | str) -> bytes:
    text = who.encode() if isinstance(who, str) else bytes(who)
    return salted_hmac(f"coatingcat.ground.limits:{scope}", text, algorithm="sha256").digest()
