"""Runs a stage's work in batches: in this process, in forked ones, or on a Dask cluster.

The function that does the work stands in an importable module and takes one batch of plain values, so that the
same code runs everywhere; results come back in the order of the batches.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from pipeline.config import Settings
from pipeline.errors import PipelineError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Batches that wait for each worker beside the one it has: enough to keep it busy, few enough to hold in memory.
WAITING_PER_WORKER = 2
# How often the scheduler gives a batch to another worker after its worker died.
RETRIES = 3


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def map_batches(
    function: Callable[[list[Item]], Result],
    items: Iterable[Item],
    *,
    n_items: int,
    settings: Settings,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """Yield what `function` returns for each batch of `settings.batch_size` items, in order.

    Args:
        function: importable by name, or a `functools.partial` of such a function.
        n_items: how many items there are, so that no idle worker is started.
        prepare: loads what the function needs; called here before workers are forked, which then share its memory.

    Raises:
        UsageError: the scheduler is not there, or its client is not installed.
        PipelineError: a worker process died.
    """
    if not n_items:
        return
    batches = in_batches(items, settings.batch_size)
    n_batches = -(-n_items // settings.batch_size)
    if settings.scheduler is not None:
        yield from _on_cluster(function, batches, settings.scheduler)
        return
    if prepare is not None:
        prepare()
    n_workers = min(settings.n_workers, n_batches)
    if n_workers == 1:
        yield from map(function, batches)
        return
    with ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            yield from _in_order(pool, function, batches, n_workers)
        except BrokenProcessPool as error:
            raise PipelineError(
                "A worker process died (out of memory, or killed); what was finished is kept: "
                "run again, with fewer --workers if memory is short."
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_order(
    pool: Executor, function: Callable[[list[Item]], Result], batches: Iterator[list[Item]], n_workers: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for batch in batches:
        waiting.append(pool.submit(function, batch))
        if len(waiting) >= WAITING_PER_WORKER * n_workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _on_cluster(
    function: Callable[[list[Item]], Result], batches: Iterator[list[Item]], scheduler: str
) -> Iterator[Result]:
    with connect(scheduler) as client:
        n_workers = max(1, sum(client.nthreads().values()))
        pool = client.get_executor(retries=RETRIES, pure=False)
        try:
            yield from _in_order(pool, function, batches, n_workers)
        except client_errors() as error:
            raise PipelineError(
                f"The cluster at {scheduler} lost a batch {RETRIES + 1} times ({error}); what was finished is kept: "
                "look at its dashboard and run again."
            ) from error


def client_errors() -> tuple[type[BaseException], ...]:
    """Return what a Dask client raises when workers or the scheduler die."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    return (KilledWorker, CancelledError, CommClosedError)


def connect(scheduler: str) -> Any:
    """Return a Dask client of the scheduler at an address such as `tcp://host:8786`.

    Raises:
        UsageError: the extra is not installed, or nothing answers there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "A scheduler needs the cluster extra: run `make setup-cluster`, or leave --scheduler out."
        ) from error
    try:
        return Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"No Dask scheduler answers at {scheduler} ({error}); start one or check it.") from error
