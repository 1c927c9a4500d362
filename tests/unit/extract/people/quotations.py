"""The quotation passages of `tests/data/quotations.tsv` and how well they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from pipeline.extract.annotations import mentions

PASSAGES = Path(__file__).parents[3] / "data" / "quotations.tsv"
_MARKED = re.compile(r"\{([di]) ([^|{}]*)\|([^{}]*)\}")
KINDS = {"d": "direct", "i": "indirect"}


@dataclass(frozen=True)
class Quoted:
    """Words quoted or reported in a passage; `speaker` is null where the text does not tell."""

    start: int
    end: int
    kind: str
    speaker: str | None


@dataclass(frozen=True)
class Passage:
    """One passage with the quotations it holds."""

    form: str
    text: str
    quotes: tuple[Quoted, ...]


@dataclass
class Result:
    """How many quotations were read right, and what was wrong."""

    wanted: int = 0
    spans: int = 0
    speakers: int = 0
    extra: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def span_share(self) -> float:
        """The share of quotations whose characters and kind are exact."""
        return self.spans / self.wanted

    @property
    def speaker_share(self) -> float:
        """The share of quotations whose speaker is right; one that is not found is wrong."""
        return self.speakers / self.wanted


def read_passages() -> list[Passage]:
    """Return the passages in file order."""
    passages = []
    for line in PASSAGES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        form, marked = line.split("\t")
        marked = re.sub(r" ?¶", "\n\n", marked)
        text, quotes, at = "", [], 0
        for match in _MARKED.finditer(marked):
            text += marked[at : match.start()]
            start = len(text)
            text += match[3]
            quotes.append(Quoted(start, len(text), KINDS[match[1]], match[2] or None))
            at = match.end()
        passages.append(Passage(form, text + marked[at:], tuple(quotes)))
    return passages


def measure(nlp: Language, passages: list[Passage]) -> Result:
    """Return how well the passages are read.

    A quotation found is paired with the first one of its kind that it overlaps.
    """
    result = Result()
    for passage, doc in zip(passages, nlp.pipe(p.text for p in passages), strict=True):
        names = {p.person_id: p.name for p in mentions(doc, "people")}
        found = list(mentions(doc, "quotes"))
        for want in passage.quotes:
            result.wanted += 1
            got = next((q for q in found if q.kind == want.kind and q.start < want.end and want.start < q.end), None)
            if got is not None:
                found.remove(got)
            exact = got is not None and (got.start, got.end) == (want.start, want.end)
            speaker = got is not None and names.get(got.person_id) == want.speaker
            result.spans += exact
            result.speakers += speaker
            if not (exact and speaker):
                read = "missed" if got is None else f"{names.get(got.person_id)}: {passage.text[got.start : got.end]!r}"
                wanted = f"{want.speaker}: {passage.text[want.start : want.end]!r}"
                result.errors.append(f"{passage.form} | {want.kind} | {wanted} | {read}")
        result.extra += len(found)
        for q in found:
            words = passage.text[q.start : q.end]
            result.errors.append(f"{passage.form} | {q.kind} | extra | {names.get(q.person_id)}: {words!r}")
    return result
