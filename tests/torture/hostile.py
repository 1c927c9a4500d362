"""A corpus of hostile inputs, 500 kinds of trouble, each with what must become of it."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import socket
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.torture.documents import docxs, pdfs
from tests.torture.kept import kept

PROSE = "Police in Spain arrested twelve suspects on 3 May 2023 and seized a boat, a court was told. Case {}."
RELEASED, DUPLICATE = "released", "duplicate"


@dataclass(frozen=True)
class Kind:
    """One kind of trouble.

    Attributes:
        name: file name under RAW; unique.
        fates: source to fate (released, duplicate, or the reason code of a quarantine).
        make: writes it; None where `data` is its content.
    """

    name: str
    fates: dict[str, str]
    data: bytes = b""
    make: Callable[[Path], None] | None = None


def one(name: str, fate: str, data: bytes | str) -> Kind:
    return Kind(name, {name: fate}, data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)


class _Prose:
    """Sentences that differ, so that no two inputs are the same release by chance."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> str:
        self.n += 1
        return PROSE.format(self.n)


def kinds() -> list[Kind]:
    """Return every kind, in order of family."""
    prose = _Prose()
    families = (
        _texts,
        _runs,
        _encodings,
        _pages,
        _records,
        _delimited,
        _mail_and_feeds,
        _documents,
        _archives,
        _damaged,
        _entries,
    )
    return [kind for family in families for kind in family(prose)]


CHARACTERS = {
    "nul": "\x00", "bell": "\x07", "escape": "\x1b[31m\x1b]0;x\x07", "backspace": "\x08\x08", "form-feed": "\x0c",
    "vertical-tab": "\x0b", "delete": "\x7f", "next-line": "\x85", "csi": "\x9b31m", "rlo": "\u202e", "lro": "\u202d",
    "isolate": "\u2066\u2067\u2068", "pop": "\u202c\u2069", "mark": "\u200e\u200f", "zero-width": "\u200b" * 99,
    "joiner": "\u200d\u200c", "word-joiner": "\u2060", "bom": "\ufeff", "soft-hyphen": "\u00ad" * 50, "line-sep": "\u2028",
    "paragraph-sep": "\u2029", "noncharacter": "\uffff\ufdd0", "private": "\ue000", "astral": "\U0010ffff", "tag": "\U000e0041",
    "variation": "\ufe0f" * 30, "combining": "a" + "\u0301" * 200, "zalgo": "".join(f"x{chr(0x300 + n)}" for n in range(99)),
    "emoji": "👩‍👩‍👧‍👦" * 30, "flag": "🇪🇸🇦", "replacement": "\ufffd" * 20, "ligature": "ﬁnal ﬂight", "fullwidth": "ＦＵＬＬ １２",
    "math": "𝐀𝐁𝟏", "roman": "Ⅻ ⅷ", "fraction": "½ ⅓ ⁹₉", "arabic-digits": "١٢٣", "homoglyph": "Роlісе", "turkish": "İıŞş",
    "sharp-s": "ẞßſ", "hangul": "각", "thai": "ตำรวจ", "ruby": "\ufff9x\ufffay\ufffb", "interlinear": "\u2061\u2062",
    "tabs": "\t" * 500, "crlf": "\r\n\r\n", "cr": "\r", "nbsp": "\u00a0" * 99, "ideographic-space": "\u3000" * 9, "ogham": "\u1680",
    "formula": "=HYPERLINK(\"http://x.example\")", "dde": "=cmd|'/c calc'!A1", "plus": "+1+1", "minus": "-2+3", "at": "@SUM(1)",
    "script": "<script>alert(1)</script>", "attribute": "\"><img src=x onerror=alert(1)>", "template": "{{7*7}} ${7*7} #{7*7}",
    "sql": "'; DROP TABLE releases; --", "format": "%s%n%x {0}", "path": "../../etc/passwd", "percent": "%00%2e%2e",
    "shell": "$(touch x) `touch x`", "entity": "&lt;&#0;&#x110000;&bogus;", "cdata": "<![CDATA[x]]>", "comment": "<!-- -- -->",
}  # fmt: skip


