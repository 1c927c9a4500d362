"""Runs a stage's work in batches: in this process, in forked ones, or on a Dask cluster.

The function that does the work stands in an importable module and takes one batch of plain values, so that the
same code runs everywhere; results come back in the order of the batches.
"""

from __future__ import annotations

import gc
import multiprocessing
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from pipeline.config import Settings
from pipeline.errors import PipelineError, UsageError
from pipeline.extras import needs
from pipeline.watchdog import kill_workers, start_worker

Item = TypeVar("Item")
Result = TypeVar("Result")

# Batches that wait for each worker beside the one it has: enough to keep it busy, few enough to hold in memory.
WAITING_PER_WORKER = 2
# How often the scheduler gives a batch to another worker after its worker died.
RETRIES = 3


def in_batches(items: Iterable[Item], size: int, weigh: Callable[[Item], float] | None = None) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `size`; one is full sooner when the weights in it reach 1."""
    batch: list[Item] = []
    weight = 0.0
    for item in items:
        batch.append(item)
        weight += weigh(item) if weigh is not None else 0
        if len(batch) >= size or weight >= 1:
            yield batch
            batch, weight = [], 0.0
    if batch:
        yield batch


def map_batches(
    function: Callable[[list[Item]], Result],
    items: Iterable[Item],
    *,
    n_items: int,
    settings: Settings,
    crashed: Callable[[Item], Result],
    prepare: Callable[[], object] | None = None,
    weigh: Callable[[Item], float] | None = None,
) -> Iterator[Result]:
    """Yield what `function` returns for each batch of `settings.batch_size` items, in order.

    Args:
        function: importable by name, or a `functools.partial` of such a function.
        n_items: how many items there are, so that no idle worker is started.
        crashed: the result for an item at which a worker process died twice.
        prepare: loads what the function needs; called here before workers are forked, which then share its memory.
        weigh: the share of a batch that an item takes.

    Raises:
        UsageError: the scheduler is not there, or its client is not installed.
        PipelineError: the cluster lost a batch again and again.
    """
    if not n_items:
        return
    batches = in_batches(items, settings.batch_size, weigh)
    n_batches = -(-n_items // settings.batch_size)
    if settings.scheduler is not None:
        yield from _on_cluster(function, batches, settings.scheduler)
        return
    if prepare is not None:
        prepare()
    n_workers = min(settings.n_workers, n_batches)
    if n_workers == 1:
        # What is loaded stays: the collector's rounds over it would take a twentieth of the time.
        gc.freeze()
        try:
            yield from map(function, batches)
        finally:
            gc.unfreeze()
        return
    yield from _in_processes(function, batches, n_workers, crashed)


def stop_at(what: str) -> Callable[[Any], Any]:
    """Return what to do for `crashed` where no item can be left out: the run stops, and says at which it was.

    Args:
        what: what the process was at, with the item in braces: "wrote the table {}".
    """

    def stop(item: Any) -> Any:
        raise PipelineError(f"The process that {what.format(item)} died twice; run again, with more memory.")

    return stop


def _in_processes(
    function: Callable[[list[Item]], Result],
    batches: Iterator[list[Item]],
    n_workers: int,
    crashed: Callable[[Item], Result],
) -> Iterator[Result]:
    waiting: deque[tuple[list[Item], Future[Result]]] = deque()
    lost: list[list[Item]] = []
    try:
        with worker_pool(n_workers) as pool:
            yield from _in_order(pool, function, batches, n_workers, waiting)
    except BrokenProcessPool:
        lost = [batch for batch, _ in waiting]
    # One death breaks the whole pool. What it held is done one at a time, to find whose it was;
    # the rest goes on in a new pool.
    for batch in lost:
        for item in batch:
            yield _alone(function, item, crashed)
    if lost and (rest := next(batches, None)) is not None:
        yield from _in_processes(function, chain([rest], batches), n_workers, crashed)


@contextmanager
def worker_pool(n_workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of forked workers, which are killed at once if this process is stopped or fails."""
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(n_workers, mp_context=fork, initializer=start_worker) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kill_workers()
            raise


