"""Work beside this process: its words, its result, its faults and its end."""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.workers import Beside

Tell = Callable[[Any], None]


def test_words_come_before_the_result() -> None:
    def work(tell: Tell) -> int:
        tell("one")
        tell("two")
        return 3

    with Beside("counts", work) as beside:
        assert beside.word() == "one"
        assert beside.result() == 3
        assert [beside.word(), beside.word()] == ["two", None]


def test_work_that_says_nothing_is_not_waited_for_beyond_its_end() -> None:
    with Beside("is silent", lambda tell: 1) as beside:
        assert beside.word() is None
        assert beside.result() == 1


@pytest.mark.parametrize(
    "error", [UsageError("no such folder"), InputError("too-slow", "it took long"), OSError(28, "full")]
)
def test_an_error_of_the_work_is_raised_here(error: Exception) -> None:
    def work(tell: Tell) -> None:
        raise error

    with Beside("fails", work) as beside, pytest.raises(type(error), match=str(error).replace("[", r"\[")):
        beside.result()


def test_a_process_that_dies_is_told_by_its_name() -> None:
    def work(tell: Tell) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with Beside("reads", work) as beside, pytest.raises(PipelineError, match="The process that reads died"):
        beside.result()


def test_leaving_early_ends_the_process() -> None:
    def work(tell: Tell) -> None:
        tell(os.getpid())
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt), Beside("sleeps", work) as beside:
        pid = beside.word()
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_reason_of_an_input_error_survives_another_process() -> None:
    error = pickle.loads(pickle.dumps(InputError("too-slow", "it took long")))
    assert (error.reason, error.detail) == ("too-slow", "it took long")
