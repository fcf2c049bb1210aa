"""One cell of a file: text to value, or the code of what is wrong with it."""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable, Container
from urllib.parse import urlsplit

from coatingcat.chemistry.identifiers import valid_cas, valid_ec

Note = Callable[[str, str, str], None]
"""Takes down a fault of the row being read: field, code, value."""

MAX_TEXT = 4000
MAX_NUMBER = 1e12
PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BROKEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
_SUSPECT = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def is_plain(joined: str) -> bool:
    """Whether a row has nothing that would need a closer look before it is copied: the case of nearly all rows."""
    return _SUSPECT.search(joined) is None and len(joined) <= MAX_TEXT


def broken(joined: str) -> tuple[str, str] | None:
    """Code and value of what makes a row unusable as text: undecodable bytes (as surrogates) or control characters."""
    if found := _SURROGATE.search(joined):
        return "encoding", found[0].encode("utf-8", "surrogatepass").hex()
    if found := _BROKEN.search(joined):
        return "control", found[0]
    return None


def number(text: str, field: str, note: Note, low: float = -MAX_NUMBER, high: float = MAX_NUMBER) -> float | None:
    """The number, or None if the cell is empty or not one between `low` and `high` (noted)."""
    if not text:
        return None
    if not PLAIN_NUMBER.fullmatch(text):
        note(field, "not_a_number", text)
        return None
    value = float(text)
    if not low <= value <= high:
        note(field, "absurd", text)
        return None
    return value


def code(text: str, field: str, note: Note) -> str:
    """A key that is fit for an address."""
    if not text:
        note(field, "empty", "")
    elif not _CODE.fullmatch(text):
        note(field, "code", text)
    return text


def needed(text: str, field: str, note: Note) -> str:
    if not text:
        note(field, "empty", "")
    return text


def word(text: str, field: str, note: Note, allowed: Container[str], default: str = "") -> str:
    """One of the allowed words; `default` for an empty cell."""
    if not text:
        return default
    if text not in allowed:
        note(field, "unknown_word", text)
    return text


def cas(text: str, field: str, note: Note) -> str:
    if not text:
        note(field, "empty", "")
    elif not valid_cas(text):
        note(field, "cas", text)
    return text


def ec(text: str, field: str, note: Note) -> str:
    if text and not valid_ec(text):
        note(field, "ec", text)
    return text


@functools.lru_cache(maxsize=4096)
def is_address(text: str) -> bool:
    """A web address that a link may point to: http or https, a host, no user in it, nothing hidden in it."""
    if " " in text or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def slug(name: str, otherwise: str) -> str:
    """The address part of a name: ASCII letters, digits and hyphens. Falls back on the second text, then on its digest."""
    for text in (name, otherwise):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        if made := _NOT_SLUG.sub("-", plain).strip("-")[:80].strip("-"):
            return made
    return hashlib.sha256(otherwise.encode()).hexdigest()[:12]
