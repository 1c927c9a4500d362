"""The model's tokens of a release as plain lists, read off the doc once for all who ask.

Making a token object for each costs more than all that is read off it. Look-ups beside the text's ends give an empty
string, so that nobody has to ask whether there is a token.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LENGTH, LOWER, TAG
from spacy.tokens import Doc

from pipeline.extract.reading.sentences import doc_text, sentence_starts

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
NAME_TAGS = frozenset(("NNP", "NNPS"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
VERB_TAGS = FINITE_TAGS | {"VB", "VBN", "VBG"}
_KEPT = "press_tokens"


class Tokens:
    """The tokens of a parsed doc.

    Attributes:
        text: the text of the doc.
        lower, tags, deps: of each token.
        starts, ends: its offsets into the text.
        heads: the number of its head; its own where it has none.
        sentence_of: the first token of its sentence.
        sentence_number: the number of its sentence, from 0.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc_text(doc)
        columns = [TAG, LOWER, DEP, HEAD, IDX, LENGTH, IS_SPACE]
        rows = doc.to_array(columns) if len(doc) else np.zeros((0, len(columns)), dtype="uint64")
        keys = rows[:, :3].tolist()
        strings = {key: doc.vocab.strings[key] for key in {key for three in keys for key in three}}
        self.tags: list[str] = [strings[tag] for tag, _, _ in keys]
        self.lower: list[str] = [strings[low] for _, low, _ in keys]
        self.deps: list[str] = [strings[dep] for _, _, dep in keys]
        # heads are offsets, in two's complement
        self.heads: list[int] = (rows[:, 3].astype(np.int64) + np.arange(len(rows))).tolist()
        self.starts: list[int] = rows[:, 4].tolist()
        self.ends: list[int] = (rows[:, 4] + rows[:, 5]).tolist()
        opens = np.isin(rows[:, 4], sentence_starts(doc) if doc.has_annotation("SENT_START") else [])
        opens[:1] = True
        numbers = opens.cumsum() - 1
        firsts = opens.nonzero()[0]
        self.sentence_of: list[int] = firsts[numbers].tolist()
        self._sentences = tuple(itertools.starmap(range, itertools.pairwise([*firsts.tolist(), len(rows)])))
        self.sentence_number: list[int] = numbers.tolist()
        spaces = rows[:, 6].nonzero()[0].tolist()
        self._spaces = frozenset(spaces)
        self._line_ends = [n for n in spaces if "\n" in self.lower[n]]
        self._children: list[list[int]] | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def tag(self, n: int) -> str:
        """Return the tag of a token, "" beside the text."""
        return self.tags[n] if 0 <= n < len(self.tags) else ""

    def low(self, n: int) -> str:
        """Return a token in lower case, "" beside the text."""
        return self.lower[n] if 0 <= n < len(self.lower) else ""

    def dep(self, n: int) -> str:
        """Return what a token is to its head, "" beside the text."""
        return self.deps[n] if 0 <= n < len(self.deps) else ""

    def children(self, n: int) -> list[int]:
        """Return the tokens whose head a token is, in text order."""
        if self._children is None:
            found: list[list[int]] = [[] for _ in self.starts]
            for child, head in enumerate(self.heads):
                if head != child:
                    found[head].append(child)
            self._children = found
        return self._children[n]

    def children_as(self, n: int, *deps: str) -> Iterator[int]:
        """Yield the children of a token that are one of these to it."""
        return (child for child in self.children(n) if self.deps[child] in deps)

    def sentences(self) -> Sequence[range]:
        """Return the tokens of each sentence."""
        return self._sentences

    def right_edge(self, n: int) -> int:
        """Return the last token of all that a token governs."""
        return int(self.doc[n].right_edge.i)

    def token_at(self, offset: int) -> int:
        """Return the token that holds an offset, or the next one."""
        n = bisect_right(self.starts, offset) - 1
        if n >= 0 and offset >= self.ends[n]:
            n += 1
        return max(0, n)

    def first_from(self, offset: int) -> int:
        """Return the first token that starts at or behind an offset."""
        return bisect_left(self.starts, offset)

    def of_spans(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Return the tokens of spans of the text."""
        return frozenset(n for start, end in spans for n in range(self.token_at(start), self.first_from(end)))

    def is_space(self, n: int) -> bool:
        """Tell whether a token is nothing but blanks and line ends."""
        return n in self._spaces

    def ends_paragraph(self, n: int) -> bool:
        """Tell whether a token is the blank line between two paragraphs."""
        return self.is_space(n) and "\n\n" in self.lower[n]

    def ends_line(self, n: int) -> bool:
        """Tell whether a token holds the end of a line."""
        return self.is_space(n) and "\n" in self.lower[n]

    def line_end(self, n: int) -> int:
        """Return the first token from `n` on that holds the end of a line, or the end of the text."""
        k = bisect_left(self._line_ends, n)
        return self._line_ends[k] if k < len(self._line_ends) else len(self)

    def is_joined(self, n: int) -> bool:
        """Tell whether a token touches the one before it."""
        return 0 < n < len(self.starts) and self.starts[n] == self.ends[n - 1]

    def is_noun(self, n: int) -> bool:
        """Tell whether a token is tagged as a noun and holds a letter."""
        return self.tag(n) in NOUN_TAGS and any(c.isalpha() for c in self.lower[n])

    def is_capital(self, n: int) -> bool:
        """Tell whether a token begins with a capital."""
        return 0 <= n < len(self.starts) and self.text[self.starts[n]].isupper()

    def word(self, n: int) -> str:
        """Return a token as it stands in the text, "" beyond its ends."""
        return self.text[self.starts[n] : self.ends[n]] if 0 <= n < len(self.starts) else ""

    def sentences_apart(self, a: int, b: int) -> int:
        """Return how many sentences lie between two offsets."""
        last = len(self.starts) - 1
        return self.sentence_number[min(self.token_at(b), last)] - self.sentence_number[min(self.token_at(a), last)]

    def sentence_words(self, offset: int) -> list[str]:
        """Return the words of the sentence of an offset, in small letters."""
        sentence = self._sentences[self.sentence_number[self.token_at(offset)]]
        return self.lower[sentence.start : sentence.stop]

    def same_sentence(self, a: int, b: int) -> bool:
        """Tell whether two offsets lie in one sentence."""
        return self.sentences_apart(a, b) == 0


def tokens_of(doc: Doc) -> Tokens:
    """Return the tokens of a parsed doc, read once."""
    tokens: Tokens | None = doc.user_data.get(_KEPT)
    if tokens is None:
        tokens = doc.user_data[_KEPT] = Tokens(doc)
    return tokens
