"""Crime areas: the taxonomy file, its matcher, what counts as a mention, and what a release is about."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from pipeline import lookups
from pipeline.errors import ResourceError
from pipeline.extract.annotations import ReleaseContext, mentions, set_mentions
from pipeline.extract.areas import areas as crime_areas
from pipeline.extract.areas.areas import (
    build_taxonomy,
    default_taxonomy,
    find_crime_areas,
    find_evidence,
    read_words,
)
from pipeline.extract.mentions import OrganisationMention, ReleaseCrimeArea
from pipeline.extract.reading.gazetteer import doc_words

SLUGS = {
    "child-exploitation",
    "corruption",
    "counterfeit-currency-documents",
    "cultural-heritage-crime",
    "cybercrime",
    "drug-trafficking",
    "environmental-crime",
    "financial-crime",
    "firearms-trafficking",
    "human-trafficking",
    "people-smuggling",
    "illicit-goods",
    "maritime-crime",
    "organized-crime",
    "sports-crime",
    "terrorism",
    "vehicle-crime",
    "violent-crime",
    "war-crimes",
}


def rows_of(text: str, title: str | None = None) -> dict[str, ReleaseCrimeArea]:
    _, rows = find_crime_areas(text, title=title, taxonomy=default_taxonomy())
    return {row.area: row for row in rows}


def small(*areas: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A taxonomy document of one's own."""
    described = [{"label": a["slug"].title(), "definition": "…", "iccs": ["01"], **a} for a in areas]
    return {"strengths": {"strong": 1.0, "medium": 0.5}, "areas": described, **more}


def found_in(text: str, *terms: str, **more: Any) -> list[str]:
    """What the given strong terms of one area find in a text."""
    document = small({"slug": "x", "terms": {"strong": "\n".join(terms)}}, **more)
    return [text[e.start : e.end] for e in find_evidence(text, build_taxonomy(document))]


# --- the file -----------------------------------------------------------------------------------


def test_the_taxonomy_has_the_slugs_of_the_annotation_guide() -> None:
    assert set(default_taxonomy().areas) == SLUGS


def test_every_area_has_codes_of_the_classification_with_their_names() -> None:
    names = {row["code"]: row["name"] for row in lookups.table("iccs", key=("code",))}
    for area in default_taxonomy().areas.values():
        assert area.iccs, area.slug
        assert [names[code] for code in area.iccs] == list(area.iccs_names), area.slug


def test_every_code_of_the_classification_stands_below_its_section_and_says_where_it_was_seen() -> None:
    rows = lookups.table("iccs", key=("code",))
    codes = {row["code"] for row in rows}
    for row in rows:
        assert re.fullmatch(r"(0[1-9]|1[01])(\d{2}\d{0,2})?", row["code"]), row
        assert row["code"][:2] in codes and row["seen"] in ("eurostat", "oas", "truora", "below"), row
        if row["seen"] == "below":
            assert any(code.startswith(row["code"]) and code != row["code"] for code in codes), row


def test_codes_that_were_seen_in_no_listing_are_kept_apart() -> None:
    seen = {row["code"] for row in lookups.table("iccs", key=("code",))}
    for entry in lookups.document("crime_areas")["areas"]:
        for deeper in entry.get("iccs_unconfirmed", ()):
            code, _, name = deeper.partition(" ")
            assert code not in seen and name and any(code.startswith(above) for above in entry["iccs"]), entry["slug"]


def test_no_term_stands_twice_in_an_area() -> None:
    for entry in lookups.document("crime_areas")["areas"]:
        lines = [line.strip() for listed in entry["terms"].values() for line in listed.splitlines()]
        assert len(lines) == len(set(lines)), (entry["slug"], {line for line in lines if lines.count(line) > 1})


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (["no mapping"], "no mapping"),
        (small({"slug": "x", "terms": {"huge": "theft"}}), "unknown strength 'huge'"),
        (small({"slug": "x", "terms": {"strong": "<nothing> theft"}}), "no set <nothing>"),
        (small({"slug": "x", "terms": {"strong": "theft ..3"}}), "begin and end with a word"),
        (small({"slug": "x", "terms": {"strong": "a*"}}), "stem"),
        (small({"slug": "x", "yields_to": ["y"]}), "which is no area"),
        ({"areas": [{"slug": "x", "label": "X"}]}, "lacks definition, iccs"),
        ({"areas": [{"label": "X"}]}, "no slug"),
    ],
)
def test_a_broken_taxonomy_is_refused_in_one_sentence(document: Any, says: str) -> None:
    with pytest.raises(ResourceError, match=re.escape(says)):
        build_taxonomy(document)