def _texts(prose: _Prose) -> Iterator[Kind]:
    """Characters that drive, hide, mislead or are taken for commands, at the head and inside of honest text."""
    for name, sign in CHARACTERS.items():
        yield one(f"head-{name}.txt", RELEASED, f"{sign} {prose()}")
        yield one(f"inside-{name}.md", RELEASED, f"{prose()}\n\nThen {sign} came. {prose()}")


def _runs(prose: _Prose) -> Iterator[Kind]:
    """Runs that set a careless rule to work for minutes."""
    for n, sign in enumerate(
        ("(", ")", ",", ".", "“", '"', "'", "[", "{", "<", "-", "–", "/", "\\", "&", "#", "*", "$", "1,", "€")
    ):
        yield one(f"run-{n:02d}.txt", RELEASED, f"{prose()} {sign * 2_500}")
    for n, text in enumerate(
        (
            "a.B",
            "1 / 6\n",
            "and ",
            "Mr ",
            "3 May, ",
            "9" * 50,
            "1,000 ",
            "one hundred ",
            "Spain, ",
            "x@y.z ",
            "http://a.b/ ",
            "(a",
            "“a” ",
            "\n\n",
            "said ",
            "A. ",
        )
    ):
        yield one(f"repeat-{n:02d}.txt", RELEASED, f"{prose()}\n\n{text * 250}")
    for n, sign in enumerate(("(", " ", "\n", "1", "\u200b", "…")):
        yield one(f"only-{n}.txt", "empty" if sign in " \n" else "no-text", sign * 5_000)
    yield one("nothing.txt", "empty", b"")
    yield one("long-line.txt", RELEASED, f"{prose()} " + "word " * 2_000)
    yield one("long-word.txt", RELEASED, f"{prose()} " + "w" * 20_000)
    yield one("too-long.txt", "too-large", "word and " * 40_000)
    yield one("too-many-tokens.txt", "too-large", f"{prose()} " + "( " * 45_000)
    yield one("giant-number.txt", RELEASED, f"{prose()} They found {'9' * 2_000} coins.")


def _encodings(prose: _Prose) -> Iterator[Kind]:
    for codec in ("utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1", "ascii"):
        yield one(f"encoding-{codec}.txt", RELEASED, f"{prose()} Ça va.".encode(codec, "replace"))
    yield one("utf16-odd.txt", "undecodable", b"\xff\xfe" + prose().encode("utf-16-le") + b"x")
    yield one("utf32-wrong.txt", "undecodable", b"\xff\xfe\x00\x00abcdefgh")
    yield one("utf16-lone.txt", "undecodable", b"\xff\xfe\x00\xd8a\x00")
    yield one("binary.txt", "undecodable", bytes(range(256)) * 20)
    yield one("elf.txt", "undecodable", b"\x7fELF\x02\x01\x01" + b"\x00" * 500)
    yield one("surrogate.txt", RELEASED, f"{prose()} \ud800 and more.")
    yield one("overlong.txt", RELEASED, prose().encode() + b" \xc0\xaf\xe0\x80\xaf")
    yield one("cut-character.txt", RELEASED, prose().encode() + "é".encode()[:1])
    yield one("mixed.txt", RELEASED, prose().encode() + b" caf\xe9 " + "é".encode())


