"""Languages are told without network, by the sentences of a release; too little text gives none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lookups
from pipeline.clean_text.language import (
    _WORD,
    _count_words,
    _n_letters,
    choose_language,
    detect_language,
    language_code,
)
from tools import make_languages

EN = "Officers searched nine warehouses near the port and seized two tonnes of tobacco."
FR = "La police a fouillé neuf entrepôts près du port et saisi deux tonnes de tabac."
DE = "Die Polizei durchsuchte neun Lagerhallen am Hafen und stellte zwei Tonnen Tabak sicher."
ES = "La policía registró nueve almacenes cerca del puerto y se incautó de dos toneladas de tabaco."
SV = "Polisen genomsökte nio lagerlokaler vid hamnen och tog två ton tobak i beslag."
NO = "Politiet ransaket ni lagerbygninger ved havnen og beslagla to tonn tobakk."
SI = "පොලිසිය වරාය අසල ගබඩා නවයක් පරීක්ෂා කර දුම්කොළ ටොන් දෙකක් අත්අඩංගුවට ගෙන ඇත."
ZH = "警方搜查了港口附近的九个仓库，缴获了两吨烟草。"
JA = "警察は港の近くにある九つの倉庫を捜索し、二トンのたばこを押収しました。"
EL = "Η αστυνομία ερεύνησε εννέα αποθήκες κοντά στο λιμάνι και κατέσχεσε δύο τόνους καπνού."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (EN, "en"),
        (FR, "fr"),
        (DE, "de"),
        (SI, "si"),
        (ZH, "zh"),
        (JA, "ja"),
        (EL, "el"),
        (EN.upper(), "en"),
        ("12 May 2023", None),
        ("Two held", None),
        ("", None),
        ("中文", None),
        # Most of the running text decides, wherever it stands.
        (f"{EN}\n\n{EN} {EN}\n\nVersión en español\n\n{ES}", "en"),
        (f"{ES}\n\n{EN} {EN}\n\n{EN}", "en"),
        (f"{EN}\n\n„{DE}“, sagte die Sprecherin.\n\n{EN} {EN}", "en"),
        (f"{SI} {SI}\n\nWeligama OIC Ranil Perera\n\n{EN}\n\n{SI}", "si"),
        (f"Police Media Division\n\nContact: media@police.example\n\n{SI}", "si"),
        # Headlines of other releases say nothing beside sentences, however long they are.
        (f"{EN}\n\n" + f"{ES[:-1]} y de tres barcos en la costa\n\n" * 3, "en"),
        (f"{SI}\n\n{SI} {SI}\n\n{EN}", "si"),
        (
            "Two held\n\nWeir closed\n\nNew boat named\n\nEel count begins\n\nLadder opened\n\nPatrol boat seen\n\nMayor thanked wardens for work"
            f"\n\nHarbour master named\n\n{ES[:-1]} en la costa",
            None,
        ),
        # Quotations say nothing beside words of the release's own, however long they are.
        (f"The banner read: “{ES} {ES} {ES}” The wardens took it down after the raid on the weir.", "en"),
        (f"The court heard a message. «{FR}», it read. Three men were sentenced to two years.", "en"),
        (f"Der Zettel lautete: „{EN} {EN}“ Die Beamten nahmen ihn am Freitag an sich.", "de"),
        (f"“{ES} {ES}”", "es"),
        (f"The signs read “{ES}” and “{ES}”. Wardens fined two men.", None),  # not sure: rather none than the signs'
        # Rather none than that of names, or of the signs.
        ("Ada Finch, Bo Lund, Malmö", None),
        # What stands twice has one vote.
        (f"{EN}\n\n{ES}\n\n{ES}\n\n{EN} {EN}", "en"),
        # Buttons, names and headlines of another language say nothing.
        (f"Teilen\n\nDrucken\n\nSeite empfehlen\n\n{EN}", "en"),
        (f"ΟΙΚΟΝΟΜΙΑ\n\nΠΟΛΙΤΙΚΗ\n\nΑΘΛΗΤΙΣΜΟΣ\n\n{EN}", "en"),
        (f"{EN}\n\n" + "\n\n".join(["Wolfgang Überschär, Jürgen Großmann, Käthe Höß, Sebastian Köhler"] * 6), "en"),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "stated", "template", "language"),
    [
        (f"{EN}\n\n{EN}", None, "de", "en"),  # an English release on the page of a German office
        (FR, None, "en", "fr"),
        ("Police held two men.", None, "en", "en"),  # too short to tell: the page decides
        ("Police held two men.", None, None, None),
        ("Police held two men.", "English", "fr", "en"),
        ("Police held two men.", "中 文", "xx", None),
        (f"{EN} {EN}\n\n{EN}", "fr", None, "en"),  # the field says what the exporter was set to
        (f"{EN}\n\n{ES}", "es", None, "es"),  # both stand there: the record decides
        (f"{EN}\n\n{ES}", "en", None, "en"),
        (f"{NO}\n\n{NO}", "nb", None, "nb"),  # languages that look alike are told by who knows
        (f"{NO}\n\n{NO}", None, "nb-NO", "nb"),
        (f"{SV}\n\n{SV}", None, "en-GB", "sv"),
        ("", "en", None, "en"),
    ],
)
def test_sentences_first_then_what_is_stated(
    text: str, stated: str | None, template: str | None, language: str | None
) -> None:
    assert choose_language(text, stated=stated, template=template) == language


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"), ("EN_us", "en"), ("en-GB", "en"), ("eng", "en"), ("English", "en"), (" ENGLISH ", "en"),
        ("en_US.UTF-8", "en"), ("fr-CA", "fr"), ("fre", "fr"), ("fra", "fr"), ("français", "fr"), ("Deutsch", "de"),
        ("zh-Hans-CN", "zh"), ("中文", "zh"), ("iw", "he"), ("nob", "nb"), ("sr-Latn", "sr"), ("ger", "de"),
        ("xx", None), ("中 文", None), ("und", None), ("mul", None), ("x-default", None), ("none", None), ("12", None),
        ("", None), (None, None), ("en fr", None), ("english-speaking", None), ("entwurf", None), ("éa", None),
        ("ｅｎ", None), ("e", None), ("-", None), ("en/fr", None),
    ],
)  # fmt: skip
def test_languages_are_a_closed_list(stated: str | None, code: str | None) -> None:
    assert language_code(stated) == code


@given(st.text(max_size=30))
def test_no_statement_gives_a_code_that_is_none(stated: str) -> None:
    code = language_code(stated)
    assert code is None or (code.isascii() and len(code) == 2)


def test_the_lists_are_current() -> None:
    for name, text in make_languages.render().items():
        assert (lookups.RESOURCES / f"{name}.csv").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "quoted",
    [
        "« Tout est fini, nous partons demain avec les enfants et la vieille voiture »",
        "“Cerrado por orden judicial hasta nuevo aviso, no pasar” and “Prohibido el paso a toda persona ajena”",
        "„Wir haben gestern alles verkauft und es bleibt nichts mehr in dem Haus an der alten Mühle“",
    ],
)
def test_words_in_quotation_marks_are_somebody_elses(quoted: str) -> None:
    assert (
        choose_language(f"Officers read the note. {quoted}, it said. Four men were held by the police on Friday.")
        == "en"
    )


def test_a_text_all_in_marks_has_its_own_language() -> None:
    assert choose_language("«Los agentes detuvieron a cuatro hombres en el puerto y registraron dos casas.»") == "es"


def test_a_title_tells_where_the_text_is_too_short() -> None:
    assert choose_language("Case closed.", title="Two men were arrested by the harbour police") == "en"
    assert choose_language("Ja.", title="OK") is None


@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cs"])))
def test_words_and_letters_are_counted_in_bytes_as_they_are_in_signs(line: str) -> None:
    words = _WORD.findall(line)
    assert _count_words(line) == (len(words), sum(word[0].isupper() for word in words))
    if line.isascii():
        assert _n_letters(line) == sum(map(str.isalpha, line))
