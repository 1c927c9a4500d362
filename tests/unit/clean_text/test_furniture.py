"""Furniture of scraped pages goes line by line; of bodies, lists and scanned lines nothing goes."""

from __future__ import annotations

import time

import pytest

from pipeline import lookups
from pipeline.clean_text.clean import clean_release, rule_names
from pipeline.clean_text.furniture import RULES, add_up
from pipeline.clean_text.furniture_features import look_at

TITLE = "Harbour police break up ring of outboard motor thieves in Porto Alto"
BODY = (
    "PORTO ALTO – Harbour police arrested eleven people on Monday on suspicion of stealing outboard motors worth EUR 90,000.",
    "The motors were taken from marinas along the north coast between March and May, and sold to boat yards abroad.",
    "“These boats are how our fishermen earn their bread,” said Chief Inspector Marta Quill of the Harbour Police.",
    "The inquiry goes on, and the suspects are to appear before the district court in April.",
)
MENU = (
    "Skip to main content", "Home", "About us", "Who we are", "Our leadership", "What we do", "Marine units", "Lost property",
    "Careers", "News", "Press releases", "Photo library", "Contact us", "Search",
)  # fmt: skip
FOOT = (
    "Share this page", "Facebook", "X", "Related news", "Two held over stolen sails", "12 March 2022", "Read more",
    "A man of 40 was held on the quay after a patrol found forty stolen sails in his van, the Harbour Police said...",
    "Sign up to our newsletter", "Enter your e-mail address", "Privacy policy", "Accessibility", "Site map",
    "Harbour House, 12 Quay Street", "Back to top",
)  # fmt: skip


def clean(*lines: str, **stated: str) -> list[str]:
    """Return the paragraphs of the clean text of a dump."""
    return clean_release("\n\n".join(lines), markup=False, stated=stated).mapped.text.split("\n\n")


def test_menu_and_foot_go_and_the_release_stays() -> None:
    page_title = f"{TITLE} | Harbour Police"
    assert clean(page_title, *MENU, TITLE, "14 March 2022", *BODY, *FOOT) == [TITLE, "14 March 2022", *BODY]


@pytest.mark.parametrize("sep", ["\n", "\n\n", "\r\n", "\n \n"])
def test_breaks_between_lines_change_nothing(sep: str) -> None:
    dump = sep.join([*MENU, TITLE, "14 March 2022", *BODY, *FOOT])
    text = clean_release(dump, markup=False, stated={}).mapped.text
    assert text.split("\n\n") == [TITLE, "14 March 2022", *BODY]


