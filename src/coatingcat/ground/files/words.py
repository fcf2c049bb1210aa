"""Types of files, their limits, where they lie, and why one is refused."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
"""What one upload may weigh, unless the form asks for less."""
MAX_PIXELS = 40_000_000
"""A picture of more pixels is refused before it is unpacked: 40 million take 160 MB of memory."""
MAX_PDF_PAGES = 50
MAX_PDF_OBJECTS = 20_000


class FileType(StrEnum):
    """The types that may come in, by media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        """Of a file name, with its dot."""
        return ENDINGS[self]


ENDINGS = {FileType.JPEG: ".jpg", FileType.PNG: ".png", FileType.WEBP: ".webp", FileType.PDF: ".pdf"}
IMAGES = frozenset({FileType.JPEG, FileType.PNG, FileType.WEBP})
DOCUMENTS = IMAGES | {FileType.PDF}

Words = str | Promise


class FileRefused(ValueError):
    """A file may not come in. `reason` says why and `remedy` what to do instead, both in the reader's language."""

    def __init__(self, code: str, reason: Words, remedy: Words) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        reason = str(self.reason)
        return f"{reason}{'' if reason.endswith('。') else ' '}{self.remedy}"


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: a harmless name, its type by content, and its bytes after cleaning."""

    name: str = field(repr=False)  # what people call their files may tell who they are
    type: FileType
    data: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The media type, such as `image/png`."""
        return self.type.value


def file_type(data: bytes) -> FileType:
    """The type by the first bytes. Raises FileRefused for any other than those of FileType, and for an empty file."""
    if not data:
        raise FileRefused("empty", _("The file is empty."), _("Choose it again, or choose another file."))
    if data.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileType.WEBP
    if data.startswith(b"%PDF-"):
        return FileType.PDF
    raise wrong_type()


def wrong_type() -> FileRefused:
    return FileRefused(
        "type",
        _("This kind of file is not accepted."),
        _("Send a JPEG, PNG or WebP picture, or a PDF."),
    )


def too_large(max_bytes: int) -> FileRefused:
    return FileRefused(
        "size",
        _("The file is larger than %(limit)s MB.") % {"limit": f"{max_bytes / 1024 / 1024:.3g}"},
        _("Send a smaller one, for example a photo at lower resolution."),
    )


def unreadable() -> FileRefused:
    return FileRefused(
        "damaged",
        _("The file is damaged or is not what it seems to be."),
        _("Open it on your device, save it again, and send that."),
    )


def media_path(room: str, kind: str, id: UUID, type: FileType) -> str:
    """Where a file lies under the media folder: `members/cards/7f/018f….jpg`. The name says nothing about anybody.

    The folder is named by the last byte of the id, which is random, so that the files spread over 256 folders.
    """
    return f"{room}/{kind}/{id.hex[-2:]}/{id.hex}{type.ending}"
