import io
import struct
import zlib

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from coatingcat.ground.files import IMAGES, FileRefused, FileType, accept_file, clean_image, media_path
from coatingcat.ground.files.pdf import clean_pdf, without_segments
from coatingcat.ground.ids import new_id

TELLTALE = b"Zhang San, 31.2304 N 121.4737 E"


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x013B] = TELLTALE.decode()  # artist
    data[0x0112] = 6  # to be turned by 90°
    return data


def refusal_of(data: bytes, name: str = "x") -> str:
    with pytest.raises(FileRefused) as refused:
        accept_file(name, data)
    assert str(refused.value.reason)
    assert str(refused.value.remedy)
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_what_it_carries_along_and_stands_upright(kind: str) -> None:
    data = picture(kind, exif=exif(), xmp=b"<x>" + TELLTALE + b"</x>" if kind == "WEBP" else b"")
    assert TELLTALE in data
    clean = clean_image(data)
    assert TELLTALE not in clean
    with Image.open(io.BytesIO(clean)) as result:
        assert (result.format, result.size) == (kind, (30, 40))
        assert dict(result.getexif()) == {}
        assert {"exif", "comment", "icc_profile", "XML:com.adobe.xmp"} & set(result.info) == set()


def test_comments_of_a_jpeg_and_texts_of_a_png_go_too() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", TELLTALE.decode())
    for data in (picture("JPEG", comment=TELLTALE), picture("PNG", pnginfo=texts)):
        assert TELLTALE in data
        assert TELLTALE not in clean_image(data)


