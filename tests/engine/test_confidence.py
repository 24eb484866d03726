"""From evidence to a probability: the arithmetic by hand."""

import json
from math import exp
from pathlib import Path

import numpy as np
import pytest

from skillengine.confidence import Confidence
from skillengine.errors import IndexRefused
from skillengine.evidence import FEATURES


def by_hand(**weights: float) -> Confidence:
    row = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32)
    return Confidence(-1.0, row, np.array([[-2, 0.1], [0, 0.4], [2, 0.9]], np.float32), 0.5, 0.6, 0.7)


def test_value_by_hand() -> None:
    """-1 + 2 · 0.75 + 3 · 1 = 3.5."""
    features = np.zeros((1, len(FEATURES)), np.float32)
    features[0, FEATURES.index("near")] = 0.75
    features[0, FEATURES.index("preferred")] = 1
    assert by_hand(near=2, preferred=3).values(features).tolist() == [3.5]


@pytest.mark.parametrize(("value", "probability"), [(-9, 0.1), (-1, 0.25), (0, 0.4), (1, 0.65), (9, 0.9)])
def test_probability_by_hand(value: float, probability: float) -> None:
    """Halfway between the knots (0, 0.4) and (2, 0.9) is 0.65; beyond the last knots nothing changes."""
    assert by_hand().probabilities(np.array([value], np.float32))[0] == pytest.approx(probability)


@pytest.mark.parametrize(
    ("named", "cued", "least"),
    [("preferred", True, 0.5), ("alternative", True, 0.5), ("overlap", True, 0.7), ("alternative", False, 0.6)],
)
def test_less_will_do_where_the_text_says_that_somebody_does_what_is_named(
    named: str, cued: bool, least: float
) -> None:
    features = np.zeros((3, len(FEATURES)), np.float32)
    features[1, FEATURES.index(named)] = 1
    features[:, FEATURES.index("cued")] = cued
    assert by_hand().least(features) == least


def test_the_bundled_confidence_rises_from_nearly_no_to_nearly_yes() -> None:
    bundled = Confidence.bundled()
    assert np.all(np.diff(bundled.knots, axis=0) >= 0)
    assert bundled.knots[0, 1] < 0.05 < bundled.said <= bundled.named <= bundled.guess < 0.95 < bundled.knots[-1, 1]
    slopes = {round(float(v), 2): float(p) for v, p in bundled.knots}
    assert 0 < slopes[0.0] < 1 / (1 + exp(-3))


@pytest.mark.parametrize("content", ["", "{}", "[]", json.dumps({"weights": {}})])
def test_a_damaged_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "confidence.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexRefused):
        Confidence.bundled(tmp_path)
