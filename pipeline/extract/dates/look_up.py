"""Looking at the pieces of a text and at what the word lists of dates say of them; beside the text stands nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.dates.lexicon import Lexicon
from pipeline.extract.reading.words import Piece, is_dash


class LookUp:
    """The pieces of a text, as tokens, for those who read dates and durations off them."""

    def __init__(self, text: str, tokens: Sequence[Piece], words: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.words = words
        self.n = len(tokens)

    def low(self, i: int) -> str:
        """Return a token in lower case."""
        return self.tokens[i].low if 0 <= i < self.n else ""

    def kind(self, i: int) -> str:
        """Return the kind of a token; beside the text a paragraph ends."""
        return self.tokens[i].kind if 0 <= i < self.n else "b"

    def glued(self, i: int) -> bool:
        """Tell whether a token touches the one before it."""
        return 0 <= i < self.n and self.tokens[i].glued

    def dash(self, i: int) -> bool:
        """Tell whether a token is a hyphen or dash."""
        return 0 <= i < self.n and is_dash(self.tokens[i])

    def is_capital(self, i: int) -> bool:
        """Tell whether a token is a word that begins with a capital."""
        return self.kind(i) == "w" and self.tokens[i].text[0].isupper()

    def role(self, i: int, role: str) -> bool:
        """Tell whether a token can be this inside a date."""
        return role in self.words.roles.get(self.low(i), ())

    def value(self, i: int, role: str) -> int | None:
        """Return the number that a token stands for as this inside a date."""
        numbers = self.words.numbers.get(self.low(i))
        return None if numbers is None else numbers.get(role)

    def cue(self, i: int, cue: str) -> bool:
        """Tell whether a token gives a cue."""
        return cue in self.words.cues.get(self.low(i), ())