def test_what_is_glued_to_the_end_of_a_picture_goes() -> None:
    assert TELLTALE not in clean_image(picture("PNG") + TELLTALE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_comes_through(mode: str) -> None:
    out = io.BytesIO()
    source = "P" if mode == "PA" else mode
    Image.new(source, (8, 8)).save(out, "PNG")
    with Image.open(io.BytesIO(clean_image(out.getvalue()))) as result:
        assert result.size == (8, 8)


def test_a_cmyk_jpeg_becomes_one_that_every_browser_shows() -> None:
    with Image.open(io.BytesIO(clean_image(picture("JPEG", "CMYK")))) as result:
        assert result.mode == "RGB"


def test_transparency_stays() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(clean_image(out.getvalue()))) as result:
        assert result.getpixel((0, 0)) == (255, 0, 0, 0)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 6000), (20_000, 20_000), (60_000, 60_000), (2_000_000, 2_000_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert refusal_of(bomb(*size)) == "pixels"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "type"),
        (b"GIF89a", "type"),
        (b"\x89PNG\r\n\x1a\n nothing more", "damaged"),
        (b"\xff\xd8\xff\xe0 nothing more", "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "damaged"),
        (b"%PDF-1.7 nothing more", "damaged"),
        (b"x" * (5 * 1024 * 1024 + 1), "size"),
    ],
)
def test_what_may_not_come_in_is_refused_with_reason_and_remedy(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_a_truncated_picture_is_refused() -> None:
    data = picture("JPEG", size=(400, 300))
    assert refusal_of(data[: len(data) // 2]) == "damaged"


def test_a_type_that_the_form_does_not_want_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        accept_file("card.pdf", pdf(), allowed=IMAGES)
    assert refused.value.code == "type"


def test_the_content_decides_and_the_name_follows() -> None:
    accepted = accept_file("../../名片\u202efdp.exe", picture("PNG"))
    assert (accepted.name, accepted.type, accepted.content_type) == ("名片fdp.png", FileType.PNG, "image/png")
    assert "名片" not in repr(accepted)
    assert accept_file(None, picture("PNG")).name == "file.png"
    assert len(accept_file("x" * 500 + ".png", picture("PNG")).name) == 84


def test_a_refusal_speaks_chinese() -> None:
    with pytest.raises(FileRefused) as refused:
        accept_file("x", b"")
    with override("zh-hans"):
        assert str(refused.value) == "文件是空的。请重新选择，或选择另一个文件。"
    with override("en"):
        assert str(refused.value) == "The file is empty. Choose it again, or choose another file."


def test_files_lie_under_random_names_spread_over_folders() -> None:
    key = new_id()
    path = media_path("members", "cards", key, FileType.JPEG)
    assert path == f"members/cards/{key.hex[-2:]}/{key.hex}.jpg"


def pdf(**root: object) -> bytes:
    """A page with text; names of the catalogue by keyword."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf (hello) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    for key, value in root.items():
        writer.root_object[NameObject(f"/{key}")] = value  # type: ignore[assignment]
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: object) -> DictionaryObject:
    entries = {NameObject("/S"): NameObject(kind)} | {NameObject(f"/{key}"): value for key, value in more.items()}
    return DictionaryObject(entries)  # type: ignore[arg-type]


def test_a_pdf_keeps_its_page_and_loses_its_metadata() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.add_metadata({"/Author": TELLTALE.decode(), "/Producer": "Somebody's printer"})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{TELLTALE.decode()}</x:xmpmeta>".encode()
    data = written(writer)
    assert TELLTALE in data
    clean = clean_pdf(data)
    reader = PdfReader(io.BytesIO(clean))
    assert len(reader.pages) == 1
    assert b"hello" in reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert not reader.metadata
    assert TELLTALE not in clean
    assert b"printer" not in clean
    assert b"pypdf" not in clean


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": action("/JavaScript", JS=TextStringObject("app.alert(1)"))},
        {"OpenAction": action("/Launch", F=TextStringObject("cmd.exe"))},
        {"OpenAction": action("/SubmitForm", F=TextStringObject("http://evil.example"))},
        {"AA": DictionaryObject({NameObject("/WC"): action("/JavaScript", JS=TextStringObject("x"))})},
        {"Names": DictionaryObject({NameObject("/EmbeddedFiles"): DictionaryObject()})},
        {"Names": DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})},
        {"AcroForm": DictionaryObject({NameObject("/XFA"): ArrayObject()})},
    ],
)
def test_a_pdf_that_can_act_is_refused(root: dict[str, object]) -> None:
    assert refusal_of(pdf(**root)) == "active"


def test_a_pdf_with_another_file_in_it_or_an_acting_annotation_is_refused() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.add_attachment("virus.exe", b"MZ")
    assert refusal_of(written(writer)) == "active"
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action("/Launch")})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    assert refusal_of(written(writer)) == "active"


def test_a_locked_pdf_is_refused_with_the_remedy() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    assert refusal_of(written(writer)) == "locked"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    writer = PdfWriter()
    for _ in range(51):
        writer.add_blank_page(10, 10)
    assert refusal_of(written(writer)) == "pages"


def test_pictures_in_a_pdf_lose_their_exif_and_keep_their_pixels() -> None:
    photo = picture("JPEG", exif=exif())
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as image:
        image.save(out, "PDF", title=TELLTALE.decode())
    writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    for item in writer._objects:
        if isinstance(item, DictionaryObject) and item.get("/Subtype") == "/Image":
            item._data = photo  # type: ignore[attr-defined]
    data = written(writer)
    assert TELLTALE in data
    clean = clean_pdf(data)
    assert TELLTALE not in clean
    (found,) = PdfReader(io.BytesIO(clean)).pages[0].images
    assert found.image is not None
    assert found.image.size == (40, 30)


def test_a_cleaned_pdf_is_clean_again() -> None:
    once = clean_pdf(pdf())
    assert len(PdfReader(io.BytesIO(clean_pdf(once))).pages) == 1


def test_segments_of_a_jpeg_are_cut_and_its_colours_stay() -> None:
    photo = picture("JPEG", exif=exif(), comment=TELLTALE)
    bare = without_segments(photo)
    assert TELLTALE not in bare
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes()
    assert without_segments(b"no jpeg") == b"no jpeg"


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP", b"%PDF-1.4\n"]),
)
def test_no_bytes_are_answered_otherwise_than_by_a_refusal_or_a_file(tail: bytes, head: bytes) -> None:
    try:
        accepted = accept_file("x", head + tail)
    except FileRefused:
        return
    assert accepted.data
