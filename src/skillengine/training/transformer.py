"""
Fine-tuning the transformer: texts of one concept are drawn together, its nearest neighbours are pushed apart.

Owns the kinds of pairs, the batches and the loop. What a network computes is in `network`, where it starts from in
`weights`, how it is written in `export`. Needs torch.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from skillengine.encoder import Encoder
from skillengine.pieces import SPECIAL, Vocabulary
from skillengine.training.data import Corpus
from skillengine.training.network import Network, embeddings_of, network_of, padded
from skillengine.training.vectors import contrastive_loss
from skillengine.training.weights import Base
from skillengine.types import Concept

Report = Callable[[str], None]

CLAUSE = re.compile(r"[,;:.]\s+|\s+(?:og|samt|and|while|mens|som|which|that)\s+")
SHORTEST_CLAUSE = 3
CHUNK = 20
"""Texts of like length are computed together, so that little of the work goes into filling."""
LATIN = re.compile(r"[▁a-zA-Z0-9æøåÆØÅéèêëôòóöäüÉÖÄÜ'’&/+.#-]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the weights. `scale` is one divided by the temperature; the layers below `frozen` are kept."""

    steps: int = 2000
    seeds: int = 20
    nearest: int = 8
    drawn: int = 3
    rate: float = 1.5e-4
    warmup: int = 30
    decay: float = 0.01
    scale: float = 40.0
    longest: int = 48
    frozen: int = 6
    seed: int = 7
    threads: int = 2
    latin_pieces: int = 100_000
    width: int = 152


@dataclass(frozen=True, slots=True)
class PairKind:
    """Two lists of texts by concept number, and how often a batch is of this kind."""

    name: str
    share: float
    left: Mapping[int, Sequence[str]]
    right: Mapping[int, Sequence[str]]


def pair_kinds(corpus: Corpus) -> list[PairKind]:
    """All kinds of pairs: a sentence or a part of one and the label, both languages, alternatives, translations."""
    concepts = corpus.taxonomy.concepts
    labels = {lang: {i: [c.labels[lang]] for i, c in enumerate(concepts)} for lang in ("nb", "en")}
    others = {i: _others(c) for i, c in enumerate(concepts) if _others(c)}
    numbers = {concept.uri: i for i, concept in enumerate(concepts)}
    shown = {lang: {numbers[u]: [t] for u, t in rows.items()} for lang, rows in corpus.sentences.items()}
    parts = {lang: {i: p for i, (t,) in rows.items() if (p := clauses(t))} for lang, rows in shown.items()}
    for lang, rows in shown.items():
        for i, more in corpus.shared_by(numbers, lang).items():
            rows.setdefault(i, []).extend(more)
    nb, en = "nb", "en"
    return [
        PairKind("sentence nb, label nb", 5, shown[nb], labels[nb]),
        PairKind("sentence en, label en", 4, shown[en], labels[en]),
        PairKind("sentence nb, label en", 1.5, shown[nb], labels[en]),
        PairKind("sentence en, label nb", 1, shown[en], labels[nb]),
        PairKind("sentence nb, sentence en", 2, shown[nb], shown[en]),
        PairKind("clause nb, label nb", 1.5, parts[nb], labels[nb]),
        PairKind("clause en, label en", 1.5, parts[en], labels[en]),
        PairKind("alternative nb, label nb", 1.25, others, labels[nb]),
        PairKind("alternative nb, label en", 0.75, others, labels[en]),
        PairKind("label nb, label en", 1.5, labels[nb], labels[en]),
    ]


