"""What must hold of the transformer: its vectors depend on the text alone, and its files are those of its card."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillengine.encoder import MODEL_FOLDER, unit
from skillengine.errors import IndexRefused
from skillengine.transformer import (
    CARD_FILE,
    FILES,
    LONGEST,
    TransformerEncoder,
    fingerprint,
    lots,
    nearness,
    number_of,
    restored,
    rounded,
    unpacked,
)

TEXTS = [
    "Stelte eldre beboere og delte ut medisiner.",
    "Helped elderly residents wash and gave them their tablets.",
    "Skreiv rapportar om kvaliteten på vatnet, tok prøvar i felt og heldt kontakt med laboratoriet gjennom heile året.",
    "Rust",
    "Kjørte hjullaster 🚜 på anlegg.",
]
SAME = 0.95
"""Activations are rounded to 8 bits by the largest of a batch, so company moves a vector a little: 0.991 on average."""


@pytest.fixture(scope="module")
def encoder() -> TransformerEncoder:
    return TransformerEncoder.bundled()


def test_a_row_of_length_one_for_each_text(encoder: TransformerEncoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.encode(["sveise"]).shape[1])
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: TransformerEncoder) -> None:
    assert encoder.encode([]).shape[0] == 0


@pytest.mark.parametrize("empty", ["", "  \n\t "])
def test_a_text_without_words_is_zero(encoder: TransformerEncoder, empty: str) -> None:
    assert not encoder.encode([empty, "sveise rør"])[0].any()


def test_company_and_order_do_not_matter(encoder: TransformerEncoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    turned = encoder.encode(TEXTS[::-1])[::-1]
    assert ((together * alone).sum(1) > SAME).all()
    assert ((together * turned).sum(1) > SAME).all()


def test_a_long_neighbour_fills_up_without_a_trace(encoder: TransformerEncoder) -> None:
    short = encoder.encode(["Lodda saman røyr."])[0]
    padded = encoder.encode(["Lodda saman røyr.", "Lange setningar fyller mykje plass. " * 30])[0]
    assert short @ padded > SAME


def test_the_same_text_gives_the_same_numbers(encoder: TransformerEncoder) -> None:
    assert np.array_equal(encoder.encode(TEXTS), TransformerEncoder.bundled().encode(TEXTS))


def test_what_is_past_the_limit_is_not_read(encoder: TransformerEncoder) -> None:
    long = "Målte opp rommet og la nytt gulv. " * LONGEST
    assert np.array_equal(encoder.encode([long]), encoder.encode([long + "Programmerte roboter i Python."]))


def test_spaces_and_line_breaks_do_not_matter(encoder: TransformerEncoder) -> None:
    one, other = encoder.encode(["Førte  regnskap\nfor laget."]), encoder.encode(["Førte regnskap for laget. "])
    assert np.array_equal(one, other)


def test_meaning_is_near_across_languages(encoder: TransformerEncoder) -> None:
    care, same, boats = encoder.encode(
        ["hjalp eldre med å vaske seg", "helped old people to wash", "bygget båter i tre"]
    )
    assert care @ same > care @ boats


def test_threads_share_one_encoder() -> None:
    shared = TransformerEncoder.bundled()
    wanted = [shared.encode([text]) for text in TEXTS]
    fresh = TransformerEncoder.bundled()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: fresh.encode([text]), TEXTS * 4))
    assert all(np.array_equal(row, wanted[i % len(TEXTS)]) for i, row in enumerate(found))


def test_known_texts_are_as_the_network_reads_them(encoder: TransformerEncoder, tmp_path: Path) -> None:
    label = "idrettsmedisin"
    known = np.load(MODEL_FOLDER / "known-texts.npy")
    rows = np.load(MODEL_FOLDER / "known-vectors.npy")
    at = int(np.searchsorted(known, np.uint64(number_of(label))))
    assert known[at] == number_of(label)
    for name in FILES:
        (tmp_path / name).symlink_to(MODEL_FOLDER / name)
    for name, array in {"known-texts.npy": known[:0], "known-vectors.npy": rows[:0]}.items():
        (tmp_path / name).unlink()
        np.save(tmp_path / name, array)
    read = TransformerEncoder(tmp_path, "without").encode([label])[0]
    assert read @ encoder.encode([label])[0] > SAME


def test_the_files_are_those_of_the_card() -> None:
    card = json.loads((MODEL_FOLDER / CARD_FILE).read_text(encoding="utf-8"))
    assert fingerprint(MODEL_FOLDER) == card["sha256"]
    assert card["name"] == f"transformer-{card['sha256'][:12]}"
    assert TransformerEncoder.bundled().name == card["name"]


@given(st.lists(st.integers(2, 160), max_size=60), st.integers(1, 900))
def test_lots_hold_every_text_once_and_no_more_than_fits(lengths: list[int], most: int) -> None:
    found = list(lots(lengths, most))
    assert sorted(place for lot in found for place in lot) == list(range(len(lengths)))
    assert all(len(lot) == 1 or len(lot) * max(lengths[i] for i in lot) <= most for lot in found)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexRefused):
        TransformerEncoder.bundled(tmp_path)


def test_a_block_is_a_scale_and_32_numbers_around_8() -> None:
    block = np.concatenate([np.array([0.5], np.float16).view(np.uint8), np.array([0x9F] * 16, np.uint8)])
    assert unpacked(block).tolist() == [3.5] * 16 + [0.5] * 16


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4), min_size=1, max_size=5))
def test_rounding_keeps_directions(values: list[list[float]]) -> None:
    rows = np.array(values, np.float32)
    rows[np.abs(rows).max(axis=1) < 1e-3] = 0
    back, wanted = restored(rounded(rows)), unit(rows)
    assert np.allclose(back, wanted, atol=0.02)


def test_nearness_by_hand() -> None:
    """Rows point along (3, 4) and (0, -5): cosines .6 and .8 to the axes, of which the larger counts; then 0 and -1."""
    rows = np.array([[3, 4], [0, -5], [0, 0]], np.int8)
    assert nearness(rows, np.eye(2, dtype=np.float32)).tolist() == pytest.approx([0.8, 0.0, 0.0])
    assert nearness(rows, np.array([[0.0, 1.0]], np.float32)).tolist() == pytest.approx([0.8, -1.0, 0.0])
