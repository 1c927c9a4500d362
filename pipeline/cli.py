"""The commands: each parses its arguments, calls one function of the same name, and reports."""

from __future__ import annotations

import functools
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pipeline import lookups
from pipeline.config import Settings, load_settings, with_resources
from pipeline.errors import Interrupted, PipelineError
from pipeline.stages import STAGES, StageCount
from pipeline.workers import Beside

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="From a folder of raw press releases to tidy tables."
)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Raw = Annotated[Path, typer.Option("--raw", help="Folder of raw releases.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for tables, database and report.")]
Model = Annotated[str | None, typer.Option("--model", help="Installed spaCy pipeline, by name or path.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=0, help="Processes for cleaning and extraction; 0 takes one per core.")
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", envvar="SCHEDULER", help="Dask scheduler whose workers do the work (tcp://host:8786)."),
]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Settings as a TOML file.")]
OwnResources = Annotated[
    Path | None, typer.Option("--resources", help="Folder of your own gazetteers, crime areas and patterns.")
]
Force = Annotated[bool, typer.Option("--force", help="Redo everything, changed or not.")]

RawPlace = Annotated[
    str, typer.Option("--raw", help="Folder of raw releases, here or at a URL such as s3://bucket/raw.")
]
OutPlace = Annotated[
    str, typer.Option("--out", help="Folder for tables, database and report, here or at a URL such as s3://bucket/out.")
]

# Called when a stage knows that it has something to redo.
Begun = Callable[[], None] | None

DEFAULT_RAW = Path("data/raw")
DEFAULT_OUT = Path("data/processed")
MAX_NAMED = 20


def _settings(
    path: Path | None,
    model: str | None = None,
    workers: int | None = None,
    *,
    resources: Path | None = None,
    scheduler: str | None = None,
) -> Settings:
    given = {"model": model, "workers": workers, "scheduler": scheduler}
    settings = with_resources(load_settings(path), resources)
    # Contradictions in a user's files show before any work is done.
    lookups.use_folder(settings.resources.folder)
    return settings.model_copy(update={k: v for k, v in given.items() if v is not None})


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say(stage: str, count: StageCount) -> StageCount:
    dropped = f", {count.dropped} dropped" if count.dropped else ""
    errors.print(f"{stage}: {count.reused} reused, {count.redone} redone{dropped}")
    return count


def _say_quarantined(out: Path, n_quarantined: int) -> None:
    from pipeline.store import read_quarantined

    for row in read_quarantined(out, MAX_NAMED):
        errors.print(f"quarantined: {_plain(row['source'])} ({row['reason']}) {_plain(row['detail'])}")
    if n_quarantined > MAX_NAMED:
        errors.print(f"… and {n_quarantined - MAX_NAMED} more, see the table `sources`")


def _plain(text: str) -> str:
    """Return a stranger's text with control and direction characters spelled out, safe for a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _ingest(raw: Path, out: Path, settings: Settings, force: bool, begun: Begun = None) -> StageCount:
    from pipeline.ingest.stage import ingest

    return _say("ingest", ingest(raw, out, settings=settings, force=force, begun=begun))


def _clean_text(out: Path, settings: Settings, force: bool, begun: Begun = None) -> StageCount:
    from pipeline.clean_text.stage import clean_text

    return _say("clean-text", clean_text(out, settings=settings, force=force, begun=begun))


def _read_and_clean(raw: Path, out: Path, settings: Settings, force: bool) -> dict[str, StageCount]:
    """Ingest and clean; with several workers beside this process, which loads the model if something is redone."""

    def work(tell: Callable[[Any], None]) -> dict[str, StageCount]:
        begun = functools.cache(lambda: tell("something is to be redone"))
        return {
            "ingest": _ingest(raw, out, settings, force, begun),
            "clean-text": _clean_text(out, settings, force, begun),
        }

    if settings.n_workers == 1:
        return work(lambda word: None)
    with Beside("reads and cleans", work) as reading:
        from pipeline.extract.stage import prepare

        if reading.word():
            prepare(settings)
        return reading.result()


def _to_extractions(raw: Path, out: Path, settings: Settings, force: bool) -> dict[str, StageCount]:
    """Ingest, clean and extract in a process of its own: the model's memory goes with it."""

    def work(tell: Callable[[Any], None]) -> dict[str, StageCount]:
        return {**_read_and_clean(raw, out, settings, force), "extract": _extract(out, settings, force)}

    with Beside("extracts", work) as extracting:
        # Meanwhile what the other stages need is imported.
        for module in ("tabulate.stage", "analyse.stage", "report.stage"):
            importlib.import_module(f"pipeline.{module}")
        return extracting.result()


def _extract(out: Path, settings: Settings, force: bool) -> StageCount:
    from pipeline.extract.stage import extract

    with _progress("extract") as progress:
        count = extract(out, settings=settings, force=force, progress=progress)
    return _say("extract", count)


def _tabulate(out: Path, settings: Settings, force: bool) -> StageCount:
    from pipeline.tabulate.stage import tabulate

    return _say("tabulate", tabulate(out, settings=settings, force=force))


def _analyse(out: Path, settings: Settings, force: bool) -> StageCount:
    from pipeline.analyse.stage import analyse

    return _say("analyse", analyse(out, settings=settings, force=force))


def _update_database(out: Path) -> None:
    from pipeline.database import update_database

    update_database(out)


def _report(out: Path, force: bool) -> StageCount:
    from pipeline.report.stage import report

    return _say("report", report(out, force=force))


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    from pipeline.store import STORAGE_ERRORS, clear_remains, output_lock, storage_error
    from pipeline.watchdog import kill_workers

    with output_lock(out):
        try:
            clear_remains(out)
            yield
        except KeyboardInterrupt as error:
            kill_workers()
            raise Interrupted("Interrupted; what was finished is kept: the same command goes on from there.") from error
        except STORAGE_ERRORS as error:
            raise storage_error(error) from error
        finally:
            with suppress(OSError):
                clear_remains(out)


@app.command(help=STAGES["ingest"].help)
def ingest(raw: Raw = DEFAULT_RAW, out: Out = DEFAULT_OUT, settings: SettingsFile = None, force: Force = False) -> None:
    from pipeline.ingest.stage import check_raw

    check_raw(raw, out)
    with _writing(out):
        _ingest(raw, out, _settings(settings), force)


@app.command("clean-text", help=STAGES["clean-text"].help)
def clean_text(
    out: Out = DEFAULT_OUT,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    force: Force = False,
) -> None:
    with _writing(out):
        _clean_text(out, _settings(settings, workers=workers, resources=resources, scheduler=scheduler), force)


@app.command(help=STAGES["extract"].help)
def extract(
    out: Out = DEFAULT_OUT,
    model: Model = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    force: Force = False,
) -> None:
    with _writing(out):
        _extract(out, _settings(settings, model, workers, resources=resources, scheduler=scheduler), force)


@app.command(help=STAGES["tabulate"].help)
def tabulate(
    out: Out = DEFAULT_OUT,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    force: Force = False,
) -> None:
    with _writing(out):
        _tabulate(out, _settings(settings, workers=workers, scheduler=scheduler), force)
        _update_database(out)


@app.command(help=STAGES["analyse"].help)
def analyse(out: Out = DEFAULT_OUT, force: Force = False) -> None:
    with _writing(out):
        _analyse(out, Settings(), force)
        _update_database(out)


@app.command(help=STAGES["report"].help)
def report(out: Out = DEFAULT_OUT, force: Force = False) -> None:
    with _writing(out):
        _report(out, force)


@app.command()
def run(
    raw_place: RawPlace = str(DEFAULT_RAW),
    out_place: OutPlace = str(DEFAULT_OUT),
    model: Model = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    force: Force = False,
) -> None:
    """Everything: from raw files to tables, database and report."""
    from pipeline.database import updated_database
    from pipeline.ingest.stage import check_raw
    from pipeline.remote import fetch, is_remote, mirror_of, send
    from pipeline.store import count_inputs

    began = time.monotonic()
    raw = fetch(raw_place) if is_remote(raw_place) else Path(raw_place)
    out = mirror_of(out_place) / "out" if is_remote(out_place) else Path(out_place)
    chosen = _settings(settings, model, workers, resources=resources, scheduler=scheduler)
    check_raw(raw, out)
    with _writing(out):
        done = {
            **_to_extractions(raw, out, chosen, force),
            "tabulate": _tabulate(out, chosen, force),
        }
        with updated_database(out) as database:
            done["analyse"] = _analyse(out, chosen, force)
            database.add_analyses()
            done["report"] = _report(out, force)
        n = count_inputs(out)
        _say_quarantined(out, n["quarantined"])
        if is_remote(out_place):
            errors.print(f"{send(out, out_place)} files sent to {out_place}")
    counts = ", ".join(f"{count} {status}" for status, count in n.items())
    redone = ", ".join(f"{stage} {c.redone} of {c.reused + c.redone}" for stage, c in done.items())
    errors.print(f"redone: {redone}; the rest stood as it was")
    errors.print(f"{sum(n.values())} read: {counts}; {time.monotonic() - began:.1f} s; tables in {out / 'tables'}")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold annotations.")],
    model: Model = None,
    workers: Workers = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    list_errors: Annotated[bool, typer.Option("--errors", help="List misses, extras and wrong values.")] = False,
) -> None:
    """Score the pipeline against gold annotations: precision, recall, F1, accuracy of values."""
    import json

    from pipeline.evaluate.run import evaluate as run_evaluation

    scores = run_evaluation(gold, settings=_settings(settings, model, workers, resources=resources))
    if as_json:
        result = scores.as_json()
        if list_errors:
            names = ("field", "release", "kind", "gold", "found", "context")
            result["errors"] = [dict(zip(names, error, strict=True)) for error in scores.errors]
        typer.echo(json.dumps(result, indent=1, ensure_ascii=False))
        return
    console = Console(highlight=False, markup=False)
    found = _table("field", "precision", "recall", "F1", "hit", "extra", "missed")
    for name, t in scores.found.items():
        found.add_row(name, *(f"{x:.3f}" for x in (t.precision, t.recall, t.f1)), *map(str, (t.hit, t.extra, t.missed)))
    values = _table("value", "accuracy", "of")
    for name, t in scores.values.items():
        values.add_row(name, f"{t.recall:.3f}", str(t.hit + t.missed))
    console.print(found, values)
    if list_errors:
        for name, release, kind, wanted, got, where in sorted(scores.errors):
            typer.echo(_plain(f"{name} | {release} | {kind} | {wanted} | {got} | {where}"))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n else "left")
    return table