def _pages(prose: _Prose) -> Iterator[Kind]:
    page = "<html><body><p>{}</p>{}</body></html>"
    for n, extra in enumerate((
        "<div>" * 5_000, "</div>" * 5_000, "<b>" * 5_000, "<table><tr><td>" * 2_000, "<!--", "<script>", "<style>", "<textarea>", "<plaintext>",
        "<a href='", "<p " + "a=b " * 5_000, "<svg><title>" * 500, "<![CDATA[", "<?php", "&" * 5_000, "&#0;&#xd800;&#x110000;", "<p hidden>x</p>",
        "<iframe src=//x.example>", "<object data=x>", "<meta http-equiv=refresh content=0>", "<base href=//x.example>", "<form><input>", "<template><p>x",
        "<select><option>" * 500, "<noscript>x", "<math><mi>" * 500, "<li>" * 5_000, "\x00<p>x",
    )):  # fmt: skip
        yield one(f"page-{n:02d}.html", RELEASED, page.format(prose(), extra))
    yield one(
        "page-charset-undefined.html",
        RELEASED,
        b"<meta charset=undefined>" + page.format(prose(), "\xff").encode("latin-1"),
    )
    yield one("page-charset.html", RELEASED, b"<meta charset=bogus>" + page.format(prose(), "").encode())
    yield one("page-utf7.html", RELEASED, b"<meta charset=utf-7>" + page.format(prose(), "+ADw-script+AD4-").encode())
    yield one("page-empty.html", "no-text", "<html><body></body></html>")
    yield one("page-tags.html", "no-text", "<p>" * 2_000)
    yield one("page-script.html", "no-text", "<html><script>let words = 'none';</script></html>")


def _records(prose: _Prose) -> Iterator[Kind]:
    value: object

    def record(**fields: object) -> str:
        return json.dumps({"text": prose(), **fields})

    for n, value in enumerate(
        (
            None,
            5,
            -1e308,
            True,
            [],
            {},
            "",
            " ",
            "\ud800",
            "=1+1",
            "9" * 4_000,
            "<b>x</b>",
            "\x1b[0m",
            "0000-00-00",
            "99999-99-99",
            "now()",
        )
    ):
        yield one(
            f"stated-{n:02d}.json",
            RELEASED,
            record(title=value, published=value, url=value, publisher=value, language=value, id=value),
        )
    for name, fate, text in (
        ("deep-list", "malformed", "[" * 100_000), ("deep-object", "malformed", '{"a":' * 100_000), ("cut", "malformed", '{"text": "Police'),
        ("number", "malformed", "1"), ("huge-number", "malformed", "9" * 10_000), ("string", "malformed", '"text"'), ("null", "malformed", "null"), ("list", "empty", "[]"),
        ("no-field", "no-text-field", '{"a": 1}'), ("object", "no-text-field", "{}"), ("nan", "no-text-field", '{"a": NaN, "b": Infinity}'), ("text-null", "no-text-field", '{"text": null}'),
        ("text-list", "no-text-field", '{"text": ["a"]}'), ("trailing", "malformed", "{} x"), ("single-quotes", "malformed", "{'text': 'x'}"), ("control", "malformed", '{"text": "a\nb"}'),
    ):  # fmt: skip
        yield Kind(f"json-{name}.json", {f"json-{name}.json": fate}, text.encode())
    yield one("json-twice.json", RELEASED, '{"text": "x", "text": "' + prose() + '"}')
    yield one("json-surrogate.json", RELEASED, '{"text": "' + prose() + ' \\ud800 \\udfff \\u0000"}')
    lines = [record(), "{", "[]", record(), "1", '{"a": 2}']
    fates = (RELEASED, "malformed", "malformed", RELEASED, "malformed", "no-text-field")
    yield Kind("lines.jsonl", {f"lines.jsonl#{n}": fate for n, fate in enumerate(fates, 1)}, "\n".join(lines).encode())
    deep = '{"text": "x", "a": ' + "[" * 991 + "]" * 991 + "}"
    lines = [
        record(),
        deep,
        record(n=0).replace("0}", "1e999}"),
        record(n=0).replace("0}", "9" * 5_000 + "}"),
        '{"\\ud83d": 1}',
    ]
    odd_fates = (RELEASED, "malformed", RELEASED, RELEASED, "no-text-field")
    yield Kind("odd.jsonl", {f"odd.jsonl#{n}": fate for n, fate in enumerate(odd_fates, 1)}, "\n".join(lines).encode())
    yield Kind("blank.jsonl", {"blank.jsonl": "empty"}, b"\n\n\n")


