"""
Fitting the weights of the fusion: `python -m skillengine.training.fusion` prints them, `ranking` holds them.

Owns the questions and the coordinate search. Questions are our sentences kept out for tuning, and the tune half of the
annotated texts: as stretches, sentence by sentence, and whole. Neither the test half nor the sets of others are read.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.candidates import Engine, build_index, parts_of
from skillengine.ranking import SKILL_WEIGHTS, weighing
from skillengine.spans import passages
from skillengine.training.data import Corpus, Part, read_corpus
from skillengine.types import Kind

DATA = Path(__file__).resolve().parents[3] / "data"
VALUES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5)
ROUNDS = 3
DEEP = 10
FOLDS = 2
BEST, NOWHERE = 80, -10.0
"""How many skills of each channel are looked at in the search, and the score that fills up what is left."""
START = (0.3, 0.1, 1.0, 0.5, 0.2, 1.0, 0.5, 0.2, 1.0, 0.1)
"""Where the search begins."""
SOURCES = ("own", "stretch", "sentence", "text")
"""Where questions come from: our kept-out sentences, and annotated texts in three ways. All count the same."""


class Question(NamedTuple):
    """A text, its language, the skills it asks for, and the set it comes from, one of SOURCES."""

    text: str
    lang: str
    uris: frozenset[str]
    source: str


def own_questions(corpus: Corpus) -> list[Question]:
    """Our shared sentences kept out for tuning, each with the skills it was written for."""
    return [Question(one.text, one.lang, frozenset(one.uris), "own") for one in corpus.only(Part.TUNE).shared]


def annotated_questions(folder: Path) -> list[Question]:
    """The tune half of the test set: each marked stretch, and each text with all it claims; exact skills only."""
    found = []
    for path in sorted(folder.glob("items-*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if hashlib.sha1(row["id"].encode()).digest()[0] % 2 == 0:
                found += list(_questions_of(row["text"], row["lang"], row["gold"]))
    return found


def _questions_of(text: str, lang: str, marks: Sequence[Mapping[str, Any]]) -> Iterable[Question]:
    exact = [frozenset(s["uri"] for s in mark["skills"] if s["grade"] == 2) for mark in marks]
    for mark, uris in zip(marks, exact, strict=True):
        if uris:
            yield Question(text[mark["start"] : mark["end"]], lang, uris, "stretch")
    parts = [passage.sentence for passage in passages(text, lang)]
    for part in parts if len(parts) > 1 else ():
        inside = [u for mark, u in zip(marks, exact, strict=True) if part.start <= mark["start"] < part.end]
        if uris := frozenset[str]().union(*inside):
            yield Question(text[part.start : part.end], lang, uris, "sentence")
    claimed = frozenset[str]().union(*(u for mark, u in zip(marks, exact, strict=True) if not mark.get("goal")))
    if claimed:
        yield Question(text, lang, claimed, "text")


def written_apart(corpus: Corpus, folder: Path) -> Engine:
    """An engine whose index holds all our sentences but the shared ones that were kept out."""
    replace(corpus, shared=corpus.only(Part.TRAIN).shared).write_sentences(folder)
    build_index(corpus.taxonomy, folder / "index", sentences=folder)
    return Engine.load(folder / "index")


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions, their groups, channels × questions × contenders, the right places, and the sizes of the sources."""

    questions: Sequence[Question]
    groups: Sequence[str]
    scores: npt.NDArray[np.float32]
    places: Sequence[Sequence[int]]
    sizes: Mapping[str, int]

    def only(self, kept: Sequence[int]) -> "Asked":
        """Some of the questions."""
        return Asked(
            [self.questions[i] for i in kept],
            [self.groups[i] for i in kept],
            self.scores[:, kept],
            [self.places[i] for i in kept],
            self.sizes,
        )


def answers_of(corpus: Corpus, data: Path, questions: Sequence[Question]) -> npt.NDArray[np.float32]:
    """Channels × questions × skills: our own sentences are asked of an index without them, the others of the whole."""
    with tempfile.TemporaryDirectory() as folder:
        build_index(corpus.taxonomy, Path(folder) / "whole", sentences=data)
        engines = {True: written_apart(corpus, Path(folder)), False: Engine.load(Path(folder) / "whole")}
        return np.stack([heard(engines[question.source == "own"], question) for question in questions], axis=1)


def heard(engine: Engine, question: Question) -> npt.NDArray[np.float32]:
    """A row for each channel, skills in the order of URIs."""
    return np.stack(engine.channels(question.text, kind=Kind.SKILL, lang=question.lang)).astype(np.float32)


def ask(corpus: Corpus, data: Path, questions: Sequence[Question], cache: Path | None) -> Asked:
    """Run every channel once for every question, or take what they said from the cache."""
    uris = sorted(concept.uri for concept in corpus.taxonomy.concepts if concept.kind is Kind.SKILL)
    number = {uri: i for i, uri in enumerate(uris)}
    scores = np.load(cache) if cache and cache.exists() else answers_of(corpus, data, questions)
    if cache and not cache.exists():
        np.save(cache, scores)
    wanted = [[number[uri] for uri in sorted(q.uris)] for q in questions]
    groups = [weighing(q.text, parts_of(q.text, list(passages(q.text, q.lang)))) for q in questions]
    scores = np.stack([contenders(scores[:, i], places) for i, places in enumerate(wanted)], axis=1)
    sizes = Counter(question.source for question in questions)
    return Asked(questions, groups, scores, [list(range(len(places))) for places in wanted], sizes)


