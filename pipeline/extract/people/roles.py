"""Reads the office, rank or title that a text attaches to a name, as worded.

A role stands before the name ("Deputy Director Ana Ruiz of the Cyber Unit"), behind it
(", head of the art squad"), on the line below it in a contact block, or behind "as" and
"was appointed". What is said before and behind one naming is joined; of several namings
the fullest role is kept. Descriptions that name no office ("a 38-year-old man", "the
suspected ringleader") are no roles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.people.names import Lexicon, NameSpan, Reading, is_adjacent, is_office_acronym
from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import are_joined, outside_brackets
from pipeline.extract.reading.tokens import FINITE_TAGS
from pipeline.extract.rules import RuleList, is_on

MAX_ROLE_WORDS = 32
_MAX_TO_OFFICE = 5  # words from a verb to the office: "served as the chief"
_MAX_ON_LINE = 9  # words of an office on the line of a name
# How far behind its verb an office may begin: "was then the chief …".
_MAX_TO_OFFICE = 5
MAX_GAP = 12  # words between two names of a list, those in brackets included


@dataclass(frozen=True, slots=True)
class Role:
    """A role as one naming words it.

    Attributes:
        text: the role as worded, joined from its pieces.
        pieces: the characters it was read from, in text order.
        rank_only: whether it is nothing but a rank ("Colonel").
        former: whether the text calls it past.
        first: the first word of the piece before the name, or the name's first.
        last: one past the last word of the piece behind the name, or the name's last.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]
    rank_only: bool
    former: bool
    first: int
    last: int

    @property
    def weight(self) -> int:
        """How many words it has that say something."""
        return sum(word.lower() not in cues("role_connector") for word in self.text.replace(",", " ").split())