def test_cleaning_twice_is_cleaning_once() -> None:
    once = clean(f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", *BODY, *FOOT)
    assert clean(*once) == once


def test_every_line_gone_is_a_row_with_its_rule() -> None:
    dump = "\n\n".join([f"{TITLE} | Harbour Police", *MENU, TITLE, *BODY, *FOOT])
    mapped = clean_release(dump, markup=False, stated={}).mapped
    rows = [edit for edit in mapped.edits() if edit.text.strip()]
    assert {edit.rule for edit in rows} <= set(rule_names())
    assert {"page-title", "furniture-above", "related"} <= {edit.rule for edit in rows}
    gone = " ".join(edit.text for edit in rows)
    assert all(line in gone for line in (*MENU, *FOOT))


@pytest.mark.parametrize("rule", ["furniture-above", "furniture-below", "page-title"])
def test_a_rule_switched_off_leaves_its_lines(rule: str) -> None:
    dump = "\n\n".join([f"{TITLE} | Harbour Police", *MENU, TITLE, *BODY, *FOOT])
    rows = clean_release(dump, markup=False, stated={}, disabled_rules=[rule]).mapped.edits()
    assert rule not in {edit.rule for edit in rows}


@pytest.mark.parametrize(
    "page_title", [f"{TITLE} | Harbour Police", f"Harbour Police – {TITLE}", f"{TITLE} - QuayNews"]
)
def test_of_a_page_title_whose_headline_stands_nowhere_else_the_site_goes(page_title: str) -> None:
    release = clean_release("\n\n".join([page_title, *MENU, *BODY, *FOOT]), markup=False, stated={})
    assert release.title == TITLE
    assert release.mapped.text.split("\n\n") == [TITLE, *BODY]


def test_the_office_above_for_immediate_release_stays() -> None:
    head = (
        "Department of Harbours",
        "Office of Public Affairs",
        "FOR IMMEDIATE RELEASE",
        "Monday, March 14, 2022",
        TITLE,
    )
    assert clean(*MENU, *head, *BODY, *FOOT)[:2] == ["Department of Harbours", "Office of Public Affairs"]


def test_a_headline_cut_off_in_a_breadcrumb_goes() -> None:
    crumbs = ("You are here:", "Home", "/", "News", "/", "Harbour police break up ring of outboard motor thie...")
    assert clean(f"{TITLE} - Harbour Police", *crumbs, TITLE, *BODY, *FOOT) == [TITLE, *BODY]


@pytest.mark.parametrize(
    ("title", "menu", "body", "foot"),
    [
        (
            "Festnahmen nach Diebstahl von Bootsmotoren in Altwasser",
            ("Zum Inhalt springen", "Startseite", "Über uns", "Leitung", "Presse", "Karriere", "Kontakt", "Suche"),
            (
                "Die Wasserschutzpolizei hat am Montag elf Personen festgenommen, die Bootsmotoren gestohlen haben sollen.",
                "Die Motoren wurden nach Angaben der Polizei im Ausland an Werften verkauft, die von nichts wussten.",
                "Die Ermittlungen dauern an, und die Beschuldigten werden im April dem Haftrichter vorgeführt.",
            ),
            ("Teilen", "Drucken", "Weitere Meldungen", "Zwei Segel gestohlen", "Newsletter abonnieren", "Impressum",
             "Datenschutz", "Barrierefreiheit"),
        ),
        (
            "Onze personnes interpellées pour des vols de moteurs de bateau à Porto Alto",
            ("Aller au contenu", "Accueil", "Qui sommes-nous", "Nos missions", "Actualités", "Contact", "Rechercher"),
            (
                "La police du port a interpellé lundi onze personnes soupçonnées d’avoir volé des moteurs de bateau sur la côte.",
                "Les moteurs étaient vendus à des chantiers navals de l’étranger, qui n’en connaissaient pas la provenance.",
                "L’enquête se poursuit et les suspects seront présentés au tribunal au mois d’avril prochain.",
            ),
            ("Partager", "Imprimer", "À lire aussi", "Deux voiles retrouvées", "Abonnez-vous à la newsletter",
             "Mentions légales", "Accessibilité", "Plan du site"),
        ),
        (
            "Once detenidos por el robo de motores de barco en Porto Alto",
            ("Ir al contenido", "Inicio", "Quiénes somos", "Servicios", "Noticias", "Contacto", "Buscar"),
            (
                "La policía portuaria detuvo el lunes a once personas por el robo de motores de barco en los puertos del norte.",
                "Los motores fueron vendidos a astilleros del extranjero, que no sabían de dónde venían ni quién los vendía.",
                "La investigación sigue abierta y los detenidos pasarán a disposición judicial en el mes de abril.",
            ),
            ("Compartir", "Imprimir", "Noticias relacionadas", "Recuperadas dos velas robadas", "Suscríbete al boletín",
             "Aviso legal", "Accesibilidad", "Mapa web"),
        ),
    ],
)  # fmt: skip
def test_other_languages(title: str, menu: tuple[str, ...], body: tuple[str, ...], foot: tuple[str, ...]) -> None:
    assert clean(*menu, title, *body, *foot) == [title, *body]


CAPTIONS = (
    "The motors were taken from marinas along the north coast",
    "Harbour police arrested eleven people on Monday on suspicion of stealing outboard motors",
    "These boats are how our fishermen earn their bread",
)


def test_a_gallery_of_captions_that_repeat_the_text_goes() -> None:
    assert clean(TITLE, *BODY[:3], *CAPTIONS, BODY[3]) == [TITLE, *BODY]


def test_two_lines_that_repeat_the_text_are_no_gallery() -> None:
    assert clean(TITLE, *BODY[:3], *CAPTIONS[:2], BODY[3]) == [TITLE, *BODY[:3], *CAPTIONS[:2], BODY[3]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((TITLE, *BODY, *BODY[:3], BODY[3]), id="a body that repeats its paragraphs"),
        pytest.param((TITLE, f"{BODY[1]} {BODY[3]}", BODY[1], BODY[3], BODY[1], BODY[3]), id="and its sentences"),
        pytest.param(
            (TITLE, *BODY[:2], "Arrests by country:", "- Almaria: 12 arrests", "- Brevika: 7 arrests", "- Cordania: 3 arrests"),
            id="a list of counts at the end",
        ),
        pytest.param(
            (TITLE, "- Almaria: 12 arrests and 40 motors", "- Brevika: 7 arrests", "- Cordania: 3 arrests, 2 boats"),
            id="nothing but a list",
        ),
        pytest.param(
            (TITLE, *BODY, "Countries involved", "BELGIUM", "CHILE", "GHANA", "ICELAND", "KENYA", "PERU", "SPAIN"),
            id="countries that took part",
        ),
        pytest.param(
            ("MEDIA RELEASE", "Minister for Harbours", "The Hon. Ada Brandt", "17 May 1999", TITLE.upper(), *BODY),
            id="a letterhead",
        ),
        pytest.param(
            (TITLE, *BODY[:2], "Services seized", "Almar Mail", "Brevik Post", "Dunmore Links", *BODY[2:]),
            id="names within the body",
        ),
        pytest.param(
            (
                "MINISTER ON THE HARBOURS", *BODY,
                "The fleet of the north coast has been promised that the", "marinas will have lights by the end of the summer and",
                "that the patrols go on for as long as the owners want", "them to, which has been the policy of this government",
                "since it came to office in the spring of last year",
            ),
            id="lines of a scanned page",
        ),
    ],
)  # fmt: skip
def test_nothing_of_a_body_goes(lines: tuple[str, ...]) -> None:
    assert clean(*lines) == list(lines)


