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
        "published": "2021-07-08",
        "publisher": "Harbour Police",
    }


def test_fields_above_a_text_go_whole() -> None:
    (edit,) = find_marks(f"{FRONT}The body.")
    assert (edit.start, edit.end, edit.rule) == (0, len(FRONT), "markdown")


def test_a_rule_below_a_first_paragraph_is_no_end_of_fields() -> None:
    assert front_matter("---\n\nTwo were held.\n\nThe boats left.\n---\nThe body.") == {}
    assert find_marks("---\n\nTwo were held.\n\nThe boats left.\n---\nThe body.") == []