@app.command("train-areas")
def train_areas(
    data: Annotated[Path, typer.Option("--data", help="Labelled releases as JSON Lines: title, text, areas.")],
    model: Annotated[Path, typer.Option("--model", help="File of the classifier to write (.npz).")],
) -> None:
    """Train a classifier of crime areas on your own labelled releases, and say how good it is on unseen ones."""
    from pipeline.extract.area_classifier import read_examples, score, train
    from pipeline.extract.crime_areas import area_scores

    examples = read_examples(data, area_scores)
    errors.print(f"{len(examples)} releases read; scoring on each fifth what the other four taught")
    scores = score(examples)
    train(examples).save(model)
    typer.echo(f"found {scores.found:.3f}  top1 {scores.top1:.3f}  micro F1 {scores.f1:.3f}  releases {scores.n}")
    errors.print(f"written to {model}; put it to use with resources.classifier in the settings")


@app.command()
def explain(
    release: Annotated[str, typer.Argument(help="A release_id of OUT, or a file.")],
    out: Out = DEFAULT_OUT,
    model: Model = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write an HTML page instead.")] = None,
) -> None:
    """Show one release: its text with the entities marked, where each value comes from, what cleaning did."""
    from pipeline.explain import explain_file, explain_release, render_html, render_terminal
    from pipeline.store import write_text

    chosen = _settings(settings, model, resources=resources)
    path = Path(release)
    explanation = explain_file(path, settings=chosen) if path.is_file() else explain_release(out, release)
    if html is not None:
        write_text(html, render_html(explanation))
        errors.print(f"written to {html}")
        return
    render_terminal(explanation, Console(highlight=False, markup=False, soft_wrap=False))


