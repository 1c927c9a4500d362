"""The rules for text: characters, lines, glue, over and over until nothing is left to do."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.clean_text.broken import RULES as BROKEN_RULES
from pipeline.clean_text.broken import find_broken, find_dropped
from pipeline.clean_text.characters import find_odd_characters
from pipeline.clean_text.lines import COLLECTED, find_line_edits, find_lost_lines, find_split_counters
from pipeline.clean_text.lost_values import find_lost_values
from pipeline.clean_text.marks import find_marks
from pipeline.clean_text.mojibake import find_mojibake
from pipeline.clean_text.pages import find_running_heads
from pipeline.clean_text.repair import find_glue
from pipeline.spans import Edit, MappedText, clean_spans

MAX_ROUNDS = 6  # two rounds settle all texts seen; the bound keeps a hostile one from cycling

TEXT_RULES = (
    "archive-banner",
    "blank-lines",
    "blanks",
    *BROKEN_RULES,
    COLLECTED,
    "entity",
    "glued-dateline",
    "glued-heading",
    "glued-item",
    "glued-number",
    "glued-quote",
    "glued-sentence",
    "glued-words",
    "hyphenation",
    "invisible",
    "leftover-tag",
    "ligature",
    "line-ends",
    "link-list",
    "lost-line",
    "lost-value",
    "markdown",
    "mojibake",
    "quote-mark",
    "running-head",
    "wrapped-line",
)


def _enabled(edits: list[Edit], disabled: frozenset[str]) -> list[Edit]:
    return [edit for edit in edits if edit.rule not in disabled] if disabled else edits


class CleanText(NamedTuple):
    """A text as paragraphs parted by one blank line, free of debris and glue.

    Attributes:
        doubtful: where lines stand in it that may be page furniture, in order.
    """

    mapped: MappedText
    doubtful: tuple[tuple[int, int], ...]


def clean_text(
    mapped: MappedText, *, title: str | None, dump: bool = False, disabled: frozenset[str] = frozenset()
) -> CleanText:
    """Clean a text over and over, until nothing is left to do.

    Args:
        mapped: a text, or the main text of a page.
        title: the headline, where known.
        dump: whether the text may be a page's with its furniture, which its looks are to tell.
        disabled: names of rules to leave out.
    """
    if dump:
        mapped = mapped.apply(_enabled(find_lost_lines(mapped.text), disabled))
    whole: str | None = None  # a text known to hold no glue
    joined: str | None = None  # a text in which broken figures and words were joined
    doubtful: set[tuple[int, int]] = set()  # in the raw text, which stays as it is
    for _ in range(MAX_ROUNDS):
        before = mapped.text
        mapped = mapped.apply(_enabled(find_mojibake(mapped.text), disabled))
        mapped = mapped.apply(_enabled(find_lost_values(mapped.text), disabled))
        if "\f" in mapped.text:
            mapped = mapped.apply(_enabled(find_running_heads(mapped.text), disabled))
        mapped = mapped.apply(_enabled(find_odd_characters(mapped.text), disabled))
        if marks := find_marks(mapped.text):
            mapped = mapped.apply(_enabled(marks, disabled))
        mapped = mapped.apply(_enabled(find_split_counters(mapped.text), disabled))
        mapped = mapped.apply(_enabled(find_dropped(mapped.text), disabled))
        lines = find_line_edits(mapped.text, title=title, dump=dump, disabled=disabled)
        doubtful.update(mapped.to_raw(*span) for span in lines.doubtful)
        mapped = mapped.apply(lines.edits)
        if mapped.text != joined:
            mapped = mapped.apply(_enabled(find_broken(mapped.text), disabled))
            joined = mapped.text
        if mapped.text != whole:
            glue = _enabled(find_glue(mapped.text), disabled)
            whole = None if glue else mapped.text
            mapped = mapped.apply(glue)
        if mapped.text == before:
            break
    return CleanText(mapped, clean_spans(mapped, doubtful))
