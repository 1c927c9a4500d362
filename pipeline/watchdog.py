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
import faulthandler
import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import popen_fork
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

_PR_SET_PDEATHSIG = 1
# Waiting for a worker's answer this many times its processor time means it sleeps for ever.
_PATIENCE = 30
# A limit on memory is only asked of the kernel where it can be told how much stands already.
_STATUS = Path("/proc/self/status")
# C code that is refused memory ends its process by a signal. That memory was the cause shows in what the process held
# at most: of the limit no more than half may be wanting, as buffers are doubled when they grow. One that asked for all
# of it at once never held it, but says so before it ends (Rust, C++).
NEAR_LIMIT = 0.5
_SAYS_MEMORY = (b"memory allocation of", b"bad_alloc", b"out of memory", b"Out of memory")


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


def more_time(seconds: float) -> None:
    """Grant what runs under a limit of time so many seconds more, for work whose amount shows only as it is done."""
    left, again = signal.getitimer(signal.ITIMER_PROF)
    if left:
        signal.setitimer(signal.ITIMER_PROF, left + seconds, again)


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
    before = allow_memory(n_bytes)
    try:
        yield
    except MemoryError as error:
        raise _too_big(n_bytes) from error
    finally:
        if before is not None:
            resource.setrlimit(resource.RLIMIT_DATA, before)


def allow_memory(n_bytes: int) -> tuple[int, int] | None:
    """Let this process take more memory than it holds; return the limits that stood, or None where none can be told."""
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


class _Measured(popen_fork.Popen):
    """A forked process; when it has ended it is known how much memory it held at most.

    Attributes:
        peak: in bytes.
    """

    peak = 0

    def poll(self, flag: int = os.WNOHANG) -> int | None:
        if self.returncode is None:
            try:
                pid, status, usage = os.wait4(self.pid, flag)
            except OSError:
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
                self.peak = usage.ru_maxrss * 1024
        return self.returncode


class _Process(ForkProcess):
    @staticmethod
    def _Popen(process: Any) -> _Measured:
        return _Measured(process)

    @property
    def peak(self) -> int:
        popen = getattr(self, "_popen", None)
        return popen.peak if isinstance(popen, _Measured) else 0


def _held(pid: int) -> int | None:
    """Return how many bytes of memory a process holds, or None where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return None


def _forget_peak() -> None:
    """Measure anew from here how much memory this process holds at most."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


class Worker:
    """A process that does one task after another, and may be lost at any of them.

    Args:
        work: yields the results of a task; it must itself turn what it foresees into results.
        seconds: processor time until the next result.
    """

    def __init__(self, work: Callable[[Any], Iterator[Any]], *, seconds: float) -> None:
        self._work, self._seconds = work, seconds
        self._process: _Process | None = None
        self._connection: Connection | None = None
        # What libraries say there before they end the process tells why they did, and is nothing for the terminal.
        self._said = os.memfd_create("said") if hasattr(os, "memfd_create") else None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        if self._said is not None:
            os.close(self._said)

    def _start(self) -> Connection:
        if self._connection is not None:
            return self._connection
        ours, theirs = multiprocessing.Pipe()
        self._process = _Process(target=self._serve, args=(ours, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._connection = ours
        return ours

    def _stop(self) -> tuple[int | None, int]:
        """End the process; return its exit status, negative for the signal that ended it, and its peak of memory."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return None, 0
        process.join(0.2)
        process.kill()
        process.join()
        return process.exitcode, process.peak

    def _lacked_memory(self, status: int | None, n_bytes: int, held: int | None, peak: int) -> bool:
        """Return whether the process ended because memory was refused to it.

        Args:
            held: what it held when the task began.
        """
        # Who is killed from outside need not have been at fault.
        if status is None or status >= 0 or status == -signal.SIGKILL:
            return False
        said = os.pread(self._said, 2**16, 0) if self._said is not None else b""
        if any(sign in said for sign in _SAYS_MEMORY):
            return True
        return held is not None and peak - held >= NEAR_LIMIT * n_bytes

    def _serve(self, ours: Connection, theirs: Connection) -> None:
        ours.close()
        start_worker()
        faulthandler.disable()
        if self._said is not None:
            os.dup2(self._said, 2)
        # The default action of the alarm ends the process, whatever code it is in.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        while True:
            try:
                task, seconds, n_bytes = theirs.recv()
            except EOFError:
                return
            if self._said is not None:
                os.ftruncate(self._said, 0)
                os.lseek(self._said, 0, os.SEEK_SET)
            _forget_peak()
            before = allow_memory(n_bytes)
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
        held = _held(self._process.pid) if self._process is not None and self._process.pid is not None else None
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
            status, peak = self._stop()
            if status == -signal.SIGPROF:
                raise _too_slow(seconds) from error
            if self._lacked_memory(status, n_bytes, held, peak):
                raise _too_big(n_bytes) from error
            raise WorkerDied(_ended(status)) from error
        finally:
            if not finished:
                self._stop()


def _ended(status: int | None) -> str:
    if status is not None and status < 0:
        return f"The reader was ended by {signal.Signals(-status).name}."
    return f"The reader ended with status {status}."
