"""The one door for a file: size, type, cleaning."""

import re
import unicodedata
from collections.abc import Collection

from coatingcat.ground.files.images import clean_image
from coatingcat.ground.files.words import DOCUMENTS, MAX_BYTES, Accepted, FileType, file_type, too_large, wrong_type

_NAME_LENGTH = 80
_UNFIT = re.compile(r'[<>:"|?*%;]+')


def accept_file(
    name: str | None, data: bytes, *, allowed: Collection[FileType] = DOCUMENTS, max_bytes: int = MAX_BYTES
) -> Accepted:
    """What may be kept of an upload. Raises FileRefused, whose text says why and what to do instead."""
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    kind = file_type(data)
    if kind not in allowed:
        raise wrong_type()
    return Accepted(harmless_name(name or "", kind), kind, _clean(kind, data))


def _clean(kind: FileType, data: bytes) -> bytes:
    if kind is not FileType.PDF:
        return clean_image(data)
    from coatingcat.ground.files.pdf import clean_pdf  # a third of a second, for whoever sends the first PDF

    return clean_pdf(data)


def harmless_name(name: str, kind: FileType) -> str:
    """The last part of a name without control and direction characters, with the ending of what the file really is."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem = _UNFIT.sub(" ", visible).rpartition(".")[0] or visible
    return f"{' '.join(stem.split()).strip(' .')[:_NAME_LENGTH] or 'file'}{kind.ending}"
