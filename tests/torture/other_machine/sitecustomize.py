"""Makes a Python process that finds this folder on its path believe that it runs on another machine, on another day.

Folders list their entries in another order, it is a leap day long ago, and the C library's locale is the environment's.
"""

from __future__ import annotations

import ctypes
import datetime
import gc
import locale
import os
import time
from collections.abc import Iterator
from typing import Any

_OFFSET = datetime.datetime(1996, 2, 29, 23, 59, 50, tzinfo=datetime.UTC).timestamp() - time.time()
_listdir, _scandir, _time, _time_ns = os.listdir, os.scandir, time.time, time.time_ns


def _shuffled(names: list[Any]) -> list[Any]:
    """Return entries in an order of their own: by their names read backwards."""
    return sorted(names, key=lambda n: str(getattr(n, "name", n))[::-1], reverse=True)


class _Entries:
    """What `os.scandir` returns, in another order."""

    def __init__(self, path: Any) -> None:
        with _scandir(path) as entries:
            self._entries = iter(_shuffled(list(entries)))

    def __iter__(self) -> Iterator[Any]:
        return self._entries

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def close(self) -> None:
        return None


def _now(cls: type[datetime.datetime], tz: datetime.tzinfo | None = None) -> datetime.datetime:
    return cls.fromtimestamp(time.time(), tz)


def _utcnow(cls: type[datetime.datetime]) -> datetime.datetime:
    return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


def _change_machine() -> None:
    module: Any = os
    module.listdir = lambda path=".": _shuffled(_listdir(path))
    module.scandir = lambda path=".": _Entries(path)
    clock: Any = time
    clock.time = lambda: _time() + _OFFSET
    clock.time_ns = lambda: _time_ns() + int(_OFFSET * 1e9)
    # The class itself must stay the one that C extensions know; `date.today` asks `time.time`.
    methods = gc.get_referents(datetime.datetime.__dict__)[0]
    methods |= {"now": classmethod(_now), "utcnow": classmethod(_utcnow)}
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
    locale.setlocale(locale.LC_ALL, "")


_change_machine()
