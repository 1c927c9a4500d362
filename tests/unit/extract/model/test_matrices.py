"""The matrix library: the faster one is taken, and the tables do not tell which."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.extract.annotations import rows_from_doc
from pipeline.extract.load import load
from pipeline.extract.model import matrices
from pipeline.extract.stage import make_doc
from pipeline.store import WorkStore, unpack


@pytest.mark.parametrize(
    ("openblas", "blis", "chosen"),
    [(1.0, 3.0, "openblas"), (1.0, 0.9, "openblas"), (1.0, 0.5, "blis")],
)
def test_openblas_is_left_only_for_what_is_clearly_faster(openblas: float, blis: float, chosen: str) -> None:
    assert matrices.choose(openblas, blis) == chosen


def test_a_race_is_run_once_and_a_choice_is_kept() -> None:
    assert matrices.matrix_ops().use_blis == matrices.matrix_ops().use_blis
    assert matrices.matrix_ops("blis").use_blis
    assert not matrices.matrix_ops("openblas").use_blis


def test_either_library_gives_the_same_rows(sample_out: Path) -> None:
    with WorkStore(sample_out, "clean", readonly=True) as clean:
        found = clean.db.execute("SELECT payload FROM rows WHERE payload IS NOT NULL ORDER BY source").fetchall()
    releases = [unpack(payload) for (payload,) in found]
    rows = []
    for library in ("openblas", "blis"):
        nlp = load(matrix_library=library)
        rows.append([rows_from_doc(doc) for doc in nlp.pipe([make_doc(nlp, release) for release in releases])])
    assert rows[0] == rows[1]
    assert Settings().matrix_library == "fastest"
