"""Pictures, drawn anew: the pixels stay, all else goes."""

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from coatingcat.ground.files.words import IMAGES, MAX_PIXELS, FileRefused, FileType, file_type, unreadable, wrong_type

_FORMATS = {FileType.JPEG: "JPEG", FileType.PNG: "PNG", FileType.WEBP: "WEBP"}
_JPEG_QUALITY = 88
_MODES = dict.fromkeys(("1", "I", "I;16", "I;16B", "I;16L", "F"), "L") | dict.fromkeys(("LA", "P", "PA"), "RGBA")
"""What a mode is turned into where it is not kept; any mode not named here becomes RGB."""
_KEPT = frozenset({"L", "RGB", "RGBA"})


def clean_image(data: bytes) -> bytes:
    """The same picture and format, upright, without EXIF, XMP, comments, profiles, thumbnails and further frames.

    Raises FileRefused for what is no JPEG, PNG or WebP, is damaged, or would unpack to more than 40 million pixels.
    """
    kind = file_type(data)
    if kind not in IMAGES:
        raise wrong_type()
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            return _drawn_anew(picture, kind)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        refusal = _too_many_pixels()
    except Exception:  # decoders meet hostile bytes with whatever they happen to stumble over
        refusal = unreadable()
    raise refusal


def _drawn_anew(picture: Image.Image, kind: FileType) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    mode = upright.mode if upright.mode in _KEPT else _MODES.get(upright.mode, "RGB")
    if kind is FileType.JPEG and mode == "RGBA":
        mode = "RGB"
    converted = upright.convert(mode)
    bare = Image.new(mode, converted.size)  # a new picture has no `info` that an encoder could write out again
    bare.paste(converted)
    out = io.BytesIO()
    if kind is FileType.PNG:
        bare.save(out, "PNG", optimize=False)
    else:
        bare.save(out, _FORMATS[kind], quality=_JPEG_QUALITY)
    return out.getvalue()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        "pixels",
        _("The picture has more than 40 million pixels."),
        _("Make it smaller, for example 4000 by 3000 pixels, and send that."),
    )
