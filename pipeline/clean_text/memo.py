"""What is computed from words or tags that texts repeat, remembered within bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Memo(dict[str, T]):
    """A function's values by its argument: `memo[key]` is computed once, as long as it is remembered.

    A plain look-up is faster than a call, which counts where each word or tag of a text is looked up.

    >>> lengths = Memo(len, n_keys=2, n_letters=4)
    >>> lengths["one"], lengths["eleven"], sorted(lengths)
    (3, 6, ['one'])
    """

    def __init__(self, read: Callable[[str], T], *, n_keys: int, n_letters: int) -> None:
        """Remember at most so many keys of at most so many letters; all are forgotten where one more comes."""
        super().__init__()
        self.read, self.n_keys, self.n_letters = read, n_keys, n_letters

    def __missing__(self, key: str) -> T:
        value = self.read(key)
        if len(key) <= self.n_letters:
            if len(self) >= self.n_keys:
                self.clear()
            self[key] = value
        return value

    def cache_clear(self) -> None:
        """Forget everything, as cached functions can; `lookups` asks for it where the rows of a resource changed."""
        self.clear()
