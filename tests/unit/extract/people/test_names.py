"""Names are found by evidence, in every order and spelling, and things named after people are not."""

from __future__ import annotations

import pytest
import spacy

from pipeline.extract.people.name_finder import find_names
from pipeline.extract.reading.words import fold, split_words

BLANK = spacy.blank("en")


def names(text: str) -> list[str]:
    """Names found without any trained model: the rules alone."""
    return [text[span.start : span.end] for span in find_names(BLANK(text))[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # titles and honorifics
        ("Special Agent Aaron T. Ford of the bureau spoke.", ["Aaron T. Ford"]),
        ("Hampton Bays, 41, was held on Ann Street.", ["Hampton Bays"]),
        ("It was opened by Dr Ottoline Quarrie on Monday.", ["Ottoline Quarrie"]),
        ("Deputy Director Marisol Etxeberria-Unanue spoke.", ["Marisol Etxeberria-Unanue"]),
        ("The court heard Mr De Ruyscher twice.", ["De Ruyscher"]),
        # a country or town as a surname; a district's state before a name
        ("George England, 61, and Andrew Scotland (34) were charged.", ["George England", "Andrew Scotland"]),
        ("said U.S. Attorney for the Southern District of Florida Wifrido A. Keats.", ["Wifrido A. Keats"]),
        # a plural rank, an initial that is an honorific elsewhere
        ("Assistant Chiefs Efraim Wernicke and Ana Ruiz spoke.", ["Efraim Wernicke", "Ana Ruiz"]),
        ("They met Judge M. Karl Weisner.", ["M. Karl Weisner"]),
        # laws and schools
        ("It breaks the Martha Keats and James Venn Jr. Harbour Safety Act.", []),
        ("He taught at St. David School.", []),
        # particles, patronymics, Arabic and East Asian order
        ("Minister of Justice Joost van der Kolk signed it.", ["Joost van der Kolk"]),
        ("Colonel Hamad bin Saif al-Marzuqi took the salute.", ["Hamad bin Saif al-Marzuqi"]),
        ("KWON Seojun, head of the unit in Busan, agreed.", ["KWON Seojun"]),
        ("Le Thi Minh Chau, an analyst at the bureau, found it.", ["Le Thi Minh Chau"]),
        ("“We wait,” said Þórunn Ásgeirsdóttir.", ["Þórunn Ásgeirsdóttir"]),
        ("“We wait,” said Sadiq wa Mutiso.", ["Sadiq wa Mutiso"]),
        ("Fabrizio Dell’Orso-Conti, a haulier, was held.", ["Fabrizio Dell’Orso-Conti"]),
        # initials, suffixes, nicknames
        ("U.S. Attorney T. R. Oakhurst III declined.", ["T. R. Oakhurst III"]),
        ("Warren J. Pikestaff Jr., 44, of Dover, was charged.", ["Warren J. Pikestaff Jr."]),
        ("Warren “Red” Pikestaff, 44, was charged.", ["Warren “Red” Pikestaff"]),
        ("An indictment charging Beverly S. Pikestaff with arson was filed.", ["Beverly S. Pikestaff"]),
        # ages, aliases, fates
        ("Bogdan Vrabie, 37, was held.", ["Bogdan Vrabie"]),
        ("Zurab Kvelidze, also known as the Baker, fled.", ["Zurab Kvelidze"]),
        ("In May Phumzile Xaba was sentenced to two years.", ["Phumzile Xaba"]),
        # a list lends its evidence to each item
        (
            "Assistant U.S. Attorneys Ellen Marsh, Okwudili Nze and Thuli Mbhele are prosecuting.",
            ["Ellen Marsh", "Okwudili Nze", "Thuli Mbhele"],
        ),
        # a dateline run into the name, a possessive cut off
        ("WASHINGTONMarius Calloway, 51, pleaded guilty.", ["Marius Calloway"]),
        ("Agents searched Marius Calloway’s boat.", ["Marius Calloway"]),
        # a surname that is a common word
        ("“No,” said Sharon Woods, Director of the agency.", ["Sharon Woods"]),
        ("Attorney General Ruth Sessions announced the plan.", ["Ruth Sessions"]),
        # what somebody is beside another is no name
        ("Co-defendant Shannon Ray Grieve, 44, was charged.", ["Shannon Ray Grieve"]),
        # lost marks: a party and its state, the next sentence, an office before its own name
        ("Senators Joe Liebman D CT and Olympia Snowden R ME wrote.", ["Joe Liebman", "Olympia Snowden"]),
        ("With Senator Ted Kendall The bill would help.", ["Ted Kendall"]),
        ("WASHINGTON DC Senator Susan Collard met them.", ["Susan Collard"]),
        # a given name that is an honorific elsewhere, two initials run together
        ("The Chief Officer, Don A. Langford, spoke.", ["Don A. Langford"]),
        ("They met Don Carlos Iturbe.", ["Carlos Iturbe"]),
        ("Gov. JB Pritzler signed it.", ["JB Pritzler"]),
        # letters of a parliament, the rest of a country's name
        ("TONY ABBOTSON MHR, LEADER OF THE OPPOSITION, WAS IN TOWN", ["TONY ABBOTSON"]),
    ],
)
def test_finds_people(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Operation Martin Angel ended on Friday.",
        "The Martha Quist Foundation paid for it.",
        "Officers closed Gordon Banks Avenue for an hour.",
        "He is held in the Ellis Brewer Jail.",
        "The Justice Department and the Homeland Security Office agreed.",
        "They met in New York, San Diego and Saint Lucia.",
        "The John Doe summons was served.",
        "Police in South Africa and Costa Rica took part.",
        "The Assembly adopted the report.",
        "Fake Louis Vuitton bags were found.",
        "Project Thomas Gale is a database.",
        "He works for Bailey Chambers LLP in London.",
        "Hurricane Maria struck in September.",
        "The Attorney General met the Prime Minister.",
        "The court sits in Orland Park, Ill., where it sat before.",
        "YORBA LINDA – Nine prosecutors were honored today.",
        "Our Lord Mayor was there, too.",
        "He lives at 654A Halsey Street, Brooklyn.",
        "Jim Crow ruled the town.",
        "A Hampton Bays man was held in Laguna Niguel.",
        "He stood near Winthrop Street and Fulton Street.",
    ],
)
def test_leaves_out_what_is_no_person(text: str) -> None:
    assert names(text) == []


