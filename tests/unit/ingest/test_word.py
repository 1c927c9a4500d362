"""Word documents."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
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


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def par(*parts: str, mark: str = "") -> str:
    return f"<w:p>{mark}{''.join(parts)}</w:p>"


def box(*paragraphs: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{''.join(map(par, map(run, paragraphs)))}</w:txbxContent></w:pict></w:r>"


def either(choice: str, fallback: str) -> str:
    inner = f"<mc:Choice Requires='wps'>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    return f"<mc:AlternateContent>{inner}</mc:AlternateContent>"


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


CODE = '<w:r><w:instrText> HYPERLINK "https://x.example" </w:instrText></w:r>'
DELETED = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        # Boxes and alternative forms, once.
        (par(run("Six held."), box("At a glance", "Six"), run(" More.")), "Six held. More.\n\nAt a glance\n\nSix"),
        (par(run("One."), "<w:r>" + either(box("Two."), box("Two.")) + "</w:r>"), "One.\n\nTwo."),
        (either(par(run("One.")), par(run("One."))) + par(run("Two.")), "One.\n\nTwo."),
        (par(either("<w:drawing/>", box("Only here."))), "Only here."),
        (par(either(run("In a line"), run("In a line")), run(" twice.")), "In a line twice."),
        (par(box("PRESS RELEASE")) + par(run("Text.")), "PRESS RELEASE\n\nText."),
        (f"<w:tbl><w:tr><w:tc>{par(run('A'), box('B'))}</w:tc><w:tc>{par(run('C'))}</w:tc></w:tr></w:tbl>", "A B\tC"),
        # Deleted, moved and inserted text.
        (par(run("Seized "), f"<w:del>{run('80')}</w:del><w:ins>{run('90')}</w:ins>", run(" kg.")), "Seized 90 kg."),
        (par(f"<w:moveFrom>{run('Here.')}</w:moveFrom>") + par(f"<w:moveTo>{run('There.')}</w:moveTo>"), "\n\nThere."),
        (par(f"<w:ins><w:del>{run('no')}</w:del>{run('yes')}</w:ins>"), "yes"),
        (f"<w:del>{par(run('no'))}</w:del><w:ins>{par(run('yes'))}</w:ins>", "yes"),
        (f"<w:moveFrom>{par(run('no'))}</w:moveFrom><w:moveTo>{par(run('yes'))}</w:moveTo>", "yes"),
        (par(run("One "), mark=DELETED) + par(run("two.")) + par(run("Three.")), "One two.\n\nThree."),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + par(run("no")) + "</w:tc></w:tr></w:tbl>" + par(run("yes")), "yes"),
        # Fields give their results, links their texts.
        (par(char("begin"), CODE, char("separate"), run("The charge sheet"), char("end"), run(".")), "The charge sheet."),
        (par(char("begin"), CODE, run("no"), char("end"), run("yes")), "yes"),
        (par(char("begin"), CODE, char("separate"), char("begin"), CODE, char("separate"), run("a"), char("end"), run("b"), char("end")), "ab"),
        (par(char("begin"), CODE) + par(run("A code without an end.")), "\n\nA code without an end."),
        (par(f'<w:fldSimple w:instr="DATE">{run("4 May")}</w:fldSimple>'), "4 May"),
        (par(run("See "), f"<w:hyperlink>{run('here')}</w:hyperlink>", f"<w:smartTag>{run(' now')}</w:smartTag>"), "See here now"),
        (par(f"<w:sdt><w:sdtContent>{run('Boxed')}</w:sdtContent></w:sdt>"), "Boxed"),
        # The stops of tabs are no tabs.
        (par(run("a"), mark="<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"), "a"),
    ],
)  # fmt: skip
def test_what_is_read_is_what_the_reader_sees(body: str, raw: str) -> None:
    (item,) = read_input("d.docx", docx(body + par(run("End."))), Settings())
    assert item.raw == f"{raw}\n\nEnd."


def test_the_strict_form_and_other_names_of_the_document_are_read() -> None:
    data = docx(par(run("Two held.")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
    strict = text.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document2.xml", strict)
        relation = '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
        archive.writestr("_rels/.rels", relation)
    (item,) = read_input("d.docx", buffer.getvalue(), Settings())
    assert item.raw == "Two held."


def test_forms_in_forms_without_end_are_read_in_time() -> None:
    deep = "<mc:AlternateContent><mc:Choice>" * 4_000 + run("x") + "</mc:Choice></mc:AlternateContent>" * 4_000
    (item,) = read_input("d.docx", docx(par(deep)), Settings())
    assert item.raw == "x"
