"""What one input may cost: processor time and memory, enforced by the kernel.

Limits of size and structure (`config.Limits`) come first, because they treat an input alike on every
machine. These here are the last resort, for what those did not foresee. Time is processor time, so that
a busy machine sets nothing aside that an idle one would read.

* `time_limit` and `memory_limit` bound Python code, regular expressions included, in this process.
* `Worker` runs readers of foreign formats, whose C code only the kernel can stop, in a process of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

_PR_SET_PDEATHSIG = 1
# Waiting for a worker's answer this many times its processor time means it sleeps for ever.
_PATIENCE = 30
# A limit on memory is only asked of the kernel where it can be told how much stands already.
_STATUS = Path("/proc/self/status")


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs inside after `seconds` of processor time.

    Outside the main thread, where signals do not arrive, nothing is limited.

    Raises:
        InputError: `too-slow`.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def overstays(signum: int, frame: object) -> None:
        raise _too_slow(seconds)

    before = signal.signal(signal.SIGPROF, overstays)
    # It rings again, should the first alarm be lost in a destructor.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_slow(seconds: float) -> InputError:
    return InputError("too-slow", f"Reading it took more than {seconds:g} seconds of processor time.")


def _too_big(n_bytes: int) -> InputError:
    return InputError("out-of-memory", f"Reading it took more than {n_bytes // 2**20:,} MiB of memory.")


@contextlib.contextmanager
def memory_limit(n_bytes: int) -> Iterator[None]:
    """Let this process take `n_bytes` of memory more than it holds now.

    Raises:
        InputError: `out-of-memory`.
    """
    before = _allow(n_bytes)
    try:
        yield
    except MemoryError as error:
        raise _too_big(n_bytes) from error
    finally:
        if before is not None:
            resource.setrlimit(resource.RLIMIT_DATA, before)


def _allow(n_bytes: int) -> tuple[int, int] | None:
    """Set the soft limit on memory; return the limits that stood, or None where there is no way to tell."""
    try:
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        held = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
    except (OSError, StopIteration, ValueError):
        return None
    before = resource.getrlimit(resource.RLIMIT_DATA)
    soft = held + n_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (soft if before[1] < 0 else min(soft, before[1]), before[1]))
    return before


def start_worker() -> None:
    """Tie a forked worker to its parent: it dies with it, and leaves Ctrl-C to it.

    An orphan would go on holding the lock of OUT, which it has inherited.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What it has inherited stays: the collector's rounds over it take time, and copies of its memory.
    gc.freeze()
    # What dies in here leaves no image of its memory in the folder it was started from.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid != os.getppid():
        os._exit(1)


def kill_workers() -> None:
    """End every worker of this process at once; what they were at is done again by the next run."""
    for child in multiprocessing.active_children():
        child.kill()
        child.join()


class WorkerDied(Exception):
    """A worker ended without an answer, and not by a limit."""


class Worker:
    """A process that does one task after another, and may be lost at any of them.

    Args:
        work: yields the results of a task; it must itself turn what it foresees into results.
        seconds: processor time until the next result.
    """

    def __init__(self, work: Callable[[Any], Iterator[Any]], *, seconds: float) -> None:
        self._work, self._seconds = work, seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _start(self) -> Connection:
        if self._connection is not None:
            return self._connection
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        self._process = fork.Process(target=self._serve, args=(ours, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._connection = ours
        return ours

    def _stop(self) -> int | None:
        """End the process; return its exit status, negative for the signal that ended it."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        process.join(0.2)
        process.kill()
        process.join()
        return process.exitcode

    def _serve(self, ours: Connection, theirs: Connection) -> None:
        ours.close()
        start_worker()
        # The default action of the alarm ends the process, whatever code it is in.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        while True:
            try:
                task, seconds, n_bytes = theirs.recv()
            except EOFError:
                return
            before = _allow(n_bytes)
            try:
                signal.setitimer(signal.ITIMER_PROF, seconds)
                for result in self._work(task):
                    theirs.send((True, result))
                    signal.setitimer(signal.ITIMER_PROF, seconds)
                signal.setitimer(signal.ITIMER_PROF, 0)
                theirs.send((False, None))
            except MemoryError:
                signal.setitimer(signal.ITIMER_PROF, 0)
                theirs.send((False, "out-of-memory"))
            finally:
                if before is not None:
                    resource.setrlimit(resource.RLIMIT_DATA, before)

    def run(self, task: Any, *, more_seconds: float, n_bytes: int) -> Iterator[Any]:
        """Yield the results of a task as they come.

        Args:
            more_seconds: processor time granted on top, for the size of the task.
            n_bytes: memory it may take.

        Raises:
            InputError: `too-slow` or `out-of-memory`.
            WorkerDied: something else ended the process.
        """
        connection = self._start()
        seconds = self._seconds + more_seconds
        finished = False
        try:
            connection.send((task, seconds, n_bytes))
            while True:
                if not connection.poll(seconds * _PATIENCE):
                    raise _too_slow(seconds)
                goes_on, result = connection.recv()
                if goes_on:
                    yield result
                    continue
                if result is not None:
                    raise _too_big(n_bytes)
                finished = True
                return
        except (EOFError, OSError) as error:
            status = self._stop()
            if status == -signal.SIGPROF:
                raise _too_slow(seconds) from error
            raise WorkerDied(_ended(status)) from error
        finally:
            if not finished:
                self._stop()


def _ended(status: int | None) -> str:
    if status is not None and status < 0:
        return f"The reader was ended by {signal.Signals(-status).name}."
    return f"The reader ended with status {status}."
