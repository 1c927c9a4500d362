"""Reads a web page: its main text with a place in the source for every character, and its metadata.

The page is read once, from start to end, in time linear in its length and without recursion: broken
markup, unclosed comments and any depth of nesting cost nothing more. The main text is the smallest
element that holds nearly all running text of the page; no rule knows a site.
"""

from __future__ import annotations

import bisect
import functools
import html
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.characters import without_invisible
from pipeline.clean_text.dateline import opens_with_dateline
from pipeline.clean_text.days import parse_date_line
from pipeline.clean_text.debris import heads_list, squeeze
from pipeline.clean_text.memo import Memo
from pipeline.clean_text.notices import is_notice, may_hold_notice
from pipeline.errors import ResourceError
from pipeline.spans import Edit
from pipeline.urls import host_of

BREAK = "\n\n"


@functools.cache
def _tags(kind: str) -> frozenset[str]:
    """Return the tags of a kind, as `resources/page_tags.csv` tells them.

    Raises:
        ResourceError: no tag is of this kind.
    """
    tags = frozenset(row["tag"] for row in lookups.table("page_tags", key=("kind", "tag")) if row["kind"] == kind)
    if not tags:
        raise ResourceError(f"page_tags.csv has no tags of the kind {kind!r}.")
    return tags


_TOKEN = re.compile(r"(<(?:/?[A-Za-z][^<>]*>?|!--|!\[CDATA\[|[!?][^>]*>?))")
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9:-]*)([^<>]*)(>?)")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_CDATA_MARK = re.compile(re.escape(_CDATA_END))
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SPACE_OR_ENTITY = re.compile(r"\s+|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_BLANKS = re.compile(r"\s(?:\s+|(?<! ))")  # what is not a single blank
_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_ITEM_MARK = re.compile(r"\s*(?:[-–•●▪·*]\s|(?:\d{1,2}|[a-z])[.)]\s)(?=\S)")
_OPENING = re.compile(r"\s*[\"“‘'(]?[A-Z0-9]")
_LINE_ENDS = re.compile(r"\n[^\S\n]*\n\s*")

_SEMANTIC = {"article": 2, "main": 1}
# Start tags that end an open element of the same kind, as HTML lets them be left out.
_CLOSES = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "option": ("option",),
    "body": ("head",),
}
_LEAD_WORDS = re.compile(r"teaser|intro|lead|standfirst|summary|abstract", re.IGNORECASE)
_OWN_PAGE = re.compile(r"<a[^<>]*?\shref\s*=\s*[\"']?#", re.IGNORECASE)
_BODY = 3  # the rank of an element that is said to be the article's text

# What parts the words of a name, where a capital does not ("commentList"), and what says that it is another element's.
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_OTHERS = re.compile(r"(?:^|(?<=[\s_-]))(?:(?:has|with|without|no|and)[_-]+|js-)\S+", re.IGNORECASE)
_POST = re.compile(r"(?:^|\s)(?:hentry|type-post|status-publish)(?:$|\s)")


MAX_NAMES = 4096  # ids, classes and roles remembered
_FIRST_LETTERS = re.compile(r"[a-z]+")
_PARTS = re.compile(r"[\s_-]+")


class _Names(NamedTuple):
    """The names of `resources/page_names.csv`, by how they begin: most on a page begin otherwise.

    Attributes:
        by_word: what finds the names that begin with a whole word, by that word.
        begun: parts of words that names begin with, and `pattern` what finds those names.
        firm: what finds the names of elements that never hold a release.
    """

    by_word: dict[str, re.Pattern[str]]
    begun: tuple[str, ...]
    pattern: re.Pattern[str]
    firm: re.Pattern[str]


@functools.cache
def _names() -> _Names:
    """Return the names of elements that are furniture.

    Raises:
        ResourceError: a name begins with no letter.
    """
    whole: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    firm: list[str] = []
    for row in lookups.table("page_names", key=("name",)):
        name = row["name"]
        letters = _FIRST_LETTERS.match(name)
        if letters is None:
            raise ResourceError(f"page_names.csv: the name {name!r} begins with no small letter.")
        word, behind = letters.group(), name[letters.end() : letters.end() + 1]
        if behind in ("", "-"):
            whole.setdefault(word, []).append(name)
        else:
            begun.setdefault(word[:-1] if behind == "?" else word, []).append(name)
        if row["kind"] == "firm":
            firm.append(name)
    by_word = {word: _finder_of(names) for word, names in whole.items()}
    return _Names(by_word, tuple(sorted(begun)), _finder_of(itertools.chain(*begun.values())), _finder_of(firm))


def _finder_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(names)})(?:$|[\s_-])", re.IGNORECASE)


# Classes stand in many tags that differ in an address or a number.
@functools.lru_cache(maxsize=MAX_NAMES)
def _is_named(value: str) -> tuple[bool, bool]:
    """Return whether an id, class or role names furniture, and whether for sure."""
    if not value.islower():
        value = _CAPITAL.sub("-", value)
    names = _names()
    parts = _PARTS.split(value.lower())
    patterns = [names.by_word[part] for part in parts if part in names.by_word]
    if any(part.startswith(names.begun) for part in parts):
        patterns.append(names.pattern)
    if not patterns or _POST.search(value):
        return False, False
    value = _OF_OTHERS.sub("", value)
    named = any(pattern.search(value) for pattern in patterns)
    return named, named and names.firm.search(value) is not None


MAX_FRAMES = 8  # elements about each other, and beside each other, that frame the text
HEADED_FRAME = 3  # so many times the running text outside a frame stands in it where a headline stands outside

MAX_LISTS = 50  # lists looked into on one page; more were never seen, and each may lie in another
MAX_LINK_TAG = 600  # characters between the tag of a link and its words
MIN_LINK = 15  # characters of a link that can be the headline of another release
MAX_TEASER_BLOCKS = 3  # blocks between two such links
MIN_LEAD = 100  # characters of a heading that is a sentence, the article's first
MIN_TEASER, MAX_TEASER = 40, 500  # characters of them
MAX_LIST_HEADING = 60
MAX_CELL = 150  # characters of a cell that shares its paragraph with the other cells of its row
MAX_CELL_DEPTH = 4  # elements between a cell of a table of figures and its words
MAX_BLANK = 100  # characters of entities between two line breaks, or before a tag, that may be nothing but blanks
UNWRAPPED = 140  # a line of so many characters was not wrapped; what ends with it and a full stop is a paragraph
MIN_MENU = 3  # links of a menu
GOOD_CHARS = 80  # a block of so many characters outside links is running text; tuned on the cleaning bench
SHARE_DOWN = 0.8  # share of the running text that an element needs to be taken for its parent
MIN_TWIN = 0.02  # the running text of an element, as a share of that of another, that may be a part of the text, too
SHARE_BODY = 0.15  # the same of the only element that is said to be the article's text; comments may be longer
SHARE_SEMANTIC = 0.5  # the same for article, main and articleBody


@dataclass(slots=True)
class _Node:
    """An open or closed element.

    Attributes:
        away: whether it is furniture by its looks, or stands in such an element.
        own: whether its own tag or names say so.
        is_firm: whether they, or those of an element about it, name what never holds a release ("comments"), not what
            may frame one ("sidebar").
        all_mass: characters of running text inside it that is not of such elements, mass: that is no furniture.
    """

    tag: str
    parent: int
    away: bool
    semantic: int
    start: int = -1
    own: bool = False
    is_firm: bool = False
    first_block: int = 0
    last_block: int = 0
    heading: bool = False
    mass: int = 0
    n_good: int = 0
    all_mass: int = 0


