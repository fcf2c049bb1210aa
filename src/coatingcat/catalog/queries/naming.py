"""Names of categories and segments, read once per edition of the catalogue in each process."""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from coatingcat.catalog.models import Category, Edition, Segment
from coatingcat.catalog.words import Name


class Named(NamedTuple):
    """One node of a tree."""

    code: str
    parent: str | None
    name: Name


class Trees(NamedTuple):
    categories: Mapping[str, Named]
    segments: Mapping[str, Named]


def trees() -> Trees:
    """Both trees, in their order; one query if this process has read this edition before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {Edition._meta.db_table}")  # noqa: S608  # on every page of results
        row = cursor.fetchone()
    return _trees(row[0] if row else 0)


@functools.lru_cache(maxsize=2)
def _trees(_edition: int) -> Trees:
    return Trees(*({row.code: _named(row) for row in model.objects.all()} for model in (Category, Segment)))


def _named(row: Category | Segment) -> Named:
    return Named(row.code, row.parent_id, Name(row.name_en, row.name_zh or row.name_en))


def below(nodes: Mapping[str, Named], code: str) -> list[str]:
    """The node and all under it."""
    found = [code]
    for place in found:
        found += [node.code for node in nodes.values() if node.parent == place and node.code not in found]
    return found
