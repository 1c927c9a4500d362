"""Quotations in every style of marks, with the speaker wherever the text puts them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext, mentions, rows_from_doc
from pipeline.extract.people.speakers import find_quotations


def quotes(nlp: Language, text: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker's full name and words of each quotation."""
    doc = nlp(text)
    names = {p.person_id: p.name for p in mentions(doc, "people")}
    return [(q.kind, names.get(q.person_id), doc.text[q.start : q.end]) for q in mentions(doc, "quotes")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is over,” he said.", ["It is over,"]),
        ('"It is over," he said. "Go home."', ["It is over,", "Go home."]),
        ("‘It is over,’ he said.", ["It is over,"]),
        ("« C’est fini », he said.", ["C’est fini"]),
        ("„Es ist vorbei“, he said.", ["Es ist vorbei"]),
        # a mark opened anew at each paragraph, closed once
        ("He said:\n\n“One.\n\n“Two.\n\n“Three.”\n\nEnd.", ["One.\n\n“Two.\n\n“Three."]),
        # closed in a later paragraph without being opened anew
        ("He said:\n\n“One.\n\nTwo.”\n\nEnd.", ["One.\n\nTwo."]),
        # never closed: it ends with its paragraph, or before the reporting clause
        ("“One more time.\n\nPolice agreed.", ["One more time."]),
        ("“We are few, said Ana Ruiz. “We are many.”", ["We are few,", "We are many."]),
        # apostrophes and plurals open nothing
        ("The drivers’ union’s ‘hidden’ list.", []),
        # marks inside marks
        ("“They call it ‘the farm’ here,” he said.", ["They call it ‘the farm’ here,"]),
        (
            '"Rewarding "whistle blowers" who talk is right," he said.',
            ['Rewarding "whistle blowers" who talk is right,'],
        ),
        ("”“”", []),
    ],
)
def test_finds_quotations(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # behind, split by the reporting clause
        (
            "“The sea is wide,” said Commander Tessa Brandvold. “We are patient.”",
            [("direct", "Tessa Brandvold", "The sea is wide,"), ("direct", "Tessa Brandvold", "We are patient.")],
        ),
        (
            "“The sea is wide,” Tessa Brandvold, head of the unit, said.",
            [("direct", "Tessa Brandvold", "The sea is wide,")],
        ),
        # before
        ("Commander Tessa Brandvold said: “The sea is wide.”", [("direct", "Tessa Brandvold", "The sea is wide.")]),
        (
            "Tessa Brandvold, head of the unit, commented:\n\n“The sea is wide.”",
            [("direct", "Tessa Brandvold", "The sea is wide.")],
        ),
        # in the sentence before
        (
            "Tessa Brandvold said boats were lost. “The sea is wide and cold.”",
            [
                ("indirect", "Tessa Brandvold", "boats were lost"),
                ("direct", "Tessa Brandvold", "The sea is wide and cold."),
            ],
        ),
        # by surname, title alone, pronoun
        (
            "The meeting was opened by Tessa Brandvold. “The sea is wide,” Ms Brandvold added.",
            [("direct", "Tessa Brandvold", "The sea is wide,")],
        ),
        (
            "INTERPOL Secretary General Anselm Brückner spoke. “We meet as friends,” said the INTERPOL Chief.",
            [("direct", "Anselm Brückner", "We meet as friends,")],
        ),
        (
            "INTERPOL Secretary General Anselm Brückner spoke. “We meet as friends,” the Secretary General said.",
            [("direct", "Anselm Brückner", "We meet as friends,")],
        ),
        (
            "Mr Anselm Brückner thanked Ms Tessa Brandvold for the work. “We meet as friends,” he said.",
            [("direct", "Anselm Brückner", "We meet as friends,")],
        ),
        # not told
        ("“We meet as friends,” said a spokesman.", [("direct", None, "We meet as friends,")]),
        # scare quotes and titles
        ("Police seized so-called “ghost guns” and a book called “The Long Way”.", []),
        # reported speech
        (
            "Tessa Brandvold announced on Monday that two boats had sunk.",
            [("indirect", "Tessa Brandvold", "two boats had sunk")],
        ),
        (
            "Two boats had sunk in the storm, said Tessa Brandvold.",
            [("indirect", "Tessa Brandvold", "Two boats had sunk in the storm")],
        ),
        ("According to Tessa Brandvold, two boats had sunk.", [("indirect", "Tessa Brandvold", "two boats had sunk")]),
        # marks lost by a scraper
        (
            "Commander Tessa Brandvold said: We are patient people.",
            [("direct", "Tessa Brandvold", "We are patient people.")],
        ),
        # the clause on a line of its own; a paragraph of the only speaker; company of the subject
        ("“We won the day,”\n\nCommander Tessa Brandvold said.", [("direct", "Tessa Brandvold", "We won the day,")]),
        (
            "“We meet as friends and go as friends,” said Tessa Brandvold.\n\nThe town is old.\n\n“It was a good day for us all.”",
            [
                ("direct", "Tessa Brandvold", "We meet as friends and go as friends,"),
                ("direct", "Tessa Brandvold", "It was a good day for us all."),
            ],
        ),
        (
            "Tessa Brandvold, together with Commander Anselm Brückner, announced that two boats had sunk.",
            [("indirect", "Tessa Brandvold", "two boats had sunk")],
        ),
        ("Tessa Brandvold announced today the passage of a law.", []),
        ("Tessa Brandvold asked Minister Anselm Brückner if a board could be set up.", []),
        ("Tessa Brandvold called for a commission that looks into it.", []),
        # what bodies, documents and people without names tell
        (
            "According to prosecutors, the group stole a car. The men then burned it, prosecutors said.",
            [("indirect", None, "the group stole a car"), ("indirect", None, "The men then burned it")],
        ),
        ("The FBI announced today that a man was arrested.", [("indirect", None, "a man was arrested")]),
        ("Two million boats were seen, according to INTERPOL.", [("indirect", None, "Two million boats were seen")]),
        ("The complaint alleges that a broker hid the money.", [("indirect", None, "a broker hid the money")]),
        ("The FBI announced the arrest of two men. A friend of police said so.", []),
        (
            "Two boats had sunk in the storm, Minister Tessa Brandvold said today.",
            [("indirect", "Tessa Brandvold", "Two boats had sunk in the storm")],
        ),
        ("“Deprivation of the liberty of another by any means” includes restraint.", []),
        # not speech
        ("Tessa Brandvold was told that the boat had sunk.", []),
        ("Tessa Brandvold is said to have fled.", []),
    ],
)
def test_finds_speakers(nlp: Language, text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert quotes(nlp, text) == expected


def test_who_makes_a_statement_speaks(nlp: Language) -> None:
    doc = nlp("Senator Tessa Brandvold made the following statement on boats\n\nI want to thank all\n\n")
    assert [p.speaks for p in mentions(doc, "people")] == [True]


def test_speaks_follows_the_quotes(nlp: Language) -> None:
    doc = nlp("“We are done,” said Inspector Ana Ruiz, who thanked Judge Carla Oduya.")
    assert {p.name: p.speaks for p in mentions(doc, "people")} == {"Ana Ruiz": True, "Carla Oduya": False}


def test_shared_subject_speaks_together(nlp: Language) -> None:
    doc = nlp("The plan was agreed, U.S. Attorney Ana Ruiz and Special Agent in Charge Jan Berg announced.")
    assert [p.speaks for p in mentions(doc, "people")] == [True, True]


def test_words_reported_by_two_verbs_are_one_quote(nlp: Language) -> None:
    doc = nlp("Harald Voss insisted and told the clerk that the crates had been opened at the border.")
    assert [(q.start, q.end) for q in mentions(doc, "quotes")] == [(45, 85)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inspector Penn said: 'The boat was empty.'", ["The boat was empty."]),
        ("'The boat was empty,' said Inspector Penn.", ["The boat was empty,"]),
        ("'We didn't see the men's car,' she added, 'until dawn.'", ["We didn't see the men's car,", "until dawn."]),
        (
            "He added: 'Today's sentence fits the gang's crimes. We won't stop.'",
            ["Today's sentence fits the gang's crimes. We won't stop."],
        ),
        ("The so-called 'bulletproof' host ran in the '90s and the brothers' firm paid.", []),
        ("The gang used 'money mules', police said.", []),
        ("Rock 'n' roll was played at the officers' mess.", []),
    ],
)
def test_straight_single_marks(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Sentences are those of the release: no month's point ends one, and a place before a dash is none of it.
        ("Ana Ruiz admitted that on Feb. 13 she had opened the file.", "on Feb. 13 she had opened the file"),
        (
            "Elmford, Va. – Three men were sentenced today for theft, announced U.S. Attorney Ana Ruiz.",
            "Three men were sentenced today for theft",
        ),
    ],
)
def test_reported_words_are_those_of_a_sentence(nlp: Language, text: str, words: str) -> None:
    assert [(kind, said) for kind, _, said in quotes(nlp, text)] == [("indirect", words)]


