"""Charts as inline SVG: links, hover texts and theme colours without a script.

Vega-Lite draws at build time; the page holds only the drawing. Colours are CSS variables
of the page, so one drawing serves light, dark and paper.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TextIO

import vl_convert
from markupsafe import Markup

from pipeline.errors import PipelineError

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


@dataclass
class Drawing:
    """A chart of the report: what `draw` takes, and the drawing, once it is asked for.

    Attributes:
        drawn: the drawing that a `Drawer` makes meanwhile.
    """

    spec: dict[str, Any]
    name: str
    label: str
    variant: str
    drawn: Future[str] | None = None

    @property
    def markup(self) -> Markup:
        if self.drawn is not None:
            return Markup(self.drawn.result())
        return draw(self.spec, name=self.name, label=self.label, variant=self.variant)


class Drawer:
    """Draws charts in a process of its own, while this one goes on.

    Its engine takes some 300 MB and half a second to start; both are gone when the drawer is closed.

    Raises:
        PipelineError: (by `Drawing.markup`) the process died.
    """

    def __enter__(self) -> Drawer:
        # In a session of its own, so that Ctrl-C is this process's to answer; it ends when its input does.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.report.svg"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self._pool = ThreadPoolExecutor(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._pool.shutdown(cancel_futures=True)
        self._process.communicate()

    def begin(self, drawings: Iterable[Drawing]) -> None:
        """Have charts drawn, one after another."""
        for drawing in drawings:
            drawing.drawn = self._pool.submit(self._ask, drawing)

    def _ask(self, drawing: Drawing) -> str:
        asked = {"spec": drawing.spec, "name": drawing.name, "label": drawing.label, "variant": drawing.variant}
        answer = ""
        if self._process.stdin is not None and self._process.stdout is not None:
            try:
                self._process.stdin.write(json.dumps(asked) + "\n")
                self._process.stdin.flush()
                answer = self._process.stdout.readline()
            except OSError:
                pass
        if not answer:
            raise PipelineError("The process that draws the report's charts died; run again, with more memory.")
        drawn: str = json.loads(answer)
        return drawn


def _serve(asked: TextIO, answers: TextIO) -> None:
    """Draw what a `Drawer` asks for: one JSON value a line, either way."""
    vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "bar"})  # starts the engine
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
