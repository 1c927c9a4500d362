import pytest

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.headline import find_headline

BODY = "The harbour police said today that two men were held at the quay of Haventor after a boat was lost in a storm."


@pytest.mark.parametrize(
    "line",
    [
        "Two held after boat is lost at sea",
        "March 15 2006 Two held after boat is lost at sea",
        "03 15 2006 Press Release Two held after boat is lost at sea",
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
