import pytest

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.headline import find_headline, find_named, wrap_width

BODY = "The harbour police said today that two men were held at the quay of Haventor after a boat was lost in a storm."


@pytest.mark.parametrize(
    "line",
    [
        "Two held after boat is lost at sea",
        "March 15 2006 Two held after boat is lost at sea",
        "03 15 2006 Press Release Two held after boat is lost at sea",
        "FOR IMMEDIATE RELEASE March 15 2006 Two held after boat is lost at sea",
        "Two held after boat is lost at sea Two held after boat is lost at sea",
    ],
)
def test_a_day_and_a_label_before_a_headline_are_none_of_it(line: str) -> None:
    assert find_headline(f"{line}\n\n{BODY}", body=0) == "Two held after boat is lost at sea"


@pytest.mark.parametrize(
    "line",
    [
        "United States Senator Ada Lind Utopia",
        "Senator Ada Lind Press Releases",
        "August 2007 News Releases Browse by",
        "United States Senator Ada Lind Press Room",
        "Press Release of Senator Ada Lind",
        "PRESS RELEASE No. 12/2022",
        "News Release | 14-Mar-2022",
        "Press statement",
        "Media advisory - Haventor County District Attorney",
        "WHO: Ada Lind, harbour chief of Haventor",
        "- 12 North Quay Boulevard, Haventor, TX 75299",
    ],
)
def test_kinds_of_releases_and_names_of_sites_and_their_owners_are_no_headlines(line: str) -> None:
    assert find_headline(f"{line}\n\nTwo held after boat is lost at sea\n\n{BODY}", body=0) == (
        "Two held after boat is lost at sea"
    )


def test_lines_that_ran_together_but_for_their_blanks_are_parted() -> None:
    wide = " " * 40
    release = clean_release(
        f"Two held after boat is lost at sea{wide}March 15, 2006{wide}{BODY} {BODY} {BODY}", markup=False, stated={}
    )
    assert release.title == "Two held after boat is lost at sea"
    assert release.published is not None and release.published.isoformat() == "2006-03-15"
    assert [edit.rule for edit in release.mapped.edits() if edit.replacement] == ["lost-line", "lost-line"]


def test_wide_blanks_behind_the_first_words_of_a_sentence_part_nothing() -> None:
    text = f"{BODY} {BODY} {BODY} {BODY} The QUAY{' ' * 20}Guard helps all who live near the harbour of Haventor and on the hills."
    assert "The QUAY Guard helps" in clean_release(text, markup=False, stated={}).mapped.text


def test_wide_blanks_between_the_cells_of_a_row_stay_in_one_line() -> None:
    row = f"Boats{' ' * 30}Haventor{' ' * 30}12"
    assert "Boats Haventor 12" in clean_release(f"{BODY}\n\n{row}\n\n{BODY}", markup=False, stated={}).mapped.text


def test_the_body_beside_the_title_of_a_dumped_page_is_the_publisher() -> None:
    head = "Two held after boat is lost at sea"
    text = (
        f"{head} - Haventor County District Attorney\n\nSkip to content\n\n{head}\n\nPublished\n\nMay 8, 2014\n\n{BODY}"
    )
    release = clean_release(text, markup=False, stated={})
    assert (release.title, release.publisher) == (head, "Haventor County District Attorney")
    assert release.published is not None and release.published.isoformat() == "2014-05-08"


