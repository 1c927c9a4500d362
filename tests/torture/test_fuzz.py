"""Made-up inputs at every parser: none may raise, stall, or point outside its text.

`make fuzz` runs the same with many more examples (PRESS_FUZZ), and other ones each time.
"""

from __future__ import annotations

import io
import json
import math
import os
import zipfile

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.days import day_of_url, parse_date_line, parse_day
from pipeline.clean_text.repair import find_glue
from pipeline.config import Settings
from pipeline.errors import REASONS
from pipeline.extract.annotations import ReleaseContext
from pipeline.extract.dates.dates import find_dates
from pipeline.extract.model.tokenizer import BoundedTokenizer
from pipeline.extract.reading.amounts import find_quantities
from pipeline.extract.stage import extract_one
from pipeline.ingest.readers import ARCHIVES, MAILBOXES, READERS, read_input
from pipeline.spans import MappedText
from pipeline.store import csv_text
from tests.torture.documents import docx
from tests.torture.packed import odt

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("PRESS_FUZZ", "0"))
fuzzed = settings(max_examples=EXAMPLES or 40, derandomize=not EXAMPLES, deadline=None)
BLANK = spacy.blank("en")
RELEASE = dict.fromkeys(
    ("title", "published", "publisher", "url", "dateline_place", "dateline_country", "dateline_end", "doubtful")
)

# Pieces that parsers know, mixed with any characters: random letters alone never reach a rule.
PIECES = (
    *("3 May 2023", "May", "June 11", "11–13", "2023", "0", "31", "yesterday", "last week", "of", "until", "–", "and", "to"),
    *("1,234", "1.5 million", "half a dozen", "€", "$", "kg", "per cent", "between 3 and 4", "twelve", "9" * 30, "½"),
    *("<p>", "</p>", "<div class='", "<!--", "<script>", "&amp;", "&#x110000;", "<time datetime='", "'>", "\ufffd", "Ã©"),
    *("\n", "\n\n", " ", "\t", "\u00a0", "\u00ad", "\u200b", "\u202e", "“", "”", "1 / 6", "A.B", "aB", "x-\n", "(", ")", ",", "."),
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
names = st.lists(st.one_of(st.sampled_from(("..", "/", "\\", "a", ".txt", ".zip", "C:", "!", "#", "\x1b")), st.text(max_size=3))).map("".join)  # fmt: skip


@fuzzed
@given(texts)
def test_dates_lie_in_their_text_and_in_order(text: str) -> None:
    doc = BLANK(text)
    doc._.release = ReleaseContext()
    for date in find_dates(doc):
        assert 0 <= date.start < date.end <= len(text)
        assert date.date_start is None or date.date_end is None or date.date_start <= date.date_end


@fuzzed
@given(texts)
def test_quantities_lie_in_their_text_and_are_finite(text: str) -> None:
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value >= 0
        assert math.isfinite(quantity.value)


@fuzzed
@given(texts)
def test_days_are_read_or_not(text: str) -> None:
    for parse in (parse_day, parse_date_line, day_of_url):
        parse(text)


@fuzzed
@given(texts, st.booleans(), texts)
@example("<p hidden>", True, "")
def test_cleaning_can_be_replayed(raw: str, markup: bool, title: str) -> None:
    mapped = clean_release(raw, markup=markup, stated={"title": title, "published": title, "url": title}).mapped
    assert MappedText.from_pieces(raw, mapped.to_pieces()).text == mapped.text
    at, parts = 0, []
    for edit in mapped.edits():
        assert at <= edit.raw_start <= edit.raw_end <= len(raw)
        assert raw[edit.raw_start : edit.raw_end] == edit.text
        parts += [raw[at : edit.raw_start], edit.replacement]
        at = edit.raw_end
    assert "".join([*parts, raw[at:]]) == mapped.text


@fuzzed
@given(texts)
def test_repairs_lie_in_their_text(text: str) -> None:
    for edit in find_glue(text):
        assert 0 <= edit.start <= edit.end <= len(text)


@fuzzed
@given(texts)
def test_tokens_are_the_text(text: str) -> None:
    assert BoundedTokenizer(BLANK.tokenizer)(text).text == text


@fuzzed
@given(
    st.sampled_from(sorted({*READERS, *MAILBOXES, *ARCHIVES})),
    st.one_of(st.binary(max_size=300), texts.map(lambda t: t.encode("utf-8", "replace"))),
)
@example(".warc", b"\x00")
def test_any_bytes_under_any_ending_are_accounted_for(ending: str, data: bytes) -> None:
    items = list(read_input(f"a{ending}", data, Settings()))
    assert items
    assert len({item.source for item in items}) == len(items)
    for item in items:
        assert (item.raw is None) == (item.reason is not None)
        assert item.reason is None or item.reason in REASONS
        assert item.reason != "failed", item.detail


@fuzzed
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | texts,
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("text", "title", "published", "a")), inner),
        max_leaves=8,
    )
)
def test_any_json_is_accounted_for(value: object) -> None:
    for item in read_input("a.json", json.dumps(value).encode("ascii"), Settings()):
        assert item.reason != "failed", item.detail


