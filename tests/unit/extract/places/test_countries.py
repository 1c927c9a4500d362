"""Countries and regions: names, demonyms, abbreviations, the doubtful ones, and the part they play."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pycountry
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from pipeline.extract.annotations import ReleaseContext
from pipeline.extract.places.countries import countries, find_countries
from pipeline.lookups import RESOURCES


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def codes(blank: Language, text: str, release: ReleaseContext | None = None) -> list[str]:
    doc = blank(text)
    doc._.release = release or ReleaseContext()
    return [m.iso3 for m in find_countries(doc)[0]]


def test_generated_files_are_current() -> None:
    script = Path(__file__).parents[4] / "tools" / "make_countries.py"
    spec = importlib.util.spec_from_file_location("make_countries", script)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for name, text in make.FILES.items():
        assert (RESOURCES / name).read_text(encoding="utf-8") == text(), f"run tools/make_countries.py for {name}"


AMERICAN = ReleaseContext(publisher_country="USA")


def test_every_iso_country_is_known() -> None:
    assert {c.alpha_3 for c in pycountry.countries} | {"XKX"} == set(countries())


@pytest.mark.parametrize("iso3", sorted(countries()))
def test_every_short_name_is_found(blank: Language, iso3: str) -> None:
    name = countries()[iso3].name
    assert codes(blank, f"Two ships left {name} for France.") == [iso3, "FRA"]
    assert codes(blank, f"Two ships left {name.upper()} for FRANCE.") == [iso3, "FRA"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police in the UK and the U.S. met.", ["GBR", "USA"]),
        ("Korea (Rep. of), Iran (Islamic Republic of) and Tanzania, United Republic of", ["KOR", "IRN", "TZA"]),
        ("The Democratic Republic of the Congo and the Republic of the Congo", ["COD", "COG"]),
        ("raids in Cote d’Ivoire, COTE D'IVOIRE and Côte d'Ivoire", ["CIV"] * 3),
        ("Sao Tome & Principe and St. Kitts and Nevis", ["STP", "KNA"]),
        ("Burma, Swaziland, Zaire and the former Yugoslav Republic of Macedonia", ["MMR", "SWZ", "COD", "MKD"]),
        ("a Dane, two Swedes and three Filipinos", ["DNK", "SWE", "PHL"]),
        ("the Royal Thai Police and the Burkinabe gendarmerie", ["THA", "BFA"]),
        ("England, Scotland, Wales and Northern Ireland", ["GBR"] * 4),
        ("Hong Kong, China, and Chinese Taipei", ["HKG", "CHN", "TWN"]),
        ("Papua New Guinea, Equatorial Guinea, Guinea-Bissau and Guinea", ["PNG", "GNQ", "GNB", "GIN"]),
        ("Niger and Nigeria; a Nigerien and a Nigerian", ["NER", "NGA", "NER", "NGA"]),
        ("off Curaçao, Réunion and the Aland Islands", ["CUW", "REU", "ALA"]),
        ("Germanys prosecutors and the United Kingdoms police", ["DEU", "GBR"]),
        ("The Central African Republic (CAR) asked for help. In CAR, two were held.", ["CAF"] * 3),
    ],
)
def test_forms(blank: Language, text: str, expected: list[str]) -> None:
    assert codes(blank, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He drove from New Mexico across the Indian Ocean.",
        "Please tell us more; CONTACT US; FOLLOW US.",
        "The Latin American office and the Native American tribe",
        "roast turkey on fine china, in a jersey",
        "The car was parked at Mexico City.",
        "Members of the Indian tribe were told.",
        "They speak little English; leaflets in both Spanish and French, in Thai, Czech and Polish.",
        "District ofNew Mexico, Dane County, Mr Holland S. Vetch, Saleh al-Somali",
        "She spoke Spanish; the letter was in French.",
        "Ms Jordan Tallow and Inspector Georgia Pell spoke.",
        "He lives in Lebanon, Pennsylvania, and works in Peru, Indiana.",
        "Сhina and Rоmania",  # Cyrillic С and о
        "a phone with 64 GB and US$5 million",
        "German shepherds and Swiss cheese",
        "The European Union and the Western Balkans",
    ],
)
def test_no_country(blank: Language, text: str) -> None:
    assert codes(blank, text) == []


@pytest.mark.parametrize(
    ("text", "release", "expected"),
    [
        ("Officers of Armenia, Georgia and Ukraine met.", AMERICAN, ["ARM", "GEO", "UKR"]),
        ("A man from Tbilisi, Georgia, was held.", AMERICAN, ["GEO"]),
        ("A man from Atlanta, Georgia, was held.", None, []),
        ("The Northern District of Georgia will try the case.", None, []),
        ("A nurse from Georgia was sentenced.", AMERICAN, []),
        ("A court in Georgia ordered the arrest.", None, ["GEO"]),
        ("Refugees in Jordan and Chad were helped.", None, ["JOR", "TCD"]),
        ("In Goma, traders said Congolese soldiers and Congo police came.", None, ["COD", "COD"]),
        ("In Brazzaville, the Congolese police met.", None, ["COG"]),
        ("Dominica asked and a Dominican court answered.", None, ["DMA", "DMA"]),
        ("The Dominican Republic asked and a Dominican court answered.", None, ["DOM", "DOM"]),
    ],
)
def test_doubtful_names(blank: Language, text: str, release: ReleaseContext | None, expected: list[str]) -> None:
    assert codes(blank, text, release) == expected


def test_person_entity_hides_the_country(blank: Language) -> None:
    doc = blank("Chad Zorbel was fined.")
    doc.ents = [Span(doc, 0, 2, label="PERSON")]
    assert find_countries(doc)[0] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LISBON, Portugal – Four men were arrested.", [("PRT", "dateline", "dateline")]),
        ("Spanish police searched a flat.", [("ESP", "demonym", "force")]),
        ("The court of Kenya ruled.", [("KEN", "name", "force")]),
        ("Police in Romania and Hungary met.", [("ROU", "name", "force"), ("HUN", "name", "force")]),
        ("CORK, Ireland, 8 June 2018 – Five men", [("IRL", "dateline", "dateline")]),
        ("Guernsey police came.", [("GGY", "name", "force")]),
        ("It held five people in Austria.", [("AUT", "name", "place")]),
        ("a 61-year-old Serbian", [("SRB", "demonym", "nationality")]),
        ("the Romanian Border Police", [("ROU", "demonym", "force")]),
        ("the Colombian National Police", [("COL", "demonym", "force")]),
        ("Two Polish nationals were held.", [("POL", "demonym", "nationality")]),
        ("They were arrested in Malta.", [("MLT", "name", "place")]),
        ("A shop in the Italian city of Bari", [("ITA", "demonym", "place")]),
        (
            "Countries taking part: Benin, Ghana and Togo.",
            [("BEN", "name", "participant"), ("GHA", "name", "participant"), ("TGO", "name", "participant")],
        ),
    ],
)
def test_part_and_via(blank: Language, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(m.iso3, m.via, m.part) for m in find_countries(blank(text))[0]] == expected


def test_regions_have_codes(blank: Language) -> None:
    found, regions = find_countries(blank("Police of Latin America, West Africa, Europe and the Western Balkans"))
    assert found == []
    assert [r.m49 for r in regions] == ["419", "011", "150", None]


def test_mentions_stand_in_the_text(blank: Language) -> None:
    text = "ROME, Italy – The U.S. and Korea (Rep. of) signed."
    assert [text[m.start : m.end] for m in find_countries(blank(text))[0]] == ["Italy", "U.S.", "Korea (Rep. of)"]


def test_sub_region(blank: Language) -> None:
    found, _ = find_countries(blank("Kenya and Albania"))
    assert [m.region for m in found] == ["Sub-Saharan Africa", "Southern Europe"]


def test_twenty_thousand_names_take_linear_time(blank: Language) -> None:
    def seconds(n: int) -> float:
        doc = blank("Georgia, Chad, Jordan and Mali " * n)
        started = time.process_time()
        assert len(find_countries(doc)[0]) == 4 * n
        return time.process_time() - started

    seconds(10)
    short, long = seconds(1000), seconds(5000)
    assert long < 20 * short + 1


@pytest.mark.parametrize(
    "text",
    [
        "\u0421hina, Ukr\u0430ine and Fr\u0430nce",
        "Россия и Китай, 中国と日本, ایران, Ελλάδα, 대한민국",
        "\u202eecnarF\u202c and F r a n c e",
    ],
)
def test_look_alikes_and_other_scripts_name_no_country(blank: Language, text: str) -> None:
    assert find_countries(blank(text)) == ([], [])


@pytest.mark.parametrize("piece", ["mostly from Georgia and in ", "POLICE IN GEORGIA AND IN CHAD Israel Martinez "])
def test_lists_that_never_end_take_linear_time(blank: Language, piece: str) -> None:
    def seconds(n: int) -> float:
        doc = blank(piece * n)
        started = time.process_time()
        find_countries(doc)
        return time.process_time() - started

    seconds(10)
    short, long = seconds(1000), seconds(5000)
    assert long < 20 * short + 1


def test_a_name_that_is_a_country_misspelt_is_a_persons_with_an_age(blank: Language) -> None:
    assert codes(blank, "Ilka Lichtenstein, 35, of Elmford was held. Lichtenstein hid it.") == []
