"""Packed documents as the readers' libraries, honest programs and attackers write them: workbooks, texts, books."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "drawing")
).replace("xmlns:drawing=", "xmlns:draw=")


def packed(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return a ZIP archive of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def xlsx(*sheets: str | Sequence[Sequence[str]], names: Sequence[str] = (), more: Sequence[tuple[str, str | bytes]] = ()) -> bytes:  # fmt: skip
    """Return a workbook of sheets, each as rows of cells or as the XML of its rows."""
    names = names or [f"Sheet{n}" for n in range(1, len(sheets) + 1)]
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'),
    ]  # fmt: skip
    for n, rows in enumerate(sheets, 1):
        body = rows if isinstance(rows, str) else "".join(map(_row, rows, range(1, len(rows) + 1)))
        parts.append((f"xl/worksheets/sheet{n}.xml", f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"))
    return packed([*parts, *more])


def _row(cells: Sequence[str], n: int) -> str:
    inner = "".join(
        f'<c r="{chr(65 + m)}{n}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for m, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{n}">{inner}</row>'


def ods(rows: str | Sequence[Sequence[str]], *, more: Sequence[tuple[str, str | bytes]] = ()) -> bytes:
    """Return an OpenDocument spreadsheet of one sheet, as rows of cells or as the XML of its rows."""
    if not isinstance(rows, str):
        rows = "".join(
            "<table:table-row>"
            + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(c)}</text:p></table:table-cell>' for c in row)
            + "</table:table-row>"
            for row in rows
        )  # fmt: skip
    content = f'<table:table table:name="Sheet1">{rows}</table:table>'
    body = f"<office:document-content {ODF}><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    return packed(
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", body),
            *_manifest("spreadsheet"),
            *more,
        ]
    )


def _manifest(kind: str) -> list[tuple[str, str]]:
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entry = (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
    )
    return [("META-INF/manifest.xml", f"<manifest:manifest {space}>{entry}</manifest:manifest>")]


def odt(body: str, *, head: str = "", title: str = "", more: Sequence[tuple[str, str | bytes]] = ()) -> bytes:
    """Return an OpenDocument text of the XML of its body."""
    content = f"{head}<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    meta = f'<office:document-meta {ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>{title}</dc:title></office:meta></office:document-meta>'
    return packed(
        [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content), ("meta.xml", meta), *more]
    )


def epub(chapters: Mapping[str, str | bytes], *, title: str = "", items: str = "", refs: str = "", guide: str = "", more: Sequence[tuple[str, str | bytes]] = ()) -> bytes:  # fmt: skip
    """Return a book of pages by name, in their order.

    Args:
        items: further entries of its list of parts.
        refs: further entries of its reading order.
    """
    listed = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></metadata><manifest>{listed}{items}</manifest><spine>{order}{refs}</spine>{guide}</package>"
    )
    root = '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    container = (
        f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>{root}</rootfiles></container>'
    )
    parts = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("OEBPS/content.opf", package),
    ]
    return packed([*parts, *((f"OEBPS/{name}", page) for name, page in chapters.items()), *more])
