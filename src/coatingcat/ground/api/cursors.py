"""Lists by cursor: the next page begins behind the last row seen, whatever was written since.

A page by number shows a row twice or not at all when something is inserted meanwhile; a key of the last row does not.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext

from coatingcat.ground.api.problems import Fault, Problem

M = TypeVar("M", bound=Model)

MOST = 100
USUAL = 50
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the cursor of the page after them; empty: that was all."""

    rows: Sequence[M]
    next: str


def page_of(rows: QuerySet[M], *, by: Sequence[str], cursor: str, limit: int) -> Page[M]:
    """`limit` rows behind the cursor, in the order of `by` (`-placed_at`, `id`); the last of `by` must be unique.

    Raises Problem (422) for what is no cursor of this list. One query.
    """
    rows = rows.order_by(*by)
    if cursor:
        rows = rows.filter(_behind(rows.model, by, _read(cursor, len(by))))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _write(found[limit - 1], by) if more else "")


def _behind(model: type[Model], by: Sequence[str], values: Sequence[str]) -> Q:
    """Rows after the one with these values: for (a, b) it is a > A, or a = A and b > B."""
    wanted, same = Q(), Q()
    for column, text in zip(by, values, strict=True):
        name = column.removeprefix("-")
        value = _typed(model, name, text)
        wanted |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return wanted


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
    "BigAutoField": int,
    "BigIntegerField": int,
    "PositiveBigIntegerField": int,
}


def _typed(model: type[Model], name: str, text: str) -> Any:
    sort = model._meta.get_field(name).get_internal_type()
    try:
        value = _FROM_TEXT.get(sort, str)(text)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError
        if isinstance(value, int) and not 0 <= value < 2**63:
            raise ValueError
    except ValueError:
        raise _unknown() from None
    return value


def _write(row: Model, by: Sequence[str]) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in by]
    texts = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(texts, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[str]:
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        texts = [value for value in values if isinstance(value, str) and "\0" not in value and value.isascii()]
        if not isinstance(values, list) or len(texts) != length:
            raise ValueError
    except (ValueError, binascii.Error, TypeError, RecursionError):
        raise _unknown() from None
    return texts


def _unknown() -> Problem:
    reason = gettext("This is no cursor of this list.")
    remedy = gettext("Leave it out, or send the `next` of the page before as it is.")
    return Problem(422, "validation", reason, [Fault(field="cursor", reason=reason, remedy=remedy)])
