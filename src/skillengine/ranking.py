"""
Ordering all concepts of a kind for a whole text or for a few letters.

Owns the fusion of the channels (letters and meaning of labels and of sentences, as two encoders see them, and what is
named) and search-as-you-type. Scores order and are no probabilities; confidence belongs to `mapping`.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from skillengine.encoder import Encoder
from skillengine.errors import IndexRefused
from skillengine.index import FLAG_ENGLISH, FLAG_PREFERRED, RANKED_KINDS, SENTENCE_FILES, Index
from skillengine.lexical import Scores
from skillengine.selection import top_places
from skillengine.text import folded
from skillengine.transformer import nearness
from skillengine.types import Kind, Ranked

CHANNELS = (
    "label_letters",
    "sentence_letters",
    "label_meaning",
    "shown_same",
    "shown_other",
    "read_label",
    "read_same",
    "read_other",
    "mentions",
    "needed",
)
FEW_WORDS = 6
PHRASE, SENTENCE, SEVERAL = "phrase", "sentence", "several sentences"
# Weights of the channels by the length of the text. How they were fitted is in docs/model-card.md.
SKILL_WEIGHTS: Mapping[str, Sequence[float]] = {
    PHRASE: (0.6, 0.4, 1.0, 0.05, 0.1, 0.8, 1.4, 0.4, 0.3, 0.4),
    SENTENCE: (0.4, 0.05, 0.2, 0.3, 0.2, 2.5, 0.8, 0.2, 0.8, 0.1),
    SEVERAL: (0.1, 0.05, 0.05, 0.0, 0.0, 0.6, 0.5, 0.5, 1.0, 0.1),
}
OCCUPATION_WEIGHTS = (1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
"""No sentences show occupations and no mention names one: letters and meaning of their labels remain."""
WRITTEN = {"nn": "nb"}
"""Nynorsk stands among the Norwegian sentences."""
NEEDED_UNIT = 5
SEARCH_DEPTH = 120
NEAREST = 10
NEAR_ENOUGH = 0.5
MEANING_COUNTS = 0.9
LONGEST_SEARCH = 200


class Ranker:
    """Ranks the concepts of one index. Holds no state of a call; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder, reader: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._reader = reader
        self._kinds_of_labels = index.kinds[index.labels.owners]

    def rank(
        self, text: str, parts: Sequence[str], *, kind: Kind, top: int, lang: str, mentions: Scores
    ) -> tuple[Ranked, ...]:
        """
        The best `top` concepts of a kind. Score: the weighted sum of the channels, each a cosine or a probability.

        `parts` are the sentences of the text, which the slow encoder also reads one by one; `mentions` says for every
        concept how surely the text names it.
        """
        numbers = self._index.of_kind(kind)
        weights = SKILL_WEIGHTS[weighing(text, parts)] if kind is Kind.SKILL else OCCUPATION_WEIGHTS
        channels = self.channels(text, parts, lang, mentions)
        return self._best(numbers, fuse([channel[numbers] for channel in channels], weights), top)

    def channels(self, text: str, parts: Sequence[str], lang: str, mentions: Scores) -> list[Scores]:
        """The scores of every concept in each channel, in the order of CHANNELS."""
        index, count = self._index, len(self._index.uris)
        vector = self._encoder.encode([text])[0]
        letters = index.labels.owner_scores(index.labels.string_scores(text), count)
        sentence_letters = index.sentences.lexical.owner_scores(index.sentences.lexical.string_scores(text), count)
        needed = (np.log1p(index.needed) / NEEDED_UNIT).astype(np.float32)
        return [
            letters,
            sentence_letters,
            index.vectors @ vector,
            *self._by_language(index.sentences.vectors @ vector, lang),
            *self._read(text, parts, lang),
            mentions,
            needed,
        ]

    def _by_language(self, scores: Scores, lang: str) -> list[Scores]:
        """The best score of each concept among its sentences in the language of the text, and among the others."""
        shown, count = self._index.sentences, len(self._index.uris)
        is_same = shown.langs == list(SENTENCE_FILES).index(WRITTEN.get(lang, lang))
        return [best_of_owners(np.where(kept, scores, 0), shown.owners, count) for kept in (is_same, ~is_same)]

    def _read(self, text: str, parts: Sequence[str], lang: str) -> list[Scores]:
        """What the slow encoder says of labels and sentences; of the whole text and its sentences the best counts."""
        read = self._index.read
        if read is None:
            raise IndexRefused("the index was made without a reader and cannot rank whole texts")
        vectors = self._reader.encode([text, *parts])
        return [nearness(read.labels, vectors), *self._by_language(nearness(read.sentences, vectors), lang)]

    def neighbours(self, number: int, limit: int) -> tuple[Ranked, ...]:
        """The nearest other concepts of the same kind."""
        numbers = np.flatnonzero(self._index.kinds == self._index.kinds[number])
        numbers = numbers[numbers != number]
        return self._best(numbers, self._index.vectors[numbers] @ self._index.vectors[number], limit)

    def search(self, text: str, *, kind: Kind | None, lang: str, limit: int) -> tuple[Ranked, ...]:
        """Concepts for a query that is still being written: beginnings, words, typos, meaning; in all languages."""
        query = " ".join(folded(text[:LONGEST_SEARCH]).split())
        if not query or kind not in (None, *RANKED_KINDS):
            return ()
        best = self._by_meaning(query, kind)
        for owner, score in self._by_letters(query, kind, lang):
            best[owner] = max(best.get(owner, 0.0), score)
        ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))[: max(limit, 0)]
        return tuple(Ranked(self._index.uris[owner], score) for owner, score in ordered)

    def _by_letters(self, query: str, kind: Kind | None, lang: str) -> Iterator[tuple[int, float]]:
        labels = self._index.labels
        scores = labels.string_scores(query, open_end=True)
        if kind is not None:
            scores = np.where(self._kinds_of_labels == RANKED_KINDS.index(kind), scores, 0)
        for string in top_places(scores, SEARCH_DEPTH).tolist():
            if scores[string] > 0:
                yield int(labels.owners[string]), float(scores[string]) + self._bonus(query, string, lang)

    def _by_meaning(self, query: str, kind: Kind | None) -> dict[int, float]:
        """The nearest concepts, so that another word for the same is found too."""
        near = self._index.vectors @ self._encoder.encode([query])[0]
        if kind is not None:
            near = np.where(self._index.kinds == RANKED_KINDS.index(kind), near, 0)
        nearest = top_places(near, NEAREST).tolist()
        return {number: MEANING_COUNTS * float(near[number]) for number in nearest if near[number] >= NEAR_ENOUGH}

    def _bonus(self, query: str, string: int, lang: str) -> float:
        """What a reader expects first: the same words, the same beginning, the preferred label, the own language."""
        label, flags = folded(self._index.texts[string]), int(self._index.flags[string])
        bonus = 0.15 * bool(flags & FLAG_PREFERRED) + 0.05 * (bool(flags & FLAG_ENGLISH) == (lang == "en"))
        if label == query:
            return bonus + 1.0
        if label.startswith(query):
            return bonus + 0.5
        if f" {query}" in label:
            return bonus + 0.25
        return bonus + 0.3 * SequenceMatcher(None, query, label[: len(query) + 2]).ratio()

    def _best(self, numbers: npt.NDArray[np.int64], scores: npt.NDArray[np.floating], top: int) -> tuple[Ranked, ...]:
        order = top_places(scores, top)
        return tuple(Ranked(self._index.uris[numbers[i]], float(scores[i])) for i in order)


def weighing(text: str, parts: Sequence[str]) -> str:
    """Which weights a text is ranked with; `parts` are its sentences where there is more than one."""
    if len(text.split()) <= FEW_WORDS:
        return PHRASE
    return SEVERAL if parts else SENTENCE


def fuse(channels: Sequence[Scores], weights: Sequence[float]) -> Scores:
    """The weighted sum of the channels."""
    return np.asarray(weights, np.float32) @ np.stack(channels)


def best_of_owners(scores: Scores, owners: npt.NDArray[np.int32], count: int) -> Scores:
    """The highest score of each of `count` owners; `owners` is sorted. Zero for an owner without any."""
    best = np.zeros(count, np.float32)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    if len(starts):
        best[owners[starts]] = np.maximum.reduceat(scores, starts)
    return best