def test_a_users_file_adds_terms_and_areas_but_changes_no_label() -> None:
    own = lookups.document("crime_areas")
    mine = small({"slug": "hay-theft", "terms": {"strong": "hay bale* ..3 stolen"}})
    more = {"areas": [{"slug": "drug-trafficking", "terms": {"strong": "zombie powder"}}]}
    taxonomy = build_taxonomy(own, mine, more)
    _, rows = find_crime_areas("Forty hay bales were stolen; zombie powder lay beneath.", taxonomy=taxonomy)
    assert [row.area for row in rows] == ["drug-trafficking", "hay-theft"]
    with pytest.raises(ResourceError, match="two values of label"):
        build_taxonomy(own, {"areas": [{"slug": "corruption", "label": "Sleaze"}]})


# --- the notation of terms ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("drug traffick*", "Drug-trafficking and drug traffickers", ["Drug-trafficking", "drug traffickers"]),
        ("drug traffick*", "drug\ntrafficking", ["drug\ntrafficking"]),
        ("drug traffick*", "a drug. Trafficking; drug, trafficking", []),
        ("drug traffick*", "a drug\n\ntrafficking", []),
        ("drug traffick*", "megadrug trafficking", []),
        ("theft", "thefts, theft", ["theft"]),
        ("fake/bogus goods", "bogus goods and goods", ["bogus goods"]),
        ("child [sexual] abuse", "child abuse, child sexual abuse", ["child abuse", "child sexual abuse"]),
        ("seiz* ..2 ivory", "seized the carved ivory", ["seized the carved ivory"]),
        ("seiz* ..2 ivory", "seized the old carved ivory", []),
        ("seiz* ..2 ivory", "seized tusks, ivory", ["seized tusks, ivory"]),
        ("seiz* ..2 ivory", "It was seized. Ivory followed", []),
        ("=RICO", "RICO, Rico and rico", ["RICO"]),
        ("worker* abuse", "the workers’ abuse, a worker's abuse", ["workers’ abuse", "worker's abuse"]),
        ("border ..1 arrest*", "the U.S. border patrol arrests", ["border patrol arrests"]),
        ("u s border", "the U.S. border", ["U.S. border"]),
        ("<metal> theft", "copper theft and gold theft", ["copper theft"]),
    ],
)
def test_terms_match_whole_words_within_a_clause(term: str, text: str, found: list[str]) -> None:
    assert found_in(text, term, sets={"metal": "copper lead"}) == found


def test_the_longest_wording_wins() -> None:
    assert found_in("armed robbery ring", "robbery", "armed robbery", "robbery ring") == ["armed robbery"]


def test_words_in_addresses_are_no_mentions() -> None:
    assert found_in("See www.example.gov/criminal/fraud/index or fraud@example.org", "fraud") == []


def test_offsets_are_those_of_the_text() -> None:
    text = "Zürich – İstanbul: cocaine worth €3m was seized…\n\nMore heroin followed."
    found, _ = find_crime_areas(text, taxonomy=default_taxonomy())
    assert [(text[m.start : m.end], m.rule) for m in found][-1] == ("heroin", "strong-term")


