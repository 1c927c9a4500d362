"""The explorer: Datasette over the tables, read only, for this machine alone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.explore.database import build_database
from pipeline.explore.guard import App, content_policy, guarded
from pipeline.extras import needs
from pipeline.lookups import read_yaml
from pipeline.tables import TABLES
from pipeline.watchdog import allow_memory

HERE = Path(__file__).parent
HOST = "127.0.0.1"
DATABASE = "press"
REPORT_PATH = "/report/"
STYLE_PATH = "explore-style"
MAX_MEMORY = 2 * 2**30
_SETTINGS = {
    "sql_time_limit_ms": 5_000,
    "facet_time_limit_ms": 2_000,
    "allow_download": False,
    "suggest_facets": False,
    "default_facet_size": 10,
    "truncate_cells_html": 300,
    "max_returned_rows": 1_000,
}


def serve(out: Path, *, port: int) -> None:
    """Serve the tables of an output folder until interrupted.

    Raises:
        UsageError: the extra is not installed, or the tables or the report are missing.
    """
    app = build_app(out, port=port)
    import uvicorn

    # Rows that were read are held outside SQLite's own memory: the last bound is the process's.
    allow_memory(MAX_MEMORY)

    uvicorn.run(app, host=HOST, port=port, log_level="warning", lifespan="on", server_header=False)


def build_app(out: Path, *, port: int) -> App:
    """Return the guarded application over the tables and the report of an output folder."""
    with needs("explorer"):
        import datasette.app
        import datasette.handle_exception
        from datasette.plugins import pm

        from pipeline.explore import links
    if not (out / "report" / "release.html").is_file():
        raise UsageError(f"{out / 'report'} does not exist yet; run `make report` first.")
    database = build_database(out)
    if not pm.has_plugin("press-links"):
        pm.register(links, name="press-links")
    # Or a scan of the routes would fill the terminal with every page that is not there.
    datasette.handle_exception.rich = None
    inner = datasette.app.Datasette(
        immutables=[str(database)],
        metadata=build_metadata(),
        template_dir=str(HERE / "templates"),
        static_mounts=[(REPORT_PATH.strip("/"), str(out / "report")), (STYLE_PATH, str(HERE / "static"))],
        settings=_SETTINGS,
    )
    templates = Path(datasette.app.__file__).parent / "templates"
    policy = content_policy(inline_script_hashes(templates))
    return guarded(inner.app(), port=port, policy=policy, own_policy_under=REPORT_PATH)


def build_metadata() -> dict[str, Any]:
    """Return Datasette's metadata: what each table and column means, facets, and the canned questions."""
    known = read_yaml(HERE / "metadata.yaml")
    # The rows of an answer first; its SQL is one click away.
    questions = {name: {**question, "hide_sql": True} for name, question in known["questions"].items()}
    tables: dict[str, Any] = {}
    for name, table in TABLES.items():
        tables[name] = {
            "description": table.meaning,
            "columns": {c.name: c.meaning + (f" Empty: {c.null}." if c.null else "") for c in table.columns},
            "facets": known["facets"].get(name, []),
        }
        if name in known["sorted_by_most"]:
            tables[name]["sort_desc"] = known["sorted_by_most"][name]
    return {
        "title": "Press releases",
        "description_html": f'Read only; ids lead to the words. <a href="{REPORT_PATH}index.html">The report</a>',
        "databases": {DATABASE: {"tables": tables, "queries": questions}},
    }


def inline_script_hashes(templates: Path) -> Iterator[str]:
    """Yield the hashes of Datasette's own inline scripts, which are the only ones that may run."""
    for path in sorted(templates.glob("*.html")):
        for body in re.findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), re.S):
            variants = [body]
            if "{{ datasette_allow_facet }}" in body:
                variants = [body.replace("{{ datasette_allow_facet }}", value) for value in ("true", "false")]
            for variant in variants:
                if "{{" not in variant and "{%" not in variant:
                    digest = hashlib.sha256(variant.encode("utf-8")).digest()
                    yield "sha256-" + base64.b64encode(digest).decode("ascii")