def test_a_page_of_menus_alone_is_left_to_others() -> None:
    assert "Our leadership" in clean(*MENU)


def test_a_notice_goes_from_a_page_and_stays_in_a_typed_release() -> None:
    notice = "Your data will be stored in the database until you unsubscribe from the service."
    assert notice not in clean(*MENU, TITLE, *BODY, *FOOT, notice)
    assert notice in clean(TITLE, *BODY, notice)


def test_time_is_linear_in_the_text() -> None:
    def seconds(n: int) -> float:
        dump = "\n".join([*MENU, TITLE, *(f"{n} {line}" for n in range(n) for line in BODY), *FOOT])
        start = time.process_time()
        clean_release(dump, markup=False, stated={})
        return time.process_time() - start

    seconds(10)
    assert seconds(400) < 12 * max(seconds(100), 0.02)


def test_weights_are_finite_and_of_known_stages() -> None:
    rows = lookups.table("furniture_weights", key=("stage", "feature"))
    assert {row["stage"] for row in rows} == {"own", "around"}
    assert all(abs(float(row["weight"])) < 20 for row in rows)
    assert add_up({"a": 1.5, "b": -0.5}, ["a", "b", "unknown"]) == 1.0


def test_what_is_seen_of_a_line() -> None:
    assert look_at(BODY[1]).prose
    assert not look_at("Skip to main content").prose
    assert "menu" in look_at("Skip to main content").kinds
    assert look_at("日本の警察は月曜日に船外機を盗んだ疑いで十一人を逮捕したと発表した。").prose


def test_rules_are_registered() -> None:
    assert set(RULES) <= set(rule_names())


@pytest.mark.parametrize(
    ("rule", "lines", "gone"),
    [
        ("tags", [TITLE, *BODY, "Tags: boats, motors"], ["Tags: boats, motors"]),
        (
            "source-link",
            [TITLE, *BODY, "Source: https://harbour.example/news/41"],
            ["Source: https://harbour.example/news/41"],
        ),
        ("page-fields", [TITLE, *BODY, "Topics:", "Boats", "Marine crime"], ["Topics:", "Boats", "Marine crime"]),
        ("by-line", [TITLE, "Share this page", "Posted by the Desk", *BODY], ["Share this page", "Posted by the Desk"]),
        (
            "furniture-within",
            [TITLE, *BODY[:2], "Download PDF", "View photos", *BODY[2:]],
            ["Download PDF", "View photos"],
        ),
        (
            "furniture-below",
            [TITLE, *BODY, "Contact us", "Marine units", "Lost property", "Site map"],
            ["Contact us", "Marine units", "Lost property", "Site map"],
        ),
    ],
)
def test_each_rule_takes_its_lines(rule: str, lines: list[str], gone: list[str]) -> None:
    release = clean_release("\n\n".join(lines), markup=False, stated={})
    assert release.mapped.text.split("\n\n") == [line for line in lines if line not in gone]
    assert rule in {edit.rule for edit in release.mapped.edits()}


