import pytest

from pipeline.clean_text.marks import find_marks, front_matter

FRONT = """---
type: news
title: "Two held at the quay \\n"
aliases:
  - "The quay case"
timeframe:
  announced: 2021-07-08

participating_countries:

collection_source: "Harbour Police"
publish_date: 2021-07-08
---
"""


def test_fields_above_a_text_are_read_past_lists_and_blank_lines() -> None:
    assert front_matter(f"{FRONT}The body.") == {
        "title": "Two held at the quay",
        "collected-day": "2021-07-08",
        "publisher": "Harbour Police",
    }


def test_fields_above_a_text_go_whole() -> None:
    (edit,) = find_marks(f"{FRONT}The body.")
    assert (edit.start, edit.end, edit.rule) == (0, len(FRONT), "markdown")


def test_a_rule_below_a_first_paragraph_is_no_end_of_fields() -> None:
    assert front_matter("---\n\nTwo were held.\n\nThe boats left.\n---\nThe body.") == {}
    assert find_marks("---\n\nTwo were held.\n\nThe boats left.\n---\nThe body.") == []


def test_of_wiki_links_the_words_stay_and_names_of_files_go() -> None:
    text = "See [[harbour-police|Harbour Police]] and [[boats]]; [[2024-05-01_harbour-example_two-held]]"
    for edit in reversed(find_marks(text)):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    assert text == "See Harbour Police and boats; "


def test_lists_of_links_are_menus_and_lists_of_facts_are_none() -> None:
    links = "\n".join(
        f"* [{name}](https://lima.example/{name.lower()})"
        for name in ("About", "Mission", "Leadership", "History", "Divisions", "Museum", "Laboratory")
    )
    towns = ("Lima", "Oslo", "Porto", "Bern", "Riga", "Kyiv")
    facts = "\n".join(f"* [{town}](https://lima.example/{n}): {n} arrests" for n, town in enumerate(towns, 3))
    body = (
        "Officers of the harbour police arrested 33 people in six towns on Monday, the prosecutor said in a statement "
        "that she put on her site in the afternoon, after nine months of work with dogs and boats."
    )
    text = f"{links}\n\nSix towns searched\n\n{body}\n\n{facts}\n\n{links}"
    gone = [edit for edit in find_marks(text) if edit.rule == "link-list"]
    assert [text[edit.start : edit.end] for edit in gone] == [links, links]
    assert not [edit for edit in find_marks(links) if edit.rule == "link-list"]  # nothing that a menu belongs to


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        ("2021-07-08", {"collected-day": "2021-07-08"}),
        ("2026-04-17", {"no-day": "2026-04-17"}),  # the day of the visit
        ("2021-07-01", {"no-day": "2021-07-01"}),  # the month alone
        ("Mon, 01 Dec 2025 13:00:00 +0100", {"collected-day": "Mon, 01 Dec 2025 13:00:00 +0100"}),
        ("last week", {"collected-day": "last week"}),
    ],
)
def test_a_collectors_day_is_no_stated_day(day: str, fields: dict[str, str]) -> None:
    notes = "fetched_at: 2026-04-17T10:00:00\nfinal_link: https://quay.example/2021/07/08"
    assert front_matter(f"---\ndate: {day}\n{notes}\n---\nThe body.") == {**fields, "visits": "2026-04-17"}
    assert front_matter(f"---\ndate: {day}\n---\nThe body.") == {"published": day}


@pytest.mark.parametrize("note", ["captured", "date_collected", "last_crawled", "access_date", "http_status"])
def test_a_field_of_one_who_copies_pages_shows_a_collector(note: str) -> None:
    assert "collected-day" in front_matter(f"---\ndate: 2021-07-08\n{note}: 2026-04-17\n---\nThe body.")


@pytest.mark.parametrize("field", ["author", "last_updated", "source", "text_status", "access_level", "page"])
def test_a_field_that_any_writer_has_shows_none(field: str) -> None:
    assert "published" in front_matter(f"---\ndate: 2021-07-08\n{field}: 2026-04-17\n---\nThe body.")


def test_what_a_converter_puts_above_a_page_goes_below_a_collectors_mark_too() -> None:
    head = "Title: Two held\n\nURL Source: https://quay.example/two\n\nMarkdown Content:\n\n"
    text = f"Extracted Text\n\n{head}[Back](javascript:;) Two held at the quay of Haventor."
    for edit in reversed(find_marks(text)):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    assert text.split("\n") == ["Extracted Text", "", "", " Two held at the quay of Haventor."]
