"""Pictures of text."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest

from pipeline.clean_text.stage import clean_one
from pipeline.config import Limits, Settings
from pipeline.ingest import scans
from pipeline.ingest.readers import read_input
from pipeline.ingest.scans import _Line, laid_out
from tests.torture.documents import pdf as made_pdf
from tests.unit.ingest.test_pdf import pdf

needs_engine = pytest.mark.skipif(scans.engine_version() is None, reason="the extra ocr is not installed")
LINES = (
    "Eleven held after raids",
    "Harbour police arrested eleven people on Tuesday.",
    "They seized 64 motors worth EUR 240,000.",
)


def scanned(*, width: int = 900, height: int = 1_200, text: bytes = b"") -> bytes:
    """Return a PDF file of one page that a grey picture covers."""
    picture = zlib.compress(b"\xf0" * (width * height))
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 " % (
        width,
        height,
    )
    image = head + b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
    return made_pdf(b"q 612 0 0 792 0 0 cm /X Do Q " + text, more=[image])


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "engine_version", lambda: None)


@pytest.mark.usefixtures("without_engine")
@pytest.mark.parametrize(
    ("name", "data"), [("a.png", b"\x89PNG"), ("a.JPG", b"x"), ("a.tiff", b"x"), ("a.webp", b"x"), ("a.pdf", scanned())]
)
def test_without_the_extra_pictures_are_set_aside_and_told_what_reads_them(name: str, data: bytes) -> None:
    (item,) = read_input(name, data, Settings())
    assert item.reason == "not-recognised"
    assert "make setup-ocr" in str(item.detail)


@pytest.mark.parametrize("engine", [None, "engine 1"])
def test_a_file_of_blank_pages_is_empty_and_one_with_text_is_read(
    monkeypatch: pytest.MonkeyPatch, engine: str | None
) -> None:
    monkeypatch.setattr(scans, "engine_version", lambda: engine)
    monkeypatch.setattr(scans, "_recognised", lambda *_, **__: pytest.fail("nothing is to be recognised"))
    assert [i.reason for i in read_input("a.pdf", pdf(""), Settings())] == ["empty"]
    (item,) = read_input("a.pdf", scanned(text=b"BT /F1 12 Tf 20 700 Td (Police held a man.) Tj ET"), Settings())
    assert (item.raw, dict(item.stated)) == ("Police held a man.", {})


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "engine_version", lambda: "engine 1")
    monkeypatch.setattr(scans, "_recognised", lambda *_, **__: "Police held a man.")


@pytest.mark.usefixtures("fake_engine")
def test_what_was_recognised_is_marked_up_to_the_tables() -> None:
    (item,) = read_input("a.pdf", scanned(), Settings())
    assert (item.raw, dict(item.stated)) == ("Police held a man.", {"text_via": "recognised"})
    assert clean_one(item.raw or "", False, dict(item.stated), Settings())["text_via"] == "recognised"
    assert clean_one(item.raw or "", False, {"text_via": "anything"}, Settings())["text_via"] == "read"


@pytest.mark.usefixtures("fake_engine")
def test_pages_beyond_the_limit_are_not_recognised() -> None:
    picture = zlib.compress(b"\xf0" * 90_000)
    image = b"<< /Type /XObject /Subtype /Image /Width 300 /Height 300 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    image += b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
    data = made_pdf(b"q 612 0 0 792 0 0 cm /X Do Q", more=[image], kids=b"3 0 R " * 9, n=9)
    (item,) = read_input("a.pdf", data, Settings())
    assert item.raw == "\f".join(["Police held a man."] * 9)
    (item,) = read_input("a.pdf", data, Settings(limits=Limits(recognised_pages=8)))
    assert item.reason == "too-large"


def lines(*placed: tuple[str, float, float, float]) -> list[_Line]:
    """Return lines of 20 pixels' height: text, left, top, right."""
    return [_Line(text, left, top, right, top + 20) for text, left, top, right in placed]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ""),
        (lines(("Two held", 0, 0, 90), ("Police in Spain held two people on Sunday", 0, 60, 400), ("and freed one.", 0, 86, 140), ("They had khat.", 0, 146, 150)),
         "Two held\n\nPolice in Spain held two people on Sunday and freed one.\n\nThey had khat."),
        (lines(("Police in Spain held", 0, 0, 200), ("two people.", 230, 2, 330), ("It was dark on that day.", 0, 26, 210), ("So it was in all of the towns along the coast", 0, 52, 430)),
         "Police in Spain held two people.\nIt was dark on that day.\nSo it was in all of the towns along the coast"),
        (lines(("Seized:", 0, 0, 70), ("- two boats and their motors", 0, 26, 300), ("- nets", 0, 52, 60)), "Seized:\n- two boats and their motors\n- nets"),
        (lines(("Left one is a long line,", 0, 0, 200), ("Right one is a long line,", 300, 0, 500), ("left two is a longer one,", 0, 26, 200), ("right two is a longer one,", 300, 26, 500), ("left three.", 0, 52, 90), ("right three.", 300, 52, 390)),
         "Left one is a long line, left two is a longer one, left three.\nRight one is a long line, right two is a longer one, right three."),
        (lines(("Port", 0, 0, 40), ("Motors", 300, 0, 360), ("Vila Nova", 0, 26, 90), ("41", 300, 26, 320), ("Santa Rita", 0, 52, 100), ("23", 300, 52, 320)),
         "Port Motors\nVila Nova 41\nSanta Rita 23"),
        (lines(("Police held several peo-", 0, 0, 200), ("ple on Sunday.", 0, 26, 120)), "Police held several peo-\nple on Sunday."),
    ],
)  # fmt: skip
def test_lines_are_laid_out_in_reading_order(found: list[_Line], expected: str) -> None:
    assert laid_out(found).replace("\n\nRight", "\nRight") == expected


