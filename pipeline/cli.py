"""The commands: each parses its arguments, calls one function of the same name, and reports."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pipeline import lookups
from pipeline.config import Settings, load_settings, with_resources
from pipeline.errors import Interrupted, PipelineError
from pipeline.stages import STAGES, StageCount

if TYPE_CHECKING:
    from pipeline.evaluate.score import Tally

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="From a folder of raw press releases to tidy tables."
)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Raw = Annotated[Path, typer.Option("--raw", help="Folder of raw releases, or one file.")]
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
    str, typer.Option("--raw", help="Folder of raw releases or one file, here or at a URL such as s3://bucket/raw.")
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


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"press-pipeline {version('press-pipeline')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


@contextmanager
def _progress(stage: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give what shows how far a stage is, where somebody looks on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(stage, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say(stage: str, count: StageCount) -> None:
    dropped = f", {count.dropped} dropped" if count.dropped else ""
    errors.print(f"{stage}: {count.reused} reused, {count.redone} redone{dropped}")


def _say_set_aside(release_id: str, detail: str) -> None:
    errors.print(f"set aside: release {release_id}, on which a later stage failed ({_plain(detail)})")


def _say_quarantined(out: Path, n_quarantined: int) -> None:
    from pipeline.store import read_quarantined

    for row in read_quarantined(out, MAX_NAMED):
        others = f" and {row['n'] - 1} more of this file" if row["n"] > 1 else ""
        errors.print(f"quarantined: {_plain(row['source'])}{others} ({row['reason']}) {_plain(row['detail'])}")
        n_quarantined -= row["n"]
    if n_quarantined:
        errors.print(f"… and {n_quarantined} more, see the table `sources`")


def _plain(text: str) -> str:
    """Return a stranger's text with control and direction characters spelled out, safe for a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    from pipeline.store import clear_remains, output_lock, storage_error, storage_errors
    from pipeline.watchdog import kill_workers

    with output_lock(out):
        try:
            clear_remains(out)
            yield
        except KeyboardInterrupt as error:
            kill_workers()
            raise Interrupted("Interrupted; what was finished is kept: the same command goes on from there.") from error
        except storage_errors() as error:
            raise storage_error(error) from error
        finally:
            with suppress(OSError):
                clear_remains(out)


@app.command(help=STAGES["ingest"].help)
def ingest(raw: Raw = DEFAULT_RAW, out: Out = DEFAULT_OUT, settings: SettingsFile = None, force: Force = False) -> None:
    from pipeline.ingest.stage import check_raw
    from pipeline.ingest.stage import ingest as read

    check_raw(raw, out)
    with _writing(out), _progress("ingest") as progress:
        _say("ingest", read(raw, out, settings=_settings(settings), force=force, progress=progress))


@app.command("clean-text", help=STAGES["clean-text"].help)
def clean_text(
    out: Out = DEFAULT_OUT,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    force: Force = False,
) -> None:
    from pipeline.clean_text.stage import clean_text as clean

    chosen = _settings(settings, workers=workers, resources=resources, scheduler=scheduler)
    with _writing(out), _progress("clean-text") as progress:
        _say("clean-text", clean(out, settings=chosen, force=force, progress=progress))


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
    from pipeline.extract.stage import extract as find

    chosen = _settings(settings, model, workers, resources=resources, scheduler=scheduler)
    with _writing(out), _progress("extract") as progress:
        _say("extract", find(out, settings=chosen, force=force, progress=progress))


@app.command(help=STAGES["tabulate"].help)
def tabulate(
    out: Out = DEFAULT_OUT,
    workers: Workers = None,
    scheduler: Scheduler = None,
    settings: SettingsFile = None,
    force: Force = False,
) -> None:
    from pipeline.database import update_database
    from pipeline.tabulate.stage import tabulate as build

    chosen = _settings(settings, workers=workers, scheduler=scheduler)
    with _writing(out):
        _say("tabulate", build(out, settings=chosen, force=force))
        update_database(out)


@app.command(help=STAGES["analyse"].help)
def analyse(out: Out = DEFAULT_OUT, force: Force = False) -> None:
    from pipeline.analyse.stage import analyse as build
    from pipeline.database import update_database

    with _writing(out):
        _say("analyse", build(out, force=force))
        update_database(out)


