"""
How sure a figure is: what it could have been, had other texts of the same kind been drawn.

Owns the scores of single items and the paired bootstrap over items (Efron 1979), with a fixed seed. Knows no system.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

RESAMPLES = 2_000
SEED = 7
INSIDE = 95
"""The middle share of all resamples, in percent, that an interval spans."""
CUTS = (1, 5, 10)
MEASURES = ("mrr", *(f"rp@{k}" for k in CUTS), *(f"hit@{k}" for k in CUTS))


class Interval(NamedTuple):
    """A figure, and the two ends between which it lies in 95 of 100 resamples."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Of a difference: whether zero lies outside."""
        return self.low > 0 or self.high < 0


def measures(ranks: Sequence[Sequence[float]]) -> dict[str, Vector]:
    """
    For each measure one value an item, from the ranks of its relevant concepts: best first, from 1, inf if not found.

    >>> {name: float(values[0]) for name, values in measures([[2, 11]]).items()}
    {'mrr': 0.5, 'rp@1': 0.0, 'rp@5': 0.5, 'rp@10': 0.5, 'hit@1': 0.0, 'hit@5': 1.0, 'hit@10': 1.0}
    """
    first = np.array([row[0] for row in ranks], np.float64)
    shares = {f"rp@{k}": _floats([sum(r <= k for r in row) / min(k, len(row)) for row in ranks]) for k in CUTS}
    return {"mrr": 1 / first, **shares, **{f"hit@{k}": _floats(first <= k) for k in CUTS}}


def _floats(values: object) -> Vector:
    return np.asarray(values, np.float64)


@lru_cache(maxsize=8)
def resamples(count: int) -> Vector:
    """How often each of `count` items is drawn: one row a resample, every row sums to `count`."""
    draws = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return draws.astype(np.float64)


def mean(values: Vector) -> Interval:
    """The mean over items. Raises ValueError where there are none."""
    return ratio(values, np.ones_like(values))


def difference(ours: Vector, theirs: Vector) -> Interval:
    """How much higher our mean is. Paired: a resample draws the same items for both."""
    return mean(ours - theirs)


def ratio(parts: Vector, wholes: Vector) -> Interval:
    """Sum of parts / sum of wholes over items, each drawn with both its counts. Zero where no item has a whole."""
    if not len(parts):
        raise ValueError("There is nothing to take the mean of.")
    if not wholes.sum():
        return Interval(0.0, 0.0, 0.0)
    draws = resamples(len(parts))
    below = draws @ wholes
    values = (draws @ parts)[below > 0] / below[below > 0]
    low, high = np.percentile(values, [(100 - INSIDE) / 2, (100 + INSIDE) / 2])
    return Interval(float(parts.sum() / wholes.sum()), float(low), float(high))