def test_a_dateline_is_no_part_of_what_is_reported(nlp: Language) -> None:
    dateline, said = "HAVENTOR – ", "Jon Roe, 47, of Elmford, was sentenced today to 41 months in prison for fraud"
    doc = nlp.make_doc(f"{dateline}{said}, announced U.S. Attorney Ana Ruiz.")
    doc._.release = ReleaseContext(dateline_end=len(dateline))
    assert [doc.text[q.start : q.end] for q in mentions(nlp(doc), "quotes")] == [said]


def test_names_stand_above_or_below_their_quotations(nlp: Language) -> None:
    names = ("Superintendent Larry Snelling, Lima Police Department", "Sheriff Thomas Dart, Lima County")
    said = ("“Our work with the office is rooted in a shared mission.”", "“We will go on until every street is safe.”")
    lead = "LIMA – The office filed 40 cases this year."
    above = "\n\n".join((lead, names[0], said[0], names[1], said[1]))
    below = "\n\n".join((lead, said[0], names[0], said[1], names[1]))
    for text in (above, below):
        speakers = [row["speaker"] for row in rows_from_doc(nlp(text))["quotes"]]
        assert speakers == ["Superintendent Larry Snelling", "Sheriff Thomas Dart"]


def test_a_joined_verb_of_speech_has_the_speaker_of_the_first(nlp: Language) -> None:
    text = (
        "Judge David G. Estudillo said, “It is a large amount of drugs,” and added, “What scares us most is the guns.”"
    )
    assert {row["speaker"] for row in rows_from_doc(nlp(text))["quotes"]} == {"Judge David G. Estudillo"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The boats are safe. We stand ready.” - Ada Lind, Director, Harbour Service",
            [("direct", "Ada Lind", "The boats are safe. We stand ready.")],
        ),
        # what is told to be done is no report; what is told to somebody of many words is
        ("Jon Roe told his wife to burn the coats that they wore.", []),
        (
            "Jon Roe told agents posing as members of a club of old sailors that he would pay them.",
            [("indirect", "Jon Roe", "he would pay them")],
        ),
        ("Jon Roe testified as to what they knew of the boat.", []),
        (
            "Jon Roe testified at trial that the boat had been empty.",
            [("indirect", "Jon Roe", "the boat had been empty")],
        ),
        # a clause reported, and words quoted behind it
        (
            "Mayor Ada Lind added that thefts were a burden to the town and that the raid had shown “that nobody is safe here.”",
            [
                ("indirect", "Ada Lind", "thefts were a burden to the town and that the raid had shown"),
                ("direct", "Ada Lind", "that nobody is safe here."),
            ],
        ),
        (
            "Roe and others hid many boats from their owners, the complaint alleges.",
            [("indirect", None, "Roe and others hid many boats from their owners")],
        ),
        # names and titles in marks
        ("The cheque was payable to “Jon Roe, as attorney.” It was cashed.", []),
        ("The list is shown by selecting “Cases in the News.” It is long.", []),
        ("“IS YOUR BOAT AT RISK?” Police show how to lock it.", []),
        ("The tool, called variously “Heron,” “Skylight,” and “Oak,” was seized.", []),
    ],
)
def test_what_is_said_and_what_is_not(nlp: Language, text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert quotes(nlp, text) == expected
