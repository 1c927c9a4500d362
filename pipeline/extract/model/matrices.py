"""Picks the matrix library that the language model computes with: whichever is faster on this processor.

NumPy brings OpenBLAS and spaCy BLIS, and either may know no more than a general way on a given processor. The products
differ in their last bits at most; which one is used changes no cell of a table (`test_matrices.py`).
"""

from __future__ import annotations

import functools
import time
from typing import Literal

import numpy as np
from thinc.api import NumpyOps

MatrixLibrary = Literal["fastest", "openblas", "blis"]

# The products of a small model's encoder: words of a few releases, width of their vectors.
_ROWS, _INNER, _COLUMNS = 400, 288, 96
_ROUNDS, _PRODUCTS = 5, 5
# OpenBLAS is what results are usually made with: it is left only for something clearly faster.
_CLEARLY = 1.25


def matrix_ops(library: MatrixLibrary = "fastest") -> NumpyOps:
    """Return the array operations with a matrix library; the fastest is found by a race of some 30 milliseconds."""
    if library == "fastest":
        library = _fastest()
    return NumpyOps(use_blis=library == "blis")


@functools.cache
def _fastest() -> Literal["openblas", "blis"]:
    return choose(_seconds(NumpyOps(use_blis=False)), _seconds(NumpyOps(use_blis=True)))


def choose(openblas: float, blis: float) -> Literal["openblas", "blis"]:
    """Return the library to use, from the seconds each took for the same products."""
    return "blis" if blis * _CLEARLY < openblas else "openblas"


def _seconds(ops: NumpyOps) -> float:
    """Return the processor seconds of the best of a few rounds of products."""
    numbers = np.linspace(-1, 1, _ROWS * _INNER, dtype=np.float32)
    a, b = numbers.reshape(_ROWS, _INNER), numbers[: _INNER * _COLUMNS].reshape(_INNER, _COLUMNS)
    ops.gemm(a, b)
    rounds = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_PRODUCTS):
            ops.gemm(a, b)
        rounds.append(time.process_time() - began)
    return min(rounds)


def largest_pieces(summed: np.ndarray, pieces: int) -> np.ndarray:
    """Return the largest of each so many columns that stand side by side.

    Asking for the largest along an axis of two or three takes numpy up to fifty times as long.
    """
    largest = summed[:, ::pieces].copy()
    for piece in range(1, pieces):
        np.maximum(largest, summed[:, piece::pieces], out=largest)
    return largest
