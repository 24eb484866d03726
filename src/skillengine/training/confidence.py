"""
Fitting the confidence of suggestions.

Owns three steps. A logistic model of the evidence is fitted on sentences kept out of training, where the skill that a
sentence was written for is right and what competes with it is wrong. It is moved towards annotated texts (the tune half
of the test set). What it then chooses in texts it was not fitted on, and suggestions judged by hand, give the
probabilities.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.confidence import Confidence
from skillengine.encoder import Encoder
from skillengine.evidence import FEATURES, NEAR, Offer, Witness, overlap
from skillengine.index import Index
from skillengine.mapping import Mapper
from skillengine.roles import RoleReader
from skillengine.spans import Passage, passages
from skillengine.training.data import Corpus

ELSEWHERE = 0.5
"""Weight of a suggestion in another part of the sentence: mostly wrong, but a sentence may hold a second skill."""
RIDGE = 1.0
PULL = 1.0
FOLDS = 5
SHOWN = FEATURES.index("shown")
SHOWN_IS_KIND = 0.4
"""The two sentences of a skill are more alike than a stranger's text and either: their weight is cut to this share."""
TITLE = FEATURES.index("title")
UNLISTED = 0.5
"""Weight of a skill that the annotator did not name in a marked stretch: unknown rather than wrong."""
HALF = 0.5
JUDGED_COUNTS = 2.0
"""A suggestion that somebody judged is of the kind that is made; an offer beside a marked stretch mostly is not."""
LEAST = 0.02
JUDGED_FILE = "judged_suggestions.tsv"
SAID, NAMED, GUESS = 0.5, 0.6, 0.7
"""
From where on a suggestion is made, chosen by those judged by hand: from these on nine of ten labels after a cue were
right, and four of five of the others. In the tune half, nine of ten texts without any skill stay empty.
"""
LIMIT, KNOTS = 8.0, 65

Report = Callable[[str], None]
STEPS = 30

Matrix = npt.NDArray[np.float64]


class Judgement(NamedTuple):
    """A suggestion that somebody looked at: the place is the first one with this quote."""

    text: str
    quote: str
    uri: str
    right: bool


class Examples(NamedTuple):
    """Evidence rows with what they are: 1 right, 0 wrong, and how much each counts."""

    features: Matrix
    right: Matrix
    weights: Matrix

    def only(self, kept: npt.NDArray[np.bool_]) -> "Examples":
        """Some of the rows."""
        return Examples(*(column[kept] for column in self))


class Judged(NamedTuple):
    """Examples from suggestions judged by hand, and the fold of each: a text is in one fold as a whole."""

    examples: Examples
    folds: npt.NDArray[np.int64]


