"""The template engine of every page: it escapes all text, so that nothing of the input is ever live."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pipeline.extras import needs

with needs("report"):
    import jinja2

HERE = Path(__file__).parent
# Characters that change how the text around them runs, or that no page can show: they are spelled out instead.
_CONTROLS = (*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_NO_CHARACTERS = (0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
_HIDDEN = {c: f"\\u{c:04x}" for c in (*_CONTROLS, *_DIRECTIONS, *_NO_CHARACTERS)}


def printable(text: str) -> str:
    """Return a stranger's text with control and direction characters spelled out.

    >>> printable("a" + chr(0x202E) + "b")
    'a\\\\u202eb'
    """
    return text.translate(_HIDDEN)


def _finalize(value: Any) -> Any:
    return printable(value) if type(value) is str else value


def script(name: str) -> Markup:
    """Return a script of this folder, as it stands in a page."""
    return Markup((HERE / name).read_text(encoding="utf-8"))


def script_hash(name: str) -> str:
    """Return the script's hash as a content security policy names it: no other inline script runs."""
    digest = hashlib.sha256((HERE / name).read_bytes()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def inline_json(value: Any) -> Markup:
    """Return a value as JSON that can stand inside a script element whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["number"] = lambda value: f"{value:,.10g}"
    environment.globals["style"] = script("style.css")
    environment.globals["script"] = script
    environment.globals["script_hash"] = script_hash
    environment.globals["inline_json"] = inline_json
    return environment


def render_page(template: str, **content: Any) -> str:
    """Return a page made from a template of this folder; an unknown name in it is an error."""
    return _environment().get_template(template).render(**content)
