"""Finds projects and programmes by the words that tell what they are: "the OAKS project", "ELM+ is a joint project"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DESCRIBED_RULE = "project-described"
TOPIC_RULE = "project-of-topic"
MAX_NAMES = 50
# A name that no common word is: "OAKS", "ELM+", "CyberOak".
_ODD = r"(?P<name>[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*\+?)"
_NOUN = r"(?:project|programme|program|initiative)"
_CLOSES = (
    r"(?=[,.;:)\n]|$| (?:of|that|which|funded|financed|run|led|launched|by|for|to|aimed|designed|is|was|and|in|\())"
)
_TOPIC = r"[A-Z][\w’'-]*(?: (?:(?:and|of|for|the) ){0,2}[A-Z][\w’'-]*){0,6}"
_DESCRIBED = tuple(
    re.compile(pattern)
    for pattern in (
        # "ELM+ is a joint project of", "OAKS, a programme of"
        rf"(?<![\w’'.-]){_ODD}(?: \([^()\n]{{3,60}}\))?(?: (?:is|was)|,) an? (?:[\w-]+ ){{0,3}}{_NOUN}{_CLOSES}",
        # "the OAKS project (2013 – 2016)"
        rf"\b[Tt]he (?:[Jj]oint )?[“\"‘]?{_ODD}[”\"’]? (?:joint )?(?:project|programme){_CLOSES}",
    )
)
# "Harbour Joint Operation against Theft (HJOT)", "Global Action on Harbours (GAH)"
_WITH_ACRONYM = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z][\w-]* ){1,4}(?:Operation|Action|Instrument) "
    rf"(?:[Aa]gainst|[Oo]n|[Ff]or|to|[Cc]ontributing to) (?:the )?{_TOPIC}) ?\((?P<acronym>[A-Z][A-Za-z-]{{2,9}})\+?\)"
)
# "the Instrument contributing to Peace and Stability"
_INSTRUMENT = re.compile(
    rf"(?<![\w-])(?P<name>(?:[A-Z][\w-]* ){{0,3}}Instrument (?:[Ff]or|[Cc]ontributing to) (?:the )?{_TOPIC})"
)


class Project(NamedTuple):
    """A project's name: its characters, the acronym behind it."""

    start: int
    end: int
    acronym: str | None = None


def find_described(text: str) -> Iterator[Project]:
    """Yield the namings of projects by a word of their own that the text calls a project."""
    names = {match["name"] for pattern in _DESCRIBED for match in pattern.finditer(text)}
    # "the Oak Centre (OC)": what an acronym stands for is told elsewhere
    names = {name for name in names if f"({name})" not in text}
    if not names:
        return
    every = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))[:MAX_NAMES])
    for match in re.finditer(rf"(?<![\w-])(?:{every})(?![\w-])", text):
        yield Project(match.start(), match.end())


def find_of_topic(text: str) -> Iterator[Project]:
    """Yield the programmes that their work names: "Joint Operation against Harbour Theft (JOAHT)"."""
    for match in _WITH_ACRONYM.finditer(text):
        yield Project(*match.span("name"), match["acronym"])
    for match in _INSTRUMENT.finditer(text):
        yield Project(*match.span("name"))
