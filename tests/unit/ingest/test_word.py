"""Word documents."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BODY = """<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two.</w:t></w:r></w:p><w:tbl><w:tr>
<w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


def docx(body: str = _BODY, title: str = "", head: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>")
        core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>'
        archive.writestr("docProps/core.xml", core)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("Six held after raids", {"title": "Six held after raids"}),
        ("Press release", {}),
        ("draft 3.docx", {}),
        ("", {}),
    ],
)
def test_paragraphs_and_table_rows(title: str, stated: dict[str, str]) -> None:
    (item,) = read_input("d.docx", docx(title=title), Settings())
    assert (item.raw, item.markup, item.format, dict(item.stated)) == ("One\ttwo.\n\nA\tB", False, "docx", stated)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(head='<!DOCTYPE x [<!ENTITY a "b">]>'), "malformed"),
        (docx("<w:p><w:r><w:t>" + "x" * 9_000_000 + "</w:t></w:r></w:p>"), "too-large"),
        (docx()[:-40], "truncated"),
        (docx("<w:p>"), "malformed"),
        (docx(""), "empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "encrypted"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("d.docx", data, Settings())] == [reason]


def test_a_table_in_a_cell_is_read_once() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    rows = f"<w:tr><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p>{inner}</w:tc></w:tr>"
    boxed = f"<w:sdt><w:sdtContent>{rows}</w:sdtContent></w:sdt>"
    (item,) = read_input("d.docx", docx(f"<w:tbl>{rows}{boxed}</w:tbl>"), Settings())
    assert item.raw == "outer inner\n\nouter inner"
