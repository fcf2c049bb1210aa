"""Temporary tables that an import is collected in, typed like the catalogue's columns."""

from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg import sql

from coatingcat.catalog.rules.files import File

_CHUNK_BYTES = 1 << 18


def table(kind: type[File]) -> sql.Identifier:
    return sql.Identifier(f"staging_{kind.name.removesuffix('.csv')}")


def create(kinds: Sequence[type[File]]) -> None:
    """Make the tables anew, empty; they are gone after the transaction."""
    with connection.cursor() as cursor:
        for kind in kinds:
            columns = [sql.SQL("{} {}").format(sql.Identifier(c), sql.SQL(_type(kind, c))) for c in kind.columns]
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table(kind)))
            cursor.execute(
                sql.SQL("CREATE TEMPORARY TABLE {} (row integer, {}, fingerprint text) ON COMMIT DROP").format(
                    table(kind), sql.SQL(", ").join(columns)
                )
            )
        for made in _BOOKS:
            cursor.execute(made)


def fill(kind: type[File], lines: Iterable[bytes]) -> None:
    """COPY the lines into the file's table, and tell the planner what is there."""
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table(kind))) as copy:
            chunk: list[bytes] = []
            size = 0
            for line in lines:
                chunk.append(line)
                size += len(line)
                if size >= _CHUNK_BYTES:
                    copy.write(b"".join(chunk))
                    chunk, size = [], 0
            copy.write(b"".join(chunk))
        key = sql.SQL(", ").join(map(sql.Identifier, kind.key))
        cursor.execute(sql.SQL("CREATE INDEX ON {} ({})").format(table(kind), key))
        cursor.execute(sql.SQL("ANALYZE {}").format(table(kind)))


def set_aside(kind: type[File], keys: Iterable[tuple[str, str]]) -> None:
    """Remember the keys of rows that were refused or held back."""
    with connection.cursor() as cursor, cursor.copy("COPY set_aside (file, key, why) FROM STDIN") as copy:
        for key, why in keys:
            copy.write_row((kind.name, key, why))


def _type(kind: type[File], column: str) -> str:
    if column in kind.numbers:
        return "double precision"
    return "text[]" if column in kind.arrays else "text"


_BOOKS = (
    "DROP TABLE IF EXISTS set_aside, staging_faults, changed, touched",
    "CREATE TEMPORARY TABLE set_aside (file text, key text, why text) ON COMMIT DROP",
    "CREATE INDEX ON set_aside (file, key)",
    "CREATE TEMPORARY TABLE staging_faults (file text, row integer, field text, code text, value text) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE changed (kind text, key text, is_new boolean) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE touched (code text PRIMARY KEY, announce boolean) ON COMMIT DROP",
)
"""`changed`: rows written, by file. `touched`: products whose page is to be made again."""