def _delimited(prose: _Prose) -> Iterator[Kind]:
    for n, head in enumerate(("text", "TEXT", " Text ", "body", "text,text", "a,text")):
        cells = ",".join(f'"{prose()}"' for _ in head.split(","))
        yield Kind(f"table-{n}.csv", {f"table-{n}.csv#1": RELEASED}, f"{head}\n{cells}\n".encode())
    yield Kind("table-head.csv", {"table-head.csv": "empty"}, b"text\n")
    yield Kind("table-other.tsv", {"table-other.tsv#1": "no-text-field"}, b"a\tb\n1\t2\n")
    yield Kind("table-extra.csv", {"table-extra.csv#1": "malformed"}, f'text\n"{prose()}",1,2,3\n'.encode())
    yield Kind("table-open-quote.csv", {"table-open-quote.csv#1": RELEASED}, f'text\n"{prose()}'.encode())
    quotes = "".join(f'"{prose()}\n' for _ in range(20))
    yield Kind(
        "table-quotes.csv", {f"table-quotes.csv#{n}": RELEASED for n in range(1, 21)}, f"text\n{quotes}".encode()
    )
    rows = f"title,text\na,b,c,d\nx,{prose().replace(',', '')}\n"
    yield Kind("table-commas.csv", {"table-commas.csv#1": "malformed", "table-commas.csv#2": RELEASED}, rows.encode())
    yield one("table.parquet", "malformed", b"PAR1 and no more")
    yield one("table-magic.parquet", "malformed", b"PAR1" + b"\xff" * 100 + b"PAR1")


