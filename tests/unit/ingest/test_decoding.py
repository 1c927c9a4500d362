"""Encodings: what is certain is read as it is, what is a guess is told."""

from __future__ import annotations

import pytest

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode
from pipeline.ingest.readers import read_input

WESTERN = (
    "Das Café in München. “Über 5 °C”, said Müller – it’s £50 or €20; 3½ hours, 20 m². The façade…",
    "señor Muñoz asked ¿qué? Åse Ødegård, Guðmundur Þórsson",
    "Ltd® and Foo™ said “no”. He said…and left. Nº 5, 2nd§3",
    "CAFÉ RÉPUBLIQUE’S ÉCOLE À PARIS",
    "« Bonjour », dit-il à Zoë Petit-Béziers d’Éon. Œuvre, œuvre, L’Île",
    "the ‘Big Žižek’ case; 50 µg; 5 × 5; ±3; Saša and Željko",
    "São Tomé e Príncipe, João Conceição, Lisbôa",
    "Costs of £m and €bn, §a; 5 £m",
    "Tröllhättan, Åland, smörgåsbord, Ærø",
)


@pytest.mark.parametrize("text", WESTERN)
def test_utf8_and_windows_1252_are_never_taken_for_another_page(text: str) -> None:
    assert decode(text.encode()) == (text, None, ())
    assert decode(text.encode("cp1252")) == (text, "windows-1252", ())


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("mac_roman", "The café – “don’t”, he said"),
        ("mac_roman", "He doesn’t know"),
        ("mac_roman", "Générale de Genève, München"),
        ("cp1250", "Lech Wałęsa of Łódź"),
        ("cp1250", "Police of Łódź arrested nine men"),
        ("cp1250", "Jiří Šťastný of Plzeň was held"),
        ("cp1250", "Police in Gdańsk"),
        ("cp1254", "Recep Tayyip Erdoğan in İstanbul"),
        ("cp1254", "Abdülkerim Abbaslı"),
        ("cp1257", "Police in Rīga and Jūrmala, Jānis Bērziņš"),
        ("cp1251", "Полиция задержала двенадцать подозреваемых"),
        ("cp1251", "The man, Иван Петров, was held"),
        ("koi8-r", "Полиция задержала двенадцать подозреваемых в Москве"),
        ("iso8859-5", "Полиция задержала двенадцать подозреваемых в Москве"),
        ("iso8859-2", "Lech Wałęsa z Łodzi, Świętokrzyskie"),
        ("cp850", "café in München; Zoë, señor"),
    ],
)
def test_other_code_pages_are_told_by_their_words(page: str, text: str) -> None:
    found = decode(text.encode(page))
    assert found.text == text
    assert found.encoding not in (None, "windows-1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["Pump stolen\n\nTwo men in Győr.", "Полиция задержала двенадцать человек в Москве.", "“A”, b; c – d."]
)
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, ())
    name = "a.csv"
    table = f"title,text\nOne,{text.split(chr(10))[0]}\n"
    items = list(read_input(name, table.encode(encoding), Settings()))
    assert [i.raw for i in items] in ([text.split("\n")[0]], [None]) or "," in text


def test_stray_bytes_are_told_one_by_one() -> None:
    data = "Łódź caf".encode() + b"\xe9 and na\xefve: " + "Győr".encode()
    text = "Łódź café and naïve: Győr"
    assert decode(data) == (text, "utf-8, windows-1252", ((8, 9), (16, 17)))


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + bytes(500),
        bytes(5_000),
        b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9,
    ],
)
def test_binary_data_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.reason == "undecodable"


def test_a_text_with_some_nuls_is_text() -> None:
    assert decode(b"one\x00two of them, and so on").text == "one\x00two of them, and so on"


@pytest.mark.parametrize(
    ("data", "declared", "stated", "text"),
    [
        (b"<meta charset=iso-8859-2>\xb3", True, None, "ł"),
        (b"<meta charset=iso-8859-2>\xb3", True, "windows-1251", "і"),
        (b"<meta charset=bogus>caf\xe9", True, None, "café"),
        # Who says Latin-1 means Windows-1252, and who says so of UTF-8 is wrong.
        (b"\x93caf\xe9\x94", False, "iso-8859-1", "“café”"),
        ("café".encode(), False, "iso-8859-1", "café"),
    ],
)
def test_what_is_stated_is_no_guess(data: bytes, declared: bool, stated: str | None, text: str) -> None:
    found = decode(data, declared=declared, stated=stated)
    assert found.text.endswith(text)
    assert (found.encoding is None) == (b"bogus" not in data)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_records_of_a_file_in_a_code_page_say_so(name: str) -> None:
    row = {
        "a.jsonl": '{"text": "Lech Wałęsa"}\n{"text": "Plain."}\n',
        "a.csv": "text\nLech Wałęsa\nPlain.\n",
        "a.json": '[{"text": "Lech Wałęsa"}, {"text": "Plain."}]',
    }
    first, second = read_input(name, row[name].encode("cp1250"), Settings())
    assert (first.raw, first.encoding) == ("Lech Wałęsa", "windows-1250")
    assert (second.raw, second.encoding) == ("Plain.", None)


def test_stray_bytes_in_records_are_told_in_their_record_alone() -> None:
    data = '{"text": "Łódź"}\n{"text": "caf'.encode() + b'\xe9", "title": "na\xefve"}\n'
    first, second = read_input("a.jsonl", data, Settings())
    assert (first.raw, first.encoding) == ("Łódź", None)
    assert (second.raw, second.encoding, second.guessed) == ("café", "utf-8, windows-1252", ((3, 4),))
    assert second.stated["title"] == "naïve"