def test_heads_and_feet_of_pages_go_but_for_the_first() -> None:
    pages = [["Harbour Police", *BODY[:2], "Page 1 of 2"], ["Harbour Police", *BODY[2:], "Page 2 of 2"]]
    release = clean_release("\f".join("\n\n".join(page) for page in pages), markup=False, stated={})
    assert release.mapped.text.split("\n\n") == ["Harbour Police", *BODY]
    assert "running-head" in {edit.rule for edit in release.mapped.edits()}


@pytest.mark.parametrize(
    ("line", "markup", "digits"),
    [
        ("Five people were held", False, False),
        ("Held in 2020", False, True),
        ("An area of 5 km", False, True),
        ("An area of km²", False, True),
        ("٣ people were held", False, True),
        ("É no número", False, False),
        ('class="teaser" id', True, False),
        ('he said "yes" >', True, False),
        ("end -->", True, False),
        ("</p", True, False),
        ("data:image and so on", True, False),
        ("[ ] I agree", True, False),
        ("[x] I agree", True, False),
        ("a = b [see below]", False, False),
    ],
)
def test_markup_and_digits_are_seen_in_a_line(line: str, markup: bool, digits: bool) -> None:
    names = look_at(line).names
    assert ("markup" in names, any(name.startswith("digits") for name in names)) == (markup, digits)


SUMMARY = (
    "The harbour police held eleven people for stealing motors, in the third year of its campaign against thieves."
)
COLLECTED = ("## Summary", SUMMARY, "## Source Digest", "- Title: Motor thieves", "## Extracted Text")


