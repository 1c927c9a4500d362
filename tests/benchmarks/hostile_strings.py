"""Shows that cleaning takes time linear in its input: python -m tests.benchmarks.hostile_strings

Each string repeats what sets a rule to work. The last column is the time at four times the length
over the time at the length itself: about 4 for a linear rule, 16 for a quadratic one.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.debris import rules

LENGTH = 20_000


def _debris_lines() -> Iterator[str]:
    """Yield for each debris rule a line made of the words its pattern holds, so that none goes unmeasured."""
    for rule in rules():
        yield " ".join(re.findall(r"[a-z]{3,}", rule.pattern.pattern)[:12]) + "\n"


STRINGS = (
    *("<div>", '<a "', "<a '\"", "<!--", "<p", '<p class="', "</p>", "<script>", "<b>x", "<li>", "<table><tr><td>"),
    *("<br>", "<", ">", "<title>", "<h1>x", "<time>", "<span hidden>", "<svg><title>", "<td>x", "<a b='\">"),
    *("&amp", "&", "a.B", "aB", "A", "Aa", '"A', ".”“", "1 /\n", "1 / 6\n", ". ", "•x", "x;y", "\n", "\n\n", " "),
    *("word\n", "Word word\n", "home » ", "a|", "Home | ", "(", "1,2", "1,234", "a1", "“", "”", "Ã©", "\u00ad"),
    *("x-\ny", "* ", "#", "http://a.b/c.D", "a@b.c", "Related news\n", "Read more\n", "A.B.", "U.S.", "JANUARY "),
    *("\u2028", "a, ", "A, ", "2024A", "(c) ", "Contact: ", "+1 2 3 ", "Contact: 555-0142\n"),
    *(
        "word.12 ",
        "word:1. A",
        "word,word",
        "word$1",
        "$1,000Ab",
        ", CAAb",
        "x@a.comx@",
        "IRSAn ",
        "ISILU.S. ",
        "aKABUL, ",
    ),
    *(
        "aKABUL (1",
        "12\n\n",
        "Ab12\n\n12\n\n",
        "Ada Lind\n\n",
        "Ada LindAda Lind ",
        "aFor immediate release",
        "aThe ",
        "Ab",
    ),
    *(" .The ", "/.The ", "(1).Ab", "A-F.Ab", "# # ", "?? ", "Ada Lind, 35, ", "AAaa", "U.S.U.S. ", "aUnfortunately, "),
    *(
        "aWHAT: ",
        "word:word ",
        "Ab.",
        "Title: a\nURL Source: b\n",
        "The boat left the harbour on Monday after noon.\n",
        "Home\nThe boat left the harbour on Monday after noon.\n",
        "home of\n",
        "; anda ",
        "word2021-03-",
        "word(021) 555-0142",
        "ABC CONTRACTSHONOLULU – ",
        "aMonday, ",
        "word.J. Smith ",
        "word:a ",
        "x;* y",
        "<aside>x",
        "<ul>x",
        "<h1>x<b>y",
        "<a href=x>y",
        "<script><p>",
        "<script ",
        "<style><div></style>",
        "<select>",
        "<div hidden>",
        '<a href="x>',
        '<a b="=>',
        "<dialog>y",
        "<pre>x\n\n",
        "x<br>&nbsp;",
        "x<br>- ",
        "<div><h2>Related news</h2>",
        "<h2>Related news</h2><h1>x</h1>",
        "<h3><a href=x>Two held after a raid</a></h3><p>Officers searched nine addresses at dawn.</p>",
        "<div><h3><a href=x>Two held after a raid</a></h3>Officers searched nine addresses at dawn.",
        "<tr><td><p>x</td>",
        '<script type=json>"',
        '<script type=json>\\"',
        "<script type=json></script>",
        '<script type="x/json">"\\u003ca ',
        "> ",
        ">\n",
        ">x\n",
        "**a",
        "**a** ",
        "[a](",
        "[a](/) ",
        "# x\n",
        "\f",
        " \f",
        "x\fy\n",
        "---\na: \n",
        "x. Read more ",
        "original message",
        "----- Original Message -----\nFrom: x\n",
        "â€ ",
    ),
    *(
        "Media contact: ",
        "Ada Lind, 555-0142\n",
        "Notes to editors\n",
        "More on this\n",
        "A paragraph of some words here.\n\n",
    ),
    *_debris_lines(),
)


def seconds(text: str, *, markup: bool) -> float:
    """Return the processor time of cleaning one text."""
    start = time.process_time()
    clean_release(text, markup=markup, stated={"title": "Two held"})
    return time.process_time() - start


def main() -> None:
    """Write one line per string: the string, the seconds at both lengths, their ratio."""
    seconds("Warm.Up the rules “once” in2019", markup=True)
    for unit in STRINGS:
        for markup in (False, True):
            short, long = (
                seconds((unit * (length // len(unit) + 1))[:length], markup=markup) for length in (LENGTH, 4 * LENGTH)
            )
            kind = "page" if markup else "text"
            sys.stdout.write(f"{unit!r:24} {kind} {short:8.3f} {long:8.3f} {long / max(short, 1e-4):6.1f}\n")


if __name__ == "__main__":
    main()