def _alone(function: Callable[[list[Item]], Result], item: Item, crashed: Callable[[Item], Result]) -> Result:
    """Return the result of one item, made in a process of its own; one that dies twice is set aside."""
    for _ in range(2):
        with suppress(BrokenProcessPool), worker_pool(1) as pool:
            return pool.submit(function, [item]).result()
    return crashed(item)


def _in_order(
    pool: Executor,
    function: Callable[[list[Item]], Result],
    batches: Iterator[list[Item]],
    n_workers: int,
    waiting: deque[tuple[list[Item], Future[Result]]],
) -> Iterator[Result]:
    """Yield the results in order; what is not done yet stands in `waiting`, should the pool break."""
    for batch in batches:
        try:
            waiting.append((batch, pool.submit(function, batch)))
        except BrokenProcessPool:
            waiting.append((batch, Future()))
            raise
        if len(waiting) >= WAITING_PER_WORKER * n_workers:
            yield waiting[0][1].result()
            waiting.popleft()
    while waiting:
        yield waiting[0][1].result()
        waiting.popleft()


class Beside(Generic[Result]):
    """Work that a process of its own does while this one goes on; it is begun at once, and killed on leaving early.

    Args:
        what: names the work in the message that says its process died.
        work: called there with a function that tells this process a word, any plain value.
    """

    def __init__(self, what: str, work: Callable[[Callable[[Any], None]], Result]) -> None:
        fork = multiprocessing.get_context("fork")
        self._what = what
        self._connection, theirs = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_serve, args=(work, theirs, self._connection))
        self._words: deque[Any] = deque()
        self._end: tuple[str, Any] | None = None
        self._process.start()
        theirs.close()

    def __enter__(self) -> Beside[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._end is None:
            self._process.kill()
        self._process.join()
        self._connection.close()

    def _receive(self) -> None:
        try:
            kind, value = self._connection.recv()
        except EOFError:
            self._process.join()
            kind, value = "died", PipelineError(f"The process that {self._what} died; run again, with more memory.")
        if kind == "word":
            self._words.append(value)
        else:
            self._end = (kind, value)

    def word(self) -> Any:
        """Wait for the next word; return None where the work ends without one."""
        while not self._words and self._end is None:
            self._receive()
        return self._words.popleft() if self._words else None

    def result(self) -> Result:
        """Wait for the end, and return what the work returned.

        Raises:
            PipelineError: the process died.
            Exception: whatever the work raised.
        """
        while self._end is None:
            self._receive()
        kind, value = self._end
        if kind != "result":
            raise value
        returned: Result = value
        return returned


def _serve(work: Callable[[Callable[[Any], None]], Any], ours: Connection, theirs: Connection) -> None:
    """Do the work of a `Beside` in its process, and send its words and its end."""
    theirs.close()
    start_worker()
    try:
        end = ("result", work(lambda word: ours.send(("word", word))))
    except Exception as error:  # it is raised again where the result is asked for
        error.add_note(traceback.format_exc())
        end = ("error", error)
    ours.send(end)


def _on_cluster(
    function: Callable[[list[Item]], Result], batches: Iterator[list[Item]], scheduler: str
) -> Iterator[Result]:
    with connect(scheduler) as client:
        n_workers = max(1, sum(client.nthreads().values()))
        pool = client.get_executor(retries=RETRIES, pure=False)
        try:
            yield from _in_order(pool, function, batches, n_workers, deque())
        except client_errors() as error:
            raise PipelineError(
                f"The cluster at {scheduler} lost a batch {RETRIES + 1} times ({error}); what was finished is kept: "
                "look at its dashboard and run again."
            ) from error


def client_errors() -> tuple[type[BaseException], ...]:
    """Return what a Dask client raises when workers or the scheduler die."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    return (KilledWorker, CancelledError, CommClosedError)


def connect(scheduler: str) -> Any:
    """Return a Dask client of the scheduler at an address such as `tcp://host:8786`.

    Raises:
        UsageError: the extra is not installed, or nothing answers there.
    """
    with needs("cluster"):
        from distributed import Client
    try:
        client: Any = Client
        return client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"No Dask scheduler answers at {scheduler} ({error}); start one or check it.") from error
