"""Spoils pages at random and runs the whole pipeline over them: python -m tests.torture.spoilt FOLDER

Each round spoils every page once (tags dropped, lines swapped, doubled and glued, odd names, numbers, days and
addresses put in) and is one run of its own, so that mutants of one page are never taken for each other's furniture.
A mutant may end as anything that the input itself explains; a fault of the pipeline, a stopped run, an input without
a fate or a broken table contract is a finding, printed with the page, its round and its seed.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.check import check
from pipeline.config import Limits, Settings
from pipeline.errors import REASONS
from pipeline.run import run
from pipeline.store import read_table

# What a spoilt page may rightly be set aside for; any other reason is a finding.
EXPLAINED = frozenset((
    *("empty", "no-text", "text-lost", "not-a-release", "undecodable", "malformed", "no-text-field"),
    *("truncated", "unsupported", "not-a-document", "not-a-page"),
))  # fmt: skip
LARGEST = 200_000  # characters of a page; the rest is cut off

SURNAMES = (
    *("He", "She", "So", "An", "In", "May", "Will", "Do", "Le", "Hu", "Ma", "It", "No", "Or", "And", "They", "We"),
    *("On", "Of", "March", "April", "August", "Judge", "Sergeant", "Mr", "Minister", "THE", "HE", "WITH", "de", "van"),
    *("One", "Two", "Dozen", "King", "Victim", "Police", "Court", "Euro", "Kilo", "Monday", "Most", "His", "Her"),
)
GIVEN = ("Ada", "Wei", "José", "Anna-Maria", "D’Arcy", "Łukasz", "Dr. Ove", "A. B.", "JOHN", "ян", "Mary Jane")
NUMBERS = (
    *("0", "-1", "9" * 400, "1e400", "1.2.3.4", "1,2,3", "١٢٣", "½", "3-4", "00012", "12345678901234567890", "1/0"),
    *("half a dozen", "a hundred and one thousand million", "$", "€0.00", "100%", "-5 %", "USD 1.5bn", "12kg", "١٢ kg"),
)
DAYS = (
    *("31 February 2024", "0 May 2023", "May 32, 20245", "2024-13-45", "99/99/9999", "1 January 0000", "29.02.2023"),
    *(
        "yesterday",
        "the 5th of the same month",
        "between 30 and 2 March",
        "December 31, 9999",
        "Tuesday, Friday 3 June",
    ),
)
LINES = (
    *(
        "[]",
        "{}",
        "()",
        "With",
        "With ",
        '"',
        "“",
        "”",
        "’",
        "1 / 6",
        "...",
        "—",
        "#",
        "###",
        "<",
        ">",
        "&",
        "&#xD800;",
    ),
    *("By", "- ", "*", "\ufffe", "\x00", "\u202e", "\ufeff", "\u2028", "Ends", "PRESS RELEASE", "Le", "中文", "\ud83d"),
    *("Contact:", "Mr", "Mrs.", "against", "he said", "said he", "Vs.", "et al.", "(a) (b) (c)", "aka", "a.k.a."),
)
SENTENCES = (
    "{given} {surname}, {number}, of {surname}, was charged with murder on {day}.",
    "“We seized {number} kg,” said {given} {surname}. {surname} said {surname} had gone.",
    "{surname} {surname} and {given} {surname} were sentenced to {number} years and fined {number} on {day}.",
    "Police arrested {number} people, {number} of them {surname}s, in {surname} on {day}.",
    "{given} {surname} (aka “{surname}”) and his wife {surname} {surname} pleaded guilty.",
    "With {given} {surname}, {surname} of the {surname} Police took {number} weapons.",
)
HEADS = (
    '<link rel="canonical" href="http://[police.example/1">',
    '<a href="https://[::1/x">{surname}</a>',
    '<html lang="中文">',
    '<meta property="article:published_time" content="{day}">',
    '<meta property="og:site_name" content="{surname}">',
    '<time datetime="{day}">{day}</time>',
    '<script type="application/ld+json">{{"datePublished": "{day}", "headline": "\\ud83d {surname}"}}</script>',
    "<title>{surname}</title>",
)
_TAG = re.compile(r"<[^<>]{0,500}>")
_SENTENCE_END = re.compile(r"([.!?”\"])\s+(?=[A-Z])")
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")


def _filled(form: str, rng: random.Random) -> str:
    return re.sub(
        r"\{(\w+)\}",
        lambda m: rng.choice({"given": GIVEN, "surname": SURNAMES, "number": NUMBERS, "day": DAYS}[m.group(1)]),
        form.replace("{{", "{").replace("}}", "}") if "{{" in form else form,
    )


def _some(pattern: re.Pattern[str], make: Callable[[re.Match[str]], str], share: float) -> Mutation:
    """Return a mutation that rewrites a share of what a pattern finds."""

    def mutate(text: str, rng: random.Random) -> str:
        return pattern.sub(lambda m: make(m) if rng.random() < share else m.group(), text)

    return mutate


def _lines(change: Callable[[list[str], int, random.Random], None]) -> Mutation:
    """Return a mutation of one to eight lines."""

    def mutate(text: str, rng: random.Random) -> str:
        lines = text.split("\n")
        for _ in range(rng.randint(1, 8)):
            change(lines, rng.randrange(len(lines)), rng)
        return "\n".join(lines)

    return mutate


def _swap(lines: list[str], n: int, rng: random.Random) -> None:
    other = rng.randrange(len(lines))
    lines[n], lines[other] = lines[other], lines[n]


def _double(lines: list[str], n: int, rng: random.Random) -> None:
    lines.insert(n, lines[n])


def _glue(lines: list[str], n: int, rng: random.Random) -> None:
    if n + 1 < len(lines):
        lines[n : n + 2] = [lines[n].rstrip() + lines[n + 1].lstrip()]


def _drop(lines: list[str], n: int, rng: random.Random) -> None:
    if len(lines) > 1:
        del lines[n]


def _put_line(lines: list[str], n: int, rng: random.Random) -> None:
    lines.insert(n, rng.choice(LINES))


def _put_sentence(lines: list[str], n: int, rng: random.Random) -> None:
    lines.insert(n, _filled(rng.choice(SENTENCES), rng))


def _put_head(text: str, rng: random.Random) -> str:
    return _filled(rng.choice(HEADS), rng) + "\n" + text


def _put_names(text: str, rng: random.Random) -> str:
    return _NAME.sub(
        lambda m: f"{m.group().split()[0]} {rng.choice(SURNAMES)}" if rng.random() < 0.3 else m.group(), text
    )


def _put_anywhere(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 5)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice((*LINES, *NUMBERS, *DAYS, _filled(SENTENCES[0], rng))) + text[at:]
    return text


def _put_numbers(text: str, rng: random.Random) -> str:
    return _NUMBER.sub(lambda m: rng.choice((*NUMBERS, *DAYS)) if rng.random() < 0.2 else m.group(), text)


def _cut(text: str, rng: random.Random) -> str:
    begin, end = sorted(rng.choices(range(len(text) + 1), k=2))
    return text[:end] if rng.random() < 0.5 else text[:begin] + text[end:]


def _case(text: str, rng: random.Random) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


Mutation = Callable[[str, random.Random], str]
MUTATIONS: tuple[Mutation, ...] = (
    _some(_TAG, lambda m: "", 0.3),
    _some(_TAG, lambda m: "\n", 0.1),
    _some(_TAG, lambda m: m.group()[:-1], 0.02),
    _some(_SENTENCE_END, lambda m: m.group(1), 0.3),
    *map(_lines, (_swap, _double, _glue, _drop, _put_line, _put_sentence)),
    *(_put_head, _put_names, _put_anywhere, _put_numbers, _cut, _case),
)


def mutant(page: str, rng: random.Random) -> str:
    """Return a page after one to six mutations."""
    text = page[:LARGEST]
    for mutate in rng.choices(MUTATIONS, k=rng.randint(1, 6)):
        text = mutate(text, rng)
    return text


class Finding(NamedTuple):
    """A mutant, or a whole round, that ended as none may."""

    source: str
    what: str


def one_round(pages: Sequence[Path], work: Path, seed: str) -> tuple[Counter[str], list[Finding]]:
    """Spoil every page once, run the pipeline over the lot, and return how often each fate was met, and findings."""
    raw, out = work / "raw", work / "out"
    raw.mkdir(parents=True)
    sources = []
    for n, page in enumerate(pages):
        text = page.read_bytes().decode("utf-8", errors="replace")
        sources.append(f"{n:05d}{page.suffix}")
        (raw / sources[-1]).write_bytes(
            mutant(text, random.Random(f"{seed} {n}")).encode("utf-8", errors="surrogatepass")
        )
    try:
        # The clock of a busy machine is not what is tested here.
        run(raw, out, settings=Settings(limits=Limits(seconds=120)), with_report=False)
        broken = check(out)
        table = read_table(out, "sources")
    except Exception:
        return Counter(), [Finding("the run", traceback.format_exc())]
    fates, findings = Counter[str](), [Finding("the tables", str(fault)) for fault in broken]
    met = set()
    for row in table.itertuples(index=False):
        fate = str(row.reason if row.status == "quarantined" else row.status)
        fates[fate] += 1
        met.add(str(row.source).split("#")[0])
        if row.status == "quarantined" and fate not in EXPLAINED:
            findings.append(Finding(str(row.source), f"{fate}: {row.detail}"))
    findings += [Finding(source, "has no row in sources") for source in sources if source not in met]
    return fates, findings


def main() -> int:
    """Run as many rounds as make the wanted mutants; return 1 where there is a finding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="real pages, of .html or .txt; they are read only")
    parser.add_argument("--pages", type=int, default=300, help="drawn of the folder at random")
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, help="a folder for the rounds with findings")
    given = parser.parse_args()
    pages = sorted(p for p in given.folder.rglob("*") if p.suffix in (".html", ".txt") and p.is_file())
    pages = random.Random(given.seed).sample(pages, min(given.pages, len(pages)))
    fates, found, n = Counter[str](), 0, 0
    while n * len(pages) < given.mutants:
        n += 1
        with contextlib.ExitStack() as stack:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="press-mutants-")))
            here, findings = one_round(pages, work / "round", f"{given.seed} {n}")
            if findings and given.keep:
                (work / "round").rename(given.keep / f"round-{n}")
        fates += here
        found += len(findings)
        for finding in findings:
            sys.stdout.write(f"round {n}, {finding.source}: {finding.what}\n")
        sys.stdout.write(f"{n * len(pages)} mutants: {dict(fates.most_common())}; {found} findings\n")
        sys.stdout.flush()
    assert set(fates) <= {"released", "duplicate", *REASONS}
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
