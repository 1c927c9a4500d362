"""Input and output on other storage than this machine's disk, through fsspec (`s3://`, `gs://`, `sftp://` ...).

Remote input is mirrored to a local folder, where only what has changed is fetched; remote output is written to a
local folder and then sent, so that a run costs the network what is new. Needs the cluster extra, and fsspec's
driver for the protocol (s3fs for `s3://`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import UsageError
from pipeline.extras import needs
from pipeline.store import file_digest, read_json, write_text

# Where mirrors of remote folders stand, under the current folder.
MIRRORS = Path(".press")
SENT = ("tables", "report", "export", "press.duckdb")
_MANIFEST = "manifest.json"


def is_remote(place: str) -> bool:
    """Return whether a place is a URL rather than a path."""
    return "://" in place


def mirror_of(url: str) -> Path:
    """Return the local folder that stands for a remote one."""
    return MIRRORS / hashlib.sha256(url.rstrip("/").encode("utf-8")).hexdigest()[:16]


def fetch(url: str) -> Path:
    """Bring the mirror of a remote folder up to date, and return the mirror's folder of files.

    Files that are gone there go here, too.

    Raises:
        UsageError: there is no such folder, no driver for it, or no access.
    """
    filesystem, root = _open(url)
    mirror = mirror_of(url)
    files = mirror / "files"
    known: dict[str, str] = read_json(mirror / _MANIFEST) or {}
    found: dict[str, str] = {}
    for path, info in sorted(_listing(filesystem, root, url).items()):
        name = path.removeprefix(root).lstrip("/")
        if not name or ".." in PurePosixPath(name).parts:
            continue
        found[name] = _version(info)
        local = files / name
        if known.get(name) != found[name] or not local.exists():
            local.parent.mkdir(parents=True, exist_ok=True)
            partial = local.with_name(local.name + ".partial")
            filesystem.get_file(path, str(partial))
            partial.replace(local)
    for name in sorted(set(known) - set(found)):
        (files / name).unlink(missing_ok=True)
    files.mkdir(parents=True, exist_ok=True)
    write_text(mirror / _MANIFEST, json.dumps(found, indent=1, sort_keys=True))
    return files


def send(out: Path, url: str) -> int:
    """Send what readers want of an output folder, where it has changed; return how many files were sent.

    Raises:
        UsageError: there is no driver for the place, or no access.
    """
    filesystem, root = _open(url)
    manifest = out / "work" / "sent.json"
    record = read_json(manifest) or {}
    known: dict[str, str] = record.get(url, {})
    present: dict[str, str] = {}
    n_sent = 0
    for path in sorted(p for top in SENT for p in (out / top, *(out / top).rglob("*")) if p.is_file()):
        name = path.relative_to(out).as_posix()
        present[name] = file_digest(path) or ""
        if known.get(name) != present[name]:
            target = f"{root}/{name}"
            try:
                filesystem.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                filesystem.put_file(str(path), target)
            except OSError as error:
                raise UsageError(f"{url} cannot be written ({error}); check the address and your access.") from error
            n_sent += 1
    for name in sorted(set(known) - set(present)):
        if filesystem.exists(f"{root}/{name}"):
            filesystem.rm_file(f"{root}/{name}")
    write_text(manifest, json.dumps({**record, url: present}, indent=1, sort_keys=True))
    return n_sent


def _open(url: str) -> tuple[Any, str]:
    with needs("cluster"):
        from fsspec.core import url_to_fs
    try:
        filesystem, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url} cannot be opened: {error}.") from error
    return filesystem, str(root).rstrip("/")


def _listing(filesystem: Any, root: str, url: str) -> dict[str, dict[str, Any]]:
    try:
        listed: dict[str, dict[str, Any]] = filesystem.find(root, detail=True)
    except OSError as error:
        raise UsageError(f"{url} cannot be listed ({error}); check the address and your access.") from error
    if not listed:
        raise UsageError(f"{url} holds no files; check the address.")
    return listed


def _version(info: dict[str, Any]) -> str:
    """Return what tells one version of a remote file from another."""
    marks = [info.get(name) for name in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created", "size")]
    return hashlib.sha256(json.dumps(marks, default=str).encode("utf-8")).hexdigest()