# --- what each area takes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Nine people were held for sharing child sexual abuse material.", "child-exploitation"),
        ("A father was arrested in Spain after abducting his two daughters.", "child-exploitation"),
        ("A former minister was found guilty of taking bribes.", "corruption"),
        ("Forged 50-euro notes came off a press near the harbour.", "counterfeit-currency-documents"),
        ("The gang's workshop printed fake passports.", "counterfeit-currency-documents"),
        ("Roman coins looted from archaeological sites went home.", "cultural-heritage-crime"),
        ("The ransomware group's servers were taken offline.", "cybercrime"),
        ("Police found 1.2 tonnes of cocaine among bananas.", "drug-trafficking"),
        ("Pangolin scales and ivory were seized at two airports.", "environmental-crime"),
        ("The tanker's owner admitted dumping oily waste at sea.", "environmental-crime"),
        ("The accountant ran a Ponzi scheme.", "financial-crime"),
        ("He was jailed for tax evasion and money laundering.", "financial-crime"),
        ("Officers recovered two ghost guns.", "firearms-trafficking"),
        ("Labourers were kept in debt bondage on a farm.", "human-trafficking"),
        ("Three men were jailed for smuggling migrants in lorries.", "people-smuggling"),
        ("Fake medicines and counterfeit handbags filled the container.", "illicit-goods"),
        ("A cigarette smuggling route through the hills was closed.", "illicit-goods"),
        ("Somali pirates were handed over to the Seychelles.", "maritime-crime"),
        ("The 'Ndrangheta fugitive had hidden in Brazil.", "organized-crime"),
        ("Twelve were charged with racketeering.", "organized-crime"),
        ("Two referees were suspended for match-fixing.", "sports-crime"),
        ("He had pledged himself to al-Qaeda.", "terrorism"),
        ("Stolen cars were shipped to West Africa.", "vehicle-crime"),
        ("A man was charged with the murder of a taxi driver.", "violent-crime"),
        ("The fire at the church is treated as a hate crime.", "violent-crime"),
        ("A fugitive wanted for genocide was arrested.", "war-crimes"),
        ("The trafficking of a minor for sex carries a higher penalty.", "child-exploitation human-trafficking"),
    ],
)
def test_areas_take_what_the_guide_says(text: str, areas: str) -> None:
    assert " ".join(rows_of(text)) == areas


@pytest.mark.parametrize(
    "text",
    [
        "Drought threatens food security and the harvest.",
        "The visit was organized by the host city.",
        "She joined the Organized Crime Section in 2011.",
        "He led the county's Frauds Bureau and the Office for Child Protection.",
        "The gang unit moved to a new building.",
        "The drug company named a new chairman.",
        "The Food and Drug Administration approved the drug.",
        "The Drug Enforcement Administration sent two agents.",
        "The Bureau of Alcohol, Tobacco, Firearms and Explosives lent a dog.",
        "The mother asked for child support.",
        "The wreck lies in a marine park.",
        "He was accountable to the bank for the loan.",
        "",
    ],
)
def test_near_misses_name_nothing(text: str) -> None:
    assert rows_of(text) == {}


def test_the_name_of_the_racketeering_act_is_no_corruption() -> None:
    assert list(rows_of("Charges under the Racketeer Influenced and Corrupt Organizations Act followed.")) == [
        "organized-crime"
    ]


def test_a_longer_name_of_another_area_takes_its_words_along() -> None:
    assert list(rows_of("Inspectors seized counterfeit drugs and pills.")) == ["illicit-goods"]


def test_a_name_with_a_gap_leaves_the_words_between_alone() -> None:
    assert list(rows_of("They sold stolen firearms and cocaine.")) == ["drug-trafficking", "firearms-trafficking"]


def test_the_mandate_of_an_initiative_is_no_mention() -> None:
    text = (
        "A clerk was jailed for tax evasion.\n\nThe case was brought with a task force of the county. "
        "That nationwide initiative was launched in 2006 to fight the sexual exploitation of children."
    )
    assert list(rows_of(text)) == ["financial-crime"]


def test_medium_terms_name_an_area_only_together() -> None:
    assert rows_of("A silencer was on the table.") == {}
    assert list(rows_of("Silencers, detonators and guns were on the table.")) == ["firearms-trafficking"]


def test_a_medium_term_in_the_title_counts_twice() -> None:
    assert list(rows_of("He was held on Monday.", "Dark web site closed")) == ["cybercrime"]
    assert rows_of("He was held on Monday. The dark web was not to blame.", "Man held") == {}


def test_an_area_in_passing_is_left_out_of_a_long_release() -> None:
    about = "\n\n".join(
        f"The {n} accused took bribes, embezzled public money, rigged contracts and shared kickbacks; corruption of "
        "officials, abuse of office, illegal gratuities and vote buying were proved."
        for n in ("first", "second", "third", "fourth", "fifth")
    )
    assert "violent-crime" in rows_of("He had once been convicted of murder.")
    assert "violent-crime" not in rows_of(about + "\n\nHe had once been convicted of murder.", "Corruption trial ends")