@app.command()
def export(out: Out = DEFAULT_OUT) -> None:
    """Write the tables as an Excel workbook, JSON Lines, FollowTheMoney entities and a data package."""
    from pipeline.export.stage import export as write_export

    with _writing(out):
        paths, notes = write_export(out)
    for note in notes:
        errors.print(note)
    errors.print(f"{len(paths)} files written, in {out / 'export'}, and {out / 'datapackage.json'}")


@app.command()
def explore(
    out: Out = DEFAULT_OUT,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port on this machine.")] = 8001,
) -> None:
    """Browse the tables in the browser: facets, full-text search, questions; read only, this machine alone."""
    from pipeline.explore.server import serve

    errors.print(f"http://localhost:{port}/ (Ctrl+C ends it)")
    serve(out, port=port)


@app.command()
def check(out: Out = DEFAULT_OUT) -> None:
    """Audit the tables of OUT against their contract, one another, and the texts they point into."""
    from pipeline.check import check as audit

    faults = audit(out)
    for fault in faults:
        typer.echo(_plain(str(fault)))
    errors.print(f"{len(faults)} fault(s) found in {out}" if faults else f"no fault found in {out}")
    if faults:
        raise typer.Exit(1)


@app.command("data-dictionary")
def data_dictionary() -> None:
    """Print the data dictionary, made from the table contract, as Markdown."""
    from pipeline.dictionary import render_dictionary

    typer.echo(render_dictionary(), nl=False)


def main() -> None:
    """Run the command line; an expected failure is one sentence and its exit status, never a traceback."""
    # Arrow's own allocator keeps what is freed, a hundred megabytes and more of it in each process.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        app()
    except PipelineError as error:
        errors.print("\n".join(_plain(line) for line in str(error).split("\n")))
        sys.exit(error.exit_status)
