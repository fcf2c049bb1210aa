"""What the ground does by itself: rescues jobs of dead workers, forgets what is done and what is full again."""

import logging

from coatingcat.ground import crashes, limits, rescue
from coatingcat.ground.jobs import periodic

_log = logging.getLogger(__name__)


@periodic("ground.rescue", cron="* * * * * */20")
def rescue_jobs() -> None:
    """Every 20 s, so that a job of a killed worker starts again within a minute."""
    again, given_up = rescue.rescue_stalled_jobs()
    if again:
        _log.warning("Asked again for jobs of dead workers: %s", again)
    if given_up:
        _log.error("Gave up jobs that outlived too many workers: %s", given_up)


@periodic("ground.forget", cron="17 * * * *")
def forget() -> None:
    rescue.forget_old_jobs()
    limits.forget_full_buckets()
    crashes.forget_old_crashes()