def drawn(texts: tuple[str, ...] = LINES, *, size: tuple[int, int] = (1_100, 420), mode: str = "RGB", format: str = "PNG", **more: Any) -> bytes:  # fmt: skip
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for n, text in enumerate(texts):
        draw.text((60, 60 + 90 * n), text, fill="black", font=ImageFont.load_default(30))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, format, **more)
    return buffer.getvalue()


@needs_engine
@pytest.mark.parametrize(
    ("name", "mode", "format"),
    [("a.png", "RGBA", "PNG"), ("a.jpg", "L", "JPEG"), ("a.tif", "1", "TIFF"), ("a.webp", "RGB", "WEBP")],
)
def test_a_picture_is_read_and_marked(name: str, mode: str, format: str) -> None:
    first, second = (list(read_input(name, drawn(mode=mode, format=format), Settings())) for _ in range(2))
    assert first == second
    assert [(i.raw, dict(i.stated)) for i in first] == [("\n\n".join(LINES), {"text_via": "recognised"})]


@needs_engine
def test_all_pages_of_a_tiff_file_and_the_length_of_a_tall_picture_are_read() -> None:
    from PIL import Image

    with Image.open(io.BytesIO(drawn(("Second page of the release",)))) as page:
        page.load()
    (item,) = read_input("a.tif", drawn(LINES[:1], format="TIFF", save_all=True, append_images=[page]), Settings())
    assert item.raw == "Eleven held after raids\fSecond page of the release"
    texts = tuple(f"Line number {n} of the long page" for n in range(60))
    (item,) = read_input("a.png", drawn(texts, size=(900, 5_500)), Settings())
    assert (item.raw or "").replace("\f", "\n\n").split("\n\n") == list(texts)


@needs_engine
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.png", b"no picture", "malformed"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "malformed"),
        ("a.jpg", "cut", "truncated"),
        ("a.png", "blank", "empty"),
        ("a.png", "huge", "too-large"),
        ("a.pdf", scanned(), "empty"),
    ],
)
def test_what_cannot_be_recognised_is_refused(name: str, data: bytes | str, reason: str) -> None:
    if data == "cut":
        data = drawn(format="JPEG")[:-9_000]
    elif data == "blank":
        data = drawn(())
    elif data == "huge":
        data = drawn((), size=(30_000, 30_000), mode="1")
    assert isinstance(data, bytes)
    assert [i.reason for i in read_input(name, data, Settings())] == [reason]