@dataclass(slots=True)
class RoleReader:
    """Reads roles from a release's words.

    Attributes:
        name_at: for each word, the number of the name it belongs to, or -1.
        tags: the tagger's tag of each word, or "".
        text: the release's text.
    """

    reading: Reading
    lex: Lexicon
    names: Sequence[NameSpan]
    name_at: Sequence[int]
    tags: Sequence[str]
    text: str

    def roles(self) -> list[Role | None]:
        """Return the role at each name, in the order of the names; what a list shares is shared."""
        befores: list[tuple[int, int, bool] | None] = []
        found: list[Role | None] = []
        shared: list[tuple[int, int, bool] | None] = []
        for k, name in enumerate(self.names):
            before = self._before(name) if is_on("people.role-before") else None
            earlier = found[-1] if found else None
            if before is not None and earlier is not None and before[1] <= earlier.last:
                # "Lena Moraru, Head of Mission, Paul Whitcombe": the office is the one before's
                before = None
            if before is None and is_on("people.role-above-list"):
                before = self._above_list(name)
            befores.append(before)
            carried = before if before is not None and before[2] else None
            listed = before is None and k and shared[-1] is not None and is_on("people.role-of-list")
            if listed and self._in_list(k - 1, k):
                before = carried = shared[-1]
            shared.append(carried)
            found.append(self._role(name, before))
        if is_on("people.body-of-list"):
            self._share_bodies(found, befores, shared)
        self._share_back(found)
        return found

    def _above_list(self, name: NameSpan) -> tuple[int, int, bool] | None:
        """Return the plural that a colon sets before a list: "the detectives who worked on the case: Jan Berg, …"."""
        items = self.reading.words
        n = name.first - 1
        while n > 0 and items[n].kind == "break":
            n -= 1
        if n < 3 or items[n].text != ":":
            return None
        for m in range(n - 1, max(0, n - MAX_GAP), -1):
            if items[m].kind in ("mark", "break", "num") or self.name_at[m] >= 0:
                return None
            if items[m].low in ("who", "that"):
                several = self._is_several(items[m - 1].low) and items[m - 2].low in cues("several_above")
                return (m - 1, m, True) if several else None
        return None

    def _share_back(self, found: list[Role | None]) -> None:
        """Give the office behind a list to all in it: "Ann Berg, Jan Holm, and Di Moe, Assistant U.S. Attorneys"."""
        items = self.reading.words
        for k in range(len(self.names) - 1, 0, -1):
            role, behind = found[k], self._behind(self.names[k])
            if role is None or behind is None or not self._is_plural(*behind):
                continue
            role = replace(
                role, text=self._singular(*behind), pieces=((items[behind[0]].start, items[behind[1] - 1].end),)
            )
            found[k] = role
            while k > 0 and found[k - 1] is None and self._in_list(k - 1, k):
                k -= 1
                found[k] = replace(role, first=self.names[k].first, last=self.names[k].last)

    def _is_plural(self, first: int, last: int) -> bool:
        """Tell whether an office behind a name is that of several: its noun before any preposition is plural."""
        items = self.reading.words
        return self._is_plural_word(
            next((n for n in range(first, last - 1) if items[n + 1].low in cues("role_preposition")), last - 1)
        )

    def _is_plural_word(self, n: int) -> bool:
        """Tell the plural of an office: "Attorneys"."""
        word = self.reading.words[n]
        return word.cap and self._is_several(word.low)

    def _is_plural_general(self, end: int) -> bool:
        """Tell whether "Inspectors General" ends before word `end`."""
        items = self.reading.words
        return end > 1 and items[end - 1].low == "general" and self._is_plural_word(end - 2)

    def _is_several(self, low: str) -> bool:
        """Tell the plural of an office, folded: "attorneys", "sens."."""
        if low.endswith("s.") and low[:-2] + "." in self.lex.heads:
            return True
        return low.endswith("s") and low not in self.lex.heads and low[:-1] in self.lex.heads

    def _in_list(self, a: int, b: int) -> bool:
        first, stop = self.names[a].last, self.names[b].first
        # "Assemblymembers Ana Ruiz (D-Elmwood), Jan Berg (R-Oak Hill)"
        return are_joined(outside_brackets(self.reading.words[first : min(stop, first + MAX_GAP)]))

    def _slice(self, first: int, last: int) -> str:
        items = self.reading.words
        while last - first > 1 and items[last - 1].low in cues("loose_role_end"):
            last -= 1
        tail = items[last - 1]
        return " ".join(self.text[items[first].start : tail.end].replace("\u00ad", "").split())

    def _role(self, name: NameSpan, before: tuple[int, int, bool] | None) -> Role | None:
        items, lex = self.reading.words, self.lex
        pieces: list[tuple[int, int]] = []
        text = ""
        first, last = name.first, name.last
        rank_only = False
        if before is not None:
            b_first, b_last, _ = before
            text = self._singular(b_first, b_last) if before[2] else self._slice(b_first, b_last)
            pieces.append((items[b_first].start, items[b_last - 1].end))
            rank_only = tuple(w.low.rstrip(".") for w in items[b_first:b_last]) in lex.rank_phrases and items[
                b_last - 1
            ].low not in cues("judge_word")
            if b_last <= name.first:
                first = b_first
        behind = self._behind(name)
        body = None if behind or not is_on("people.body-behind") else self._body(name.last)
        if body and before is not None:
            text += (", " if items[body[0] - 1].text == "," or items[name.last].text == "," else " ") + self._slice(
                *body
            )
            pieces.append((items[body[0]].start, items[body[1] - 1].end))
            last, rank_only = body[1], False
        if behind:
            behind_text = self._slice(*behind)
            last = behind[1]
            have, new = set(text.lower().split()), set(behind_text.lower().split())
            if not text or rank_only or have <= new or text.lower() in cues("beside_office"):
                text, pieces = behind_text, []
            elif new <= have:
                behind_text = ""
            else:
                text = f"{text}, {behind_text}"
            if behind_text:
                pieces.append((items[behind[0]].start, items[behind[1] - 1].end))
            rank_only = False
        if not text:
            return None
        return Role(text, tuple(pieces), rank_only, text.lower().split()[0].rstrip("-") in cues("former"), first, last)

    def _singular(self, first: int, last: int) -> str:
        """Return a title's words, a plural shared by several names made singular."""
        items, lex = self.reading.words, self.lex
        text = self._slice(first, last)
        tail = items[last - 1]
        several = tail.low[:-1] in lex.heads or is_office_acronym(items, last - 1)
        if tail.low.endswith("s.") and self._is_several(tail.low):
            return f"{text[:-2]}."  # "Sens."
        if self._is_plural_general(last):
            return f"{self._slice(first, last - 1)[:-1]} {tail.text}"
        if tail.low not in lex.heads and tail.text.endswith("s") and several:
            return text[:-1]
        head = self._plural_head(first, last)
        if head is None:
            return text
        return f"{self._slice(first, head + 1)[:-1]} {self._slice(head + 1, last)}"

    def _plural_head(self, first: int, last: int) -> int | None:
        """Return the plural office before a preposition: "Assistant U.S. Attorneys for the District of Elm"."""
        items = self.reading.words
        if not is_on("people.plural-of"):
            return None
        head = next((n for n in range(first, last - 1) if items[n + 1].low in cues("role_preposition")), None)
        return head if head is not None and self._is_plural_word(head) and not items[head].possessive else None

    def _share_bodies(
        self,
        found: list[Role | None],
        befores: Sequence[tuple[int, int, bool] | None],
        shared: Sequence[tuple[int, int, bool] | None],
    ) -> None:
        """Give "Attorneys A, B and C of the Unit" the unit for A and B too."""
        items = self.reading.words
        carried: tuple[int, int] | None = None
        for k in range(len(self.names) - 2, -1, -1):
            role, after = found[k], found[k + 1]
            if carried is None and after is not None and after.last > self.names[k + 1].last:
                carried = self._body(self.names[k + 1].last)
            if (
                role is None
                or role.last > self.names[k].last
                or carried is None
                or not self._share_title(k, befores, shared)
            ):
                carried = None
                continue
            joint = ", " if items[carried[0] - 1].text == "," else " "
            piece = (items[carried[0]].start, items[carried[1] - 1].end)
            found[k] = Role(
                role.text + joint + self._slice(*carried),
                (*role.pieces, piece),
                False,
                role.former,
                role.first,
                role.last,
            )

    def _share_title(
        self, k: int, befores: Sequence[tuple[int, int, bool] | None], shared: Sequence[tuple[int, int, bool] | None]
    ) -> bool:
        """Tell whether names `k` and `k + 1` stand in one list under the same office."""
        items = self.reading.words
        if self._in_list(k, k + 1):
            return shared[k] is not None and shared[k + 1] is not None
        one, other = befores[k], befores[k + 1]
        if one is None or other is None:
            return False
        gap = items[self.names[k].last : other[0]]
        same = items[one[1] - 1].low == items[other[1] - 1].low
        if same and is_on("people.own-office"):
            # "Trial Attorney Ann Berg and Assistant U.S. Attorney Jan Holm of the Northern District"
            same = self._plain_title(one) == self._plain_title(other)
        if same and items[one[1] - 1].low == "general" and is_on("people.own-unit"):
            # "Deputy Attorney General Ann Berg, Assistant Attorney General Jan Holm of the Criminal Division"
            same = [w.low for w in items[one[0] : one[1]]] == [w.low for w in items[other[0] : other[1]]]
        return same and are_joined(gap)

    def _plain_title(self, span: tuple[int, int, bool]) -> list[str]:
        """Return the words of an office without its grade: "attorney" of "Senior Assistant U.S. Attorneys"."""
        words = [w.low.rstrip(".") for w in self.reading.words[span[0] : span[1]] if w.kind in ("word", "abbr")]
        plain = [w.removesuffix("s") for w in words if w not in cues("office_grade") and w not in cues("article")]
        whole = " ".join(plain).replace("united state", "u.s")
        return [word for word in whole.split() if word not in ("former", "assistant", "acting", "special")]

    def _before(self, name: NameSpan) -> tuple[int, int, bool] | None:
        """Return the words of the title before a name, and whether it is a plural."""
        items, lex = self.reading.words, self.lex
        n = name.first - 1
        comma = False
        if n >= 0 and (is_adjacent(items, name.first) or items[n].newline or not items[name.first].joined):
            while (
                n >= 0
                and items[n].kind != "break"
                and (items[n].low in lex.honorifics or items[n].low.rstrip(".") in lex.honorifics)
                and items[n].cap
            ):
                n -= 1
        if (
            n >= 1
            and n < name.first - 1
            and items[n].low == "the"
            and (items[n - 1].text == "," or items[n - 1].low in cues("title_only"))
        ):
            n -= 1  # "the Minister for Ports, the Hon. Jan Berg", "Senator the Hon. Jan Berg"
        if n >= 1 and items[n].text == "," and self.name_at[n - 1] < 0 and items[n].joined:
            n -= 1
            comma = True
        if n < 0 or items[n].kind in ("break", "num") or (items[n].kind == "mark" and items[n].text != ")"):
            return None
        if items[n].low in ("and", "&") and is_on("people.no-office-before-and"):
            return None  # "Ann Berg, Attorney for the District of Elm and Jan Holm, Chief": the office is hers
        end = n + 1
        plain = self._before_plain_place(n) if comma and is_on("people.role-of-plain-place") else n
        first = self._walk_left(plain)
        first = self._behind_deed(self._past_small_words(first, end), end)
        # "Russia's Interior Minister" keeps its country, "'s Interior Minister" cannot begin
        if first >= end or not self._has_head(first, end):
            return None
        first, end = self._office_before_rank(first, end)
        if comma and not self._stands_apart(first, end, name):
            return None
        if first and items[end - 1].low in cues("relation") and items[first - 1].low in cues("possessor"):
            # "her partner, Jan Berg"
            return None
        tail = items[end - 1]
        plural = (
            tail.low.endswith("s")
            and tail.low not in lex.heads
            and (tail.low[:-1] in lex.heads or (is_office_acronym(items, end - 1) and tail.text.endswith("s")))
            and (end - first == 1 or items[end - 2].low not in ("of", "for"))
        ) or (tail.possessive and tail.low in lex.heads and not comma)
        plural = plural or (tail.low.endswith("s.") and self._is_several(tail.low)) or self._is_plural_general(end)
        plural = plural or (not comma and self._plural_head(first, end) is not None)
        if tail.possessive and not plural:
            return None
        if comma and plural and self._is_alone(name):
            return None  # "When stopped by port officers, Page had a gun"
        return first, end, plural

    def _is_alone(self, name: NameSpan) -> bool:
        """Tell whether no list goes on behind a name."""
        return name.last >= len(self.reading.words) or self.reading.words[name.last].low not in (",", "and")

    def _past_small_words(self, first: int, end: int) -> int:
        """Return the first word from `first` on that can open a title: no mark, and no small word."""
        none_opens = cues("role_connector"), cues("title_boundary")
        for n in range(first, end):
            word = self.reading.words[n]
            if word.kind != "mark" and not any(word.low in words for words in none_opens):
                return n
        return max(first, end)

    def _behind_deed(self, first: int, end: int) -> int:
        """Step over what is told of the holder: "Prison Sentence for the Murder of Police Officer", "Statement of"."""
        items = self.reading.words
        for n in range(end - 2, first, -1):
            if items[n].low in cues("deed_preposition") and items[n - 1].low in cues("deed"):
                return n + 2 if items[n + 1].low == "the" and n + 2 < end else n + 1
            if items[n].low == "former" and items[n].cap:
                return n  # "Court of Appeals Former Director"
        while first < end - 1 and (items[first].low in cues("number_opener") or self._is_dateline(first, end)):
            first += 1
        return first

    def _is_dateline(self, first: int, end: int) -> bool:
        """Tell whether a title begins with a place in capitals, the dash behind it lost ("WASHINGTON DC Senator")."""
        word = self.reading.words[first]
        if word.text in cues("within_dc"):
            return True
        if word.low == "washington" and self.reading.words[first + 1].text in cues("dc_behind"):
            return True
        place = word.low in self.lex.places or word.low in states.opening_words()
        return word.upper and place and not self.reading.words[end - 1].upper

    def _office_before_rank(self, first: int, end: int) -> tuple[int, int]:
        """Return the office that a comma sets before a mere rank ("the Minister for Ports, Senator"), else the rank."""
        items, lex = self.reading.words, self.lex
        rank = tuple(w.low.rstrip(".") for w in items[first:end])
        if rank not in lex.rank_phrases and not (end - first == 1 and rank[0] in cues("title_only")):
            return first, end
        n = first - 1
        if n < 1 or items[n].text != "," or self.name_at[n - 1] >= 0:
            return first, end
        left = self._past_small_words(self._walk_left(n - 1), n)
        if left >= n or not self._has_head(left, n) or not self._opens_title(left):
            return first, end
        return left, n

    def _opens_title(self, first: int) -> bool:
        """Tell whether a title can begin at word `first`: an article, a verb's place or a sentence's head is before."""
        items = self.reading.words
        if first == 0 or items[first].newline:
            return True
        before = items[first - 1]
        return before.kind == "break" or before.low in cues("before_heading_office") or before.text in '.“"'

    def _stands_apart(self, first: int, end: int, name: NameSpan) -> bool:
        """Tell whether "ROLE, NAME" is one thing: the role ends in its office and the name is set off behind."""
        items = self.reading.words
        behind = items[name.last] if name.last < len(items) else None
        closed = behind is not None and (
            behind.text in cues("name_closed") or self.tags[name.last] in FINITE_TAGS or behind.kind == "break"
        )
        opened = (
            first == 0
            or items[first - 1].low in cues("before_bare_office")
            or (
                items[first - 1].kind in ("break",)
                or items[first].possessive
                or items[first - 1].possessive
                or items[first - 1].text in (".", "“")
                # "In the film, City Manager, Jan Berg, said": no name before that the office could belong to
                or (items[first - 1].text == "," and first > 1 and self._is_free(first - 2))
                # "his stock broker, Jan Berg,"
                or (first > 1 and not items[first - 1].cap and items[first - 2].low in cues("possessor_any"))
                # "“We watch,” said Harbour Director, Jan Berg."
                or (first > 1 and self._said_before(first - 1) and is_on("people.office-behind-speech"))
                # "a 28-year-old police officer, Jan Berg, had"
                or (items[first - 1].low == "year-old" and is_on("people.role-behind-age"))
            )
        )
        # "After talks with the Prime Minister, Mr. Berg said": somebody else is the subject
        other = (
            first > 1
            and name.last < len(items)
            and self.tags[name.last] in FINITE_TAGS
            and items[first - 1].low == "the"
            and items[first - 2].low in cues("no_office_behind")
        )
        return closed and opened and not other

    def _said_before(self, n: int) -> bool:
        """Tell whether word `n` is a verb of speech right behind a quotation."""
        items = self.reading.words
        return items[n].low in self.lex.speech and items[n - 1].text in '”"'

    def _is_free(self, n: int) -> bool:
        """Tell whether no name, age or office ends at word `n`."""
        word = self.reading.words[n]
        return self.name_at[n] < 0 and word.kind == "word" and word.low not in self.lex.heads and not word.upper

    def _has_head(self, first: int, end: int) -> bool:
        """Tell whether the words name an office: a head noun ends them, or stands before "of", "for", "in" …"""
        items, lex = self.reading.words, self.lex
        for n in range(end - 1, first - 1, -1):
            low = items[n].low
            singular = low[:-1] if low.endswith("s") else low
            if (
                low not in lex.heads
                and singular not in lex.heads
                and not (items[n].cap and low.rstrip(".") in lex.ranks and low not in lex.modifiers)
                and not is_office_acronym(items, n)
            ):
                continue
            if (
                n == end - 1
                or items[n + 1].low in cues("role_preposition")
                or items[n + 1].text in (",", "(")
                or items[n + 1].low in cues("elect_or_and")
                # "Deputy Director Operations"
                or (n == end - 2 and items[end - 1].cap and items[end - 1].low in cues("office_field"))
            ):
                return not (items[n].possessive and n < end - 1)
        return False

    def _before_plain_place(self, n: int) -> int:
        """Step over "of the plant" behind an office: "the former manager of the plant, Jan Berg, said"."""
        items = self.reading.words
        if n < 3 or items[n].cap or items[n].low in self.lex.heads or self.tags[n] != "NN":
            return n
        of_it = items[n - 1].low in cues("plain_place") and items[n - 2].low == "of"
        return n - 3 if of_it and items[n - 3].low in self.lex.heads else n

    def _walk_left(self, n: int) -> int:
        """Return the first word of the title that ends at word `n`."""
        items, lex = self.reading.words, self.lex
        first = n + 1
        seen_head = False
        m = n
        while m >= 0 and n - m < MAX_ROLE_WORDS:
            word = items[m]
            if m < n and items[m + 1].joined and word.kind == "word" and items[m + 1].kind == "word":
                break
            if (m < n and items[m + 1].newline) or self._is_headline_verb(m):
                break
            spoken = word.low in lex.speech and word.low not in lex.modifiers
            # "United States Attorney"
            if self.name_at[m] >= 0 or (spoken and not (word.cap and self.reading.taken[m])):
                break
            if word.kind in ("word", "abbr"):
                if word.cap and word.low not in cues("title_boundary"):
                    if word.possessive and m == n and word.low not in lex.heads:
                        break
                    low = word.low
                    seen_head = seen_head or low in lex.heads or (low.endswith("s") and low[:-1] in lex.heads)
                    if low == "justice" and m and items[m - 1].low in cues("before_justice"):
                        seen_head = False
                    first = m
                elif word.low in lex.heads and m < n and items[m + 1].cap and items[m + 1].low in lex.heads:
                    break
                elif (
                    word.low in lex.heads
                    or word.low in lex.modifiers
                    or (word.low.endswith("s") and word.low[:-1] in lex.heads and m == n)
                    or (first == m + 1 <= n and self._narrows(m))
                ):
                    seen_head = seen_head or word.low in lex.heads
                    first = m
                elif word.low == "and" or word.low == "&":
                    if not self._may_cross(m, seen_head):
                        break
                elif word.low in cues("role_connector"):
                    if m == 0 or not self._leads_on(m - 1):
                        break
                else:
                    break
            elif word.text == ",":
                # "Commissioner for Justice, Consumers and Gender Equality"
                if seen_head or m == 0 or not self._leads_on(m - 1) or not items[m - 1].cap:
                    break
            elif word.text == ")" and m >= 2 and items[m - 2].text == "(" and items[m - 1].cap:
                m -= 2
                first = m
            elif word.text in ("&", "/", "’", "'") and m > 0:
                pass
            else:
                break
            m -= 1
        return first

    def _is_headline_verb(self, m: int) -> bool:
        """Tell whether a headline's verb stands at word `m`: "Man Held For Threats To Harm President Jan Roe"."""
        word, before = self.reading.words[m], self.reading.words[m - 1] if m else None
        if before is None or before.text != "To" or not word.cap or word.low in self.lex.heads:
            return False
        return self.tags[m] != "DT" and is_on("people.headline-verb")

    def _narrows(self, m: int) -> bool:
        """Tell whether word `m` is the noun before a plain office ("his stock broker Jan Berg")."""
        word, behind = self.reading.words[m], self.reading.words[m + 1]
        plain = not behind.cap and behind.low in self.lex.heads and word.low not in self.lex.criminal
        return plain and word.kind == "word" and self.tags[m] == "NN" and not word.possessive and not behind.joined

    def _may_be_second(self, m: int) -> bool:
        """Tell whether word `m` may be of a second office, or a noun before it ("an employee and image scientist")."""
        low = self.reading.words[m].low
        if low in self.lex.modifiers or low in self.lex.heads:
            return True
        return m + 1 < len(self.reading.words) and self._narrows(m)

    def _leads_on(self, m: int) -> bool:
        """Tell whether word `m` can belong to a title that runs on behind it."""
        word = self.reading.words[m]
        if self.name_at[m] >= 0:
            return False
        if word.low in cues("role_connector") and m > 0:
            left = self.reading.words[m - 1]
            return self.name_at[m - 1] < 0 and (
                left.cap or left.low in self.lex.heads or left.low in cues("role_inner")
            )
        if word.text == ")":
            return True
        return word.kind in ("word", "abbr") and (
            (word.cap and word.low not in cues("title_boundary"))
            or word.low in self.lex.heads
            or (word.low in self.lex.modifiers and word.low not in cues("ordinal_modifier"))
        )

    def _may_cross(self, m: int, seen_head: bool) -> bool:
        """Tell whether a title runs on to the left of the "and" at word `m`."""
        if m == 0:
            return False
        left = self.reading.words[m - 1]
        if self.name_at[m - 1] >= 0:
            return False
        if seen_head and self._in_one_body(m):
            return True
        if seen_head:
            return left.low in self.lex.heads and not left.possessive and left.kind == "word"
        return left.kind == "word" and left.cap and left.low not in cues("title_boundary")

    def _in_one_body(self, m: int) -> bool:
        """Tell whether the words on both sides of word `m` belong to the name of one body."""
        taken = self.reading.taken
        around = range(max(0, m - 1), min(len(taken), m + 2))
        if all(taken[k] == "organisations" for k in around):
            return True
        right = self.reading.words[m + 1].low if m + 1 < len(taken) else ""
        begins_title = right in self.lex.heads or right in cues("office_grade")
        return not begins_title and all(self.reading.label(k) == "ORG" for k in around)

    def _behind(self, name: NameSpan) -> tuple[int, int] | None:
        """Return the words of the office named behind a name."""
        items = self.reading.words
        n = name.last
        if n >= len(items) or (items[n - 1].possessive):
            return None
        n = self._skip_age(n)
        n = self._skip_home(n)
        seat = n
        while n < len(items) and items[n].low in cues("seat") and items[n].upper:
            n += 1
        n = self._skip_party(n)
        if n >= len(items):
            return None
        if n > seat and items[n].cap and items[n].kind == "word" and is_adjacent(items, n):
            # "the Hon. Jan Berg MP Minister for Ports"
            return self._office(n)
        return next(filter(None, (rule.read(self, n, name) for rule in BEHIND.active())), None)

    def _leads_behind(self, n: int) -> str:
        """Tell what leads from a name to an office behind it: a mark ("apart"), a new line ("below"), "as", a verb."""
        word = self.reading.words[n]
        if word.text in (",", "–", "—", "-", ";") or (word.text == "(" and not word.joined):
            return "apart"
        if word.kind == "break" or word.newline:
            return "below"
        return "as" if word.low == "as" else "verb"

    def _in_apposition(self, n: int) -> tuple[int, int] | None:
        """Read "X, ROLE", "X – ROLE" and "X (ROLE"."""
        found, items = self._office(n + 1), self.reading.words
        if found is None or found[1] >= len(items):
            return found
        # "Ana Ruiz, Deputy Director Jan Berg and …": the office is the next person's, as is "; Judge: Jan Berg"
        label = items[n].text == ";" and items[found[1]].text == ":" and is_on("people.label-behind")
        is_next = self.name_at[found[1]] >= 0 or label
        return None if is_next else found

    def _behind_body(self, n: int) -> tuple[int, int] | None:
        """Read "X, BODY, ROLE": "Jan Berg, Harbour Police (HP), Chief, Elm Office"."""
        items, taken = self.reading.words, self.reading.taken
        m = n + 1
        while m < len(items) and taken[m] == "organisations" and items[m].kind in ("word", "abbr"):
            m += 1
        if items[n].text != "," or m == n + 1 or m + 3 >= len(items):
            return None
        if items[m].text == "(" and items[m + 2].text == ")":
            m += 3
        found = self._office(m + 1) if m + 1 < len(items) and items[m].text == "," and items[m + 1].cap else None
        if found is None or (found[1] < len(items) and self.name_at[found[1]] >= 0):
            return None
        end = found[1]
        unit = self._body_apart(end + 1) if end < len(items) and items[end].text == "," else None
        return n + 1, unit[1] if unit else end

    def _skip_age(self, n: int) -> int:
        """Step over ", 53" or "(53)"."""
        items = self.reading.words
        if n + 2 < len(items) and items[n].text == "," and items[n + 1].kind == "num" and len(items[n + 1].text) == 2:
            return n + 2
        if n + 2 < len(items) and items[n].text == "(" and items[n + 1].kind == "num" and items[n + 2].text == ")":
            return n + 3
        return n

    def _skip_home(self, n: int) -> int:
        """Step over ", of Omaha, Nebraska" where a comma and an article follow."""
        items = self.reading.words
        apart = n < len(items) and items[n].text == ","
        start = n + 1 if apart else n
        if start + 1 >= len(items) or items[start].low != "of" or not items[start + 1].cap:
            return n
        m = start + 1
        while m < len(items) and m - n < 9 and (items[m].cap or items[m].text in (",", ".")) and self.name_at[m] < 0:
            m += 1
        known = items[m].low == "who" or (apart and items[m].low in cues("described_by")) if m < len(items) else False
        described = known and items[m - 1].text == ","
        return m - 1 if described else n

    def _skip_party(self, n: int) -> int:
        """Step over "(D-CT)"."""
        items = self.reading.words
        if n + 2 >= len(items) or items[n].text != "(" or items[n + 1].text[:1] not in cues("party_letter"):
            return n
        for m in range(n + 1, min(n + 6, len(items))):
            if items[m].text == ")":
                return m + 1 if m + 1 < len(items) and items[m + 1].text == "," else n
        return n

    def _on_line(self, n: int, name: NameSpan) -> tuple[int, int] | None:
        """Read the office beside a name that opens a line of its own: "Ann Berg Special Agent in Charge - Elm"."""
        items = self.reading.words
        opens = name.first == 0 or items[name.first].newline or items[name.first - 1].kind == "break"
        if not opens or not items[n].cap or items[n].kind != "word" or not is_adjacent(items, n):
            return None
        found = self._office(n)
        if found is None or found[0] != n or found[1] - n > _MAX_ON_LINE:
            return None
        end = found[1]
        closed = end >= len(items) or items[end].kind == "break" or items[end].newline or items[end].text in ("-", "–")
        return found if closed else None

    def _appointed(self, n: int) -> tuple[int, int] | None:
        """Read "X was appointed (as) ROLE" and "X is the ROLE"."""
        items = self.reading.words
        for m in range(n, min(n + 6, len(items))):
            if items[m].kind in ("mark", "break") or self.name_at[m] >= 0:
                return None
            if items[m].low in cues("appointed"):
                start = m + 1
                if start < len(items) and items[start].low == "as":
                    start += 1
                if start < len(items) and items[start].low in cues("appointed_by"):
                    return None
                return self._office(start)
            if m != n or items[m].low not in cues("became") or m + 1 >= len(items):
                continue
            if items[m + 1].low in cues("article") or items[m + 1].cap:
                return self._office(m + 1)
        return None

    def _told(self, n: int, name: NameSpan) -> tuple[int, int] | None:
        """Read "X, who was ROLE", "X served as ROLE" and "X was a ROLE"."""
        items = self.reading.words
        relative = n + 2 < len(items) and items[n].text == "," and items[n + 1].low == "who"
        verb = n + 2 if relative else n
        if verb + 2 >= len(items) or items[verb].kind != "word" or not (relative or verb == name.last):
            return None
        start = self._behind_copula(verb)
        found = self._office(start) if start is not None else None
        if found is None or found[0] - verb > _MAX_TO_OFFICE or self._before(name) is not None:
            return None
        first, end = found[0], self._before_span(*found)
        if items[self._told_head(first, end)].low in cues("no_office_told") or items[first].low in cues("ordinal"):
            return None
        return first, end

    def _before_span(self, first: int, end: int) -> int:
        """Return the end of an office before how long or when it was held: "nurse at the time", "teacher for years"."""
        items = self.reading.words
        for n in range(first + 1, min(end, len(items) - 2)):
            time = items[n].low == "at" and items[n + 2].low in cues("at_the_time")
            span = items[n].low == "for" and (items[n + 1].kind == "num" or items[n + 1].low in cues("before_span"))
            if time or span or items[n].low in cues("office_span"):
                return n
        return end

    def _told_head(self, first: int, end: int) -> int:
        """Return the noun of an office: the last before a preposition."""
        items = self.reading.words
        stop = next((n for n in range(first + 1, end) if items[n].low in cues("role_preposition")), end)
        return stop - 1

    def _behind_copula(self, verb: int) -> int | None:
        """Return the word behind "was", "had been", "served as" and the like where an office may begin."""
        items = self.reading.words
        low, behind = items[verb].low, items[verb + 1].low
        if low in cues("works_as"):
            return verb + 2 if behind == "as" else None
        start = verb + 2 if low in ("has", "had") and behind == "been" else verb + 1
        if low != "was" and start == verb + 1:
            return None
        return start if items[start].low in cues("article") else None

    def _line_below(self, n: int, name: NameSpan) -> tuple[int, int] | None:
        """Read the office on the line under a name that ends its own line (a signature or contact block)."""
        items = self.reading.words
        start = n + 1 if items[n].kind == "break" else n
        line_first = name.first
        while (
            line_first > 0
            and not items[line_first].newline
            and items[line_first - 1].kind != "break"
            and name.first - line_first < 8
        ):
            line_first -= 1
        if name.first - line_first > 6:
            return None
        found = self._office(start)
        if found is None:
            return None
        end = found[1]
        whole = (
            end >= len(items)
            or items[end].kind == "break"
            or items[end].newline
            or items[end].text in (",", "–", "-", "|", "(")
        )
        return found if whole and end - start <= 10 and not any(w.newline for w in items[start + 1 : end]) else None

    def _office(self, n: int) -> tuple[int, int] | None:
        """Return the words of a noun phrase at `n` whose head is an office, with what belongs to it."""
        items, lex = self.reading.words, self.lex
        size = len(items)
        while (
            n < size
            and items[n].kind == "word"
            and items[n].low in cues("determiner")
            and not (items[n].cap and items[n].low not in cues("article"))
            and not (n + 1 < size and items[n + 1].text == "." and items[n + 1].joined)
        ):
            if items[n].low in ("who", "that") and not (n + 1 < size and items[n + 1].low in cues("who_is")):
                return None
            n += 1
        if n + 4 < size and items[n].kind == "num" and items[n + 1].text == "-" and items[n + 2].low.startswith("year"):
            # "a 34-year-old nurse"
            n += 3
        interim = n + 4 if [w.low for w in items[n : n + 4]] == ["a", ".", "i", "."] else n
        while n < size and (items[n].kind == "num" or items[n].low in cues("appointment_word")):
            n += 1
        # "a.i. Head of Delegation"
        first, m, head = (n, interim, -1) if interim > n else (n, n, -1)
        while m < size and m - first < 12 and self.name_at[m] < 0:
            word = items[m]
            if word.kind in ("break", "num") or (word.newline and m > first and not is_adjacent(items, m)):
                break
            if word.kind == "mark":
                if word.text == "(" and m + 2 < size and items[m + 2].text == ")":
                    m += 3
                    continue
                if word.text in ("&", "-", "/") or (word.text in ("'", "’") and word.joined):
                    m += 1
                    continue
                break
            low = word.low
            bounds = (
                low in cues("role_preposition") or low in cues("role_boundary") or self.tags[m] in ("VBD", "VBZ", "MD")
            )
            if bounds and low not in lex.heads:
                break
            if low == "and":
                if head == m - 1 or m == first:
                    break
                m += 1
                continue
            if low in lex.criminal and not word.cap:
                return None
            plural = word.cap and low[-1:] == "s" and low[:-1] in lex.heads
            if (low in lex.heads or low.removeprefix("vice-") in lex.heads or plural) and not word.possessive:
                head = m
            elif (
                head >= 0
                and not word.cap
                and head == m - 1
                and low not in lex.modifiers
                and low not in cues("office_suffix")
            ):
                head = -1
            m += 1
        if head < 0:
            return None
        end = head + 1
        if end < size and items[end].low in cues("office_suffix"):
            end += 1
        if end < size and items[end].text == "(" and end + 2 < size and items[end + 2].text == ")":
            end += 3
        end = self._extend(end)
        # "(Minister for Ports's office)"
        owned = end < size and items[end - 1].possessive and items[end].low in cues("office_owned")
        if owned or any(w.low in lex.criminal and not w.cap for w in items[first:end]):
            return None
        return first, end

    def _before_time(self, first: int, end: int) -> int:
        """Return the end of an office's phrase before a time: "manager on the Oak Team from September 2007"."""
        items = self.reading.words
        for n in range(first, end - 1):
            dated = items[n + 1].cap and items[n + 1].low in cues("title_boundary")
            if items[n].low in cues("office_time") and dated:
                return n
        return end

    def _extend(self, end: int) -> int:
        """Return the end of an office's phrase: its prepositional phrases, a second office, "Director, DCIS"."""
        items, lex = self.reading.words, self.lex
        size = len(items)
        if end < size and items[end].low in cues("role_preposition") and items[end].kind == "word":
            # "Vice-President in November"
            if not (end + 1 < size and items[end + 1].cap and items[end + 1].low in cues("title_boundary")):
                end = self._before_time(end, self._phrase_end(end))
        elif (
            end + 1 < size
            and items[end].text == ","
            and items[end + 1].upper
            and self.name_at[end + 1] < 0
            and (end + 2 >= size or items[end + 2].text in (",", ".", ";") or items[end + 2].kind == "break")
        ):
            end += 2
        if end < size and items[end].text == ",":
            apart = self._body_apart(end + 1)
            end = apart[1] if apart else end
        if end < size and items[end].low == "and":
            m = end + 1
            while (
                m < size
                and m - end < 7
                and items[m].kind == "word"
                and self.name_at[m] < 0
                and (items[m].cap or self._may_be_second(m))
            ):
                if items[m].low in lex.heads and (m + 1 >= size or self.name_at[m + 1] < 0):
                    after = items[m + 1] if m + 1 < size else None
                    if after is None or not (after.cap and after.kind == "word" and self.name_at[m + 1] >= 0):
                        return self._phrase_end(m + 1) if self._free_of_names(m + 1) else end
                m += 1
        return end

    def _free_of_names(self, n: int) -> bool:
        """Tell whether no name follows before the next mark."""
        items = self.reading.words
        for m in range(n, min(n + 14, len(items))):
            if items[m].kind in ("mark", "break"):
                return True
            if self.name_at[m] >= 0:
                return False
        return True

    def _phrase_end(self, n: int) -> int:
        """Return one past the last word of the phrase that runs on from word `n`."""
        items = self.reading.words
        size = len(items)
        m = n
        while m < size and m - n < MAX_ROLE_WORDS and self.name_at[m] < 0:
            word = items[m]
            if word.kind == "break" or (word.newline and not is_adjacent(items, m)):
                break
            if word.kind == "num":
                break
            if word.kind == "mark":
                if word.text == "(" and m + 2 < size and items[m + 2].text == ")" and items[m + 1].cap:
                    m += 3
                    continue
                joins = word.text in ("&", "/", "-", "‑") or (word.text in ("'", "’") and word.joined)
                if joins or self._unit_behind_dash(m):
                    m += 1
                    continue
                if word.text == "," and (self._list_goes_on(m) or self._state_goes_on(m)):
                    m += 1
                    continue
                if word.text == "," and self._country_closes(n, m):
                    return m + 2
                break
            if self._tells_of_holder(m) or (m > n + 1 and self._second_office(m)):
                break
            if m > n and word.low in cues("no_office_goes_on") and not self._capital_follows(m):
                break
            if m > n and not word.cap and self.tags[m] in FINITE_TAGS and word.low not in ("state", "police"):
                break
            if word.low == "and" and not self._and_goes_on(m):
                break
            if word.joined and items[m - 1].kind == "word":
                break
            m += 1
        while m > n and (items[m - 1].low in cues("role_preposition") or items[m - 1].low in cues("no_role_end")):
            m -= 1
        return m

    def _unit_behind_dash(self, m: int) -> bool:
        """Tell whether the dash at word `m` sets a unit behind its body: "the Oak Service—Elmford Field Office"."""
        items = self.reading.words
        if items[m].text not in ("–", "—") or not (0 < m < len(items) - 1 and items[m].joined):
            return False
        taken = self.reading.taken
        both = taken[m - 1] == taken[m + 1] == "organisations"
        return both and items[m + 1].joined and is_on("people.unit-behind-dash")

    def _tells_of_holder(self, m: int) -> bool:
        """Tell whether what follows is what the holder did or got: "for her work", "with help from", "for a visit"."""
        items = self.reading.words
        if items[m].cap:
            return False
        if items[m].low in cues("role_boundary") or m + 1 >= len(items):
            return items[m].low in cues("role_boundary")
        behind = items[m + 1].low
        if items[m].low == "for":
            return behind in cues("opens_other_phrase") and not (m + 2 < len(items) and items[m + 2].cap)
        if items[m].low == "in":
            return behind.endswith("ing") and not items[m + 1].cap  # "joined Mayor Roe in praising"
        return items[m].low == "with" and behind in cues("help")

    def _second_office(self, m: int) -> bool:
        """Tell whether another office begins at word `m` ("Minister for Ports Minister for Roads" of a letterhead)."""
        items = self.reading.words
        return (
            items[m].cap
            and items[m].low == "minister"
            and items[m - 1].cap
            and items[m - 1].low not in self.lex.modifiers
            and m + 1 < len(items)
            and items[m + 1].low in ("for", "assisting")
        )

    def _state_goes_on(self, m: int) -> bool:
        """Tell whether the comma at word `m` sets a state inside a body's name ("the Elm, Ohio, Police Department")."""
        items = self.reading.words
        if m + 2 >= len(items) or not items[m - 1].cap or not items[m + 1].cap:
            return False
        if items[m + 1].low not in states.opening_words():
            return False
        for k in range(m + 2, min(m + 7, len(items))):
            if items[k].low in self.lex.bodies and items[k].low not in self.lex.heads and items[k].cap:
                return True
            if not items[k].cap and items[k].text != ",":
                return False
        return False

    def _country_closes(self, n: int, m: int) -> bool:
        """Tell whether the comma at word `m` sets the country behind the place of an office ("in Apia, Samoa,")."""
        items, taken = self.reading.words, self.reading.taken
        if m + 1 >= len(items) or taken[m + 1] != "countries" or taken[m - 1] == "countries" or not items[m - 1].cap:
            return False
        closed = m + 2 >= len(items) or items[m + 2].text in (",", ".", ")") or items[m + 2].kind == "break"
        return closed and any(items[k].low in ("in", "at") for k in range(max(n, m - 4), m))

    def _capital_follows(self, m: int) -> bool:
        """Tell whether a capitalised word that is no month or day follows, articles stepped over."""
        items = self.reading.words
        k = m + 1
        while k < len(items) and k - m < 3 and items[k].low in cues("article"):
            k += 1
        return (
            k < len(items)
            and items[k].cap
            and items[k].low not in self.lex.never
            and items[k].low not in cues("month_or_name")
        )

    def _and_goes_on(self, m: int) -> bool:
        """Tell whether what follows an "and" still belongs to the phrase: no other person or clause begins there."""
        items = self.reading.words
        if m + 1 >= len(items) or items[m + 1].kind not in ("word", "abbr"):
            return False
        behind = items[m + 1]
        if not behind.cap and (
            self.tags[m + 1] in FINITE_TAGS or self.tags[m + 1] == "RB" or (items[m - 1].cap and behind.low != "the")
        ):
            return False
        for k in range(m + 1, min(m + 14, len(items))):
            if self.name_at[k] >= 0:
                return False
            word = items[k]
            if word.low == "and" and self._in_one_body(k):
                continue
            if k > m + 1 and (word.low in cues("behind_person") or word.low in cues("role_boundary")):
                return True
            if word.kind == "break" or (word.kind == "mark" and word.text not in "()&-’"):
                return True
        return True

    def _list_goes_on(self, m: int) -> bool:
        """Tell whether a comma inside a body's name is one of its list ("Tobacco, Firearms and Explosives").

        What joins members tells nothing here: the look ahead is for capitals up to an "and".
        """
        items = self.reading.words
        if m + 1 >= len(items) or not items[m + 1].cap or not items[m - 1].cap:
            return False
        for k in range(m + 1, min(m + 8, len(items))):
            word = items[k]
            if self.name_at[k] >= 0 or word.low in self.lex.heads:
                return False
            if word.low in ("and", "&"):
                return (
                    k > m + 1
                    and k + 1 < len(items)
                    and items[k + 1].cap
                    and self.name_at[k + 1] < 0
                    and self._and_goes_on(k)
                    and (items[k + 1].low not in self.lex.heads)
                )
            if not (word.cap or word.text == "," or word.low in ("of", "the")):
                return False
        return False

    def _body(self, n: int) -> tuple[int, int] | None:
        """Return "of the Criminal Division" and the like behind a titled name: a body, not a mere country."""
        items, lex = self.reading.words, self.lex
        if n + 1 >= len(items) or items[n - 1].possessive:
            return None
        if items[n + 1].low == "behalf":
            return None
        if items[n].text == "," and items[n + 1].low == "of":
            n += 1
            need_body = True
        elif items[n].text == ",":
            return self._body_apart(n + 1)
        else:
            need_body = items[n].low in cues("role_place")
        if items[n].low not in cues("role_goes_on") or (items[n].newline and not is_adjacent(items, n)):
            return None
        if items[n].low == "to" and not items[n + 1].cap and items[n + 1].low not in ("the", "a"):
            return None
        end = self._phrase_end(n)
        words = items[n + 1 : end]
        capitals = [k for k in range(n + 1, end) if items[k].cap]
        if not capitals or end - n > 24:
            return None
        if any(w.low in lex.bodies for w in words):
            return n, end
        if need_body:
            return None
        # "of Chile", "of the Bahamas"
        if all(
            self.reading.taken[k] == "countries"
            or items[k].low in lex.places
            or items[k].low == "islands"
            or self.reading.label(k) in ("GPE", "NORP")
            for k in capitals
        ):
            return None
        return n, end

    def _capitals_end(self, n: int) -> int:
        """Return one past the words with capitals that run on from word `n`, connectors inside them included."""
        items = self.reading.words
        m = n
        while m < len(items) and m - n < 12 and items[m].kind in ("word", "abbr") and self.name_at[m] < 0:
            if not (items[m].cap or (m > n and items[m].low in cues("role_connector"))) or (m > n and items[m].newline):
                break
            m += 1
        while m > n and items[m - 1].low in cues("role_connector"):
            m -= 1
        return m

    def _body_apart(self, n: int) -> tuple[int, int] | None:
        """Return a body that a comma sets behind a titled name: "Special Agent Jan Berg, FBI Elmford Field Office"."""
        items, taken = self.reading.words, self.reading.taken
        m = self._capitals_end(n)
        if n < m < len(items) and items[m].text == "," and items[n - 2].low in self.lex.heads:
            # "Ann Berg, chief, Central Unit, Elm Police"
            body = self._body_apart(m + 1) if taken[m - 1] != "organisations" else None
            if body is not None:
                return n, body[1]
        closed = m >= len(items) or items[m].text in (",", ".", ";", ":") or items[m].kind == "break"
        if m - n < 2 or not closed or any(items[k].low in self.lex.heads for k in range(n, m)):
            return None
        inside = sum(taken[k] == "organisations" for k in range(n, m))
        return (n, m) if taken[m - 1] == "organisations" and 2 * inside >= m - n else None


