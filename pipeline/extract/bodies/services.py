"""Finds services that criminals run or use, by the words beside their names: "Grebe, a darknet marketplace"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.reading.cues import cues
from pipeline.lookups import words

RULE = "service-described"
SITE_RULE = "web-site"
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
# "a dark web vendor site under the moniker “grebix”"
_UNDER_NAME = re.compile(
    rf"\b(?:{_DARK}(?: [a-z-]+){{0,2}} (?:site|website|shop|store|storefront|market|marketplace|forum)),? "
    r"(?:under|by|with|using) the (?:moniker|name|alias) [“\"‘](?P<name>\w[\w.-]{2,30}?),?[”\"’]"
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
    names |= {match["name"] for match in _UNDER_NAME.finditer(text)}
    # "a darknet market called Dream": a common word names it only where it is said to
    yield from (Service(*match.span("name")) for match in _CALLED.finditer(text) if not _sound(match["name"]))
    if not names:
        return
    every = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))[:MAX_NAMES])
    for match in re.finditer(rf"(?<![\w-])(?:{every})(?![\w-])", text):
        yield Service(match.start(), match.end())


_DOMAIN = (
    r"(?<![\w@/.-])(?P<site>(?:[A-Za-z0-9-]+\.)+(?:com|net|org|gov|info|io|biz|onion|cc|to|su|ru|eu|co|me|tv|site|shop))"
    r"(?![\w/@-]|\.\w|,? (?:LLC|L\.L\.C|Inc|Ltd|Corp|Limited|GmbH)\b)"
)
# "the users and infrastructure of Grebix.net", "the oaksale.com website", "the Grebix.net takedown"
_SITES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DOMAIN}(?:[’']s?)? (?:service|network|marketplace|forum|platform|website|web site|takedown|domain)\b",
        rf"\b(?:users|infrastructure|servers|administrators?|operators?|owners?|takedown|shutdown|seizure|closure) "
        rf"of (?:the )?{_DOMAIN}",
        rf"\b(?:marketplace|forum|platform|service|network),? (?:called |named |known as )?{_DOMAIN}",
        rf"\b(?:website|web site)s? (?:called|named|known as) {_DOMAIN}",
    )
)
# "report it to IC3.gov": where crimes are reported, told by a name with a capital
_REPORTED_AT = re.compile(
    r"\b[Rr]eport(?:ed)? (?:\w+ )?(?:\w+) (?:to|at|through|via) (?:the )?"
    rf"(?=[\w.-]*[A-Z]){_DOMAIN}"
)
_ANY_SITE = re.compile(_DOMAIN)


def find_sites(text: str) -> Iterator[Service]:
    """Yield the namings of web sites that a text tells of as a service, not as where to read more."""
    if _ANY_SITE.search(text) is None:
        return
    # "visit the justice.gov website": an authority's own is no tool
    names = {m["site"] for pattern in _SITES for m in pattern.finditer(text) if not m["site"].endswith(".gov")}
    names |= {m["site"] for m in _REPORTED_AT.finditer(text)}
    names = {name for name in names if not name.startswith("www.")}
    for match in _ANY_SITE.finditer(text):
        if match["site"] in names:
            yield Service(*match.span("site"))


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