def test_what_a_collector_says_above_a_page_with_a_body_goes() -> None:
    page = [f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", *BODY, *FOOT]
    assert clean(*COLLECTED, *page) == [TITLE, "14 March 2022", *BODY]
    assert clean(*COLLECTED, TITLE, *BODY) == [TITLE, *BODY]


def test_front_matter_above_a_collectors_summary_still_states_title_and_day() -> None:
    front = "---\ntitle: Motor thieves held\npublish_date: 2022-03-15\n---\n"
    text = "\n\n".join((front, *COLLECTED, TITLE, "14 March 2022", *BODY))
    release = clean_release(text, markup=False, stated={})
    assert (release.title, str(release.published)) == ("Motor thieves held", "2022-03-15")
    assert SUMMARY not in release.mapped.text


@pytest.mark.parametrize(
    "page",
    [
        ("Home", "About us", "Press releases", "Contact us"),  # a menu
        ("Two men were held on the quay.", "They had stolen motors."),  # less than the summary
        tuple(f"Row {n}" for n in range(40)),
    ],
)
def test_what_a_collector_says_stays_where_the_page_has_no_body(page: tuple[str, ...]) -> None:
    assert SUMMARY in clean(*COLLECTED, *page)


def test_what_stands_far_above_a_heading_like_a_collectors_is_a_release() -> None:
    lines = clean(TITLE, *(f"{line} {n}." for n in range(10) for line in BODY), "Extracted Text", *BODY)
    assert lines[0] == TITLE and "Extracted Text" in lines


def test_the_rule_for_collectors_summaries_can_be_switched_off() -> None:
    text = "\n\n".join((*COLLECTED, TITLE, *BODY))
    release = clean_release(text, markup=False, stated={}, disabled_rules={"collector-summary"})
    assert SUMMARY in release.mapped.text
    assert "collector-summary" in rule_names()


def test_technical_notes_of_a_collector_go_and_others_stay() -> None:
    note = "- Later releases name the boat yard."
    notes = ["## Extraction Notes", "- parser: plain", "- fetched_at: 2022-03-15T10:00:00+00:00", note]
    assert clean(TITLE, "14 March 2022", *BODY, *notes) == [TITLE, "14 March 2022", *BODY, note]


def test_entries_that_are_sentences_go_from_a_menu_above_a_certain_headline() -> None:
    entries = (
        "The Harbour Police is a force of the ministry of the sea, and keeps the quays of the north.",
        "Man To Be Charged For Insurance Fraud",
    )
    page_title = f"{TITLE} | Harbour Police"
    menu = [*MENU[1:10], *entries, *MENU[1:], "Harbours", "Quays", "Marinas", "Boat yards"]
    assert clean(page_title, *menu, TITLE, "14 March 2022", *BODY, *FOOT) == [TITLE, "14 March 2022", *BODY]


@pytest.mark.parametrize(
    "headline",
    [("Harbour police break up ring of outboard", "motor thieves in Porto Alto"), (f"14 March 2022: {TITLE}",)],
)
def test_a_page_title_goes_where_its_headline_stands_otherwise(headline: tuple[str, ...]) -> None:
    assert clean(f"{TITLE} | Harbour Police", *MENU, *headline, *BODY, *FOOT) == [*headline, *BODY]


def test_of_two_names_in_a_page_title_the_longer_is_the_headline() -> None:
    page_title = f"District of Porto Alto | {TITLE} | Harbour Police"
    menu = [*MENU, "Harbour Police", "District of Porto Alto"]
    assert clean(page_title, *menu, TITLE, "14 March 2022", *BODY, *FOOT) == [TITLE, "14 March 2022", *BODY]


def test_the_office_below_for_immediate_release_stays() -> None:
    office = "Harbour Attorney's Office, District of Porto Alto"
    head = ["Share", "Facebook", "X", "LinkedIn", "Email", "For Immediate Release", office]
    assert office in clean(f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", *head, *BODY, *FOOT)


def test_a_field_right_below_the_body_stays() -> None:
    field = "Prosecutor: Senior Deputy Marta Quill, Special Quays Unit"
    assert field in clean(f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", *BODY, field, *FOOT)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("form-field", "Please leave this field empty."),
        ("form-field", "Are You a Human? 3 + 4 ="),
        ("read-more", "Read more about the harbour here."),
        ("read-more", "Click here for the full press release."),
        ("source-link", "quill_et_al_indictment.pdf"),
        (
            "media-contact",
            "Press contact for the Harbour Attorney’s Office is Communications Director Ada Lind at (555) 555-0142 or by mail to ada@harbour.example",
        ),
        ("caption", "(from left) Chief Marta Quill, Inspector Olaf Vik and the mayor of Porto Alto"),
        ("advertisement", "- Advertisement -"),
        ("page-number", "... / 2 ."),
    ],
)
def test_each_pattern_takes_its_line(rule: str, line: str) -> None:
    dump = "\n\n".join([TITLE, "14 March 2022", *BODY, line])
    rows = clean_release(dump, markup=False, stated={}).mapped.edits()
    assert (rule, line) in {(row.rule, row.text.strip()) for row in rows}


def test_tags_and_dated_titles_go_with_their_headings() -> None:
    foot = [
        "Tagged with:",
        "Olaf Vik",
        "Latest Posts",
        "A title in a language of its own, which ends as a sentence does.",
        "May 28, 2022",
    ]
    assert clean(TITLE, "14 March 2022", *BODY, *foot) == [TITLE, "14 March 2022", *BODY]


def test_a_list_of_links_ends_at_the_headline_and_at_the_next_section() -> None:
    headline = "Men held at the quay of the old harbour after a long search"
    rest = ["More news", "Two boats found", "News releases", headline, *BODY]
    assert clean("Harbour Police News", *rest)[-5:] == [headline, *BODY]


def test_prose_that_begins_like_a_byline_stays() -> None:
    lines = ["In this respect, Mr Quill emphasised he", "would stay."]
    assert lines[0] in " ".join(clean(TITLE, *BODY, "- 2 -", *lines))


def test_a_notice_of_an_archive_goes() -> None:
    notice = "This is archived content from the website of the Harbour Police. Links may no longer work."
    page = [f"{TITLE} | Harbour Police", *MENU, TITLE, notice, "14 March 2022", *BODY, *FOOT]
    assert notice not in clean(*page)


PRINTED = "12/03/2022 http://www.harbour.example/news/2022/motors.htm"
NOTE = "Two boats are shown at www.harbour.example"


def test_a_notice_of_the_site_between_headline_and_body_goes() -> None:
    notice = "This is archived content from the Harbour Police website. Please contact web@harbour.example if you have questions."
    assert clean(f"{TITLE} | Harbour Police", *MENU, TITLE, notice, *BODY, *FOOT) == [TITLE, *BODY]


def test_an_address_that_the_body_leads_to_stays() -> None:
    lead, address = (
        "The opinion of the court on motors can be found here:",
        "https://www.harbour.example/opinions/12.pdf",
    )
    assert clean(*MENU, TITLE, *BODY, lead, address, *FOOT) == [TITLE, *BODY, lead, address]


def doubtful(*lines: str, off: tuple[str, ...] = ()) -> list[str]:
    """Return the lines of a clean text that stay but are doubtful."""
    release = clean_release("\n\n".join(lines), markup=False, stated={}, disabled_rules=off)
    return [release.mapped.text[start:end] for start, end in release.doubtful]


@pytest.mark.parametrize(
    "line",
    [PRINTED, "http://www.harbour.example/m.htm (2 of 2) [3/05/2022 13:43:11]", "Page 2 of 2 Motors > Quill"],
)
def test_what_a_printer_adds_below_the_body_is_doubtful(line: str) -> None:
    marked = doubtful(TITLE, *BODY, line)
    assert marked == [" ".join(line.split())]
    assert " ".join(line.split()) in clean(TITLE, *BODY, line)


@pytest.mark.parametrize("lines", [(PRINTED, TITLE, *BODY), (TITLE, *BODY[:2], NOTE, *BODY[2:]), (TITLE, *BODY, NOTE)])
def test_above_and_within_the_body_and_in_sentences_nothing_is_doubtful(lines: tuple[str, ...]) -> None:
    assert doubtful(*lines) == []


def test_doubt_can_be_switched_off() -> None:
    assert doubtful(TITLE, *BODY, PRINTED, off=("doubtful-line",)) == []


def test_a_page_copied_twice_is_read_below_its_collectors_mark() -> None:
    menus = [line for n in range(4) for line in (f"Quay {n}", *MENU[1:])]
    first = [
        "Harbour notes of the third year of the campaign against thieves of motors and sails.",
        *menus,
        TITLE,
        *BODY,
    ]
    copy = [TITLE, "14 March 2022", *BODY]
    assert clean(*first, *FOOT, "## Extracted Text", *copy) == copy
    other = [f"Row {n} of the survey tells what the boat yards of town {n} had paid for motors." for n in range(30)]
    assert clean(*menus, TITLE, *other, "## Extracted Text", *copy)[-1] == BODY[-1]
    assert other[0] in clean(*menus, TITLE, *other, "## Extracted Text", *copy)  # no copy: both stay


def test_a_page_with_headline_and_day_has_a_body_however_short() -> None:
    page = [*MENU, "Haventor joins the treaty of harbours", "Haventor ,22/08/2013", f"{BODY[1][:-1]} by the ring."]
    summary = f"{SUMMARY} {SUMMARY} {SUMMARY}"
    front = "---\ntitle: Haventor joins the treaty of harbours\ncollection_date: 2022-03-15\n---"
    text = "\n\n".join((front, "## Summary", summary, "## Extracted Text", *page, *FOOT))
    assert summary not in clean_release(text, markup=False, stated={}).mapped.text
    without = "\n\n".join((front, "## Summary", summary, "## Extracted Text", page[-3], page[-1]))
    assert summary in clean_release(without, markup=False, stated={}).mapped.text


def test_a_block_of_contacts_goes_over_the_sentence_that_says_when_to_call() -> None:
    when = "Journalists can contact us from Monday to Friday between 6.30 am and 6 pm; at other hours an officer is on call."
    contacts = ("HPS Media", when, "+61 2 5550 0100", "media@harbour.example")
    assert clean(TITLE, "14 March 2022", *BODY, *contacts) == [TITLE, "14 March 2022", *BODY]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Subtitle", "Body"), ()),
        (("To Report a Crime", "Call 555-247-0123", "TTY for hearing impaired: 555-872-0196"), ()),
        (("View larger and download",), ()),
        ((), ("Contact", "Ada Lind", "Public Information Officer", "pio@harbour.example")),
    ],
)
def test_labels_of_fields_numbers_to_call_and_addresses_go(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    page_title = f"{TITLE} | Harbour Police"
    page = [page_title, *MENU, TITLE, "Published Date", "14 March 2022", *above, *BODY, *below, *FOOT[8:]]
    assert clean(*page) == [TITLE, "14 March 2022", *BODY]


def test_a_standfirst_below_the_day_stays_beside_links_to_share() -> None:
    page = [f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", "Share on Facebook", "Email"]
    standfirst = ("Harbour Takedown", "Officers Raid Hangar Full Stolen Outboard Motors")
    assert clean(*page, *standfirst, *BODY, *FOOT) == [TITLE, "14 March 2022", *standfirst, *BODY]


def test_tags_and_offices_below_the_mark_that_ends_a_release_go() -> None:
    below = ("MotorsSails", "Harbour Police", "Ada B. Lind, Officer in Charge - Porto Alto")
    page = [f"{TITLE} | Harbour Police", *MENU, TITLE, "14 March 2022", *BODY]
    assert clean(*page, "###", *below, *FOOT) == [TITLE, "14 March 2022", *BODY]
    note = "The charges are only allegations, and those held are presumed to be innocent."
    assert clean(*page, "###", note, *FOOT)[-1] == note
    assert clean(TITLE, "14 March 2022", *BODY, "###", *below)[-3:] == list(below)  # typed: no page around it


def test_names_of_pictures_go() -> None:
    names = ("seized motors and sails.jpg", "IMG_0042.png")
    assert clean(TITLE, "14 March 2022", *names, *BODY) == [TITLE, "14 March 2022", *BODY]


def test_what_one_is_to_click_goes_with_what_it_leads_to() -> None:
    page = (TITLE, *BODY, "Click here", "for full Press Release.", *FOOT)
    assert clean(*page) == [TITLE, *BODY]
    typed = (TITLE, *BODY, "Click here", "to see where the boats lay.")
    assert (
        "to see where the boats lay." in clean(*typed)[-1] and "Click here" in clean(*typed)[-2:][0] + clean(*typed)[-1]
    )


ADVISORY = (
    "MEDIA ADVISORY", "WHO: Ada Lind, 41, of Porto Alto", "WHAT: To be sentenced for the theft of forty sails that a patrol found in her van on the quay of Porto Alto in May.",
    "WHEN: Tomorrow, 14 March 2022, at 9:00 a.m.", "WHERE:", "Room 4, Harbour Court",
)  # fmt: skip
TEASERS = (
    "Línea de denuncias del puerto solicita datos sobre el incendio de un barco en el muelle de Harbour Boats, Inc. en Porto Alto y sus alrededores",
    "Patrulla del puerto recupera cuarenta velas robadas que unos jóvenes habían escondido en un barco de Quay Sails, Inc. en la bahía de Porto Alto",
)  # fmt: skip


def test_an_advisory_is_a_body_though_it_tells_under_labels() -> None:
    title = "MEDIA ADVISORY – Ada Lind to be sentenced"
    page = (
        f"{title} - Harbour Police",
        *MENU,
        title,
        *ADVISORY,
        "###",
        "Share",
        "Latest posts",
        *TEASERS,
        "March 9, 2026",
        *FOOT,
    )
    left = clean(*page)
    assert [line for line in ADVISORY if line not in " ".join(left)] == []
    assert not set(left) & {*MENU, *TEASERS, *FOOT}
    short = (
        *ADVISORY[:2],
        "WHAT: Will hold a press conference on updates in the case of the forty sails and the defendant",
        "Olaf Vik.",
    )
    lettered = (
        page[0],
        *MENU,
        title,
        "14 March 2022",
        "Marta Quill",
        "Chief of Staff",
        *short,
        *ADVISORY[3:],
        "###",
        *FOOT,
    )
    assert {title, "14 March 2022", "Marta Quill", "Chief of Staff"} <= set(clean(*lettered))
    two = clean(*MENU, title, *ADVISORY[:3], "###", *FOOT)
    assert set(two) & {*MENU}  # two labels are no advisory


def test_a_day_below_for_immediate_release_stays_however_many_contacts_follow() -> None:
    contacts = [line for n in range(14) for line in (f"Marta Quill {n}", "Press Officer", f"(555) 010-22{n:02}")]
    text = clean(
        f"{TITLE} - Harbour Police",
        *MENU,
        TITLE,
        "For immediate release",
        "Date: March 15, 2022",
        *contacts,
        *BODY,
        *FOOT,
    )
    assert "Date: March 15, 2022" in text
