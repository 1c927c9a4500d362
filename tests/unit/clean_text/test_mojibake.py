"""Misread letters are repaired where their words show that they were misread, and nothing else is."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.mojibake import find_mojibake
from pipeline.spans import MappedText


def misread(text: str, page: str, times: int = 1) -> str:
    """Return a text as a program shows it that reads its UTF-8 in another page."""
    for _ in range(times):
        shown = []
        for byte in text.encode():
            try:
                shown.append(bytes([byte]).decode(page))
            except UnicodeDecodeError:
                shown.append(chr(byte))
        text = "".join(shown)
    return text


def repaired(text: str) -> str:
    mapped = MappedText.from_raw(text)
    while edits := find_mojibake(mapped.text):
        mapped = mapped.apply(edits)
    return mapped.text


WORDS = (
    "Gdańsk", "Čapek", "Žižkov", "São Tomé", "Łódź", "Beyoğlu", "Jūrmala", "Klaipėda", "Rīga", "İstanbul", "Bērziņš",
    "König", "Győr", "Kraków", "Örebro", "Željko", "Şahin", "Ķekava", "Coruña", "GDAŃSK", "Ștefan", "Đorđe", "Ålesund",
)  # fmt: skip


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1250", "cp1254", "cp1257", "mac_roman", "cp1251"])
@pytest.mark.parametrize("word", WORDS)
def test_one_name_alone_is_repaired(word: str, page: str) -> None:
    assert repaired(f"The man from {misread(word, page)} was held.") == f"The man from {word} was held."


@pytest.mark.parametrize("word", ["Rosé", "Gdańsk", "“No,” Łódź", "Müller’s", "Bērziņš"])
def test_what_was_encoded_twice_is_repaired(word: str) -> None:
    assert repaired(f"He saw {misread(word, 'cp1252', 2)} here.") == f"He saw {word} here."


def test_a_letter_before_a_blank_that_does_not_break_needs_other_evidence() -> None:
    assert repaired(f"Cars from Klaip{misread('ė', 'cp1252')}da in {misread('Š', 'cp1252')}iauliai.") == (
        "Cars from Klaipėda in Šiauliai."
    )
    assert repaired("Å\u00a0gjøre det.") == "Å\u00a0gjøre det."


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Å\ufffdÃ³dÅº", "Łódź"),
        ("Å\ufffdukasz", "Łukasz"),
        # Which of several letters it was cannot be known.
        ("Ä\ufffdapek", "Ä\ufffdapek"),
    ],
)
def test_a_letter_of_which_half_is_lost(text: str, whole: str) -> None:
    assert repaired(f"Police in {text} held two.") == f"Police in {whole} held two."


@pytest.mark.parametrize(
    "text",
    [
        "ÅÄÖ", "»GALAXÄ« rief er", "CAFÉ’s", "VÝŠE, KŘÍŽ, MŮŽE", "“Éa”", "Åse Øst, Å gjøre", "Đặng Thị Mỹ Dung",
        "Nguyễn Văn Đức", "ÇÖŞ", "« À la carte »", "10°–15°", "Müller’s ÄÖÜ–Test", "Привет, “мир”", "Ürümqi–Kashgar",
        "Côte d’Ivoire’s “Été”", "ÀÉ", "São–Tomé", "naïve “café”", "Łódź’s", "Zażółć gęślą jaźń", "Ţiţeica–Şerban",
        "Ærø—Fyn", "2 × 3 µ±", "Ελλάδα «Αθήνα»", "Œuvre“", "Ä–Ö", "„Äpfel“", "É—", "à–b", "MÃO, CORAÇÃO”", "NÃO–",
        "Полиция “задержала” – да", "Ď–Ť", "ÉTÉ…", "A…É", "“Ñ”", "ŠŽ", "Ľuboš’ı", "x ≤ é ≥ ö", "√2 ≈ 1.4", "β–α",
    ],
)  # fmt: skip
def test_honest_text_stays(text: str) -> None:
    assert find_mojibake(f"He wrote {text} there.") == []
    assert find_mojibake(text) == []


def test_a_long_run_of_signs_is_read_in_time() -> None:
    assert find_mojibake("Ä—" * 50_000) == []
    assert len(find_mojibake("KlaipÄ—da " * 5_000)) == 5_000


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("They were fi\x00ned on Monday.", "They were fined on Monday."),
        ("They held nine\x00men on Monday.", "They held nine men on Monday."),
        ("They held\x00 nine\x00, on Monday.\x00", "They held nine, on Monday."),
        ("On Monday.\x00They left.", "On Monday. They left."),
        ("The oﬃce ﬁned ﬂeeing thieves.", "The office fined fleeing thieves."),
        ("The investi\u00ad\n  gation went on.", "The investigation went on."),
        ("The investi\u00adgation went on.", "The investigation went on."),
        ("<![CDATA[They were fined.]]>", "They were fined."),
        ("An array x[y[0]] stays.", "An array x[y[0]] stays."),
    ],
)
def test_signs_that_are_none(raw: str, text: str) -> None:
    mapped = clean_release(raw, markup=False, stated={}).mapped
    assert mapped.text == text
    assert MappedText.from_pieces(raw, mapped.to_pieces()).text == text


def test_cdata_in_a_page_is_text() -> None:
    page = "<html><body><h1>Raid on a kiln</h1><div><![CDATA[<p>Police seized 71 stolen pots in a kiln.</p>]]></div></body></html>"
    assert clean_release(page, markup=True, stated={}).mapped.text == "Police seized 71 stolen pots in a kiln."
