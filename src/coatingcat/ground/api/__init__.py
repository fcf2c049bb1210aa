"""What every operation of the API has: one shape of refusal (RFC 9457), pages by cursor, versions by ETag."""

from coatingcat.ground.api.cursors import Page, page_of
from coatingcat.ground.api.etags import demand_match, etag_of
from coatingcat.ground.api.problems import Fault, Problem, ProblemDetails
from coatingcat.ground.api.shapes import NEXT, Amount, Body, Shape, Word, amount, told, told_in

__all__ = [
    "NEXT",
    "Amount",
    "Body",
    "Fault",
    "Page",
    "Problem",
    "ProblemDetails",
    "Shape",
    "Word",
    "amount",
    "demand_match",
    "etag_of",
    "page_of",
    "told",
    "told_in",
]