# What may stand behind a name as an office; what stands there is one of them at most.
BEHIND: RuleList[Callable[[RoleReader, int, NameSpan], tuple[int, int] | None]] = RuleList("people")


@BEHIND.rule("role-behind")
def _role_behind(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._in_apposition(n) if reader._leads_behind(n) == "apart" else None


@BEHIND.rule("role-behind-body")
def _role_behind_body(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._behind_body(n) if reader._leads_behind(n) == "apart" else None


@BEHIND.rule("role-below")
def _role_below(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._line_below(n, name) if reader._leads_behind(n) == "below" else None


@BEHIND.rule("role-on-line")
def _role_on_line(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._on_line(n, name) if reader._leads_behind(n) == "verb" else None


@BEHIND.rule("role-as")
def _role_as(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    items = reader.reading.words
    if n + 1 < len(items) and items[n + 1].low in cues("one_person") and is_on("people.no-pronoun"):
        return None  # "killed Roe as he and teacher Ann Berg"
    return reader._office(n + 1) if reader._leads_behind(n) == "as" else None


@BEHIND.rule("role-told")
def _role_told(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._told(n, name) if reader._leads_behind(n) in ("apart", "verb") else None


@BEHIND.rule("role-appointed")
def _role_appointed(reader: RoleReader, n: int, name: NameSpan) -> tuple[int, int] | None:
    return reader._appointed(n) if reader._leads_behind(n) == "verb" else None