@pytest.mark.parametrize(
    "first", ["Two held - a boat is lost", "Two held after boat is lost at sea - Statement by Ada Lind"]
)
def test_what_stands_beside_a_title_is_no_publisher_unless_it_is_a_body(first: str) -> None:
    text = f"{first}\n\nTwo held after boat is lost at sea\n\n{BODY}"
    assert clean_release(text, markup=False, stated={}).publisher is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Two held for the loss of\n\na boat at sea", "Two held for the loss of a boat at sea"),
        (
            "For Immediate Release: Harbour Police of Haventor Announces Opening of\n\nQuay Watch Centre",
            "Harbour Police of Haventor Announces Opening of Quay Watch Centre",
        ),
        (
            "12 de marzo de 2024 Contact: Ada Lind\n\nPARA PUBLICACIÓN INMEDIATA: Dos hombres detenidos en la\n\nbahía de Haventor por\n\nrobo",
            "Dos hombres detenidos en la bahía de Haventor por robo",
        ),
        (
            "Haventor Man Sentenced to Five Years\n\nFor Taking Boats",
            "Haventor Man Sentenced to Five Years For Taking Boats",
        ),
        (
            "Two men lost their boat in a storm while fleeing from police",
            "Two men lost their boat in a storm while fleeing from police",
        ),
        ("Quay Greens Senator for Haventor\n\nMEDIA RELEASE\n\nTwo held over lost boat", "Two held over lost boat"),
        ("Media Release\n\nMINISTER FOR BOATS AND QUAYS\n\nTwo held over lost boat", "Two held over lost boat"),
        ("Press release\n\nDirector of Public Affairs\n\nTwo held over lost boat", "Two held over lost boat"),
        (
            "Ada Lind spokesperson for boats and quays\n\nMEDIA RELEASE\n\nTwo held over lost boat",
            "Two held over lost boat",
        ),
        (
            "Leader of Harbour Ring Sentenced\n\nPress release\n\nTwo held over lost boat",
            "Leader of Harbour Ring Sentenced",
        ),
        ("Senator for Haventor calls for boats\n\nPress release\n\nThe quay", "Senator for Haventor calls for boats"),
        (
            "MAN HELD OVER LOSS OF BOAT IN BREAK-IN\n\nMAN HELD OVER LOSS OF BOAT IN BREAK-IN",
            "MAN HELD OVER LOSS OF BOAT IN BREAK-IN",
        ),
        ("Media Release\n\nNew Minister for Boats and Quays", "New Minister for Boats and Quays"),
        ("MEDIA RELEASE: Two Held over Lost Boat", "Two Held over Lost Boat"),
        (
            "Media release: Harbour Chief Announces the Arrest of Ada Lind and the\n\nRecovery of Boats\n\nEMBARGOED until 3/12",
            "Harbour Chief Announces the Arrest of Ada Lind and the Recovery of Boats",
        ),
        (
            "For Immediate Release: Office of the Harbour Chief Obtains a Long Sentence\n\nof Five Years",
            "Office of the Harbour Chief Obtains a Long Sentence of Five Years",
        ),
        ("For Immediate Release: Office of the Harbour Chief\n\nTwo held over lost boat", "Two held over lost boat"),
        ("Para su publicación inmediata: Dos hombres detenidos por un robo", "Dos hombres detenidos por un robo"),
        ("February 2019 Contact: Ada Lind\n\nTwo held over lost boat", "Two held over lost boat"),
        ("6 de enero, 2026 Contacto: Ada Lind\n\nDos detenidos por un robo", "Dos detenidos por un robo"),
        ("Publisher: Harbour Police of Haventor\n\nTitle: Two held over lost boat", "Two held over lost boat"),
        (
            "Statement of the chief on the death of Adam Lind Jr.",
            "Statement of the chief on the death of Adam Lind Jr.",
        ),
        (
            "Court Bars the Rules on Boats, Citing\n\nThe Law of the Sea",
            "Court Bars the Rules on Boats, Citing The Law of the Sea",
        ),
        ("Two held over lost boat Thursday, 20 June 2013", "Two held over lost boat"),
        ("Two held over the storm of 20 June 2013", "Two held over the storm of 20 June 2013"),
    ],
)
def test_a_headline_is_read_whole_and_without_who_releases(head: str, title: str) -> None:
    assert find_headline(f"{head}\n\n{BODY}", body=0) == title


SITE = "Haventor County District Attorney"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ("Two Held Over Lost Boat - Site", "News", "Two Held", "Over Lost Boat", "A second line"),
            "Two Held Over Lost Boat",
        ),
        (("TWO HELD - BY THE WATCH - Site", "TWO HELD – BY THE WATCH", "Two Held"), "TWO HELD – BY THE WATCH"),
        (
            ("Harbour chief: “Two were held.” | Site", "Harbour chief: “Two were held.”"),
            "Harbour chief: “Two were held.”",
        ),
        (("Media release: Two Held at Sea - Site", "Media release: Two Held at Sea"), "Two Held at Sea"),
        (
            ("Two held after a boat is lost - Site", "1", "/", "Two held after a boat is l..."),
            "Two held after a boat is lost",
        ),
        (
            ("Two held after a boat is lost... - Site", "Two held after a boat is lost..."),
            "Two held after a boat is lost",
        ),
        (("Two Held Over Lost Boats - Site", "Two Held Over", "Lost Boat", "s", "Told"), "Two Held Over Lost Boats"),
        (("Two HeldOver Lost Boats - Site", "Two Held", "Over Lost Boats", "Told"), "Two Held Over Lost Boats"),
        # near misses
        (("Two held over lost boat - Site", "The boat was found again."), None),
        (("Harbour Police - Press releases", "Press releases"), None),
        ((f"{SITE} | Press Release Archive", "Press Release Archive", SITE), "Press Release Archive"),
        ((f"Two held over lost boat - {SITE}", SITE), None),
        (("Two held over lost boat", "Two held over lost boat"), None),  # no site: any text may begin so
        ((), None),
    ],
)
def test_a_page_shows_the_headline_that_its_title_names(lines: tuple[str, ...], title: str | None) -> None:
    assert find_named(lines) == title


