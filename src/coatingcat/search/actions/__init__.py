"""What can happen to the index: documents change, it follows, it is made anew."""

from coatingcat.search.actions.following import follow
from coatingcat.search.actions.outbox import changed, changed_all, changed_by_sql
from coatingcat.search.actions.rebuilding import rebuild

__all__ = ["changed", "changed_all", "changed_by_sql", "follow", "rebuild"]
