"""Texts to vectors: sums by hand, and meaning across languages in the bundled model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine.encoder import MODEL_FOLDER, StaticEncoder, Table, fingerprint, pieces, unit
from skillengine.errors import IndexRefused

ENCODER = StaticEncoder.bundled()


def table_of(word: str, values: list[list[int]], scales: list[float]) -> Table:
    """A table that knows the first pieces of one word."""
    hashes = np.unique(pieces([[word]]).hashes)[: len(values)]
    return Table(hashes, np.array(values, np.int8), np.array(scales, np.float16))


def test_a_text_is_the_sum_of_its_pieces() -> None:
    """3·(1, 0) + 0.5·(0, 8) = (3, 4), of length 5: the unit vector is (0.6, 0.8)."""
    encoder = StaticEncoder(table_of("sveise", [[1, 0], [0, 8]], [3, 0.5]), "by hand")
    assert encoder.encode(["sveise"])[0] == pytest.approx([0.6, 0.8])
    assert encoder.encode(["sveise sveise"])[0] == pytest.approx([0.6, 0.8])
    assert encoder.name == "by hand"


@given(st.lists(st.text(), max_size=4))
def test_every_row_has_length_one_or_nothing_known(texts: list[str]) -> None:
    lengths = np.linalg.norm(ENCODER.encode(texts), axis=1)
    assert all(length == pytest.approx(1, abs=1e-4) or length == 0 for length in lengths)


@given(st.lists(st.sampled_from(["sveise", "føre regnskap", "", "🙂", "lead teams"]), max_size=5))
def test_a_text_has_one_vector_whatever_stands_beside_it(texts: list[str]) -> None:
    together = ENCODER.encode(texts)
    assert all(
        np.allclose(row, ENCODER.encode([text])[0], atol=1e-5) for row, text in zip(together, texts, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("utøve sykepleie", "provide nursing care", "repair cars"),
        ("sveise rør", "weld pipes", "teach languages"),
        ("undervise i matematikk", "teach mathematics", "drive trucks"),
        ("sjukepleiar", "nurse", "plumber"),
    ],
)
def test_meaning_crosses_languages(text: str, near: str, far: str) -> None:
    one, alike, unlike = ENCODER.encode([text, near, far])
    assert one @ alike > one @ unlike + 0.2


def test_the_bundled_table_is_the_one_its_card_names() -> None:
    table = Table(*(np.load(MODEL_FOLDER / f"{part}.npy") for part in Table._fields))
    assert ENCODER.name == f"static-{fingerprint(table)[:12]}"
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) < 60_000_000


def test_a_missing_or_damaged_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexRefused):
        StaticEncoder.bundled(tmp_path)


def test_rows_of_zeros_stay() -> None:
    assert unit(np.zeros((2, 3), np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]
