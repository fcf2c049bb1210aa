"""Files that people send: what they are, whether they may come in, and the same without what they carry along.

A file is judged by its content, never by its name or by what the browser says. Pictures are drawn anew, which
leaves behind EXIF (place, camera, owner) and whatever else hides in them. PDFs lose their metadata and are refused
if they can act. Everything works on bytes in memory: no clear temporary file is written.
"""

from coatingcat.ground.files.images import clean_image
from coatingcat.ground.files.intake import accept_file
from coatingcat.ground.files.words import (
    DOCUMENTS,
    IMAGES,
    MAX_BYTES,
    Accepted,
    FileRefused,
    FileType,
    file_type,
    media_path,
)

__all__ = [
    "DOCUMENTS",
    "IMAGES",
    "MAX_BYTES",
    "Accepted",
    "FileRefused",
    "FileType",
    "accept_file",
    "clean_image",
    "file_type",
    "media_path",
]
