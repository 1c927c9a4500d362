"""Has the report's charts drawn by a process of its own, and remembers what was drawn before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from markupsafe import Markup

from pipeline.errors import PipelineError
from pipeline.report import svg
from pipeline.store import digest, file_digest


@dataclass
class Drawing:
    """A chart of the report: what `svg.draw` takes, and the drawing, once it is asked for.

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
        return svg.draw(self.spec, name=self.name, label=self.label, variant=self.variant)


class Drawer:
    """Draws charts in a process of its own, while this one goes on; what has been drawn before is taken from there.

    The process's engine takes memory and half a second to start; what it took is gone when the drawer is closed.

    Args:
        before: drawings by the digest of all that shapes them, as `drawings` returned them.

    Raises:
        PipelineError: (by `Drawing.markup`) the process died.
    """

    def __init__(self, before: Mapping[str, str] | None = None) -> None:
        self._before = before or {}
        self._begun: dict[str, Future[str]] = {}
        self._process: subprocess.Popen[str] | None = None
        self._pool = ThreadPoolExecutor(1)
        self._shaped_by = (version("vl-convert-python"), file_digest(Path(svg.__file__)))

    def __enter__(self) -> Drawer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and kind is not None:
            self._process.kill()
        self._pool.shutdown(cancel_futures=True)
        if self._process is not None:
            self._process.communicate()

    def begin(self, drawings: Iterable[Drawing]) -> None:
        """Have charts drawn, one after another."""
        for drawing in drawings:
            key = digest(self._shaped_by, drawing.name, drawing.label, drawing.variant, drawing.spec)
            if key in self._before:
                drawing.drawn = Future()
                drawing.drawn.set_result(self._before[key])
            else:
                drawing.drawn = self._pool.submit(self._ask, drawing)
            self._begun[key] = drawing.drawn

    def drawings(self) -> dict[str, str]:
        """Return all that has been asked for, by the digest of what shapes it."""
        return {key: drawn.result() for key, drawn in sorted(self._begun.items())}

    def _ask(self, drawing: Drawing) -> str:
        if self._process is None:
            # In a session of its own, so that Ctrl-C is this process's to answer; it ends when its input does.
            self._process = subprocess.Popen(
                [sys.executable, "-m", svg.__name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                start_new_session=True,
            )
        asked = {"spec": drawing.spec, "name": drawing.name, "label": drawing.label, "variant": drawing.variant}
        answer = ""
        if self._process.stdin is not None and self._process.stdout is not None:
            with suppress(OSError):
                self._process.stdin.write(json.dumps(asked) + "\n")
                self._process.stdin.flush()
                answer = self._process.stdout.readline()
        if not answer:
            raise PipelineError("The process that draws the report's charts died; run again, with more memory.")
        drawn: str = json.loads(answer)
        return drawn
