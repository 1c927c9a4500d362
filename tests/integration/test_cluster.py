"""The stages on a real Dask scheduler with real worker processes, one of them killed in mid-run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from pipeline.analyse.stage import analyse
from pipeline.clean_text.stage import clean_text
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.evaluate.run import run_stages
from pipeline.extract.stage import extract
from pipeline.ingest.stage import ingest
from pipeline.tabulate.stage import tabulate
from pipeline.workers import connect, map_batches

pytestmark = pytest.mark.slow

pytest.importorskip("distributed", reason="run `make setup-cluster` for the cluster's tests")

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "raw" / "interpol"


def _start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not met():
        assert time.monotonic() < deadline, "the scheduler or its workers did not start"
        time.sleep(0.1)


@dataclass(frozen=True)
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler with two workers, separate processes without a nanny that would restart them."""
    file = tmp_path / "scheduler.json"
    processes = [_start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)]
    try:
        _wait_until(file.exists)
        address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        for _ in range(2):
            processes.append(_start("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"))
        with connect(address) as client:
            _wait_until(lambda: len(client.nthreads()) == 2)
        yield Cluster(address, processes[1:])
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _kill_own_worker_once(folder: Path, batch: list[int]) -> list[int]:
    """Return the batch; the first worker that gets the number 5 dies of it."""
    if 5 in batch:
        try:
            (folder / "died").touch(exist_ok=False)
        except FileExistsError:
            return batch
        os.kill(os.getpid(), signal.SIGKILL)
    return batch


def test_a_batch_whose_worker_was_killed_is_done_by_another(cluster: Cluster, tmp_path: Path) -> None:
    settings = Settings(scheduler=cluster.address, batch_size=2)
    function = partial(_kill_own_worker_once, tmp_path)
    done = map_batches(function, range(9), n_items=9, settings=settings, crashed=lambda item: [-item])
    assert [*done] == [[0, 1], [2, 3], [4, 5], [6, 7], [8]]
    assert (tmp_path / "died").exists()


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(cluster: Cluster, tmp_path: Path) -> None:
    raw, here, there = tmp_path / "raw", tmp_path / "here", tmp_path / "there"
    shutil.copytree(SAMPLES, raw)
    run_stages(raw, here, settings=Settings(workers=1))
    settings = Settings(scheduler=cluster.address, batch_size=1)
    ingest(raw, there, settings=settings)
    clean_text(there, settings=settings)
    extract(there, settings=settings, progress=lambda done, total: cluster.workers[0].kill())
    tabulate(there)
    analyse(there)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    written = {path.name: path.read_bytes() for path in (here / "tables").iterdir()}
    assert {path.name: path.read_bytes() for path in (there / "tables").iterdir()} == written


def test_an_address_where_nothing_answers_is_refused() -> None:
    with pytest.raises(UsageError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        connect("tcp://127.0.0.1:1")
