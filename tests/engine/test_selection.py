"""The highest scores are those that sorting would give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skillengine.selection import top_columns, top_places

sizes = st.integers(0, 400)


@given(sizes, st.integers(-1, 500), st.integers(0, 2**32 - 1))
def test_top_places_are_those_of_a_stable_sort(size: int, top: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 30, size).astype(np.float32)
    assert top_places(scores, top).tolist() == np.argsort(-scores, kind="stable")[: max(top, 0)].tolist()


@given(sizes, st.integers(0, 10), st.integers(0, 2**32 - 1))
def test_top_columns_are_the_highest_of_each_row(size: int, count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).permutation(2 * size).reshape(2, size).astype(np.float32)
    for row, columns in zip(scores, top_columns(scores, count), strict=True):
        assert set(columns.tolist()) == set(np.argsort(-row)[:count].tolist())