def test_the_name_of_a_site_alone_is_no_headline() -> None:
    text = f"Media Advisory - {SITE}\n\nSkip to content\n\n{SITE}\n\nMarch 14, 2022\n\n{BODY}"
    assert clean_release(text, markup=False, stated={}).title is None


def test_a_headline_goes_on_where_its_line_had_no_room() -> None:
    wrapped = (
        *(
            "The harbour police of the county have heard of callers who say that they",
            "are of the police and ask for money.",
        ),
        *(
            "The harbour police of the county have heard of callers who ask for the",
            "numbers of cards, and of boats for sale.",
        ),
    ) * 3
    head = ("BOAT ALERT: Harbour Police Urges Everybody in the County Not to Sail", "Outside in Storms of Winter")
    width = wrap_width(wrapped)
    assert width == 72
    assert wrap_width(wrapped[:4]) is None
    assert find_headline("\n\n".join((*head, BODY)), body=0, width=width) == " ".join(head)
    assert find_headline("\n\n".join((*head, BODY)), body=0) == head[0]
    short = ("Harbour Police Urges Everybody in the County Not to Sail", "Out in Storms")
    assert find_headline("\n\n".join((*short, BODY)), body=0, width=width) == short[0]


def test_a_long_headline_that_stands_twice_is_one() -> None:
    long = "Two held after boat is lost at sea, and " * 5 + "a third one sought by the watch of the harbour of Haventor"
    assert find_headline(f"{long}\n\n{long}\n\n{BODY}", body=0) == long
    assert find_headline(f"{long}\n\n{BODY}", body=0) is None


def test_a_day_in_spanish_is_the_day_of_issue() -> None:
    release = clean_release(f"12 de marzo de 2024\n\nDos detenidos en la bahía\n\n{BODY}", markup=False, stated={})
    assert release.published is not None and release.published.isoformat() == "2024-03-12"


def test_a_sentence_below_a_headline_in_title_case_is_none_of_it() -> None:
    head = "For Immediate Release: Harbour Chief Keeps Pledge of Spring, Revisits Policy on Nets"
    below = "Let me begin by thanking the people of the harbour for trusting me once again with the post of"
    text = f"{head}\n\n{below}\n\n{BODY}"
    assert find_headline(text, body=0) == "Harbour Chief Keeps Pledge of Spring, Revisits Policy on Nets"


def test_a_spanish_office_and_contact_line_are_no_headline() -> None:
    text = f"13 de marzo de 2026 Contacto: Ada Lind\n\nOficina del Fiscal del Condado de Haventor\n\nDos detenidos tras un robo en el puerto\n\n{BODY}"
    release = clean_release(text, markup=False, stated={})
    assert (release.title, str(release.published)) == ("Dos detenidos tras un robo en el puerto", "2026-03-13")


def test_a_name_that_the_line_breaks_is_all_in_the_headline() -> None:
    head = "PARA PUBLICACIÓN INMEDIATA: El Jefe del Puerto de la Ciudad de Haventor, Ada"
    below = "Lind, anuncia una subvención para la búsqueda de motores robados en los muelles"
    title = find_headline(f"{head}\n\n{below}\n\n{BODY}", body=0)
    assert title == f"{head.partition(': ')[2]} {below}"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Two held after boat is lost at quay", "Two held after boat is lost at quay"),
        ("4. Two held after boat is lost at quay", "Two held after boat is lost at quay"),
        ("Police of Haventor hold two men after boat is lost", "Police of Haventor hold two men after boat is lost"),
        ("Storm of the century takes the old pier", "Two Held After Boat Is Lost at Quay"),  # another headline
        ("Press release", "Two Held After Boat Is Lost at Quay"),
    ],
)
def test_a_collected_title_is_given_as_the_page_gives_it(line: str, title: str) -> None:
    notes = '---\ntitle: "Two Held After Boat Is Lost at Quay"\nfetcher: urllib\n---\n\n'
    assert clean_release(f"{notes}{line}\n\n{BODY}", markup=False, stated={}).title == title
    stated = clean_release(f"{line}\n\n{BODY}", markup=False, stated={"title": "Two Held After Boat Is Lost at Quay"})
    assert stated.title == "Two Held After Boat Is Lost at Quay"


@pytest.mark.parametrize("noted", ["Two held after boat is lost", "Thieves of the sea (parallel release)", ""])
def test_what_a_copied_page_names_in_its_title_and_repeats_is_its_headline(noted: str) -> None:
    notes = f'---\ntitle: "{noted}"\nfetcher: urllib\n---\n\nNotes.\n\n## Extracted Text\n\n'
    page = ("Archived: District of Quay | Two held after boat is lost | Harbour Police", "District of Quay")
    lines = (*page, "14 March 2022", "Two held after boat is lost", BODY, BODY)
    release = clean_release(notes + "\n\n".join(lines), markup=False, stated={})
    assert release.title == "Two held after boat is lost"
