"""Compares a page's main text with what its linked data call the article's body: what that lacks stands beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.clean_text.debris import has_address
from pipeline.clean_text.html import Block, Page, is_block_of
from pipeline.clean_text.metadata import linked_articles

RULE = "not-in-article"

# Tuned on 64 pages of trafilatura's evaluation and 14 of WCXB that state a body: of some it is the first paragraphs.
MIN_BODY = 80  # words of a body; less is a summary
MIN_FOUND = 0.8  # share of them that the main text has
MIN_SHARE, MAX_SHARE = 0.6, 0.3  # share of a block's runs of words that the body has, of one in it and of one outside
RUN = 3
MIN_WORDS = 8  # of a block that tells where the body stands
MIN_NOTE = 4  # words of a block between two of the body that goes
MAX_STRAY = 0.1  # so many times the words found in running text below that the body lacks: it is not all of it

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")


class Judged(NamedTuple):
    """Which blocks of the main text the stated body lacks, and which of its own the main text lacks."""

    outside: frozenset[int] = frozenset()
    missing: tuple[int, ...] = ()


class _Share(NamedTuple):
    n_words: int
    share: float


def stated_body(page: Page) -> list[str]:
    """Return the words of the longest article's body that linked data state, in small letters."""
    texts = [text for text in page.json_ld if "articleBody" in text]
    bodies = [str(item.get("articleBody") or "") for item in linked_articles(texts)]
    body = max(bodies, key=len, default="")
    return _words(_TAG.sub(" ", html.unescape(body)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def judge_by_body(page: Page, kept: Sequence[int]) -> Judged:
    """Compare the blocks of the main text with the stated body, where it is one and the main text has it.

    Args:
        kept: numbers of the blocks of the main text, in order.
    """
    body = stated_body(page)
    if len(body) < MIN_BODY:
        return Judged()
    runs = {tuple(body[n : n + RUN]) for n in range(len(body) - RUN + 1)}
    shares = {n: _share(page.text(page.blocks[n]), runs) for n in kept}
    missing = tuple(n for n in _good_ones_left(page, kept) if _is_of_body(_share(page.text(page.blocks[n]), runs)))
    told = [n for n in kept if _is_of_body(shares[n])]
    n_told = sum(shares[n].n_words for n in told)
    if n_told + sum(len(_words(page.text(page.blocks[n]))) for n in missing) < MIN_FOUND * len(body) or not told:
        return Judged()
    # Of running text the body lacks the first paragraph more often than not.
    stray = [n for n in kept if page.blocks[n].good and n not in told and shares[n].share < MAX_SHARE and n > told[0]]
    if sum(shares[n].n_words for n in stray) > MAX_STRAY * n_told:
        return Judged()
    spared = {n for n in kept if page.blocks[n].good and n < told[-1]}
    outside = {n for n in kept if n not in spared and _is_outside(page.blocks[n], shares[n], told[0] <= n <= told[-1])}
    outside = {n for n in outside if not has_address(page.text(page.blocks[n]))}
    for n, below in zip(reversed(kept[:-1]), reversed(kept[1:]), strict=True):
        if below in outside and is_block_of(page.blocks[n], "subheading") and n not in told:
            outside.add(n)
    return Judged(frozenset(outside), missing)


def _share(text: str, runs: set[tuple[str, ...]]) -> _Share:
    """Return how many words a text has, and which share of its runs of words the body has."""
    words = _words(text)
    own = [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
    return _Share(len(words), sum(run in runs for run in own) / len(own) if own else 0.0)


def _is_of_body(share: _Share) -> bool:
    return share.n_words >= MIN_WORDS and share.share >= MIN_SHARE


def _good_ones_left(page: Page, kept: Sequence[int]) -> list[int]:
    """Return the blocks of running text that the main text lacks, without what it has elsewhere and comments."""
    own = {page.text(page.blocks[n]) for n in kept}
    found = []
    for n, block in enumerate(page.blocks):
        if block.good and not block.listed and not page.nodes[block.node].is_firm:
            text = page.text(block)
            if text not in own and not is_block_of(block, "aside"):
                own.add(text)
                found.append(n)
    return found


def _is_outside(block: Block, share: _Share, within: bool) -> bool:
    """Return whether a block that the body lacks is no part of the article.

    Args:
        within: whether it stands between blocks of the body, where headings, items and cells may be the article's
            although the body lacks them.
    """
    if share.share >= MAX_SHARE:
        return False
    if not within or 2 * block.n_link_chars >= block.n_chars > 0:
        return True
    kinds = ("subheading", "cell", "item")
    return share.n_words >= MIN_NOTE and not block.good and not any(is_block_of(block, kind) for kind in kinds)