def test_name_of_five_hundred_letters_is_passed_over() -> None:
    assert names("Dr " + "Abc" * 170 + " spoke.") == []


def test_capitals_throughout_still_give_titled_names() -> None:
    assert names("POLICE ARRESTED MARTIN CALLOWAY, 44, IN DOVER ON FRIDAY.") == ["MARTIN CALLOWAY"]


def test_text_of_marks_gives_nothing() -> None:
    assert names("… — “ ” (( )) \n\n '") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruiz’s boat", ["Ruiz", "boat"]),
        ("WASHINGTONMario said", ["WASHINGTON", "Mario", "said"]),
        ("McCord, DeWald", ["McCord", ",", "DeWald"]),
        ("ChargeMario, OctroBank", ["Charge", "Mario", ",", "OctroBank"]),
        ("J.R. Ewing of the U.S.", ["J.R.", "Ewing", "of", "the", "U.S."]),
        ("in 2005. In", ["in", "2005", ".", "In"]),
        ("O’Neill-Burke", ["O’Neill-Burke"]),
    ],
)
def test_splits_words(text: str, expected: list[str]) -> None:
    assert [w.text for w in split_words(text)] == expected


def test_words_keep_their_places() -> None:
    text = "Ms. Ana Ruiz’s boat,\n\nthe “Sea Cat”, sank."
    assert all(text[w.start : w.end] == w.text for w in split_words(text))


def test_fold_drops_accents_and_soft_hyphens() -> None:
    assert fold("Esaïe Ruiz\u00ad’s") == "esaie ruiz's"


def test_christian_is_a_given_name_and_a_faith() -> None:
    assert names("Christian Trinidad Gonzalez was arrested.") == ["Christian Trinidad Gonzalez"]
    assert names("Christian leaders met. The Christian Coalition and Christian Democrats spoke.") == []