def contenders(scores: npt.NDArray[np.float32], wanted: Sequence[int]) -> npt.NDArray[np.float32]:
    """Of a question's channels × skills those that can matter: the right ones first, then the best of each channel."""
    best = np.unique(np.argpartition(-scores, BEST, axis=1)[:, :BEST])
    kept = [*wanted, *best[~np.isin(best, wanted)].tolist()]
    rows = np.full((len(scores), BEST * len(scores) + len(wanted)), NOWHERE, np.float32)
    rows[:, : len(kept)] = scores[:, kept]
    return rows[:, : BEST * len(scores)]


def weighed(scores: npt.NDArray[np.float32], weights: Sequence[float]) -> npt.NDArray[np.float32]:
    """The fused scores, questions × skills."""
    return np.tensordot(np.asarray(weights, np.float32), scores, axes=1).astype(np.float32)


def goodness(asked: Asked, fused: npt.NDArray[np.float32]) -> dict[str, tuple[float, float]]:
    """MRR and RP@10 of each source of questions. A skill that ties with others stands behind them."""
    found: dict[str, list[tuple[float, float]]] = {}
    for question, row, places in zip(asked.questions, fused, asked.places, strict=True):
        ranks = [int((row >= row[place]).sum()) for place in places]
        share = sum(rank <= DEEP for rank in ranks) / min(DEEP, len(ranks))
        found.setdefault(question.source, []).append((1 / min(ranks), share))
    return {source: (sum(a for a, _ in v) / len(v), sum(b for _, b in v) / len(v)) for source, v in found.items()}


def value(asked: Asked, fused: npt.NDArray[np.float32]) -> float:
    """
    What is made as large as can be: MRR plus RP@10, each source of questions counting the same as a whole.

    In a group a source counts by how many of its questions are there, so that a few strays decide nothing.
    """
    here = Counter(question.source for question in asked.questions)
    return sum(sum(pair) * here[name] / asked.sizes[name] for name, pair in goodness(asked, fused).items())


def fitted(asked: Asked, start: Sequence[float]) -> list[float]:
    """Coordinate search: each channel in turn gets the best of VALUES, the others kept, in a few rounds."""
    weights = list(start)
    fused = weighed(asked.scores, weights)
    best = value(asked, fused)
    for _ in range(ROUNDS):
        before = list(weights)
        for channel, scores in enumerate(asked.scores):
            for weight in VALUES:
                tried = fused + np.float32(weight - weights[channel]) * scores
                if (reached := value(asked, tried)) > best + 1e-5:
                    best, fused, weights[channel] = reached, tried, weight
        if weights == before:
            break
    return weights


def places_by(groups: Sequence[str]) -> dict[str, list[int]]:
    """The questions of each group."""
    order = sorted(range(len(groups)), key=lambda i: groups[i])
    return {name: list(places) for name, places in groupby(order, key=lambda i: groups[i])}


def fit_all(asked: Asked) -> dict[str, list[float]]:
    """Weights for each group."""
    return {name: fitted(asked.only(places), START) for name, places in places_by(asked.groups).items()}


def fused_by(asked: Asked, weights: Mapping[str, Sequence[float]]) -> npt.NDArray[np.float32]:
    """The fused scores of all questions, each by the weights of its group."""
    fused = np.empty(asked.scores.shape[1:], np.float32)
    for name, places in places_by(asked.groups).items():
        fused[places] = weighed(asked.scores[:, places], weights[name])
    return fused


def halves(asked: Asked) -> list[list[int]]:
    """Two halves of the questions; a text and its stretches may part ways, equal texts stay together."""
    number = [hashlib.sha1(q.text.encode()).digest()[1] % FOLDS for q in asked.questions]
    return [[i for i, fold in enumerate(number) if fold == wanted] for wanted in range(FOLDS)]


def crossed(asked: Asked) -> npt.NDArray[np.float32]:
    """Fused scores of each half by weights fitted on the other: what is to be expected of other texts."""
    fused = np.empty(asked.scores.shape[1:], np.float32)
    for half, other in zip(halves(asked), reversed(halves(asked)), strict=True):
        weights = fit_all(asked.only(other))
        fused[half] = fused_by(asked.only(half), weights)
    return fused


def _told(asked: Asked, fused: npt.NDArray[np.float32]) -> str:
    figures = goodness(asked, fused)
    return ", ".join(f"{source} MRR {a:.3f} RP@10 {b:.3f}" for source, (a, b) in sorted(figures.items()))


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, search, print."""
    parser = argparse.ArgumentParser(prog="skillengine.training.fusion", description=(__doc__ or "").strip())
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the project's tables")
    parser.add_argument("--cache", type=Path, help="where the channels' answers are kept between two runs (.npy)")
    options = parser.parse_args(argv)
    corpus = read_corpus(options.data)
    questions = own_questions(corpus) + annotated_questions(options.data / "testsets")
    asked = ask(corpus, options.data, questions, options.cache)
    print(f"as they are: {_told(asked, fused_by(asked, SKILL_WEIGHTS))}", flush=True)
    weights = fit_all(asked)
    print(f"fitted on all: {_told(asked, fused_by(asked, weights))}")
    print("\n".join(f"  {name}: {tuple(row)}" for name, row in weights.items()), flush=True)
    print(f"fitted on the other half: {_told(asked, crossed(asked))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
