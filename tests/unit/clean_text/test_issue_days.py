"""The day of issue is read where a text or its file states it; what is open, another day or a range gives none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.issue_days import (
    day_of_path,
    find_end_line,
    find_inner_day,
    find_publish_line,
    find_today,
    year_of_page,
)
from pipeline.tables import PUBLISHED_VIA

BODY = "Wardens fined two poachers at the weir, and the inquiry into who bought the eels from them goes on."


@pytest.mark.parametrize(
    ("source", "day", "via"),
    [
        ("10Apr2007akaka175.txt", "2007-04-10", "file-name"),
        ("lund/3Mar2005Lund61.txt", "2005-03-03", "file-name"),
        ("2019-06-13-title.html", "2019-06-13", "file-name"),
        ("2019_06_13_title.html", "2019-06-13", "file-name"),
        ("2019.06.13 title.txt", "2019-06-13", "file-name"),
        ("title-2019-6-3.txt", "2019-06-03", "file-name"),
        ("20190613_x.txt", "2019-06-13", "file-name"),
        ("PR-20190613.pdf", "2019-06-13", "file-name"),
        ("statement_13_June_2019.docx", "2019-06-13", "file-name"),
        ("June-13-2019-two-held.txt", "2019-06-13", "file-name"),
        ("pr_sept_3_2019.txt", "2019-09-03", "file-name"),
        ("13-06-2019 two held.txt", "2019-06-13", "file-name"),
        ("06-13-2019 two held.txt", "2019-06-13", "file-name"),
        ("05-05-2019.txt", "2019-05-05", "file-name"),
        ("1959-06-11-lund-213588884.txt", "1959-06-11", "file-name"),
        ("2026-01-01-2026-01-01-05-45/doc.txt", "2026-01-01", "folder-name"),
        ("2019/06/13/x.html", "2019-06-13", "folder-name"),
        ("site/news/2019/6/3/x/index.html", "2019-06-03", "folder-name"),
        ("2019-06-13-two-held/index.html", "2019-06-13", "folder-name"),
        ("2024-05-01/2019-06-13-title.html", "2019-06-13", "file-name"),
        ("dump-2024-05-01.zip!a/2019-06-13.txt", "2019-06-13", "file-name"),
        ("2024-09-23_two-held-after-raid-from-boat.md", "2024-09-23", "file-name"),
        ("2024-09-23_after-raid-two-held.md", "2024-09-23", "file-name"),
        ("2024-09-23_updated.md", None, None),
        # Open, wrong, several, or another day.
        ("03-04-2020.txt", None, None),
        ("03_04_2020 two held.txt", None, None),
        ("13062019.txt", None, None),
        ("2019-13-06.txt", None, None),
        ("2019-02-30.txt", None, None),
        ("2019-06.txt", None, None),
        ("2019-06-13_to_2019-06-15.txt", None, None),
        ("213588884.txt", None, None),
        ("120190613.txt", None, None),
        ("id20190613.txt", None, None),
        ("18991231.txt", None, None),
        ("updated-2019-06-13.txt", None, None),
        ("two_held_scraped_20190613.txt", None, None),
        ("hearing-2019-06-13.txt", None, None),
        ("notice-valid-until-13-June-2019.txt", None, None),
        ("dump-2024-05-01.zip!a/b.txt", None, None),
        ("releases-2024-05-01.jsonl#12", None, None),
        ("release.txt", None, None),
        ("", None, None),
        ("may2019.txt", None, None),
        ("decade10may.txt", None, None),
    ],
)
def test_days_in_names(source: str, day: str | None, via: str | None) -> None:
    found, where = day_of_path(source)
    assert (str(found), where) == (str(day), via)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publish date 24 Feb 2015", "2015-02-24"),
        ("Publication date: 24 February 2015", "2015-02-24"),
        ("Date published: February 24, 2015", "2015-02-24"),
        ("Released on Tuesday 24 February 2015", "2015-02-24"),
        ("Veröffentlicht am 24.02.2015", "2015-02-24"),
        ("Publish date 03/04/2015", None),
        ("Last updated 24 Feb 2015", None),
        ("Event date 24 Feb 2015", None),
        ("Published in the gazette of 24 Feb 2015 were two notices", None),
        ("Released on Friday 24 February 2015", None),  # it was a Tuesday
    ],
)
def test_lines_that_say_when_a_text_was_published(line: str, day: str | None) -> None:
    assert str(find_publish_line([BODY, line])) == str(day)


def test_two_days_of_publication_are_none() -> None:
    assert find_publish_line(["Published 24 Feb 2015", "Published 25 Feb 2015"]) is None


def test_the_label_of_a_day_of_issue_may_stand_above_it() -> None:
    assert str(find_publish_line(["Author", "Ada Lind", "Published", "", "May 8, 2014", "Home"])) == "2014-05-08"
    assert find_publish_line(["Published", "Home", "May 8, 2014"]) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ends/Tuesday, July 26, 2022", "2022-07-26"),
        ("ENDS 26 July 2022", "2022-07-26"),
        ("- Ends - 26 July 2022 -", "2022-07-26"),
        ("[Ends] 26/07/2022", "2022-07-26"),
        ("-ends- Tuesday 26 July 2022, 16:32", "2022-07-26"),
        ("Ends/Monday, July 26, 2022", None),
        ("Ends", None),
        ("The amnesty ends 26 July 2022", None),
        ("Offer ends 26 July 2022", None),
        ("Ends 03/04/2022", None),
    ],
)
def test_lines_that_end_a_release(line: str, day: str | None) -> None:
    assert str(find_end_line([BODY, line])) == str(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two men were jailed today (Friday 7 June 2019) at Lund Court.", "2019-06-07"),
        ("Two men were jailed today, Friday 7 June 2019, at Lund Court.", "2019-06-07"),
        ("Today (7 June 2019) two men were jailed.", "2019-06-07"),
        ("Two men were jailed today (Monday 7 June 2019).", None),
        ("Two men were jailed today (Friday 7 June).", None),
        ("Two men were jailed today (03/04/2019).", None),
        ("“They were jailed today (Friday 7 June 2019),” he had written at the time.", None),
        ("Jailed today (7 June 2019); fined today (8 June 2019).", None),
        ("Two men were jailed on 7 June 2019.", None),
    ],
)
def test_what_a_text_calls_today(text: str, day: str | None) -> None:
    assert str(find_today(text)) == str(day)


@pytest.mark.parametrize(
    ("text", "source", "day", "via"),
    [
        (BODY, "2019-06-13-two-fined.txt", "2019-06-13", "file-name"),
        (f"14 June 2019\n\n{BODY}", "2019-06-13-two-fined.txt", "2019-06-14", "date-line"),
        (f"{BODY}\n\nEnds/Friday, June 14, 2019", "2019-06-13-two-fined.txt", "2019-06-14", "end-line"),
        (f"{BODY}\n\nPublish date 14 Jun 2019\n\nEnds 15 June 2019", "x.txt", "2019-06-14", "publish-line"),
        (f"Two were fined today (14 June 2019). {BODY}", "2019/06/13/x.txt", "2019-06-14", "today"),
        (BODY, "2019/06/13/x.txt", "2019-06-13", "folder-name"),
        (BODY, "x.txt", None, None),
    ],
)
def test_what_text_states_goes_before_names(text: str, source: str, day: str | None, via: str | None) -> None:
    release = clean_release(text, markup=False, stated={}, source=source)
    assert (str(release.published), release.published_via) == (str(day), via)
    assert via is None or via in PUBLISHED_VIA


@given(st.text(alphabet="0129-_. /#!Jani", max_size=40))
def test_any_path_is_read(source: str) -> None:
    day, via = day_of_path(source)
    assert (day is None) == (via is None)
    assert day is None or datetime.date(1950, 1, 1) <= day <= datetime.date(2100, 12, 31)


COLLECTED = "---\ntitle: Two poachers fined\npublish_date: {}\ncollection_date: 2026-04-17\n---\n\n"


@pytest.mark.parametrize(
    ("noted", "lines", "day", "via"),
    [
        ("2019-06-12", ("13 June 2019",), "2019-06-13", "date-line"),
        ("2019-06-12", ("Publish date 14 Jun 2019",), "2019-06-14", "publish-line"),
        ("2019-06-12", (), "2019-06-12", "stated"),
        ("2019-06-01", ("13 June 2019",), "2019-06-13", "date-line"),
        ("2019-06-01", (), None, None),
        ("2026-04-17", (), None, None),
    ],
)
def test_a_pages_own_day_counts_before_its_collectors(
    noted: str, lines: tuple[str, ...], day: str | None, via: str | None
) -> None:
    text = COLLECTED.format(noted) + "\n\n".join(("Two poachers fined at the weir", *lines, BODY))
    release = clean_release(text, markup=False, stated={}, source=f"{noted}_weir_two-poachers.md")
    assert (str(release.published or "") or None, release.published_via) == (day, via)


def test_a_file_named_by_a_collectors_visit_has_no_day_of_issue() -> None:
    text = COLLECTED.format("2019-06-01") + f"Two poachers fined at the weir\n\n{BODY}"
    assert clean_release(text, markup=False, stated={}, source="2026-04-17_weir_two.md").published is None
    release = clean_release(text, markup=False, stated={}, source="2019-06-14_weir_two.md")
    assert (str(release.published), release.published_via) == ("2019-06-14", "file-name")


@pytest.mark.parametrize(("field", "day"), [("author: Ada Lind", "2019-06-12"), ("captured: 2026-04-17", "2019-06-13")])
def test_a_day_in_plain_fields_stands_and_one_that_a_collector_notes_gives_way(field: str, day: str) -> None:
    text = f"---\ntitle: Two fined\ndate: 2019-06-12\n{field}\n---\n\nTwo fined\n\nThursday, June 13, 2019\n\n{BODY}"
    assert str(clean_release(text, markup=False, stated={}).published) == day


def test_of_two_times_to_the_second_the_first_is_that_of_issue() -> None:
    assert find_publish_line(["Ada Lind", "2020-08-05 00:00:00", "2021-06-25 16:20:56"]) == datetime.date(2020, 8, 5)
    assert find_publish_line(["2021-06-25 16:20:56", "2020-08-05 00:00:00"]) is None
    assert find_publish_line(["2021-06-25 08:00:31", "2021-06-23 16:20:56"]) == datetime.date(2021, 6, 25)
    assert find_publish_line(["2021-06-25 08:07:31", "2021-06-23 16:20:56"]) is None
    assert find_publish_line(["2021-06-25 08:00:31", "2021-05-23 16:20:56"]) is None
    assert find_publish_line(["2021-06-25 16:20:56", "Ada Lind", "2022-06-25 16:20:56"]) is None


def test_a_range_of_days_is_no_date_line() -> None:
    assert clean_release(f"11 Jan 2025 - 25 Feb 2026\n\n{BODY}", markup=False, stated={}).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("March 19, 2021 Las Vegas , NV , United States Cyber Crimes, Financial Crimes", "2021-03-19"),
        ("July 31, 2024 , United States Law Enforcement", "2024-07-31"),
        ("March 19, 2021 Opening of the Weir", None),  # no place
        ("March 19, 2021 Las Vegas closes its weir to boats", None),  # a headline
        ("Closed until March 19, 2021 Las Vegas", None),
    ],
)
def test_a_day_with_its_place_above_the_body_is_the_day_of_issue(line: str, day: str | None) -> None:
    published = clean_release(f"Two poachers fined\n\n{line}\n\n{BODY}", markup=False, stated={}).published
    assert (str(published) if published else None) == day


def test_a_byline_inside_a_line_gives_the_day() -> None:
    line = "Two held in the harbour. By Ada Lind May 3, 2021 Police held two men."
    assert find_inner_day([line]) == datetime.date(2021, 5, 3)
    assert find_inner_day([line, "The boats are back. By Jan Poe May 4, 2021"]) is None
    assert find_inner_day(["It was built by Ada Lind May 3, 2021"]) is None


def test_a_headline_that_stands_twice_inside_a_line_has_its_day_behind_it() -> None:
    headline = "Wardens fine two men at the weir of Haventor"
    page = f"{headline} - Weir News Skip to content Home About {headline} May 3, 2021 12 comments {BODY}"
    assert find_inner_day([page]) == datetime.date(2021, 5, 3)
    assert find_inner_day([f"{BODY} {headline} May 3, 2021"]) is None
    assert (
        find_inner_day(
            [f"The boats of the weir are to leave by {BODY} The boats of the weir are to leave by May 3, 2021"]
        )
        is None
    )
    assert find_inner_day([f"{BODY} {BODY} {BODY} {headline} {BODY} {headline} May 3, 2021"]) is None
    assert find_inner_day([f"{BODY} 입력 2021-05-03 20:28 수정 2021-05-04 20:49"]) == datetime.date(2021, 5, 3)


def test_a_page_tells_the_year_that_a_release_misprints() -> None:
    shown = ["Published", "February 3, 2009"]
    assert year_of_page(datetime.date(2008, 2, 3), shown) == datetime.date(2009, 2, 3)
    assert year_of_page(datetime.date(2008, 2, 2), shown) == datetime.date(2008, 2, 2)
    assert year_of_page(datetime.date(2008, 6, 3), ["Published", "June 3, 2009"]) == datetime.date(2008, 6, 3)
    assert year_of_page(None, shown) is None
