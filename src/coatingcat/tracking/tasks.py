"""What tracking does by itself."""

from coatingcat.ground.jobs import periodic
from coatingcat.tracking import store


@periodic("tracking.forget_old_measures", cron="50 17 * * *")
def forget_old_measures() -> None:
    """Delete measures past their keeping time."""
    store.forget_old()