# --- what a release is about --------------------------------------------------------------------

ROUND_UP = (
    "LYON, France – Delegates from forty countries met this week to plan next year's training.\n\n"
    "The first day was given to budgets, buildings and the new telephone exchange, on which the treasurer "
    "reported at length; the second to the staff survey, to languages, and to the archive, whose boxes have at last "
    "been counted and given numbers. Over lunch the choir sang three songs, and the oldest delegate spoke of his youth "
    "in the mountains.\n\nOn the last afternoon terrorism, drug trafficking and cybercrime were touched on."
)


def test_a_round_up_names_areas_but_is_about_none() -> None:
    rows = rows_of(ROUND_UP, "General meeting ends")
    assert list(rows) == ["cybercrime", "drug-trafficking", "terrorism"]
    assert not any(row.primary for row in rows.values())


def test_title_and_opening_decide_what_a_release_is_about() -> None:
    text = "Two brothers were sentenced for smuggling ivory. One of them had once been convicted of assaulting a man."
    rows = rows_of(text, "Ivory smugglers sentenced")
    assert {area for area, row in rows.items() if row.primary} == {"environmental-crime"}
    assert rows["violent-crime"].score < 0.5 < rows["environmental-crime"].score


def test_evidence_in_the_title_alone_counts_no_mention() -> None:
    row = rows_of("Four people were held in Porto on Monday.", "Art theft solved")["cultural-heritage-crime"]
    assert (row.n_mentions, row.primary) == (0, True)


def test_n_mentions_counts_the_mention_rows() -> None:
    found, rows = find_crime_areas(ROUND_UP, taxonomy=default_taxonomy())
    for row in rows:
        assert row.n_mentions == sum(m.area == row.area for m in found)


def test_at_most_three_areas_are_primary_and_scores_are_shares_of_one() -> None:
    text = "Murder. Terrorism. Cybercrime. Corruption. Drug trafficking. " * 3
    rows = rows_of(text, "Murder, terrorism, cybercrime, corruption, drug trafficking")
    assert sum(row.primary for row in rows.values()) <= 3
    assert all(0 <= row.score <= 1 for row in rows.values())


def test_the_means_of_a_crime_weigh_less_than_the_crime() -> None:
    text = "A senator took bribes. He was charged with bribery, wire fraud, bank fraud and money laundering."
    rows = rows_of(text, "Senator charged with bribery and fraud")
    assert rows["corruption"].score > rows["financial-crime"].score


CONFERENCE = (
    "SKOPJE, North Macedonia – Police chiefs have closed their yearly meeting with a promise to act together against "
    "organized crime.\n\n“Organized crime knows no border,” said the chair.\n\nWith environmental crime on the rise "
    "and harvests failing, which puts food security at risk, delegates asked for joint patrols by fisheries and "
    "wildlife officers.\n\nFingerprints help to find those who belong to transnational organized crime.\n\n"
    "Delegates also heard what the International Child Sexual Exploitation (ICSE) database has achieved."
)


def test_a_conference_is_about_its_theme_and_names_the_others() -> None:
    rows = rows_of(CONFERENCE)
    assert {area: row.primary for area, row in rows.items()} == {
        "child-exploitation": False,
        "environmental-crime": False,
        "organized-crime": True,
    }


def test_the_specimen_has_its_three_areas(press_shared: Path) -> None:
    text = (press_shared / "seeds" / "000_24140ace7c27df96.txt").read_text(encoding="utf-8")
    rows = rows_of(text)
    assert list(rows) == ["child-exploitation", "environmental-crime", "organized-crime"]
    assert [area for area, row in rows.items() if row.primary] == ["organized-crime"]


# --- the component ------------------------------------------------------------------------------


def test_names_of_bodies_are_no_mentions_unless_they_are_criminal() -> None:
    def areas(kind: str) -> list[str]:
        doc = spacy.blank("en")("Cocaine Watch Norway opened an office.")
        doc._.release = ReleaseContext()
        set_mentions(doc, "organisations", [OrganisationMention(0, 20, "test", "x", "Cocaine Watch", None, kind, None)])
        crime_areas.annotate(doc)
        return [row.area for row in mentions(doc, "release_crime_areas")]

    assert areas("ngo") == []
    assert areas("criminal") == ["drug-trafficking"]


