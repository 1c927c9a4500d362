"""PDF files."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import clean_release
from pipeline.config import Settings
from pipeline.ingest.readers import read_input


def pdf(*pages: str) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, text in enumerate(pages):
        font = "/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 600 800]"
        parts.append(f"<</Type/Page/Parent 2 0 R{font}/Contents {5 + 2 * n} 0 R>>")
        stream = f"BT /F 12 Tf 50 700 Td ({text}) Tj ET" if text else ""
        parts.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(parts) + 1
    end = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def test_pages_are_joined_by_form_feeds() -> None:
    (item,) = read_input("p.pdf", pdf("Page one.", "Page two."), Settings())
    assert (item.raw, item.format, item.markup) == ("Page one.\fPage two.", "pdf", False)


def lines(*placed: tuple[int, int, str]) -> str:
    """Return the content of a page with each text so far right and down of the one before."""
    return ") Tj ".join(f"{x} {-y} Td ({text}" for x, y, text in placed)[len("0 0 Td (") :]


WRAPPED = ("Harbour police arrested eleven people on suspicion of stealing", "outboard motors.")


def test_wider_spaces_part_paragraphs_and_full_lines_are_joined() -> None:
    page = lines(
        (0, 0, "Eleven held"), (0, 26, WRAPPED[0]), (0, 14, WRAPPED[1]), (0, 14, "It was dark."), (0, 26, WRAPPED[0]),
        (0, 14, WRAPPED[1]), (0, 26, "They seized:"), (0, 14, "- motors"), (0, 14, "- two boats"),
    )  # fmt: skip
    (item,) = read_input("p.pdf", pdf(page), Settings())
    both = " ".join(WRAPPED)
    assert item.raw == f"Eleven held\n\n{both}\nIt was dark.\n\n{both}\n\nThey seized:\n- motors\n- two boats"


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = [(0, 0, "Police held eleven people"), *((0, 14, "and searched nine houses") for _ in range(3))]
    page = lines(*left, (220, -42, "from north to south, and"), (0, 14, "found two boats."))
    (item,) = read_input("p.pdf", pdf(page), Settings())
    assert item.raw is not None
    assert "\n\n" not in item.raw


def test_what_stands_on_every_page_goes_and_sentences_run_on() -> None:
    parts = (f"{WRAPPED[0]} motors", "from the marinas along the coast,\nand took", "them to the court.")
    pages = [f"HARBOUR POLICE 2022\n{text}\nPage {n} of 3" for n, text in enumerate(parts, 1)]
    text = clean_release("\f".join(pages), markup=False, stated={}).mapped.text
    assert text.split("\n\n") == ["HARBOUR POLICE 2022", " ".join(parts).replace("\n", " ")]


@pytest.mark.parametrize("text", ["One.\fTwo.", "\f\f", "A\n\fB\n\n\fC", "Same\fSame\fSame"])
def test_pages_without_a_running_head_lose_nothing(text: str) -> None:
    words = clean_release(text, markup=False, stated={}).mapped.text.split()
    assert set(words) == set(text.split())


@pytest.mark.parametrize(
    ("data", "reason"),
    [(pdf(""), "empty"), (b"no pdf", "malformed"), (b"%PDF-1.4\n1 0 obj", "truncated")],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("p.pdf", data, Settings())] == [reason]


LEFT = (
    "Police arrested fourteen people on",
    "Friday in raids on nine flats. They",
    "are said to have stolen 260 cars",
    "since 2021. Most were sold abroad",
    "by a firm in another country.",
)
RIGHT = (
    "A second round of searches took",
    "place in two towns near the border",
    "on Monday. Officers found 31 sets",
    "of plates and twelve keys there.",
    "The others were freed on bail.",
)
TITLE = "Car theft ring broken up after a year of work"


def shown(x: int, y: int, text: str) -> str:
    return f"1 0 0 1 {x} {y} Tm ({text}) Tj "


def columns(left: tuple[str, ...], right: tuple[str, ...], *, gutter: int, by_row: bool, shift: int = 0) -> str:
    """Return the content of a page in two columns, drawn row by row or one column after the other."""
    rows = [shown(50, 650 - 14 * n, text) for n, text in enumerate(left)]
    others = [shown(245 + gutter, 650 - shift - 14 * n, text) for n, text in enumerate(right)]
    drawn = [part for pair in zip(rows, others, strict=True) for part in pair] if by_row else [*rows, *others]
    # The first text of the helper's own stands far above and is the headline.
    return f"{TITLE}) Tj {''.join(drawn)}("


@pytest.mark.parametrize("by_row", [True, False])
@pytest.mark.parametrize(("gutter", "shift"), [(20, 0), (60, 0), (120, 0), (20, 5), (60, 7)])
def test_columns_are_read_one_after_the_other(gutter: int, shift: int, by_row: bool) -> None:
    (item,) = read_input("p.pdf", pdf(columns(LEFT, RIGHT, gutter=gutter, by_row=by_row, shift=shift)), Settings())
    assert item.raw is not None
    assert item.raw.split() == " ".join((TITLE, *LEFT, *RIGHT)).split()


def test_the_rows_of_a_table_stay_rows() -> None:
    towns, arrests = (
        ("Lund", "Ystad", "Visby", "Malung", "Ekerby"),
        ("12 arrests", "7 arrests", "9 fines", "2 cars", "3 boats"),
    )
    (item,) = read_input("p.pdf", pdf(columns(towns, arrests, gutter=60, by_row=True)), Settings())
    assert item.raw is not None
    assert item.raw.split()[-15:] == " ".join(f"{a} {b}" for a, b in zip(towns, arrests, strict=True)).split()


def test_a_line_over_both_columns_parts_what_stands_above_it() -> None:
    page = columns(LEFT, RIGHT, gutter=40, by_row=True)
    below = [shown(50, 560, "What follows was told to the press on the next day by the head of the unit, Ada Lind")]
    below += [
        shown(50, 530 - 14 * n, t) + shown(285, 530 - 14 * n, u)
        for n, (t, u) in enumerate(zip(RIGHT, LEFT, strict=True))
    ]
    (item,) = read_input("p.pdf", pdf(page[:-1] + "".join(below) + "("), Settings())
    assert item.raw is not None
    middle = "What follows was told to the press on the next day by the head of the unit, Ada Lind"
    assert item.raw.split() == " ".join((TITLE, *LEFT, *RIGHT, middle, *RIGHT, *LEFT)).split()


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Customs officers opened an investi-", "gation after 900 kilo-", "grams of copper were found."), "an investigation after 900 kilograms of"),
        (("Chief Inspec-", "tor Thomas Lind-", "gren said that the cross-", "border gang had sold it."), "Chief Inspector Thomas Lindgren said that the cross-border gang"),
        (("He is a 41-year-", "old man, the prosecu-", "tor said of the anti-", "poaching case."), "a 41-year-old man, the prosecutor said of the anti-poaching case"),
    ],
)  # fmt: skip
def test_words_divided_at_line_ends_are_whole_and_compounds_keep_their_hyphens(
    lines: tuple[str, ...], text: str
) -> None:
    content = "".join(shown(50, 650 - 14 * n, line) for n, line in enumerate(lines))
    (item,) = read_input("p.pdf", pdf(f"Copper stolen) Tj {content}("), Settings())
    assert item.raw is not None and "\ufffe" not in item.raw
    assert text in clean_release(item.raw, markup=False, stated={}).mapped.text