def joined(*parts: Examples) -> Examples:
    """The rows of several, one after another."""
    return Examples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def examples(witness: Witness, index: Index, texts: Sequence[tuple[frozenset[str], str]]) -> Examples:
    """Rows from texts and the skills they hold. A skill that is no candidate anywhere teaches nothing."""
    found: list[tuple[Matrix, Matrix, Matrix]] = []
    for uris, text in texts:
        golds = np.array([index.number(uri) for uri in uris])
        offers = witness.offers(text, list(passages(text, "nb")))
        places = {int(gold): best for gold in golds if (best := _place_of(int(gold), offers)) is not None}
        found.extend(_rows(offer, golds, places, offers) for offer in (offers if places else ()))
    return Examples(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _place_of(gold: int, offers: Sequence[Offer]) -> int | None:
    """Which stretch is nearest to a skill: that is where it is named."""
    nearest = [float(offer.features[offer.numbers == gold, NEAR].max(initial=-1.0)) for offer in offers]
    return int(np.argmax(nearest)) if max(nearest, default=-1.0) > -1.0 else None


def _rows(
    offer: Offer, golds: npt.NDArray[np.int64], places: Mapping[int, int], offers: Sequence[Offer]
) -> tuple[Matrix, Matrix, Matrix]:
    """Where a skill is named it is right and all else is wrong; elsewhere nothing is said of it."""
    here = {gold for gold, place in places.items() if offers[place] is offer}
    kept = ~np.isin(offer.numbers, golds) | np.isin(offer.numbers, sorted(here))
    competes = any(overlap(offer.proposal, offers[place].proposal) for place in places.values())
    right = np.isin(offer.numbers[kept], sorted(here)).astype(np.float64)
    weights = np.full(int(kept.sum()), 1.0 if competes else ELSEWHERE)
    return offer.features[kept].astype(np.float64), right, weights


def single_and_joined(rows: Mapping[str, str]) -> list[tuple[frozenset[str], str]]:
    """Each sentence by itself, and three by three in one, since real sentences hold more than one skill."""
    items = sorted(rows.items())
    single = [(frozenset({uri}), text) for uri, text in items]
    threes = [items[at : at + 3] for at in range(0, len(items) - 2, 3)]
    joined = [(frozenset(uri for uri, _ in three), _in_one([text for _, text in three])) for three in threes]
    return single + joined


def _in_one(texts: Sequence[str]) -> str:
    """Sentences as the parts of one: a comma for a full stop, a small letter for a capital."""
    parts = [text.rstrip(".") for text in texts]
    return ", ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])]) + "."


def fit_logistic(data: Examples, ridge: float = RIDGE) -> tuple[Matrix, float]:
    """Weights and bias with the highest penalised likelihood, by Newton's method."""
    x = np.column_stack([data.features, np.ones(len(data.features))])
    penalty = np.diag([ridge] * data.features.shape[1] + [1e-6])
    w = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (data.weights * (p - data.right)) + penalty @ w
        curvature = (x * (data.weights * p * (1 - p))[:, None]).T @ x + penalty
        w -= np.linalg.solve(curvature, gradient)
    return w[:-1], float(w[-1])


def adapted(data: Examples, weights: Matrix, bias: float, pull: float = PULL) -> tuple[Matrix, float]:
    """
    The weights moved towards a small set of judged examples, by Newton's method, and held by a pull to where they were.

    The scale and the bias of the first weights are free: they come from sentences with one known skill each, where
    most stretches count as wrong, and say nothing of how often a suggestion is right.
    """
    values = data.features @ weights
    plain = Examples(values[:, None], data.right, data.weights)
    scale, offset = fit_logistic(plain, ridge=1e-3)
    start = np.append(weights * scale[0], offset)
    x = np.column_stack([data.features, np.ones(len(values))])
    penalty = np.diag([pull] * len(weights) + [1e-6])
    w = start.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (data.weights * (p - data.right)) + penalty @ (w - start)
        w -= np.linalg.solve((x * (data.weights * p * (1 - p))[:, None]).T @ x + penalty, gradient)
    return w[:-1], float(w[-1])


def judged_examples(witness: Witness, index: Index, rows: Sequence[Judgement]) -> Judged:
    """The evidence of each judged suggestion that the engine still has among its offers and does not keep apart."""
    features, right, folds = [], [], []
    for text, some in groupby(rows, key=lambda row: row.text):
        read = list(passages(text, "nb"))
        offered: dict[str, Offer] = {}
        for offer in witness.offers(text, read):
            words = read[offer.passage].words[offer.proposal.first : offer.proposal.last + 1]
            if not words[0].aside:
                offered.setdefault(text[words[0].token.start : words[-1].token.end], offer)
        for row in some:
            made = offered.get(row.quote)
            number = index.number(row.uri)
            if made is not None and number in made.numbers:
                features.append(made.features[made.numbers == number][0])
                right.append(float(row.right))
                folds.append(hashlib.sha1(text.encode()).digest()[0] % FOLDS)
    found = Examples(np.array(features, np.float64), np.array(right), np.full(len(right), JUDGED_COUNTS))
    return Judged(found, np.array(folds, np.int64))


def platt(values: Matrix, right: Matrix) -> tuple[float, float]:
    """Slope and offset of the logistic curve from values to shares right (Platt 1999); truth may be a share itself."""
    slope, offset = fit_logistic(Examples(values[:, None], right, np.ones(len(right))), ridge=1e-6)
    return float(slope[0]), offset


class Annotated(NamedTuple):
    """A text and its marked stretches: start, end, the skills it shows there, and whether it is only a wish."""

    text: str
    lang: str
    marks: Sequence[tuple[int, int, frozenset[str], bool]]


def read_annotated(folder: Path) -> list[Annotated]:
    """The tune half of the test set: items whose id has an even first byte in SHA-1."""
    rows = [json.loads(line) for path in sorted(folder.glob("items-*.jsonl")) for line in path.open(encoding="utf-8")]
    return [
        Annotated(
            row["text"],
            row["lang"],
            [
                (gold["start"], gold["end"], frozenset(s["uri"] for s in gold["skills"]), bool(gold.get("goal")))
                for gold in row["gold"]
            ],
        )
        for row in rows
        if hashlib.sha1(row["id"].encode()).digest()[0] % 2 == 0
    ]


def annotated_examples(witness: Witness, index: Index, texts: Sequence[Annotated]) -> Examples:
    """Evidence of every offer: right where the annotator named the skill. Bare titles and wishes are left out."""
    found: list[tuple[Matrix, Matrix, Matrix]] = []
    for item in texts:
        read = list(passages(item.text, item.lang))
        for offer in witness.offers(item.text, read):
            words = read[offer.passage].words[offer.proposal.first : offer.proposal.last + 1]
            met = [m for m in item.marks if m[0] < words[-1].token.end and words[0].token.start < m[1]]
            skipped = words[0].aside or any(m[3] for m in met) or (not met and offer.features[:1, TITLE].any())
            if not skipped:
                uris = frozenset[str]().union(*(m[2] for m in met))
                right = np.array([float(index.uris[number] in uris) for number in offer.numbers])
                weights = np.where(right > 0, 1.0, UNLISTED if met else ELSEWHERE)
                found.append((offer.features.astype(np.float64), right, weights))
    return Examples(*(np.concatenate(column) for column in zip(*found, strict=True)))


def chosen_in(mapper: Mapper, witness: Witness, texts: Sequence[Annotated]) -> list[tuple[float, float]]:
    """
    Value and truth of each suggestion: 1 named by the annotator, a half in a marked stretch, 0 elsewhere.

    Bare titles are left out, as the annotators left them unmarked whether or not they show a skill.
    """
    found = []
    for item in texts:
        read = list(passages(item.text, item.lang))
        titles = {place for passage in read for place in _titles(witness, passage)}
        for mention in mapper.mentions(item.text, read):
            met = [m for m in item.marks if m[0] < mention.span.end and mention.span.start < m[1]]
            is_title = not met and (mention.span.start, mention.span.end) in titles
            if mention.candidates and not (mention.aside or is_title or any(m[3] for m in met)):
                first = mention.candidates[0]
                named = any(first.uri in m[2] for m in met)
                value = float(np.log(first.confidence / (1 - first.confidence)))
                found.append((value, 1.0 if named else HALF * bool(met)))
    return found


def _titles(witness: Witness, passage: Passage) -> Iterator[tuple[int, int]]:
    words = passage.words
    for place, hit in witness.exact(passage).items():
        if hit.is_title:
            yield words[place.first].token.start, words[place.last].token.end


def plain_confidence(weights: Matrix, bias: float, threshold: float) -> Confidence:
    """A confidence that is the logistic curve itself."""
    values = np.linspace(-LIMIT, LIMIT, 8 * KNOTS)
    knots = np.column_stack([values, 1 / (1 + np.exp(-values))]).astype(np.float32)
    return Confidence(bias, weights.astype(np.float32), knots, threshold, threshold, threshold)


def cross_fitted(
    index: Index, encoder: Encoder, texts: Sequence[Annotated], judged: Judged, prior: tuple[Matrix, float]
) -> tuple[Matrix, Matrix, Matrix]:
    """Value and truth of what is chosen or was judged in each fold, by weights fitted on the others; 1 where judged."""
    witness, titles, pairs = Witness(index, encoder), RoleReader(index, encoder), []
    for fold in range(FOLDS):
        kept = [item for number, item in enumerate(texts) if number % FOLDS != fold]
        asked = [item for number, item in enumerate(texts) if number % FOLDS == fold]
        here = judged.folds == fold
        shown = joined(annotated_examples(witness, index, kept), judged.examples.only(~here))
        weights, bias = adapted(shown, *prior)
        mapper = Mapper(index, encoder, plain_confidence(weights, bias, LEAST), titles)
        pairs += [(value, truth, 0.0) for value, truth in chosen_in(mapper, witness, asked)]
        answers = judged.examples.only(here)
        values = answers.features @ weights + bias
        pairs += [(value, truth, 1.0) for value, truth in zip(values.tolist(), answers.right.tolist(), strict=True)]
    values, truths, are_judged = np.array(pairs).T
    return values, truths, are_judged


def fit_confidence(index: Index, encoder: Encoder, tune: Corpus, folder: Path, report: Report) -> dict[str, object]:
    """The numbers of `confidence.json`: weights, bias, knots and threshold."""
    witness = Witness(index, encoder)
    texts = [text for rows in tune.sentences.values() for text in single_and_joined(rows)]
    texts += [(frozenset(one.uris), one.text) for one in tune.shared]
    weights, bias = fit_logistic(examples(witness, index, texts))
    report("from sentences: " + json.dumps(as_weights(weights)))
    weights[SHOWN] *= SHOWN_IS_KIND
    annotated = read_annotated(folder / "testsets")
    judged = judged_examples(witness, index, read_judged(folder / JUDGED_FILE))
    values, truth, by_hand = cross_fitted(index, encoder, annotated, judged, (weights, bias))
    weights, bias = adapted(joined(annotated_examples(witness, index, annotated), judged.examples), weights, bias)
    slope, offset = platt(values, truth)
    sure = 1 / (1 + np.exp(-(slope * values + offset)))
    report(f"{len(truth)} suggestions, {truth.mean():.3f} right; error {expected_calibration_error(sure, truth):.3f}")
    for cut in (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        kept = sure >= cut
        report(f"from {cut}: {_share(truth[kept])}; judged by hand: {_share(truth[kept & (by_hand > 0)])}")
    at = np.linspace(-LIMIT, LIMIT, KNOTS)
    knots = [[round(float(v), 4), round(float(1 / (1 + np.exp(-(slope * v + offset)))), 4)] for v in at]
    return {
        "bias": round(bias, 4),
        "weights": as_weights(weights),
        "knots": knots,
        "said": SAID,
        "named": NAMED,
        "guess": GUESS,
    }


def _share(truth: Matrix) -> str:
    return f"{len(truth)} kept, {truth.mean() if len(truth) else 0:.3f} right"


def expected_calibration_error(sure: Matrix, right: Matrix, bins: int = 10) -> float:
    """Mean distance between confidence and share right over bins of equal width, weighted by their size."""
    places = np.minimum((sure * bins).astype(int), bins - 1)
    parts = [(places == b) for b in range(bins) if (places == b).any()]
    return float(sum(part.mean() * abs(sure[part].mean() - right[part].mean()) for part in parts))


def read_judged(path: Path) -> list[Judgement]:
    """The suggestions judged by hand."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Judgement(row["text"], row["quote"], row["uri"], row["right"] == "1") for row in rows]


def as_weights(weights: Matrix) -> dict[str, float]:
    """The weights by feature, rounded as they are stored."""
    return {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}
