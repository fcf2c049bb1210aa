"""PDFs: pages only, without metadata; refused if they can act."""

import io
import logging
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from coatingcat.ground.files.words import (
    MAX_PDF_OBJECTS,
    MAX_PDF_PAGES,
    FileRefused,
    FileType,
    file_type,
    unreadable,
    wrong_type,
)

_ACTING_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/Launch"})
_ACTING_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
    | {"/RichMediaExecute", "/GoTo3DView"}
)
_ACTING_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})
_TELLING_KEYS = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb", "/StructParents", "/ID"})
"""What is taken off every object: who made it with what and when, hidden data of programs, and triggers."""

# pypdf quotes in its log what it cannot read, and what it cannot read may be somebody's name.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def clean_pdf(data: bytes) -> bytes:
    """The same pages without author, dates, programs, XMP, attachments, and without EXIF in their pictures.

    Raises FileRefused if the file is no PDF, is damaged, encrypted, has more than 50 pages or 20,000 objects, or if
    anything in it runs, launches, submits, plays, or is another file.
    """
    if file_type(data) is not FileType.PDF:
        raise wrong_type()
    try:
        return _cleaned(PdfReader(io.BytesIO(data)))
    except FileRefused:
        raise
    except Exception:  # a parser meets hostile bytes with whatever it happens to stumble over
        refusal = unreadable()
    raise refusal


def _cleaned(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise FileRefused("locked", _("The PDF is protected by a password."), _("Save it without one and send that."))
    _check_size(reader)
    for number, item in enumerate(_objects(reader.trailer)):
        if number > MAX_PDF_OBJECTS:
            raise _too_much()
        if _acts(item):
            raise FileRefused(
                "active",
                _("The PDF contains a program, a form that sends data, a film or another file."),
                _("Print it into a new PDF, or send a picture of the page."),
            )
    return _written(reader)


def _check_size(reader: PdfReader) -> None:
    if sum(len(entries) for entries in reader.xref.values()) + len(reader.xref_objStm) > MAX_PDF_OBJECTS:
        raise _too_much()
    if not reader.pages:
        raise unreadable()
    if len(reader.pages) > MAX_PDF_PAGES:
        raise _too_much()


def _too_much() -> FileRefused:
    reason = _("The PDF has more than 50 pages or is too complex.")
    return FileRefused("pages", reason, _("Send only the pages that matter."))


def _objects(root: PdfObject) -> Iterator[PdfObject]:
    """Everything that can be reached from an object, each once, without recursion: nesting is the sender's choice."""
    waiting: list[PdfObject] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            found = item.get_object()
            if found is None:
                continue
            item = found
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            yield item
            waiting.extend(list.__iter__(item))


def _acts(item: PdfObject) -> bool:
    if not isinstance(item, DictionaryObject):
        return False
    return (
        not _ACTING_KEYS.isdisjoint(item)
        or item.get("/S") in _ACTING_ACTIONS
        or item.get("/Subtype") in _ACTING_SUBTYPES
        or item.get("/Type") in {"/EmbeddedFile", "/Filespec"}
    )


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    for page in reader.pages:  # names, outlines, forms and metadata hang on the catalogue, which stays behind
        writer.add_page(page)
    for item in list(_objects(writer.root_object)):
        if isinstance(item, DictionaryObject):
            for key in _TELLING_KEYS.intersection(item):
                del item[key]
        if isinstance(item, StreamObject) and _is_jpeg(item):
            item._data = without_segments(item._data)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _is_jpeg(item: StreamObject) -> bool:
    filters = item.get("/Filter")
    only = filters[0] if isinstance(filters, ArrayObject) and len(filters) == 1 else filters
    return only == "/DCTDecode"


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments (EXIF, XMP, IPTC, thumbnails), pixels untouched.

    APP14 stays: it says how the colours are to be read. What does not look like a JPEG is handed back as it is.
    """
    kept = [jpeg[:2]]
    at = 2
    while jpeg[:2] == b"\xff\xd8" and at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        marker = jpeg[at + 1]
        if not (0xE0 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept.append(jpeg[at:end])
        at = end
    return b"".join(kept) + jpeg[at:]
