"""Rich Text Format."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

FORMATS = Path(__file__).parents[2] / "data" / "formats"


def read(body: str | bytes, head: str = r"{\rtf1\ansi\ansicpg1252 ") -> str | None:
    data = head.encode() + (body if isinstance(body, bytes) else body.encode("ascii")) + b"}"
    (item,) = read_input("a.rtf", data, Settings())
    return item.raw if item.reason is None else item.reason


def test_a_real_document_is_read_without_what_is_deleted_hidden_or_remarked() -> None:
    (item,) = read_input("rich.rtf", (FORMATS / "rich.rtf").read_bytes(), Settings())
    assert dict(item.stated) == {"title": "Rich release about a raid"}
    assert item.raw == (
        "Rich release about a raid\n\nPolice raided a warehouse in Vila Nova. They held nine people.\nSecond line.\n\n"
        "Before the box. After the box.\n\nWords in the box.\n\nMore in the box.\n\nCommented word,  and a link.\n\n"
        "first point\n\nsecond point\n\nA B\tC\n\nThe end – “so”.\n\nThe note says more."
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"One.\par Two.\line three\tab x\par", "One.\n\nTwo.\nthree\tx"),
        ("One\ntwo\r\n three.", "Onetwo three."),  # line ends of the file mean nothing
        ("One.\\\nTwo.", "One.\n\nTwo."),
        (r"caf\'e9 \ldblquote x\rdblquote  \endash  \{\\\}", "café “x” – {\\}"),
        (r"\u8220?x\u8221\'94 {\uc2 \u233\'c3\'a9} \u-4064 ?", "“x” é \uf020"),
        (r"\u55357?\u56832?", "😀"),
        (r"a {\deleted gone }b {\v hidden }c{\v0 d}", "a b cd"),
        (r"a \deleted gone\deleted0  b \v x\plain  c", "a  b  c"),
        (r"{\header Page \par}{\footer x}text{\*\unknown {x}}{\pict ffff}{\info{\author A}}", "text"),
        (r"{\field{\*\fldinst HYPERLINK \"http://x.example\"}{\fldrslt the link}} here", "the link here"),
        (r"note{\footnote {\par more.}} on\par", "note on\n\nmore."),
        (r"a{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt boxed\par twice}}{\shprslt boxed}} b", "a b\n\nboxed\n\ntwice"),
        (r"\trowd\intbl A\cell\intbl b\par c\cell\row\pard after", "A\tb c\n\nafter"),
        (r"\trowd\intbl A\cell\intbl b\cell", "A\tb"),
        (r"{\listtext 1.\tab}first\par {\pntext x}second", "first\n\nsecond"),
        (r"{\upr{plain}{\*\ud{\u8220}}}", "plain"),
        (r"x\bin3 }}}y", "xy"),
        (r"soft\-hyphen no\_break ~\~x", "soft\xadhyphen no-break ~\xa0x"),
    ],
)
def test_words_signs_and_groups(body: str, expected: str) -> None:
    assert read(body) == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (r"{\rtf1\ansi\ansicpg1251 ", rb"\'cf\'ee\'eb\'e8\'f6\'e8\'ff", "Полиция"),
        (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fnil\fcharset204{\*\falt B};}}", rb"\f0 caf\'e9 {\f1 \'cf\'ee} \'e9", "café По é"),
        (r"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset238 A;}}", rb"\plain \'9aest", "šest"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}", rb"\f0 \'8cx\'8e@", "警察"),
        (r"{\rtf1\mac ", rb"\'8e", "é"),
        (r"{\rtf1\ansi\ansicpg99999 ", rb"caf\'e9", "café"),
        (r"{\rtf1\ansi\ansicpg1252 ", b"caf\xe9", "café"),
    ],
)  # fmt: skip
def test_code_pages_of_the_file_and_of_its_fonts(head: str, body: bytes, expected: str) -> None:
    assert read(body, head) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain text", "malformed"),
        (rb"{\rtf1 cut off", "truncated"),
        (rb"{\rtf1 {\info{\title x}}}", "empty"),
        (rb"{\rtf1 x\bin999999 }", "truncated"),
        (rb"{\rtf1 " + b"{" * 20_000, "malformed"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("a.rtf", data, Settings())] == [reason]
