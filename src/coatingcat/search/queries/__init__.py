"""Questions to the index. The text of a question is its asker's: it is neither kept nor logged."""

from coatingcat.search.queries.finding import find
from coatingcat.search.queries.standing import status
from coatingcat.search.queries.suggesting import suggest

__all__ = ["find", "status", "suggest"]
