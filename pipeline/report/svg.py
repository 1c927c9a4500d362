"""Charts as inline SVG: links, hover texts and theme colours without a script.

Vega-Lite draws at build time; the page holds only the drawing. Colours are CSS variables
of the page, so one drawing serves light, dark and paper.
"""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from typing import Any, TextIO

from markupsafe import Markup

from pipeline.extras import needs

with needs("report"):
    import vl_convert

# A stand-in address: vl-convert makes relative links absolute, and refuses none of this form.
LINK_BASE = "https://report.invalid/"
# More links than these in one drawing are passed over by the Tab key; the table beside has them all.
MAX_TAB_STOPS = 30

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED = ("role", "aria-roledescription", "aria-hidden", "font-family", "pointer-events", "class", "version")
_LONG_NUMBER = re.compile(r"(-?\d+\.\d\d)\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def _serve(asked: TextIO, answers: TextIO) -> None:
    """Draw what a `drawer.Drawer` asks for: one JSON value a line, either way."""
    for line in asked:
        print(json.dumps(draw(**json.loads(line))), file=answers, flush=True)


def draw(spec: dict[str, Any], *, name: str, label: str, variant: str) -> Markup:
    """Return a Vega-Lite specification as inline SVG.

    Args:
        name: prefix of the ids inside, unique in the page.
        label: what the chart shows, for those who do not see it.
        variant: class of the drawing ("wide", "narrow", "any").
    """
    root = ET.fromstring(vl_convert.vegalite_to_svg(spec))
    _tidy(root, name)
    links = root.findall(f".//{{{_SVG}}}a")
    crowded = len(links) > MAX_TAB_STOPS
    if crowded:
        for link in links:
            link.set("tabindex", "-1")
        for child in root:
            child.set("aria-hidden", "true")
    root.set("class", f"chart {variant}")
    root.set("role", "group" if links else "img")
    root.set("aria-label", label)
    root.attrib.pop("xmlns", None)
    return Markup(ET.tostring(root, encoding="unicode"))


def _tidy(element: ET.Element, name: str) -> None:
    """Drop what draws nothing, name links and marks, and make ids unique, all the way down."""
    for child in list(element):
        if child.get("display") == "none" or (child.get("class") == "background" and child.get("stroke") is None):
            element.remove(child)
            continue
        _tidy(child, name)
        if child.tag in (f"{{{_SVG}}}g", f"{{{_SVG}}}a") and len(child) == 0:
            element.remove(child)
    described = element.get("aria-roledescription") not in (None, "axis", "legend", "title")
    label = element.attrib.pop("aria-label", None)
    if label and described and element.tag != f"{{{_SVG}}}text":
        title = ET.Element(f"{{{_SVG}}}title")
        title.text = label
        element.insert(0, title)
    if element.tag == f"{{{_SVG}}}a":
        element.set("href", element.attrib.pop(_HREF, "").removeprefix(LINK_BASE))
        inner = element.find(f".//{{{_SVG}}}title")
        words = inner.text if inner is not None else "".join(element.itertext())
        element.set("aria-label", words or "")
    for attribute in _DROPPED:
        element.attrib.pop(attribute, None)
    for attribute, value in list(element.attrib.items()):
        if attribute in ("d", "transform"):
            element.set(attribute, _LONG_NUMBER.sub(r"\1", value))
        elif attribute == "id":
            element.set(attribute, f"{name}-{value}")
        elif "url(#" in value:
            element.set(attribute, _REFERENCE.sub(rf"url(#{name}-\1)", value))


if __name__ == "__main__":
    _serve(sys.stdin, sys.stdout)
