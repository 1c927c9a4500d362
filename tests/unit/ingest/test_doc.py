"""Word documents of the old format."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input
from tests.torture.compound import compound, word
from tests.unit.ingest.test_word import docx

FORMATS = Path(__file__).parents[2] / "data" / "formats"


def read(data: bytes) -> str | None:
    (item,) = read_input("a.doc", data, Settings())
    return item.raw if item.reason is None else item.reason


def test_a_real_document_is_read_without_what_is_deleted_hidden_or_remarked() -> None:
    (item,) = read_input("rich.doc", (FORMATS / "rich.doc").read_bytes(), Settings())
    assert (item.format, dict(item.stated)) == ("doc", {"title": "Rich release about a raid"})
    # Boxes stand behind the text: where they are anchored is not read.
    assert item.raw == (
        "Rich release about a raid\n\nPolice raided a warehouse in Vila Nova. They held nine people.\nSecond line.\n\n"
        "Before the box. After the box.\n\nCommented word,  and a link.\n\nfirst point\n\nsecond point\n\nA B\tC\n\n"
        "The end – “so”.\n\nWords in the box.\n\nMore in the box.\n\nThe note says more."
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (word("One\x96two, caf\xe9.\rThree\x0bfour\tfive.\r".replace("\x96", "–")), "One–two, café.\n\nThree\nfour\tfive."),
        (word("Полиция 😀 нашла.\rДа.\r", wide=True), "Полиция 😀 нашла.\n\nДа."),
        (word('See \x13 HYPERLINK "http://x.example" \x14the \x13 PAGE \x147\x15 page\x15 now.\x13 X \x15\r'), "See the 7 page now."),
        (word("Police really raided it.\r", deleted=[(7, 14)]), "Police raided it."),
        (word("Text.\rNote.\rHead.\rRemark.\r", lengths=(6, 6, 6, 0, 8)), "Text.\n\nNote."),
        (word("co\x1eop\x1f, \x01\x02\x08.\r"), "co-op\xad, ."),
        (word("\r\r"), "empty"),
        (word("Text.\r", flags=0x0100), "encrypted"),
        (word("Text.\r", version=0x65), "unsupported"),
        (word("Text.\r", claims=2**31), "malformed"),
        (word("Text.\r", claims=1500), "truncated"),
        (word("Text.\r")[:900], "malformed"),
        (compound({"EncryptedPackage": b"x" * 99}), "encrypted"),
        (compound({"Workbook": b"x" * 99}), "malformed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "malformed"),
        (b"no document", "malformed"),
    ],
)  # fmt: skip
def test_text_fields_parts_and_faults(data: bytes, expected: str) -> None:
    assert read(data) == expected


@pytest.mark.parametrize(
    ("data", "format", "raw"),
    [
        (rb"{\rtf1\ansi Police raided it.\par}", "rtf", "Police raided it."),
        (docx("<w:p><w:r><w:t>Police raided it.</w:t></w:r></w:p>"), "docx", "Police raided it."),
        (
            b"\xef\xbb\xbf<html xmlns:w='x'><p>Police raided it.</p>",
            "html",
            "<html xmlns:w='x'><p>Police raided it.</p>",
        ),
        (
            b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Police raided it.</p>",
            "mhtml",
            "<p>Police raided it.</p>",
        ),
    ],
)
def test_what_is_only_called_a_word_document_is_read_as_what_it_is(data: bytes, format: str, raw: str) -> None:
    (item,) = read_input("a.doc", data, Settings())
    assert (item.source, item.format, item.raw) == ("a.doc", format, raw)
