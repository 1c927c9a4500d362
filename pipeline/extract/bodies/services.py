"""Finds services that criminals run or use, by the words beside their names: "Grebe, a darknet marketplace"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.reading.cues import cues
from pipeline.lookups import words

RULE = "service-described"
MAX_NAMES = 50
_WORD = r"(?:[A-Z][\w’'.-]*\w|[a-z]{1,2}[A-Z]\w+)"
_NAME = rf"(?P<name>{_WORD}(?: (?:{_WORD}|\d(?:\.\d)?)){{0,2}})"
# What makes a market or forum one of criminals.
_DARK = (
    r"(?:dark[- ]?net|dark[- ]?web|criminal|illicit|illegal|underground|carding|cyber-?crime|cyber-?criminal|"
    r"hacking|hacker|DDoS-for-hire|phishing(?:-as-a-service)?|spoofing|bulletproof|ransomware-as-a-service)"
)
_NOUN = r"(?:market ?place|market|forum|shop|site|website|platform|service|hosting service|bazaar)"
_KIND = (
    rf"{_DARK}(?: [a-z-]+){{0,3}} {_NOUN}(?!s? (?:business|company|firm|provider))|booter service|stresser service|"
    r"booter|stresser|(?:crypto\w* )?mixing service|"
    r"encrypted (?:communications?|phone) (?:platform|network|system|service|provider)"
)
# "a darknet market vendor" is a person
_ENDS = (
    r"(?=[,.;:)\n]|$| (?:that|which|where|for|on|in|of|based|operated|run|and|used|known|with|whose|specialising|"
    r"specializing|selling|offering|dedicated|catering|hosted|created|founded|until|to|at|by)\b)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # "Grebe, a notorious darknet marketplace", "Grebe was the largest darknet market"
        rf"(?<![\w-]){_NAME}(?:[”\"]?(?: \([^()]{{2,30}}\))?,[”\"]? | (?:is|was) )"
        rf"(?:an?|the|one of the) (?:[\w’'-]+,? ){{0,5}}?(?:{_KIND})s?{_ENDS}",
        # "the darknet marketplace Grebe", "a hacking forum known as Grebe"
        rf"\b(?:{_KIND})(?: (?:called|named|known as|dubbed))?,? [“\"‘]?{_NAME}(?![\w-])",
        # "the Grebe darknet marketplace"
        rf"\b[Tt]he [“\"‘]?{_NAME}[”\"’]? (?:{_KIND})\b",
        # "the Grebe and Teal darknet marketplaces"
        rf"\b[Tt]he (?P<name>{_WORD}) and {_WORD} (?:{_KIND})s\b",
        rf"\b[Tt]he {_WORD} and (?P<name>{_WORD}) (?:{_KIND})s\b",
    )
)


_ANY = re.compile(_KIND)  # few releases tell of any
_ENCRYPTED = re.compile(
    rf"\bthe (?P<name>{_WORD}) encrypted (?:communications?|phone) (?:platform|network|system|service)\b"
)
_CALLED = re.compile(rf"\b(?:{_KIND}) (?:called|named|known as|dubbed) [“\"‘]?(?P<name>{_WORD})(?![\w-]| [A-Z])")


class Service(NamedTuple):
    """A service's name: its characters."""

    start: int
    end: int


def find_services(text: str) -> Iterator[Service]:
    """Yield the namings of services that the text tells to be criminals'."""
    if _ANY.search(text) is None:
        return
    names = {name for pattern in _PATTERNS for match in pattern.finditer(text) if (name := _sound(match["name"]))}
    # "the Ghost encrypted phone network"
    yield from (Service(*match.span("name")) for match in _ENCRYPTED.finditer(text) if not _sound(match["name"]))
    # "a darknet market called Dream": a common word names it only where it is said to
    yield from (Service(*match.span("name")) for match in _CALLED.finditer(text) if not _sound(match["name"]))
    if not names:
        return
    every = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))[:MAX_NAMES])
    for match in re.finditer(rf"(?<![\w-])(?:{every})(?![\w-])", text):
        yield Service(match.start(), match.end())


def _sound(name: str) -> str:
    """Return a name without words that only open its sentence; none where all its words are common or a given name."""
    parts = name.split(" ")
    while parts and parts[0].lower() in words("company_openers"):
        parts = parts[1:]
    common = words("common_words") | cues("weekday")
    known = [part.lower() in common and part.istitle() for part in parts]
    if not parts or (len(parts) == 1 and known[0]) or parts[0].lower() in words("given_names"):
        return ""
    return "" if any(part.isupper() and len(part) < 3 for part in parts) else " ".join(parts)
