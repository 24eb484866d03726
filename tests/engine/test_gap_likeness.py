"""Which real skills count in place of which, by the bundled encoder: a few that must, and a few that must not."""

from pathlib import Path

import numpy as np
import pytest

from skillengine.encoder import StaticEncoder, Vectors
from skillengine.index import _concept_vectors, labels_of
from skillengine.requirements import NEARLY_SAME, RELATED
from skillengine.taxonomy import read_ours

DATA = Path(__file__).resolve().parents[2] / "data"
NEARLY = [
    ("first aid", "provide first aid"),
    ("clinical coding", "perform clinical coding procedures"),
    ("observe confidentiality", "respect confidentiality obligations"),
]
KIN = [
    ("set up sound equipment", "maintain sound equipment"),
    ("collect industrial waste", "collect domestic waste"),
]
FAR = [
    ("English", "Spanish"),
    ("Norwegian", "German"),
    ("Java (computer programming)", "coffee characteristics"),
    ("drive vehicles", "provide first aid"),
    ("surgery", "first aid"),
]


@pytest.fixture(scope="module")
def vectors() -> dict[str, Vectors]:
    """By English label, the vectors that the index gives these skills."""
    names = {name for pair in NEARLY + KIN + FAR for name in pair}
    concepts = [concept for concept in read_ours(DATA).concepts if concept.labels["en"] in names]
    labels = [label for number, concept in enumerate(concepts) for label in labels_of(number, concept)]
    rows = _concept_vectors(labels, len(concepts), StaticEncoder.bundled())
    return {concept.labels["en"]: row for concept, row in zip(concepts, rows, strict=True)}


def likeness(vectors: dict[str, Vectors], pair: tuple[str, str]) -> float:
    return float(np.dot(vectors[pair[0]], vectors[pair[1]]))


@pytest.mark.parametrize("pair", NEARLY, ids=" / ".join)
def test_what_is_nearly_the_same(vectors: dict[str, Vectors], pair: tuple[str, str]) -> None:
    assert likeness(vectors, pair) >= NEARLY_SAME


@pytest.mark.parametrize("pair", KIN, ids=" / ".join)
def test_what_is_related(vectors: dict[str, Vectors], pair: tuple[str, str]) -> None:
    assert RELATED <= likeness(vectors, pair) < NEARLY_SAME


@pytest.mark.parametrize("pair", FAR, ids=" / ".join)
def test_what_says_nothing_of_the_other(vectors: dict[str, Vectors], pair: tuple[str, str]) -> None:
    """Two languages are named alike and are not the same; nor is everything that a hospital does."""
    assert likeness(vectors, pair) < RELATED