@dataclass(slots=True)
class Block:
    """A paragraph of the page: text chunks of the source and what joins each to the one before."""

    node: int
    tag: str
    chunks: list[tuple[int, int, str]] = field(default_factory=list)
    n_chars: int = 0
    n_link_chars: int = 0
    n_links: int = 0
    good: bool = False
    away: bool = False
    listed: bool = False

    @property
    def start(self) -> int:
        return self.chunks[0][0]

    @property
    def end(self) -> int:
        return self.chunks[-1][1]


@dataclass
class Page:
    """What one pass over a page finds.

    Attributes:
        blocks: paragraphs in order, furniture included.
        title: the text of the title element.
        headings: numbers of the blocks in h1 elements.
        meta: lower-case name or property of each meta element to its contents, in order.
        json_ld: the texts of the linked-data scripts.
        times: (offset, attributes) of `time` elements and of elements with a date property.
        language: of the html element.
        canonical: the page's own address.
        unclosed: where elements begin that are not to be read and have no end of their own; what they
            swallowed may be the release.
        n_hidden: characters of running text in elements that are hidden or not to be read.
        is_doubtful: whether the end of what hides may be that of another element, which has none.
        is_notice: whether all sentences are those of a notice of the site.
        is_list: whether all sentences are those of teasers of other pages.
    """

    source: str
    nodes: list[_Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    headings: list[int] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    times: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    language: str | None = None
    canonical: str | None = None
    unclosed: list[int] = field(default_factory=list)
    n_hidden: int = 0
    is_doubtful: bool = False
    is_notice: bool = False
    is_list: bool = False

    def text(self, block: Block) -> str:
        """Return a block's words as a reader sees them."""
        parts = []
        for start, end, sep in block.chunks:
            parts.append(sep)
            parts.append(self.source[start:end])
        return _shown("".join(parts))

    @functools.cached_property
    def is_headed(self) -> bool:
        """Whether the page's title stands as a headline over running text, none of it by its looks furniture."""
        return _is_headed(self)


def _is_headed(page: Page) -> bool:
    title = squeeze(page.title or "")
    for n in page.headings:
        own = squeeze(page.text(page.blocks[n]))
        if not page.blocks[n].away and len(own) >= MIN_LINK and title.startswith(own):
            return any(block.good and not block.away for block in page.blocks[n + 1 :])
    return False


def _shown(source: str) -> str:
    """Return a piece of a page's source without tags as a reader sees it."""
    return " ".join(without_invisible(html.unescape(source)).split())


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, values decoded."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


class _Finder:
    """`str.find` that remembers what is not there any more, so that no search is made twice in vain."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lower: str | None = None
        self.missing: dict[str, int] = {}

    def find(self, what: str, start: int) -> int:
        if self.missing.get(what, start + 1) <= start:
            return -1
        at = self.source.find(what, start)
        if at < 0:
            self.missing[what] = start
        return at

    def find_end_tag(self, tag: str, start: int) -> int:
        """Return where `</tag` begins, in any case of letters, or the end of the source."""
        if self.lower is None:
            lower = self.source.lower()
            # A few letters change their length in lower case; offsets would go wrong.
            self.lower = lower if len(lower) == len(self.source) else _ascii_lower(self.source)
        what = "</" + tag
        if self.missing.get(what, start + 1) <= start:
            return len(self.source)
        at = self.lower.find(what, start)
        if at < 0:
            self.missing[what] = start
            return len(self.source)
        return at


def _ascii_lower(text: str) -> str:
    return text.translate({upper: upper + 32 for upper in range(65, 91)})


def _tag_end(source: str, finder: _Finder, start: int, end: int, closed: bool) -> int:
    """Return the end of a tag that has < or > in a quoted value, or lacks its own >."""
    at = start
    while True:
        stop = finder.find(">", at)
        if stop < 0:
            return end
        inside = source[at:stop]
        mark = _open_mark(inside)
        if not mark:
            if not closed and "<" in source[end:stop]:
                return end
            return stop + 1
        close = finder.find(mark, stop + 1)
        # A mark behind "=" opens the next value: this one was never closed.
        if close < 0 or close - stop > 20_000 or source[close - 1] == "=":
            return end if closed else stop + 1
        closed = True
        at = close + 1


_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_OPEN_QUOTE = re.compile(r"=\s*([\"'])")


def _open_mark(inside: str) -> str:
    """Return the quotation mark of a value that is not closed in this part of a tag."""
    match = _OPEN_QUOTE.search(_QUOTED.sub("", inside))
    return match.group(1) if match else ""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a tag is by its name, so that it is asked once a spelling and not once a tag.

    Attributes:
        ends: whether it is an end tag.
        closes: the open elements that it ends without an end tag of theirs.
        bounds: whether a heading ends with it that has lost its end.
    """

    name: str
    ends: bool
    block: bool
    inline: bool
    closes: tuple[str, ...]
    ends_p: bool
    away: bool
    firm: bool
    semantic: int
    dead: bool
    never: bool
    bounds: bool


# Spellings remembered, of names and whole tags: pages of a thousand invented tags must not fill the memory.
MAX_KINDS, MAX_TAGS = 4096, 8192
MAX_HELD = 50_000  # tokens of a page that are parted at a time; few pages have more
MAX_KNOWN_TAG = 500  # characters of a tag that is remembered; a picture may stand in one as a whole


@functools.lru_cache(maxsize=MAX_KINDS)
def _kind(written: str) -> _Kind:
    """Return the kind of a tag as written, with the slash of an end tag."""
    ends = written[0] == "/"
    name = written[1:].lower() if ends else written.lower()
    return _Kind(
        name=name,
        ends=ends,
        block=name in _tags("block"),
        inline=name in _tags("inline"),
        closes=_CLOSES.get(name, ()),
        ends_p=name in _tags("block") - _tags("keeps_p"),
        away=name in _tags("away"),
        firm=name in _tags("firm"),
        semantic=_SEMANTIC.get(name, 0),
        dead=name in _tags("dead"),
        never=name in _tags("never"),
        bounds=name in _tags("container") and name not in ("span", "font"),
    )


@dataclass(slots=True)
class _Tag:
    """A whole tag: what it is by its name, what stands behind it, and what reads it.

    Attributes:
        hints: what its name and attributes say together; for the page's body its name alone counts.
    """

    kind: _Kind
    inside: str
    hints: _Hints
    read: Callable[[_PageReader, _Tag, int], None]


def _as_tag(kind: _Kind, inside: str) -> _Tag:
    reader = _PageReader
    if kind.ends:
        end_block = reader._part_blocks if kind.name == "html" else reader._end_block
        read = reader._end_inline if kind.inline else end_block if kind.block else reader._end_other
        return _Tag(kind, inside, _NO_HINTS, read)
    start_block = {"html": reader._start_page, "hr": reader._part_blocks}.get(kind.name, reader._start_block)
    read = reader._start_inline if kind.inline else start_block if kind.block else reader._start_other
    told = inside and (_may_tell(inside) if kind.name == "a" else kind.name not in _tags("void"))
    return _Tag(kind, inside, _with_name(kind, _hints(kind.name, inside) if told else _NO_HINTS), read)


def _with_name(kind: _Kind, hints: _Hints) -> _Hints:
    """Return what a tag's name and attributes say together; of the page's body its name alone counts."""
    by_name = kind.away or kind.firm or kind.dead or kind.semantic > hints.rank
    if kind.name == "body":
        return _Hints(kind.away, kind.firm, kind.dead, kind.semantic, hints.dated)
    if not by_name:
        return hints
    away, firm, hidden = kind.away or hints.away, kind.firm or hints.firm, kind.dead or hints.hidden
    return _Hints(away, firm, hidden, max(hints.rank, kind.semantic), hints.dated)


def _tag(written: str) -> _Tag | None:
    """Return a tag as written, None where it may not end where its pattern does, or is none (a comment)."""
    match = _TAG.match(written)
    if match is None:
        return None
    name, inside, closed = match.groups()
    if not closed or (inside and (inside.count('"') & 1 or inside.count("'") & 1)):
        return None
    return _as_tag(_kind(name), inside)


# Tags as written; the pages of a site repeat theirs, links of menus included, and each is looked at once.
_KNOWN_TAGS = Memo(_tag, n_keys=MAX_TAGS, n_letters=MAX_KNOWN_TAG)


def _special_end(source: str, finder: _Finder, start: int, end: int) -> int:
    """Return the end of a comment, declaration or the like that begins at `start`; `end` is where its pattern ended."""
    if source.startswith("<!--", start):
        if source.startswith(("<!-->", "<!--->"), start):
            return start + 5
        at = finder.find("-->", start + 4)
        # Conditional comments that all browsers show close themselves: <!--[if !IE]><!-->.
        return at + 3 if at >= 0 else end
    return end


def _is_blank(chunk: str) -> bool:
    """Return whether a chunk is nothing but blanks written as entities ("<br>&nbsp;<br>" parts as two breaks do)."""
    return len(chunk) < MAX_BLANK and "&" in chunk and html.unescape(chunk).isspace()


def is_menu(block: Block) -> bool:
    """Return whether a block is several links with little between them ("[ Home ] [ News ] [ About us ]")."""
    return block.n_links >= MIN_MENU and 2 * block.n_link_chars >= block.n_chars


def is_block_of(block: Block, kind: str) -> bool:
    """Return whether the innermost element about a block is of a kind of `resources/page_tags.csv`."""
    return block.tag in _tags(kind)


def standfirst(page: Page, heading: int, body: int) -> list[int]:
    """Return the blocks of running text between the headline and the element of the body, which they open."""
    found = []
    for n in range(heading + 1, body):
        block = page.blocks[n]
        prose = block.n_chars >= MIN_TEASER and _SENTENCE.search(page.source, block.chunks[-1][0], block.end)
        if not prose or block.n_links or block.listed:
            continue
        if block.tag in _tags("subheading") and block.n_chars < MIN_LEAD:
            continue
        if not block.away or _is_lead(page, block):
            found.append(n)
    return found if len(found) <= MAX_TEASER_BLOCKS else []


def _is_lead(page: Page, block: Block) -> bool:
    """Return whether what makes a block furniture by its looks is a name for a release's first paragraph, too."""
    at = block.node
    while page.nodes[page.nodes[at].parent].away:
        at = page.nodes[at].parent
    tag = page.source[page.nodes[at].start : page.nodes[at].start + MAX_LINK_TAG].partition(">")[0]
    return _LEAD_WORDS.search(tag) is not None


def _parts(source: str, block: Block, chunk: str) -> bool:
    """Return whether one line break parts two paragraphs.

    It does behind a long line that ends as a sentence does and a menu, around a date, and before a dateline or a
    list item.
    """
    if _ITEM_MARK.match(chunk):
        return True
    start, end, _ = block.chunks[-1]
    if end - start >= UNWRAPPED:
        return bool(_SENTENCE.search(source, end - 10, end)) and bool(_OPENING.match(chunk))
    if is_menu(block):
        return True
    line, before = (" ".join(html.unescape(part).split()) for part in (chunk, source[start:end]))
    return opens_with_dateline(line) or any(map(parse_date_line, (line, before)))


def _add_lines(page: Page, block: Block, start: int, end: int, joint: str) -> tuple[Block, int]:
    """Add text whose lines the page shows as they stand, a blank line parting two paragraphs.

    Returns:
        The block of its last paragraph, and how many line breaks stand behind it: two where it has ended.
    """
    ended = False
    for line_break in (*_LINE_ENDS.finditer(page.source, start, end), None):
        stop = line_break.start() if line_break else end
        text = page.source[start:stop].strip()
        if text:
            if ended:
                block, joint = Block(block.node, block.tag), ""
                page.blocks.append(block)
            block.chunks.append((start, stop, joint))
            block.n_chars += len(text)
            ended = False
        if line_break:
            ended = ended or bool(block.chunks)
            start = line_break.end()
    return block, 2 if ended else 0


def read_page(source: str, *, lenient: bool = False, ignored: frozenset[int] = frozenset()) -> Page:
    """Read a page into blocks and metadata.

    Args:
        source: the decoded page source.
        lenient: whether to read what the page hides as well.
        ignored: where tags stand that are to be passed over (`Page.unclosed` of an earlier reading).
    """
    page = _PageReader(source, lenient, ignored).read()
    if _CDATA in source:
        _drop_cdata_ends(page)
    _weigh(page)
    return page


class _PageReader:
    """One pass over the source of a page: each tag and each text between two tags is looked at once.

    Attributes:
        at: where reading goes on.
        stack: numbers of the open elements, the innermost last.
        open_tags: how many elements of each tag are open.
        dead: open elements whose text is never read.
        in_title: whether what follows is the page's title.
        block: the paragraph that text is added to, if one has begun.
        joint: what stands between the last chunk and the next.
        breaks: line breaks since the last text.
        link_depth: depth of the tree inside the open link, -1 without one.
        link_block: the first block of the open link.
        linked: blocks of the open link after its first, which count when it ends.
        hiding: tags of the elements that hide something and were closed.
        endless: tags of the elements that were not.
    """

    __slots__ = (
        *("page", "source", "finder", "nodes", "blocks", "stack", "open_tags", "dead", "in_title", "block", "joint"),
        *("breaks", "link_depth", "link_block", "linked", "at", "hiding", "endless", "lenient", "ignored"),
    )

    def __init__(self, source: str, lenient: bool, ignored: frozenset[int]) -> None:
        self.page = Page(source)
        self.source, self.lenient, self.ignored = source, lenient, ignored
        self.finder = _Finder(source)
        self.nodes, self.blocks = self.page.nodes, self.page.blocks
        self.nodes.append(_Node("html", -1, False, 0))
        self.stack = [0]
        self.open_tags: dict[str, int] = {"html": 1}
        self.dead = 0
        self.in_title = False
        self.block: Block | None = None
        self.joint = ""
        self.breaks = 0
        self.link_depth = -1
        self.link_block: Block | None = None
        self.linked: list[tuple[Block, int]] = []
        self.at = 0
        self.hiding: set[str] = set()
        self.endless: set[str] = set()

    def read(self) -> Page:
        """Read the page from start to end."""
        source, ignored, tags = self.source, self.ignored, _KNOWN_TAGS
        end = at = 0
        parts = [source]
        # Only so many tokens are held at a time; the last part has no token yet.
        while len(parts := _TOKEN.split(parts[-1], MAX_HELD)) > 1:
            pairs = iter(parts)
            for text, written in zip(pairs, pairs, strict=False):
                before = end
                start = before + len(text)
                end = start + len(written)
                if start < at:
                    continue  # inside a comment, a script or a quoted value
                if start > at:
                    chunk = text if at == before else source[at:start]
                    # Most of what stands between two tags is blank, and parts words at most.
                    if not chunk.isspace() or self.in_title:
                        self._read_text(chunk, at, start)
                    elif self.block is not None and not (self.dead or self.joint):
                        self.joint = " "
                tag = tags[written]
                if tag is not None:
                    self.at = at = end
                else:
                    tag = self._odd_tag(written, start, end)
                    at = self.at
                    if tag is None:
                        continue
                # A title that has no end of its own ends where the next element begins or ends.
                if self.in_title and not tag.kind.inline:
                    self.in_title = False
                if start not in ignored:
                    tag.read(self, tag, start)
                    at = self.at
        self._read_rest()
        while self.stack:
            self._pop()
        self.page.is_doubtful = not self.hiding.isdisjoint(self.endless)
        return self.page

    def _read_text(self, chunk: str, start: int, end: int) -> None:
        """Read what stands between two tags: a title, words of a block, or words that are hidden."""
        if self.in_title:
            if self.page.title is None:
                self.page.title = _shown(chunk)
        elif self.dead:
            if end - start >= GOOD_CHARS:
                self.page.n_hidden += len(chunk.strip())
        elif not (self.breaks and _is_blank(chunk)):
            self._add_chunk(chunk, start, end)
        elif self.block is not None:
            self.joint = self.joint or " "

    def _add_chunk(self, chunk: str, start: int, end: int) -> None:
        """Add words to the block that is open, or to a new one."""
        block = self.block
        if self.breaks:
            if self.breaks > 1 or (block is not None and _parts(self.source, block, chunk)):
                block = None
            self.breaks = 0
        if block is None:
            block = self._new_block()
        length = len(chunk.strip())
        if block.tag == "pre" and "\n" in chunk:
            block, self.breaks = _add_lines(self.page, block, start, end, self.joint)
        else:
            block.chunks.append((start, end, self.joint))
            block.n_chars += length
        if self.link_depth >= 0:
            self._add_linked(block, length)
        self.block, self.joint = block, ""

    def _new_block(self) -> Block:
        block = Block(self.stack[-1], self.nodes[self.stack[-1]].tag)
        self.joint = ""
        self.blocks.append(block)
        return block

    def _add_linked(self, block: Block, length: int) -> None:
        """Count words of the open link."""
        if self.link_block is None:
            block.n_links += 1
            block.n_link_chars += length
            self.link_block = block
        elif self.link_block is block:
            block.n_link_chars += length
        else:
            self.linked.append((block, length))

    def _read_rest(self) -> None:
        """Read the words behind the last tag."""
        start, end = self.at, len(self.source)
        if start >= end or self.dead or self.source[start:].isspace():
            return
        block = self.block
        if block is None or self.breaks >= 2:
            block = self._new_block()
        block.chunks.append((start, end, self.joint))
        block.n_chars += end - start

    def _odd_tag(self, written: str, start: int, end: int) -> _Tag | None:
        """Return a tag whose end has to be looked for, None for a comment or the like; read on behind it."""
        match = _TAG.match(written)
        if match is None:
            self.at = _special_end(self.source, self.finder, start, end)
            return None
        name, behind = match.group(1), start + match.end(1)
        self.at = _tag_end(self.source, self.finder, behind, end, bool(match.group(3)))
        return _as_tag(_kind(name), self.source[behind : self.at - 1])

    def _end_inline(self, tag: _Tag, start: int) -> None:
        name = tag.kind.name
        if name == "a":
            self.link_depth = -1
            for other, length in self.linked:
                other.n_link_chars += length
            self.linked.clear()
        if self.open_tags.get(name) and _reaches(self.nodes, self.stack, name):
            self._close(name)

    def _end_block(self, tag: _Tag, start: int) -> None:
        self.block, self.joint, self.breaks = None, "", 0
        name = tag.kind.name
        if not self.open_tags.get(name):
            return
        if self.nodes[self.stack[-1]].tag == name:
            # Most elements end as the innermost one.
            if self._leave().semantic < 0:
                self.hiding.add(name)
        elif name != "p" or _reaches(self.nodes, self.stack, name):
            self._close(name)

    def _end_other(self, tag: _Tag, start: int) -> None:
        name = tag.kind.name
        if name == "br":
            self._break_line()
            return
        self._pass_cell_or_picture(name)
        if name == "title":
            self.in_title = False
        if self.open_tags.get(name):
            self._close(name)

    def _break_line(self) -> None:
        self.breaks += 1
        self.joint = " "

    def _pass_cell_or_picture(self, name: str) -> None:
        """Part the words of two cells and on both sides of a picture; a long cell is a paragraph of its own."""
        if name in _tags("cell"):
            if self.block is not None and self.block.n_chars > MAX_CELL:
                self.block = None
            self.joint, self.breaks = " ", 0
        elif name == "img" and self.block is not None:
            self.joint = self.joint or " "

    def _start_inline(self, tag: _Tag, start: int) -> None:
        """Read a tag of an element inside a line, which leaves a trace in the tree only where it tells something."""
        name, hints = tag.kind.name, tag.hints
        if hints.dated or name == "time":
            self.page.times.append((start, attributes(tag.inside)))
        if name == "a" and "href" in tag.inside:
            self.link_depth, self.link_block = len(self.stack), None
            self.linked.clear()  # a link that has lost its end is no longer than its first block
        if hints.away or hints.hidden or self.open_tags.get(name):
            self._open(tag, start)

    def _start_page(self, tag: _Tag, start: int) -> None:
        self._part_blocks(tag, start)
        if self.page.language is None:
            self.page.language = attributes(tag.inside).get("lang")

    def _part_blocks(self, tag: _Tag, start: int) -> None:
        self.block, self.joint, self.breaks = None, "", 0

    def _start_block(self, tag: _Tag, start: int) -> None:
        """Read a tag that begins a paragraph."""
        self.block, self.joint, self.breaks = None, "", 0
        if tag.hints.dated:
            self.page.times.append((start, attributes(tag.inside)))
        if self.open_tags.get("head"):
            self._close_nearest("head")
        self._open(tag, start)

    def _start_other(self, tag: _Tag, start: int) -> None:
        """Read a tag of another element."""
        name, inside = tag.kind.name, tag.inside
        if name == "br":
            self._break_line()
            return
        self._pass_cell_or_picture(name)
        if name == "title" and not _in_drawing(self.nodes, self.stack):
            self.in_title = self.page.title is None
            return
        if name in _tags("void"):
            self._read_void(name, inside)
            return
        if name in _tags("raw") and not (self.lenient and name in _tags("shown_raw")):
            self._skip(name, inside, start)
            return
        if tag.hints.dated:
            self.page.times.append((start, attributes(inside)))
        if not inside.endswith("/"):
            self._open(tag, start)

    def _read_void(self, name: str, inside: str) -> None:
        """Keep what an element without content tells of the page."""
        if name == "meta":
            values = attributes(inside)
            key = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if key and values.get("content"):
                self.page.meta.setdefault(key, []).append(values["content"])
        elif name == "link" and self.page.canonical is None and "canonical" in inside:
            values = attributes(inside)
            if values.get("rel", "").lower() == "canonical":
                self.page.canonical = values.get("href")

    def _skip(self, name: str, inside: str, start: int) -> None:
        """Go to the end of an element that is not read."""
        stop = self.finder.find_end_tag(name, self.at)
        if stop == len(self.source) or _swallows(self.source, name, self.at, stop):
            self.page.unclosed.append(start)
        if name == "script" and "ld+json" in inside:
            self.page.json_ld.append(self.source[self.at : stop])
        self.at = stop

    def _open(self, tag: _Tag, start: int) -> None:
        """Open an element; those that it ends without an end tag of theirs are closed."""
        kind, hints, open_tags = tag.kind, tag.hints, self.open_tags
        for closed in kind.closes:
            if open_tags.get(closed):
                self._close_nearest(closed)
        if kind.ends_p and open_tags.get("p"):
            self._close_nearest("p")
        name, parent = kind.name, self.stack[-1]
        above = self.nodes[parent]
        semantic = hints.rank
        is_dead = hints.hidden and not (self.lenient and not kind.never)
        if is_dead:
            semantic = -1
            self.dead += 1
        heading = name == "h1" or (above.heading and not kind.bounds)
        open_tags[name] = open_tags.get(name, 0) + 1
        self.stack.append(len(self.nodes))
        away, firm = above.away or hints.away, above.is_firm or hints.firm
        self.nodes.append(_Node(name, parent, away, semantic, start, hints.away, firm, len(self.blocks), 0, heading))

    def _close(self, name: str) -> None:
        """Close an element by its end tag, and those inside it that have none."""
        nodes, stack = self.nodes, self.stack
        while nodes[stack[-1]].tag != name:
            self._pop()
        if self._leave().semantic < 0:
            self.hiding.add(name)

    def _pop(self) -> None:
        """Close the innermost open element, which has no end tag of its own."""
        node = self._leave()
        if node.semantic < 0:
            if node.tag != "head":
                self.page.unclosed.append(node.start)
        elif node.tag in _tags("container") or node.tag in _tags("aside"):
            self.endless.add(node.tag)
            if node.away and not self.nodes[node.parent].away and node.tag != "body":
                self.page.unclosed.append(node.start)

    def _leave(self) -> _Node:
        """End the innermost open element, and with it a link that began inside it."""
        node = self.nodes[self.stack.pop()]
        node.last_block = len(self.blocks)
        self.open_tags[node.tag] -= 1
        if node.semantic < 0:
            self.dead -= 1
        if len(self.stack) < self.link_depth:
            self.link_depth = -1
            self.linked.clear()
        return node

    def _close_nearest(self, name: str) -> None:
        """Close an element that its successor ends, unless a container stands between."""
        for depth in range(len(self.stack) - 1, -1, -1):
            tag = self.nodes[self.stack[depth]].tag
            if tag == name:
                while len(self.stack) > depth:
                    self._pop()
                return
            if tag in _tags("barrier"):
                return


def _drop_cdata_ends(page: Page) -> None:
    """Take the marks that end sections of character data out of the blocks: what such a section holds is content."""
    # Most such marks stand in scripts; the few of a page are looked for once.
    ends = [match.start() for match in _CDATA_MARK.finditer(page.source)]
    for block in page.blocks:
        at = bisect.bisect_left(ends, block.start)
        if at == len(ends):
            return
        if ends[at] >= block.end or not any(
            page.source.find(_CDATA_END, start, end) >= 0 for start, end, _ in block.chunks
        ):
            continue
        chunks: list[tuple[int, int, str]] = []
        first = block.start
        for start, end, joint in block.chunks:
            at = start
            while at < end:
                stop = page.source.find(_CDATA_END, at, end)
                stop = stop if stop >= 0 else end
                if at < stop:
                    chunks.append((at, stop, joint))
                    joint = ""
                at = stop + len(_CDATA_END)
        block.chunks = chunks or [(first, first, "")]
        block.n_chars = sum(end - start for start, end, _ in block.chunks)


_BODY_TAG = re.compile(r"<(?:/?(?:p|div|article|section|main|footer)\b|/body|/html)", re.IGNORECASE)


def _swallows(source: str, name: str, start: int, stop: int) -> bool:
    """Return whether an element that is not read ends only with the next one of its kind."""
    again = source.rfind("<" + name, start, stop)
    # In the strings and patterns of a script a tag stands behind a mark of theirs, and seldom at a line's beginning.
    if again < 0 or not (source[again - 1].isspace() or source[again - 1] == ">"):
        return False
    # A script may write a script; one that holds parts of the page's body before it has lost its end.
    return any(_begins_line(source, start, tag.start()) for tag in _BODY_TAG.finditer(source, start, again))


def _begins_line(source: str, start: int, at: int) -> bool:
    """Return whether nothing but blanks stands between a place and the line break, or the start, before it."""
    low = max(start, at - MAX_BLANK)
    before = source[low:at]
    return not before.rpartition("\n")[2].strip() and ("\n" in before or low == start)


def _may_tell(link: str) -> bool:
    """Return whether a link's attributes can say that it is hidden, a skip link or dated.

    Links have an address each; only these few are looked at closely, and most have no other attribute.
    """
    return "hidden" in link or (link.count("=") > 1 and _says_more(link))


def _says_more(link: str) -> bool:
    return (
        "invisible" in link
        or "none" in link
        or "skip" in link
        or "screen-reader" in link
        or "sr-only" in link
        or "date" in link
        or "Date" in link
    )


@dataclass(frozen=True, slots=True)
class _Hints:
    """What a tag's attributes say: furniture, and such for sure, hidden, rank as the article's own element, dated."""

    away: bool
    firm: bool
    hidden: bool
    rank: int
    dated: bool


_NO_HINTS = _Hints(False, False, False, 0, False)


def _hints(tag: str, inside: str) -> _Hints:
    values = attributes(inside)
    style = values.get("style", "").replace(" ", "").lower()
    hidden = "display:none" in style or ("hidden" in values and values["hidden"] != "until-found")
    rank = 3 if "articleBody" in values.get("itemprop", "") else 0
    away = values.get("aria-hidden") == "true" or values.get("itemprop") == "caption"
    firm = False
    # The id of a heading is what it says, for links to it.
    for name in ("class", "role") if tag == "h1" or tag in _tags("subheading") else ("id", "class", "role"):
        value = values.get(name, "")
        if value == "main":
            rank = max(rank, 1)
        elif value:
            named, sure = _is_named(value)
            away, firm = away or named, firm or sure
    dated = "datePublished" in inside or "dc:date" in inside or "dc:created" in inside
    return _Hints(away, firm, hidden, rank, dated)


_UNREAD = re.compile(r"(?is)<(script|style)\b[^<>]*+>.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<[a-z/!?][^<>]*+>?")


def running_text(source: str) -> int:
    """Return how many characters of running text stand between the tags of a page, however it is built."""
    runs = (run.strip() for run in _UNREAD.sub("\x00", source).split("\x00"))
    return sum(len(run) for run in runs if len(run) >= GOOD_CHARS and " " in run)


def _in_drawing(nodes: list[_Node], stack: list[int]) -> bool:
    """Return whether a title element here is no page title (the title of a drawing)."""
    return any(nodes[n].tag in ("svg", "symbol") for n in stack[-4:])


def _reaches(nodes: list[_Node], stack: list[int], name: str) -> bool:
    """Return whether an end tag of an inline element or paragraph meets its start before a container."""
    for n in reversed(stack):
        tag = nodes[n].tag
        if tag == name:
            return True
        if tag in _tags("barrier") or tag == "td":
            return False
    return False


def _find_lists(page: Page, heads: list[int]) -> set[int]:
    """Return the blocks of lists that lead to other releases: teasers, and what stands under "Related news"."""
    found: set[int] = set()
    blocks = page.blocks
    run: list[int] = []
    left = MAX_LISTS
    for n in heads:
        block = blocks[n]
        if block.n_link_chars >= block.n_chars >= MIN_LINK and not page.nodes[block.node].heading:
            # Most links are those of menus, one below the other.
            if run and (n == run[-1] + 1 or not _is_teaser(page, run[-1], n)):
                if len(run) > 1:
                    left -= _add_teasers(page, run, found)
                run = [n]
            else:
                run.append(n)
        elif block.n_chars <= MAX_LIST_HEADING and n not in found and heads_list(page.text(block)):
            found.update(_list_below(page, n) if block.tag in _tags("subheading") else _links_below(page, n))
            left -= 1
        if left <= 0:
            return found
    _add_teasers(page, run, found)
    return found


def _is_link(block: Block) -> bool:
    return block.n_chars >= MIN_LINK and block.n_link_chars >= block.n_chars


def leads_into_page(page: Page, block: Block) -> bool:
    """Return whether the link that a block is leads to another place of the same page."""
    link = page.source.rfind("<a", max(0, block.start - MAX_LINK_TAG), block.start)
    return link >= 0 and _OWN_PAGE.match(page.source, link) is not None


def _is_teaser(page: Page, left: int, right: int) -> bool:
    """Return whether two links have a short text and no more between them, and stand in the same kind of element."""
    if not 0 < right - left - 1 <= MAX_TEASER_BLOCKS or page.blocks[left].tag != page.blocks[right].tag:
        return False
    between = page.blocks[left + 1 : right]
    if any(page.nodes[block.node].heading for block in between):
        return False
    return MIN_TEASER <= sum(block.n_chars for block in between) <= MAX_TEASER


def _leads_away(page: Page, link: int) -> bool:
    """Return whether a link leads to another site, where the page tells its own address."""
    own = host_of(page.canonical or next(iter(page.meta.get("og:url", ())), ""))
    target = host_of(attributes(page.source[link : link + MAX_LINK_TAG].partition(">")[0]).get("href", ""))
    return bool(own and target) and own != target


def _add_teasers(page: Page, run: list[int], found: set[int]) -> bool:
    """Add the blocks of a run of teasers, each a link with the text below it, and return whether it was looked into."""
    blocks, nodes = page.blocks, page.nodes
    if len(run) < 2 or (len(run) == 2 and blocks[run[0]].tag not in _tags("subheading")):
        return False
    title = squeeze(page.title or "")
    n_away = 0
    for n in run:
        link = page.source.rfind("<a", max(0, blocks[n].start - MAX_LINK_TAG), blocks[n].start)
        if link < 0 or _OWN_PAGE.match(page.source, link) or title.startswith(squeeze(page.text(blocks[n]))):
            return True
        n_away += _leads_away(page, link)
    if 2 * n_away > len(run):
        return True  # an article on books or shops, with a link to each
    above_first = set()
    at = blocks[run[0]].node
    while at >= 0:
        if nodes[at].semantic >= _BODY:
            return True
        above_first.add(at)
        at = nodes[at].parent
    card = at = blocks[run[-1]].node
    while at not in above_first:
        card, at = at, nodes[at].parent
    end = nodes[card].last_block or len(blocks)
    if end <= run[-1] + 1:
        # The link and its text are no element of their own: the last teaser is as long as the others.
        longest = max(right - left for left, right in itertools.pairwise(run))
        end = min(run[-1] + longest, nodes[at].last_block or len(blocks))
    found.update(range(run[0], end))
    return True


def _links_below(page: Page, n: int) -> range:
    """Return the heading of a list, a plain paragraph, with the links that follow it."""
    end = n + 1
    while end < len(page.blocks) and _is_link(page.blocks[end]):
        end += 1
    return range(n, end) if end > n + 1 else range(0)


def _list_below(page: Page, n: int) -> range:
    """Return the blocks from a list's heading to the list's end, none where what follows reads as an article does."""
    blocks, nodes = page.blocks, page.nodes
    own = blocks[n].node
    while own > 0 and (nodes[own].last_block or len(blocks)) <= n + 1:
        own = nodes[own].parent
    end = nodes[own].last_block or len(blocks)
    apart = nodes[own].first_block == n
    n_links = in_a_row = 0
    for m in range(n + 1, end):
        block = blocks[m]
        if nodes[block.node].heading:
            return range(0) if apart else range(n, m) if n_links else range(0)
        entry = block.tag in _tags("subheading")
        if entry and not apart and block.tag <= blocks[n].tag and not _is_link(block):
            end = m
            break
        if entry or _is_link(block):
            n_links += 1
            in_a_row = 0
        elif block.n_chars >= GOOD_CHARS:
            in_a_row += 1
            if in_a_row > MAX_TEASER_BLOCKS:
                return range(0)
    return range(n, end) if n_links else range(0)


def _set_lists_aside(page: Page, heads: list[int]) -> None:
    """Mark the blocks of lists as such and weigh them no more, unless the page is nothing but a list."""
    found = _find_lists(page, heads)
    if found and any(block.good for n, block in enumerate(page.blocks) if n not in found):
        _set_aside(page, found)
    else:
        page.is_list = bool(found) and not _says_more_than(page, found)


def _find_notices(page: Page) -> set[int]:
    """Return the blocks of boxes whose running text is nothing but notices (consent, the site's own words).

    A box is the largest element of which that is true; the page's headline stands in none, nor does other text
    than sentences of notices.
    """
    blocks, nodes = page.blocks, page.nodes
    good = [n for n, block in enumerate(blocks) if block.good and not block.listed]
    sources = {n: page.source[blocks[n].start : blocks[n].end] for n in good}
    found: set[int] = set()
    if not may_hold_notice("\n".join(sources.values())):
        return found
    notices = {n for n, source in sources.items() if may_hold_notice(source) and is_notice(page.text(blocks[n]))}
    if not notices:
        return found
    others = [n for n in good if n not in notices] + page.headings
    for n in sorted(notices):
        if n in found:
            continue
        at, box = blocks[n].node, range(n, n + 1)
        while at > 0 and nodes[at].tag not in ("body", "html", "main", "article"):
            wider = range(nodes[at].first_block, nodes[at].last_block or len(blocks))
            if any(m in wider for m in others):
                break
            box, at = wider, nodes[at].parent
        if len(box) > 1 or nodes[blocks[n].node].tag not in ("p", "td", "body", "main", "article"):
            found.update(box)
        elif blocks[n].away or not _in_text(page, n, others):
            found.add(n)
    return found


def _in_text(page: Page, n: int, others: list[int]) -> bool:
    """Return whether a paragraph stands between other running text of one element, as a sentence of the news does."""
    node = page.nodes[page.nodes[page.blocks[n].node].parent]
    inside = [m for m in others if node.first_block <= m < (node.last_block or len(page.blocks))]
    return any(m < n for m in inside) and any(m > n for m in inside)


def _set_notices_aside(page: Page) -> None:
    """Mark the blocks of notices as such and weigh them no more; where nothing else is left, say so."""
    found = _find_notices(page)
    if not found:
        return
    if _says_more_than(page, found):
        _set_aside(page, found)
    else:
        page.is_notice = True


def _says_more_than(page: Page, found: set[int]) -> bool:
    """Return whether a page has a sentence, however short, that is no link and not in these blocks.

    Asides do not count, unless all running text stands in one: a page may call the frame of everything a sidebar.
    """
    apart = any(block.good and not page.nodes[block.node].away for block in page.blocks)
    left = (
        block
        for n, block in enumerate(page.blocks)
        if n not in found and (not page.nodes[block.node].away if apart else block.good)
    )
    return any(
        2 * block.n_link_chars < block.n_chars and _SENTENCE.search(page.source, block.start, block.end)
        for block in left
    )


def _set_aside(page: Page, found: set[int]) -> None:
    """Mark blocks as no part of the main text."""
    for n in found:
        page.blocks[n].away = page.blocks[n].listed = True


def _weigh(page: Page) -> None:
    """Mark running text, and give each element the running text inside it."""
    heads = _mark_running_text(page)
    if all(page.nodes[block.node].is_firm for block in page.blocks if block.good):
        for node in page.nodes:
            node.is_firm = False
    _distrust_frames(page)
    _set_lists_aside(page, heads)
    _set_notices_aside(page)
    _add_up(page)


def _add_up(page: Page) -> None:
    """Give each element the running text inside it, without that of lists and notices."""
    nodes = page.nodes
    for block in page.blocks:
        if not block.good or block.listed:
            continue
        node, free = nodes[block.node], block.n_chars - block.n_link_chars
        if not node.is_firm:
            node.all_mass += free
        if not node.away:
            node.mass += free
            node.n_good += 1
    for node in reversed(nodes[1:]):
        if node.all_mass or node.mass:
            parent = nodes[node.parent]
            parent.mass += node.mass
            parent.n_good += node.n_good
            parent.all_mass += node.all_mass


def _distrust_frames(page: Page) -> None:
    """Take an element for no furniture that is so by its names, but frames most of the running text ("with-sidebar").

    What it holds is judged by its own names. A page with a headline over running text outside has to hold much less
    there: comments and long lists may well be longer than a short release.
    """
    nodes = page.nodes
    good = [block for block in page.blocks if block.good and not nodes[block.node].is_firm]
    for _ in range(MAX_FRAMES):
        outside = sum(block.n_chars - block.n_link_chars for block in good if not nodes[block.node].away)
        if 2 * outside >= sum(block.n_chars - block.n_link_chars for block in good):
            return
        within = _masses_within(nodes, good)
        frames: dict[str, list[int]] = {}
        for n, node in enumerate(nodes):
            if node.own and within[n] and not node.is_firm and not nodes[node.parent].away:
                frames.setdefault(_names_of(page, n), []).append(n)
        alike = max(frames.values(), key=lambda found: sum(within[n] for n in found), default=[])
        times = HEADED_FRAME if _is_headed(page) else 1
        if sum(within[n] for n in alike) <= times * outside:
            return
        for n in alike:
            nodes[n].own = False
        _spread_looks(page)


_CLASS = re.compile(r"\sclass\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def _names_of(page: Page, n: int) -> str:
    """Return an element's tag with its classes, the same for all elements of a kind on a page."""
    node = page.nodes[n]
    tag = page.source[node.start : node.start + MAX_LINK_TAG].partition(">")[0] if node.start >= 0 else ""
    found = _CLASS.search(tag)
    return f"{node.tag} {(found.group(1) or found.group(2) or '') if found else ''}"


def _masses_within(nodes: list[_Node], good: list[Block]) -> list[int]:
    """Return how much of the running text of some blocks each element holds."""
    within = [0] * len(nodes)
    for block in good:
        within[block.node] += block.n_chars - block.n_link_chars
    for n in range(len(nodes) - 1, 0, -1):
        within[nodes[n].parent] += within[n]
    return within


def _spread_looks(page: Page) -> None:
    """Say of each element and block anew whether it is furniture, or stands in some."""
    nodes = page.nodes
    for node in nodes[1:]:
        node.away = node.own or nodes[node.parent].away
    for block in page.blocks:
        block.away = block.listed or nodes[block.node].away


def _may_head(block: Block) -> bool:
    """Return whether a block without a link is short enough to head a list of links without being a heading."""
    return not block.n_links and block.n_chars <= MAX_LIST_HEADING


def _mark_running_text(page: Page) -> list[int]:
    """Mark running text and headings, and return the blocks that can be the heading of a list, or of its entries."""
    nodes = page.nodes
    heads: list[int] = []
    for n, block in enumerate(page.blocks):
        free = block.n_chars - block.n_link_chars
        if free >= GOOD_CHARS // 2:
            if 3 * block.n_link_chars <= block.n_chars:
                block.good = free >= GOOD_CHARS or bool(_SENTENCE.search(page.source[block.chunks[-1][0] : block.end]))
        elif (free <= 0 and block.n_chars >= MIN_LINK) or block.tag in _tags("subheading"):
            if free <= 0 and n and _may_head(page.blocks[n - 1]) and n - 1 not in heads[-1:]:
                heads.append(n - 1)
            heads.append(n)
        node = nodes[block.node]
        block.away = node.away
        if node.heading:
            page.headings.append(n)
    return heads


def find_main(page: Page) -> list[int]:
    """Return the blocks of the element that holds the main text; those of the whole page, if none stands out."""
    nodes = page.nodes
    total = nodes[0].mass
    if 2 * total < nodes[0].all_mass and not page.is_headed:
        # Most running text stands in what looks like furniture: the looks deceive.
        for node in nodes:
            node.own = node.is_firm
            node.mass = node.n_good = node.all_mass = 0
        _spread_looks(page)
        _add_up(page)
        total = nodes[0].mass
    if not total:
        return list(range(len(page.blocks)))
    children: dict[int, list[int]] = {}
    best = 0
    rank = (0, 0)
    bodies: list[int] = []
    for n, node in enumerate(nodes):
        if node.parent >= 0 and node.mass >= MIN_TWIN * SHARE_SEMANTIC * total:
            if node.semantic == _BODY and node.n_good > 1:
                bodies.append(n)
            children.setdefault(node.parent, []).append(n)
            if node.semantic > 0 and node.mass >= SHARE_SEMANTIC * total and (node.semantic, -n) > rank:
                best, rank = n, (node.semantic, -n)
    if len(bodies) == 1 and nodes[bodies[0]].mass >= SHARE_BODY * total:
        best = bodies[0]
    return _narrow(page, best, children)


def _narrow(page: Page, at: int, children: dict[int, list[int]]) -> list[int]:
    """Return the blocks of the smallest element inside another that holds nearly all of its running text.

    A page may show its text in elements of one kind beside each other ("rich-text"), with pictures or boxes between
    them; what stands between them is the text's, too.
    """
    nodes = page.nodes
    while True:
        down = [n for n in children.get(at, ()) if nodes[n].mass >= SHARE_DOWN * nodes[at].mass]
        if not down or nodes[down[0]].tag not in _tags("container"):
            break
        if nodes[down[0]].n_good < 2 and nodes[at].n_good > 1:
            break
        if _begins_above(page, at, down[0]):
            break
        if parts := _twins(page, down[0], children[at]):
            ends = [blocks for part in (down[0], *parts) if (blocks := _narrow(page, part, children))]
            return list(range(min(blocks[0] for blocks in ends), max(blocks[-1] for blocks in ends) + 1))
        at = down[0]
    return list(range(nodes[at].first_block, nodes[at].last_block or len(page.blocks)))


def _begins_above(page: Page, at: int, inside: int) -> bool:
    """Return whether paragraphs of running text stand right in an element before the one that holds most of it."""
    nodes = page.nodes
    if nodes[at].n_good == nodes[inside].n_good:
        return False
    above = page.blocks[nodes[at].first_block : nodes[inside].first_block]
    return any(block.good and not block.away and block.tag == "p" and nodes[block.node].parent == at for block in above)


def _twins(page: Page, n: int, beside: list[int]) -> list[int]:
    """Return the elements beside one that have its names and some of its running text."""
    least = MIN_TWIN * page.nodes[n].mass
    others = [m for m in beside if m != n and page.nodes[m].mass >= least]
    names = _names_of(page, n) if others else ""
    if not names.partition(" ")[2].strip():
        return []
    return [m for m in others if _names_of(page, m) == names]


def main_blocks(page: Page, main: list[int]) -> list[int]:
    """Return the numbers of the blocks of the main text, in order."""
    return [n for n in main if not page.blocks[n].away]


def _share_row(page: Page, left: int, right: int) -> bool:
    """Return whether two blocks are all of two neighbouring cells of a table's row, and short."""
    blocks, nodes = page.blocks, page.nodes
    cells: list[int] = []
    for n in (left, right):
        cell = blocks[n].node
        for _ in range(MAX_CELL_DEPTH):
            if nodes[cell].tag in _tags("cell") or cell == 0:
                break
            cell = nodes[cell].parent
        if nodes[cell].tag not in _tags("cell") or blocks[n].n_chars > MAX_CELL:
            return False
        if (nodes[cell].first_block, nodes[cell].last_block) != (n, n + 1):
            return False
        cells.append(cell)
    return cells[0] != cells[1] and nodes[cells[0]].parent == nodes[cells[1]].parent


_LAST_WORD = re.compile(r"[a-z]{2,}$")
_FIRST_WORD = re.compile(r"[a-z]{3,}")


def _is_glued(source: str, left: int, right: int) -> bool:
    """Return whether inline tags stand where a blank was lost ("and<b>three</b>").

    Both halves are words and the whole is none; "<b>Harb</b>our" stays one word.
    """
    first = _LAST_WORD.search(source, max(0, left - 30), left)
    second = _FIRST_WORD.match(source, right, right + 30)
    if not first or not second:
        return False
    known = lookups.words("words")
    head, tail = first.group(), second.group()
    return head in known and tail in known and head + tail not in known


def page_edits(page: Page, kept: list[int], dropped: Mapping[int, str] | None = None) -> list[Edit]:
    """Return the edits that leave the kept blocks of the page, each a paragraph, parted by blank lines.

    Args:
        dropped: blocks that a rule takes, and its name.
    """
    edits: list[Edit] = []
    at = 0
    before = -1
    last = kept[-1] if kept else -1
    for n in sorted({*kept, *(dropped or {})}):
        block = page.blocks[n]
        if dropped and n in dropped:
            rule = "html-head" if before < 0 else "html-menu" if n < last else "html-foot"
            edits += [Edit(at, block.start, "", rule), Edit(block.start, block.end, "", dropped[n])]
            at = block.end
            continue
        if before < 0:
            edits.append(Edit(at, block.start, "", "html-head"))
        else:
            rule = "html-tag" if n == before + 1 else "html-menu"
            put = " " if n == before + 1 and _share_row(page, before, n) else BREAK
            edits.append(Edit(at, block.start, put, rule))
        edits += _block_edits(page.source, block)
        at, before = block.end, n
    edits.append(Edit(at, len(page.source), "", "html-foot" if kept else "html-head"))
    return [edit for edit in edits if edit.start < edit.end or edit.replacement]


def _block_edits(source: str, block: Block) -> list[Edit]:
    """Return the edits that leave the words of a block, one blank between two."""
    edits: list[Edit] = []
    spaced, at = True, block.start
    is_pre = block.tag == "pre"
    for start, end, joint in block.chunks:
        if start > at:
            glued = not joint and not spaced and _is_glued(source, at, start)
            put = " " if (joint or glued) and not spaced else ""
            spaced = spaced or bool(put)
            edits.append(Edit(at, start, put, "html-tag"))
        read = _plain_edits if source.find("&", start, end) < 0 else _entity_edits
        made, spaced = read(source, start, end, spaced, is_pre)
        edits += made
        at = end
    return edits


def _plain_edits(source: str, start: int, end: int, spaced: bool, is_pre: bool) -> tuple[list[Edit], bool]:
    """Return the edits of blanks in a chunk without entities, and whether it ends with a blank.

    Args:
        spaced: whether a blank or nothing stands before the chunk.
        is_pre: whether lines are kept as they stand.
    """
    edits: list[Edit] = []
    # Single blanks between words stay; only at the beginning one may be one too many.
    if spaced and source[start] == " " and not source[start + 1].isspace():
        edits.append(Edit(start, start + 1, "", "blanks"))
    for match in _BLANKS.finditer(source, start, end):
        put = "" if spaced and match.start() == start else " "
        if put and is_pre and "\n" in match.group():
            put = "\n"
        if match.group() != put:
            edits.append(Edit(match.start(), match.end(), put, "blanks"))
    return edits, source[end - 1].isspace()


def _entity_edits(source: str, start: int, end: int, spaced: bool, is_pre: bool) -> tuple[list[Edit], bool]:
    """Return the edits of blanks and entities in a chunk, and whether it ends with a blank; as `_plain_edits`."""
    edits: list[Edit] = []
    last = start
    for match in _SPACE_OR_ENTITY.finditer(source, start, end):
        if match.start() > last:
            spaced = False
        found = match.group()
        is_entity = found[0] == "&"
        put = html.unescape(found) if is_entity else " "
        if put == found and is_entity:
            last = match.start()
            continue
        last = match.end()
        if put.isspace():
            put = "" if spaced else "\n" if is_pre and "\n" in found else " "
            spaced = True
        else:
            spaced = False
        if put != found:
            edits.append(Edit(match.start(), match.end(), put, "entity" if is_entity else "blanks"))
    return edits, spaced and last >= end
