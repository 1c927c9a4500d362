"""Limits on what one input may cost."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import pytest

from pipeline.errors import InputError
from pipeline.watchdog import Worker, WorkerDied, memory_limit, time_limit

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