def _mail_and_feeds(prose: _Prose) -> Iterator[Kind]:
    for name, fate, text in (
        ("bomb", "malformed", '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss><item><description>&c;</description></item></rss>'),
        ("external", "malformed", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss><item><description>&b;</description></item></rss>'),
        ("parameter", "malformed", '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://x.example/">%b;]><rss/>'), ("no-items", "unsupported", "<rss></rss>"),
    ):  # fmt: skip
        yield Kind(f"feed-{name}.xml", {f"feed-{name}.xml": fate}, text.encode())
    item = f"<rss><channel><item><title>=1+1</title><description>{prose()}</description></item></channel></rss>"
    head = f"<?xml version='1.0' encoding='{'x' * 300}'?>"
    odd = f"{head}<rss><channel><item><description>{prose()}</description></item></channel></rss>"
    yield Kind("feed-encoding.xml", {"feed-encoding.xml#1": RELEASED}, odd.encode())
    yield Kind("feed.xml", {"feed.xml#1": RELEASED}, item.encode())
    head = "From: =?utf-8?q?=00=1b[31m?= <x@y.example>\r\nSubject: =1+1\r\n"
    yield one("mail.eml", RELEASED, f"{head}\r\n{prose()}")
    yield one("mail-charset.eml", RELEASED, f"{head}Content-Type: text/plain; charset=bogus\r\n\r\n{prose()}")
    yield one("mail-charset-nul.eml", RELEASED, f'{head}Content-Type: text/plain; charset="a\0b"\r\n\r\n{prose()}')
    yield one("mail-none.eml", "malformed", "\n\nno headers at all")
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
    yield one("mail-deep.eml", "malformed", f"Subject: x\n{deep}\n{prose()}")
    inner = f"Subject: 0\n\n{prose()}\n"
    for n in range(1, 6):
        inner = f'Subject: {n}\nContent-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\nContent-Type: message/rfc822\n\n{inner}\n--b{n}--\n'
    fates = {"mail-in-mail.eml" + "!part-1.eml" * n: "empty" for n in range(4)}
    yield Kind("mail-in-mail.eml", {**fates, "mail-in-mail.eml" + "!part-1.eml" * 4: "too-deep"}, inner.encode())
    attachments = (
        ("../../up.txt", prose().encode(), RELEASED, ".._.._up.txt"), ("x\x00\x1b[31m.txt", prose().encode(), RELEASED, "x_[31m.txt"),
        ("a.exe", b"MZ", "unsupported", "a.exe"), ("a.docx", b"no archive", "malformed", "a.docx"),
    )  # fmt: skip
    for n, (name, data, fate, source) in enumerate(attachments):
        packed = base64.b64encode(data).decode()
        mail = f"{head}Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        mail += f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{packed}'
        yield Kind(
            f"mail-part-{n}.eml", {f"mail-part-{n}.eml": "empty", f"mail-part-{n}.eml!{source}": fate}, mail.encode()
        )
    bomb = base64.encodebytes(_zip(("a.txt", b"a" * 20_000_000))).decode()
    mail = f'{head}Content-Type: application/zip; name="b.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n{bomb}'
    yield Kind("mail-bomb.eml", {"mail-bomb.eml": "empty", "mail-bomb.eml!b.zip!a.txt": "too-large"}, mail.encode())
    for n, sender in enumerate(("<<>>, @;:", "a: b, c;", '"' * 500, "(" * 5_000, "=?utf-8?b?" * 500, "<" * 5_000)):
        yield one(f"mail-from-{n}.eml", RELEASED, f"From: {sender}\r\nSubject: x\r\n\r\n{prose()}")
    day = "<pubDate>Fri, 31 Dec 99999 00:00:00 +9999</pubDate>"
    text = f"<rss><channel><item>{day}<description>{prose()}</description></item><item><description>{prose()}</description></item></channel></rss>"
    yield Kind("feed-day.xml", {"feed-day.xml#1": RELEASED, "feed-day.xml#2": RELEASED}, text.encode())
    yield one("word.docx", "malformed", b"no archive")
    yield one("word-old.docx", "encrypted", b"\xd0\xcf\x11\xe0" + b"\x00" * 500)
    yield one("file.pdf", "malformed", b"no PDF at all")
    yield one("file-cut.pdf", "truncated", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    yield one("tool.exe", "unsupported", b"MZ\x90")
    yield one("no-ending", "unsupported", prose())


def _documents(prose: _Prose) -> Iterator[Kind]:
    """Bombs and active content in PDF and Word documents: their words are read, and nothing else is done."""
    words = iter(prose, "")
    for name, fate, data in pdfs(words):
        yield one(f"{name}.pdf", fate, data)
    for name, fate, data in docxs(words):
        yield one(f"{name}.docx", fate, data)
    for name, fates, data in kept(words):
        yield Kind(name, fates, data)


def _zip(*members: tuple[str, bytes], link: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if link:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _tar(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.size, info.linkname = kind, len(data), "/etc/passwd"
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def _archives(prose: _Prose) -> Iterator[Kind]:
    for n, name in enumerate(("../up.txt", "/abs.txt", "a/../../up.txt", "C:/x.txt", "\\\\host\\x.txt", "..\\up.txt")):
        yield Kind(f"slip-{n}.zip", {f"slip-{n}.zip!{name}": "unsafe-path"}, _zip((name, prose().encode())))
        yield Kind(f"slip-{n}.tar", {f"slip-{n}.tar!{name}": "unsafe-path"}, _tar(name, prose().encode()))
    yield Kind("link.zip", {"link.zip!a.txt": "unsafe-path"}, _zip(("a.txt", b"/etc/passwd"), link=True))
    for n, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)):
        yield Kind(f"special-{n}.tar", {f"special-{n}.tar!a.txt": "unsafe-path"}, _tar("a.txt", kind=kind))
    yield Kind("bomb.zip", {"bomb.zip!a.txt": "too-large"}, _zip(("a.txt", b"a" * 20_000_000)))
    yield Kind("bomb.txt.gz", {"bomb.txt.gz!bomb.txt": "too-large"}, gzip.compress(b"a" * 20_000_000, mtime=0))
    nested = _zip(("a.txt", prose().encode()))
    for n in range(4):
        nested = _zip((f"{n}.zip", nested))
    yield Kind("nested.zip", {"nested.zip!3.zip!2.zip!1.zip": "too-deep"}, nested)
    yield Kind("none.zip", {"none.zip": "empty"}, _zip())
    yield Kind("good.zip", {"good.zip!a.txt": RELEASED}, _zip(("a.txt", prose().encode())))
    twice = prose().encode()
    yield Kind(
        "same.zip", {"same.zip!a.txt": RELEASED, "same.zip!b.txt": DUPLICATE}, _zip(("a.txt", twice), ("b.txt", twice))
    )
    yield Kind(
        "many.zip",
        {f"many.zip!{n}.exe": "unsupported" for n in range(300)},
        _zip(*((f"{n}.exe", b"MZ") for n in range(300))),
    )
    yield Kind("fake.zip", {"fake.zip": "malformed"}, b"no archive")
    yield Kind("fake.tar", {"fake.tar": "malformed"}, b"no archive" * 100)
    yield Kind("fake.txt.gz", {"fake.txt.gz!fake.txt": "malformed"}, b"no archive")
    yield Kind("cut.zip", {"cut.zip": "truncated"}, _zip(("a.txt", os.urandom(2_000)))[:900])
    packed = gzip.compress(prose().encode() * 5, mtime=0)
    yield Kind("cut.txt.gz", {"cut.txt.gz!cut.txt": "truncated"}, packed[:-12])


def _damaged(prose: _Prose) -> Iterator[Kind]:
    """Containers with one bit in a hundred turned over: whatever becomes of them is said, and nothing else suffers."""
    base = _zip(("a.txt", b"x" * 500), ("b.txt", b"y" * 500))
    for n in range(6):
        spoiled = bytearray(base)
        spoiled[4 + n * 13] ^= 0xFF
        yield Kind(f"spoiled-{n}.zip", {}, bytes(spoiled))


def _entries(prose: _Prose) -> Iterator[Kind]:
    """Entries of the folder itself that are no honest files."""

    def socket_at(path: Path) -> None:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            socket.socket(socket.AF_UNIX).bind(path.name)
        finally:
            os.chdir(here)

    def bad_name(path: Path) -> None:
        name = os.fsencode(path.parent) + b"/bad-\xff\xfe.txt"
        with os.fdopen(os.open(name, os.O_CREAT | os.O_WRONLY), "wb") as handle:
            handle.write(text)

    def other_bad_name(path: Path) -> None:
        name = os.fsencode(path.parent) + b"/bad-\xfe\xff.txt"
        with os.fdopen(os.open(name, os.O_CREAT | os.O_WRONLY), "wb") as handle:
            handle.write(other)

    text, other = prose().encode(), prose().encode()
    fifo, link = {"pipe.txt": "not-a-file"}, {"link.txt": "not-a-file"}
    yield Kind("pipe.txt", fifo, make=os.mkfifo)
    yield Kind("link.txt", link, make=lambda p: p.symlink_to("/etc/hostname"))
    yield Kind("loop.txt", {"loop.txt": "not-a-file"}, make=lambda p: p.symlink_to(p.name))
    yield Kind("up", {"up": "not-a-file"}, make=lambda p: p.symlink_to(".."))
    yield Kind("nowhere.txt", {"nowhere.txt": "not-a-file"}, make=lambda p: p.symlink_to("missing"))
    yield Kind("socket.txt", {"socket.txt": "not-a-file"}, make=socket_at)
    yield Kind("bad", {"bad-\ufffd\ufffd.txt": RELEASED}, make=bad_name)
    yield Kind("bad2", {"bad-\ufffd\ufffd%.txt": RELEASED}, make=other_bad_name)
    for n, name in enumerate(
        (
            "line\nbreak.txt",
            "tab\t.txt",
            "escape\x1b[31m.txt",
            "=1+1.txt",
            "-rf.txt",
            "<b>.txt",
            "a'b\".txt",
            "é" * 80 + ".txt",
            "\u202etxt.exe.txt",
            "  .txt",
            "%s.txt",
            "UPPER.TXT",
        )
    ):
        yield one(name, RELEASED, f"{prose()} {n}")
    yield one("lines.jsonl#1", "unsupported", prose())


def write(raw: Path) -> dict[str, str]:
    """Write the corpus; return the fate of each source that has one."""
    raw.mkdir()
    fates: dict[str, str] = {}
    for kind in kinds():
        path = raw / kind.name
        if kind.make is not None:
            kind.make(path)
        else:
            path.write_bytes(kind.data)
        for source, fate in kind.fates.items():
            fates[source] = fate
    fates["lines.jsonl%231"] = "unsupported"
    fates["lines.jsonl#1"] = RELEASED
    return fates
