"""Fitting the weights: what the search looks at, and that it finds the channel that knows."""

import json
from pathlib import Path

import numpy as np

from skillengine.training.data import Part, read_corpus
from skillengine.training.fusion import (
    NOWHERE,
    VALUES,
    Asked,
    Question,
    annotated_questions,
    contenders,
    fitted,
    goodness,
    weighed,
)
from tests.engine.conftest import DATA

FIRST_IS_RIGHT = [[0.1, 0.9, 0.8], [0.6, 0.2, 0.1]]
QUESTION = Question("sveise", "nb", frozenset({"welding"}), "own")


def asked(count: int) -> Asked:
    """The same question some times: the first channel is wrong of it, the second right."""
    scores = np.repeat(np.array(FIRST_IS_RIGHT, np.float32)[:, None], count, axis=1)
    return Asked([QUESTION] * count, ["phrase"] * count, scores, [[0]] * count, {"own": count})


def test_the_search_silences_the_channel_that_is_wrong() -> None:
    weights = fitted(asked(3), [1.0, 0.5])
    assert goodness(asked(3), weighed(asked(3).scores, weights)) == {"own": (1.0, 1.0)}
    assert all(weight in VALUES for weight in weights)


def test_goodness_by_hand() -> None:
    """By the first channel alone the right skill is third of three: MRR 1/3, and in the top ten."""
    assert goodness(asked(2), weighed(asked(2).scores, [1.0, 0.0])) == {"own": (1 / 3, 1.0)}


def test_a_skill_that_ties_stands_behind() -> None:
    assert goodness(asked(1), weighed(asked(1).scores, [0.0, 0.0])) == {"own": (1 / 3, 1.0)}


def test_the_right_ones_are_contenders_and_come_first() -> None:
    scores = np.linspace(1, 0, 500, dtype=np.float32)[None].repeat(2, axis=0)
    kept = contenders(scores, [499, 3])
    assert kept[0, :2].tolist() == [scores[0, 499], scores[0, 3]]
    assert scores[0, 0] in kept[0]
    assert kept[0, -1] == np.float32(NOWHERE)


def test_only_the_tune_half_asks(tmp_path: Path) -> None:
    """SHA-1 of "b" begins with e9, which is odd; that of "a" with 86, which is even."""
    gold = [{"start": 0, "end": 6, "skills": [{"uri": "welding", "grade": 2}, {"uri": "soldering", "grade": 1}]}]
    rows = [{"id": name, "lang": "nb", "text": "Sveise", "gold": gold} for name in ("a", "b")]
    (tmp_path / "items-a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = annotated_questions(tmp_path)
    assert [(q.text, q.uris, q.source) for q in found] == [
        ("Sveise", frozenset({"welding"}), "stretch"),
        ("Sveise", frozenset({"welding"}), "text"),
    ]


def test_all_sentences_of_a_group_of_skills_fall_together() -> None:
    """What tunes and what tests shares no group with what trains, and each part is there."""
    corpus = read_corpus(DATA)
    parts: dict[tuple[str, ...], set[Part]] = {}
    for part in Part:
        for one in corpus.only(part).shared:
            parts.setdefault(one.uris, set()).add(part)
    assert {len(found) for found in parts.values()} == {1}
    assert set(parts) == {one.uris for one in corpus.shared}
    assert set().union(*parts.values()) == set(Part)
