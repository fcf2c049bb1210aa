"""The one door for a file: size, type, cleaning."""

from collections.abc import Collection

from coatingcat.ground.files.images import clean_image
from coatingcat.ground.files.pdf import clean_pdf
from coatingcat.ground.files.words import DOCUMENTS, MAX_BYTES, CleanFile, FileType, file_type, too_large, wrong_type


def clean_file(data: bytes, *, allowed: Collection[FileType] = DOCUMENTS, max_bytes: int = MAX_BYTES) -> CleanFile:
    """What may be kept of an upload. Raises FileRefused, whose text says why and what to do instead."""
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    kind = file_type(data)
    if kind not in allowed:
        raise wrong_type()
    return CleanFile(clean_pdf(data) if kind is FileType.PDF else clean_image(data), kind)