def test_annotate_shows_spans_with_their_values() -> None:
    doc = spacy.blank("en")("Police seized heroin in Oslo.")
    crime_areas.annotate(doc)
    (span,) = doc.spans["crime_areas"]
    assert (span._.area, span._.label) == ("drug-trafficking", "Drug trafficking")


@pytest.mark.parametrize(
    "unit", ["fraud drug ", "child ", "sexually explicit minor, ", "a" * 50, ". ", "\n\n", "fraud" + " " * 1000 + "#"]
)
def test_cost_grows_with_the_length_of_the_text(unit: str) -> None:
    taxonomy = default_taxonomy()
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    find_crime_areas(text, taxonomy=taxonomy)
    assert time.process_time() - started < 10


def test_words_are_split_once_and_cover_the_text_in_order() -> None:
    words = read_words("Anti-drug work; (it’s) 20% “done”.")
    assert [(w.start, w.gap) for w in words] == [(0, 0), (5, 0), (10, 0), (17, 2), (23, 1), (28, 1)]


def test_words_are_those_of_the_gazetteers() -> None:
    text = "cafe\u0301 thefts & arson_case"
    assert [text[w.start : w.end] for w in read_words(text)] == ["cafe\u0301", "thefts", "arson_case"]


@pytest.mark.parametrize(
    "text",
    [
        "R&D & drug-gun deals: the U.S. border, the dealer's and the dealers’ gang (2,000 kg).",
        "drug_trafficking and child__abuse",
        "cafe\u0301 trafficking, Ko\u0308ln",
        "arson.  \n \t robbery\n\n\n  murder" + " " * 200 + "rape",
        "Рига: наркотики & drugs, 2 €/g",
        "",
    ],
)
def test_a_docs_words_are_those_of_its_text(text: str) -> None:
    doc = spacy.blank("en")(text)
    assert read_words(text, doc_words(doc)) == read_words(text)


def test_extortion_by_malware_is_no_violent_crime() -> None:
    by_malware = (
        "Hackers spread ransomware to extort a bank. They extorted two firms more and named a ransom of $9,000."
    )
    assert set(rows_of(by_malware)) == {"cybercrime"}
    assert "violent-crime" in rows_of("Two men tried to extort a baker. They named a ransom of $9,000 and a place.")
    assert "violent-crime" in rows_of(by_malware + " One of them stabbed a guard.")


def test_dealing_on_the_dark_web_is_no_attack_on_computers() -> None:
    dealing = "He sold heroin on the dark web and was paid in bitcoin. The darknet knew him as a drug dealer."
    assert set(rows_of(dealing)) == {"drug-trafficking"}
    assert "cybercrime" in rows_of("A darknet site took bitcoin for lists of passwords.")
    assert "cybercrime" in rows_of(dealing + " He hacked a hospital.")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (
            "The False Claims Act permits a share. The False Claims Act, which permits a share, is old.",
            "counterfeit-currency-documents",
        ),
        ("It sold pirated media, and money laundering was its trade.", "counterfeit-currency-documents"),
        ("Report pirated data and network faults here.", "illicit-goods"),
        ("The suit relies on the Violent Crime Control and Law Enforcement Act.", "violent-crime"),
        ("The court serves non-violent felons aged 17 to 24.", "violent-crime"),
        ("They ran spam bomb attacks against firms.", "terrorism"),
        ("Jon Roe was convicted of street terrorism.", "terrorism"),
        ("Unlike bank robbery, this took hours every day.", "violent-crime"),
        ("Paying twice for medical devices wastes taxpayer dollars.", "environmental-crime"),
        ("He was charged with sexual battery by fraud.", "financial-crime"),
    ],
)
def test_words_that_name_another_thing(text: str, area: str) -> None:
    assert area not in rows_of(text)


def test_the_name_of_a_person_is_no_crime(nlp: Language) -> None:
    doc = nlp("The case was prosecuted by Ada Hobbs. Ada Hobbs thanked the town.")
    assert not mentions(doc, "crime_areas")
    assert mentions(nlp("Jon Roe was charged with Hobbs Act robbery."), "crime_areas")