@pytest.mark.filterwarnings("ignore:Duplicate name")
@fuzzed
@given(st.lists(names, max_size=4))
def test_any_names_in_an_archive_are_accounted_for(found: list[str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in found:
            archive.writestr(zipfile.ZipInfo(name), b"Police held a man.")
    items = list(read_input("a.zip", buffer.getvalue(), Settings()))
    assert len({item.source for item in items}) == len(items)
    for item in items:
        assert item.reason != "failed", item.detail
        item.source.encode("utf-8")


# Word documents, feeds and mail, of the pieces their readers look for.
PARTS = {
    ".docx": ("<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:sdt>", "</w:sdt>", "<w:tab/>", "<w:br/>", "<!--", "&#0;", "<![CDATA[", "]]>"),
    ".xml": ("<rss>", "</rss>", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<description>", "</description>", "<a:b>", "&nbsp;", "&", "<![CDATA[", "]]>", "<?xml?>", "<!DOCTYPE a>"),
    ".eml": ("From: a@b.example\n", "Subject: =?utf-8?q?=00?=\n", "Content-Type: multipart/mixed; boundary=x\n", "Content-Type: text/html; charset=", "\n--x\n", "\n--x--\n", "Content-Transfer-Encoding: base64\n", "\n\n", "=?x?b?=?=", "%41*0*="),
    ".json": ("{", "}", "[", "]", '"text":', '"html":', '"a"', ",", "1e999", "NaN", "\\ud800", '"', "null"),
    ".csv": ("text", "html", ",", ";", "\t", '"', '""', "\n", "\r", "\x00", "title"),
    ".rtf": ("{", "}", "{\\rtf1 ", "\\par ", "\\cell ", "\\row ", "\\intbl ", "\\u8220?", "\\'e9", "\\*", "{\\footnote ", "{\\shptxt ", "{\\fonttbl", "\\f1\\fcharset204 ", "\\bin3 ", "\\v ", "\\uc0 ", "\\ansicpg932 "),
    ".odt": ("<text:p>", "</text:p>", "<text:span>", "</text:span>", "<text:s text:c='9'/>", "<text:note>", "</text:note>", "<table:table-row>", "</table:table-row>", "<table:table-cell>", "</table:table-cell>", "<draw:text-box>", "</draw:text-box>", "<text:tracked-changes>", "</text:tracked-changes>"),
    ".mbox": ("From a@b.example Tue Mar 14 10:00:00 2023\n", "From ", ">From x\n", "Subject: x\n", "\n\n", "\r\n", "Content-Type: text/html; charset="),
    ".mhtml": ("MIME-Version: 1.0\n", "Content-Type: multipart/related; boundary=x\n", "Content-Type: text/html\n", "\n--x\n", "\n--x--\n", "Content-Transfer-Encoding: base64\n", "\n\n", "<p>"),
    ".html": ("<html>", "<body>", "<p>", "</p>", "<article>", "</article>", "<h1>", "<nav>", "</nav>", "<table><tr><td>", "<!--", "-->", "<script>", "</script>", "<time datetime='2024-05-03'>", "<meta charset=x>", "&amp;"),
}  # fmt: skip
documents = st.one_of(
    *(
        st.tuples(st.just(e), st.lists(st.one_of(st.sampled_from(p), st.text(max_size=6)), max_size=40).map("".join))
        for e, p in PARTS.items()
    )
)


@fuzzed
@given(documents)
@example((".eml", 'Content-Type: text/html; charset="\0"\n\nPolice held a man.'))
def test_any_document_of_known_pieces_is_accounted_for(document: tuple[str, str]) -> None:
    ending, text = document
    data = text.encode("utf-8", "surrogatepass")
    if ending in (".docx", ".odt"):
        data = docx(text) if ending == ".docx" else odt(text)
    items = list(read_input(f"a{ending}", data, Settings()))
    assert items
    assert len({item.source for item in items}) == len(items)
    for item in items:
        assert item.reason is None or item.reason in REASONS
        assert item.reason != "failed", item.detail
        assert item.raw is None or item.raw.encode("utf-8") is not None
        if item.raw is not None:
            clean_release(item.raw, markup=item.markup, stated=item.stated)


@fuzzed
@given(texts)
def test_what_is_found_lies_in_its_text(text: str) -> None:
    found = extract_one({**RELEASE, "text": text}, Settings())["rows"]
    for name, rows in found.items():
        for row in rows:
            if row.get("start") is not None:
                assert 0 <= row["start"] < row["end"] <= len(text), name
            assert "value" not in row or row["value"] is None or 0 <= row["value"] < math.inf, name


@fuzzed
@given(texts)
@example("=1+1")
@example("'=1+1")
@example("\u3000＝1")
def test_no_text_is_a_formula_in_csv(text: str) -> None:
    cell = csv_text(text)
    assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in cell)
