"""Jobs of the index."""

from coatingcat.ground.jobs import job, later, periodic
from coatingcat.search import actions
from coatingcat.search.words import RebuildUnderWay


@job(actions.outbox.FOLLOW, priority=1)  # within two seconds, whatever letters wait
def follow() -> None:
    actions.follow()


@job("search.rebuild", attempts=3)
def rebuild() -> None:
    try:
        actions.rebuild()
    except RebuildUnderWay:
        return  # the one under way sees what we would have seen
    later(actions.outbox.FOLLOW, dedupe="all")


@periodic("search.catch_up", cron="*/5 * * * *")
def catch_up() -> None:
    """For notes whose job was lost, and for an index that was lost while nothing changed."""
    actions.follow()