def _others(concept: Concept) -> list[str]:
    return [text for text in concept.alternatives.get("nb", ()) if text]


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence that have at least three words, where there is more than one part."""
    parts = [part.strip(" .,;") for part in CLAUSE.split(sentence)]
    kept = [part for part in parts if len(part.split()) >= SHORTEST_CLAUSE]
    return kept if len(parts) > 1 else []


def kept_pieces(base: Base, texts: Sequence[str], latin: int) -> list[int]:
    """The pieces to keep: the marks, those in our texts, all single letters, and the commonest in our alphabet."""
    whole = Vocabulary(base.pieces, base.scores.tolist())
    seen = {number for text in texts for number in whole.numbers(text, 10_000)}
    plain = {i for i, piece in enumerate(base.pieces[:latin]) if LATIN.fullmatch(piece)}
    single = {
        i for i, piece in enumerate(base.pieces) if len(piece.lstrip("▁")) <= 1 and piece and ord(piece[-1]) < 0x2600
    }
    return sorted(seen | plain | single | set(range(SPECIAL)))


class Batches:
    """Endless batches: some concepts at random, and of each some of its nearest neighbours."""

    def __init__(self, kinds: Sequence[PairKind], near: npt.NDArray[np.int64], settings: Settings) -> None:
        self._kinds, self._near, self._settings = kinds, near, settings
        self._chance = np.random.default_rng(settings.seed)
        self._queues: list[list[int]] = [[] for _ in kinds]
        shares = np.array([kind.share for kind in kinds])
        self._shares = shares / shares.sum()

    def __iter__(self) -> Iterator[tuple[list[str], list[str], npt.NDArray[np.int64]]]:
        while True:
            number = int(self._chance.choice(len(self._kinds), p=self._shares))
            kind = self._kinds[number]
            concepts = self._concepts(number)
            left = [self._one(kind.left[concept]) for concept in concepts]
            right = [self._one(kind.right[concept]) for concept in concepts]
            yield left, right, np.array(concepts)

    def _one(self, texts: Sequence[str]) -> str:
        return texts[int(self._chance.integers(len(texts)))]

    def _concepts(self, number: int) -> list[int]:
        kind, settings, queue = self._kinds[number], self._settings, self._queues[number]
        if len(queue) < settings.seeds:
            queue.extend(self._chance.permutation(sorted(kind.left.keys() & kind.right.keys())).tolist())
        found = [queue.pop() for _ in range(settings.seeds)]
        for concept in found[: settings.seeds]:
            near = self._chance.permutation(self._near[concept])[: settings.drawn]
            found.extend(int(other) for other in near if other in kind.left and other in kind.right)
        return sorted(set(found))


def nearest(concepts: Sequence[Concept], encoder: Encoder, count: int) -> npt.NDArray[np.int64]:
    """For each concept the numbers of the nearest others by a simpler encoder's vectors of their labels."""
    vectors = encoder.encode([c.labels["nb"] for c in concepts]) + encoder.encode([c.labels["en"] for c in concepts])
    found = []
    for at in range(0, len(vectors), 1_024):
        scores = vectors[at : at + 1_024] @ vectors.T
        scores[np.arange(len(scores)), np.arange(at, at + len(scores))] = -np.inf
        found.append(np.argpartition(-scores, count, axis=1)[:, :count])
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Trained:
    """A network, the published numbers of the pieces it keeps, and how to cut texts into them."""

    network: Network
    kept: Sequence[int]
    vocabulary: Vocabulary
    embeddings: torch.Tensor

    def chunks(self, texts: Sequence[str], longest: int) -> tuple[list[list[list[int]]], npt.NDArray[np.int64]]:
        """The pieces of the texts in lots of like length, and the place of each text in the lots laid end to end."""
        cut = [self.vocabulary.numbers(text, longest) for text in texts]
        order = np.argsort([len(row) for row in cut], kind="stable")
        lots = [[cut[i] for i in some] for some in np.array_split(order, -(-len(cut) // CHUNK))]
        return lots, np.argsort(order).astype(np.int64)

    def encoded(self, cut: Sequence[Sequence[int]], frozen: int) -> torch.Tensor:
        """A row for each text, of length one."""
        numbers, mask = padded(cut)
        kind = self.network.positions.dtype
        out = self.network(self.embeddings[numbers].to(kind), mask.to(kind), frozen)
        return torch.nn.functional.normalize(out.float(), dim=1)


def prepared(base: Base, corpus: Corpus, settings: Settings) -> Trained:
    """The published network with the pieces that are kept."""
    concepts = corpus.taxonomy.concepts
    texts = [text for concept in concepts for text in [*concept.labels.values(), *_others(concept)]]
    texts += [text for rows in corpus.sentences.values() for text in rows.values()]
    texts += [shared.text for shared in corpus.shared]
    kept = kept_pieces(base, texts, settings.latin_pieces)
    vocabulary = Vocabulary([base.pieces[i] for i in kept], [float(base.scores[i]) for i in kept])
    return Trained(network_of(base), kept, vocabulary, embeddings_of(base, kept))


def train(
    start: Trained, corpus: Corpus, neighbours: npt.NDArray[np.int64], settings: Settings, report: Report
) -> None:
    """Train in place."""
    torch.manual_seed(settings.seed)
    pool = ThreadPoolExecutor(settings.threads, initializer=torch.set_num_threads, initargs=(1,))
    batches = iter(Batches(pair_kinds(corpus), neighbours, settings))
    network = start.network.to(torch.bfloat16)
    rounded = [p for layer in network.layers[settings.frozen :] for p in layer.parameters()]
    exact = [p.detach().float().requires_grad_() for p in rounded]
    optimizer = torch.optim.AdamW(exact, lr=settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: pace(step, settings))
    losses, began = [], time.monotonic()
    for step in range(1, settings.steps + 1):
        left, right, concepts = next(batches)
        loss = _backward(start, pool, left, right, concepts, settings)
        _step(optimizer, exact, rounded)
        schedule.step()
        losses.append(loss)
        if step % 10 == 0:
            report(
                f"step {step} of {settings.steps}: loss {np.mean(losses[-60:]):.3f}, {time.monotonic() - began:.0f} s"
            )
    network.float()
    with torch.no_grad():
        for whole, copy in zip(exact, rounded, strict=True):
            copy.copy_(whole)


def _backward(
    start: Trained,
    pool: ThreadPoolExecutor,
    left: Sequence[str],
    right: Sequence[str],
    concepts: npt.NDArray[np.int64],
    settings: Settings,
) -> float:
    """
    Leave the gradients of a batch with the weights; return its loss.

    Each lot of texts is its own graph, one thread each: threads inside an operation wait for one another far too long
    where the cores are shared.
    """
    sides = [start.chunks(side, settings.longest) for side in (left, right)]
    lots = [lot for side, _ in sides for lot in side]
    rows = list(pool.map(lambda lot: start.encoded(lot, settings.frozen), lots))
    leaves = [row.detach().requires_grad_() for row in rows]
    first = len(sides[0][0])
    whole = [
        torch.cat(part)[torch.from_numpy(place)]
        for part, (_, place) in zip((leaves[:first], leaves[first:]), sides, strict=True)
    ]
    loss = contrastive_loss(whole[0], whole[1], concepts, settings.scale)
    loss.backward()  # type: ignore[no-untyped-call]
    list(pool.map(lambda row, leaf: row.backward(leaf.grad), rows, leaves))
    return float(loss.item())


def _step(optimizer: torch.optim.Optimizer, exact: Sequence[torch.Tensor], rounded: Sequence[torch.Tensor]) -> None:
    """One step of the exact weights by the gradients of their rounded copies, which then follow."""
    for whole, copy in zip(exact, rounded, strict=True):
        whole.grad = copy.grad.float() if copy.grad is not None else None
        copy.grad = None
    torch.nn.utils.clip_grad_norm_(exact, 1.0)
    optimizer.step()
    with torch.no_grad():
        for whole, copy in zip(exact, rounded, strict=True):
            copy.copy_(whole)


def pace(step: int, settings: Settings) -> float:
    """The share of the rate: up in the first steps, then down in a line."""
    return min(1.0, (step + 1) / settings.warmup) * max(0.02, 1 - step / settings.steps)