@app.command(help=STAGES["report"].help)
def report(out: Out = DEFAULT_OUT, force: Force = False) -> None:
    from pipeline.report.stage import report as write

    with _writing(out):
        _say("report", write(out, force=force))


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
    from pipeline.ingest.stage import check_raw
    from pipeline.remote import fetch, is_remote, mirror_of, send
    from pipeline.run import Watcher
    from pipeline.run import run as run_stages
    from pipeline.store import count_inputs, count_own_faults, count_unanalysed

    began = time.monotonic()
    raw = fetch(raw_place) if is_remote(raw_place) else Path(raw_place)
    out = mirror_of(out_place) / "out" if is_remote(out_place) else Path(out_place)
    chosen = _settings(settings, model, workers, resources=resources, scheduler=scheduler)
    check_raw(raw, out)
    watcher = Watcher(progress=_progress, ended=_say, set_aside=_say_set_aside)
    with _writing(out):
        done = run_stages(raw, out, settings=chosen, force=force, watcher=watcher)
        n = count_inputs(out)
        _say_quarantined(out, n["quarantined"])
        n_own = count_own_faults(out)
        unread = count_unanalysed(out)
        if is_remote(out_place):
            errors.print(f"{send(out, out_place)} files sent to {out_place}")
    counts = ", ".join(f"{count} {status}" for status, count in n.items())
    if n_own:
        errors.print(
            f"{n_own} of those quarantined by a fault of the pipeline itself, told first above: please report it"
        )
    redone = ", ".join(f"{stage} {c.redone} of {c.reused + c.redone}" for stage, c in done.items())
    errors.print(f"redone: {redone}; the rest stood as it was")
    if unread:
        languages = ", ".join(f"{count} {code}" for code, count in unread.items())
        counts += f" ({sum(unread.values())} kept but not analysed, being in other languages: {languages})"
    errors.print(f"{sum(n.values())} read: {counts}; {time.monotonic() - began:.1f} s")
    errors.print(f"tables in {out / 'tables'}; report: {out / 'report' / 'index.html'}")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold annotations.")],
    model: Model = None,
    workers: Workers = None,
    settings: SettingsFile = None,
    resources: OwnResources = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    list_errors: Annotated[bool, typer.Option("--errors", help="List misses, extras and wrong values.")] = False,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="Tell the precision of each rule, worst first.")] = False,
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
        if by_rule:
            result["rules"] = [
                {"table": table, "column": column, "rule": rule, "hit": t.hit, "extra": t.extra}
                for table, column, rule, t in scores.by_rule()
            ]
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
    if by_rule:
        _print_rules(scores.by_rule(), console)
    if list_errors:
        for name, release, kind, wanted, got, where in sorted(scores.errors):
            typer.echo(_plain(f"{name} | {release} | {kind} | {wanted} | {got} | {where}"))


def _print_rules(rules: Iterable[tuple[str, str, str, Tally]], console: Console) -> None:
    """Print the precision of each rule, and what the register says of it where it is there."""
    from pipeline.extract.rules import says

    shown = _table("rule", "precision", "right", "wrong", "what it says")
    shown.columns[-1].justify = "left"
    for table, column, rule, t in rules:
        name = f"{table}.{rule}" if column == "rule" else f"{table}.{rule} ({column})"
        shown.add_row(name, f"{t.precision:.3f}", str(t.hit), str(t.extra), says(table, rule))
    console.print(shown)


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
    from pipeline.extract.areas.areas import area_scores
    from pipeline.extract.areas.classifier import read_examples, score, train

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


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="An output folder.")],
    after: Annotated[Path, typer.Argument(help="Another one, of the same inputs.")],
    table: Annotated[
        list[str] | None, typer.Option("--table", help="Compare only this table; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Changes shown for each table; 0 shows all.")] = 40,
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write all changes to this file instead.")] = None,
) -> None:
    """Show which cells differ between two outputs; the exit status is 1 where any does."""
    from pipeline.compare import compare as find_changes
    from pipeline.compare import say_changes, write_changes

    changes = find_changes(before, after, table or ())
    if to_csv is not None:
        with to_csv.open("w", encoding="utf-8", newline="") as handle:
            n = write_changes(changes, handle)
        errors.print(f"{n} change(s) written to {to_csv}")
    else:
        n = say_changes(changes, lambda line: typer.echo(_plain(line)), limit)
    if n:
        raise typer.Exit(1)


@app.command("data-dictionary")
def data_dictionary() -> None:
    """Print the data dictionary, made from the table contract, as Markdown."""
    from pipeline.dictionary import render_dictionary

    typer.echo(render_dictionary(), nl=False)


@app.command("rules")
def rules() -> None:
    """Print the rules of the extractors with what each says and an example, as Markdown."""
    from pipeline.dictionary import render_rules

    typer.echo(render_rules(), nl=False)


def main() -> None:
    """Run the command line; an expected failure is one sentence and its exit status, never a traceback."""
    # Before NumPy is imported anywhere: its matrix library starts a thread a core when it loads, and the small
    # products of a language model cost twice the processor time on two threads. Workers bring the cores to use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own allocator keeps what is freed, a hundred megabytes and more of it in each process.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        app()
    except PipelineError as error:
        errors.print("\n".join(_plain(line) for line in str(error).split("\n")))
        sys.exit(error.exit_status)
