"""The project's own samples, apart from the releases that a user has put beside them."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path("data", "raw")


def samples_of(root: Path) -> Path:
    """Return a folder that holds the samples under version control in a checkout, and nothing else of its folder.

    It is the checkout's own folder where nothing else lies there or no git tells, and else a copy, which goes when
    Python ends.
    """
    raw = root / FOLDER
    if shutil.which("git") is None:
        return raw
    told = subprocess.run(["git", "ls-files", "-z", FOLDER], cwd=root, capture_output=True, text=True, check=False)
    tracked = {root / name for name in told.stdout.split("\0") if name}
    if not tracked or tracked.issuperset(path for path in raw.rglob("*") if path.is_file()):
        return raw
    copy = Path(tempfile.mkdtemp(prefix="samples-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for path in sorted(tracked & set(raw.rglob("*"))):
        to = copy / path.relative_to(raw)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    return copy


SAMPLES = samples_of(ROOT)
