"""Limits on what one input may cost."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest

from pipeline.errors import InputError
from pipeline.watchdog import Worker, WorkerDied, memory_limit, more_time, time_limit

MIB = 2**20


def test_what_overstays_in_python_is_stopped() -> None:
    with pytest.raises(InputError, match="processor time"), time_limit(0.2):
        while True:
            pass


def test_a_runaway_regular_expression_is_stopped() -> None:
    with pytest.raises(InputError, match="processor time"), time_limit(0.2):
        re.match(r"(a+)+$", "a" * 40 + "b")


def test_what_is_done_in_time_is_left_alone() -> None:
    with time_limit(60), memory_limit(64 * MIB):
        assert sum(range(1000)) == 499500
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_what_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(InputError) as caught, memory_limit(64 * MIB):
        bytearray(512 * MIB)
    assert caught.value.reason == "out-of-memory"
    assert len(bytearray(128 * MIB)) == 128 * MIB


def work(task: str) -> Iterator[str]:
    yield f"{task} begun"
    if task == "spin":
        # One call into C that never looks at signals.
        sum(iter(int, 1))
    if task == "grow":
        bytearray(4096 * MIB)
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    yield f"{task} done"


def run(worker: Worker, task: str) -> list[str]:
    return list(worker.run(task, more_seconds=0, n_bytes=256 * MIB))


@pytest.mark.parametrize(("task", "reason"), [("spin", "too-slow"), ("grow", "out-of-memory")])
def test_a_worker_lost_at_one_task_does_the_next(task: str, reason: str) -> None:
    with Worker(work, seconds=1) as worker:
        with pytest.raises(InputError) as caught:
            run(worker, task)
        assert caught.value.reason == reason
        assert run(worker, "a") == ["a begun", "a done"]


def test_a_worker_that_dies_says_how() -> None:
    with Worker(work, seconds=5) as worker:
        with pytest.raises(WorkerDied, match="SIGKILL"):
            run(worker, "die")
        assert run(worker, "a") == ["a begun", "a done"]


def fail(task: str) -> Iterator[str]:
    """Ends its process as C code does that cannot go on."""
    size, _, said = task.partition(" ")
    held = b"x" * (int(size) * MIB)
    os.write(2, said.encode("ascii"))
    if said == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if said != "done":
        os.abort()
    yield str(len(held))


@pytest.mark.parametrize("task", ["200 ", "0 memory allocation of 99 bytes failed", "0 what(): std::bad_alloc"])
def test_c_code_that_is_refused_memory_is_told_apart(task: str) -> None:
    with Worker(fail, seconds=5) as worker, pytest.raises(InputError) as caught:
        run(worker, task)
    assert caught.value.reason == "out-of-memory"


@pytest.mark.parametrize("task", ["0 ", "0 assertion failed", "200 killed"])
def test_what_ends_for_another_reason_is_none_of_memory(task: str) -> None:
    with Worker(fail, seconds=5) as worker, pytest.raises(WorkerDied):
        run(worker, task)


def test_what_one_task_held_and_said_is_not_held_against_the_next() -> None:
    def work(task: str) -> Iterator[str]:
        if task == "says":
            os.write(2, b"memory allocation of 3 bytes failed")
            yield "said"
        else:
            yield from fail(task)

    with Worker(work, seconds=5) as worker:
        assert run(worker, "200 done") == [str(200 * MIB)]
        assert run(worker, "says") == ["said"]
        with pytest.raises(WorkerDied):
            run(worker, "0 ")


def test_more_time_is_granted_where_time_is_limited() -> None:
    def spin(seconds: float) -> None:
        begin = time.process_time()
        while time.process_time() - begin < seconds:
            pass

    with time_limit(0.2):
        more_time(5)
        spin(0.4)
    more_time(0.05)
    spin(0.2)  # Without a limit nothing is set that could ring.
