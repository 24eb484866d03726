"""
What speaks for a concept as the meaning of a stretch of text, in numbers.

Owns the candidates of each proposal (exact labels, nearest by meaning, nearest to the sentence) and their features.
How features become a confidence is for `confidence`; which proposals win is for `mapping`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.cues import (
    AMBIGUOUS_NAMES,
    DOING,
    DONE_CUES,
    ENGLISH_WORDS_TOO,
    FUNCTION_WORDS,
    GENERIC,
    INSIDE,
    PARTICLES,
    PLACES_TOO,
    PRIVATE_LIFE,
    TRADE_CUES,
    VAGUE,
)
from skillengine.encoder import Encoder, Vectors
from skillengine.index import FLAG_ENGLISH, FLAG_NAME, FLAG_PREFERRED, Index
from skillengine.lexical import key_number
from skillengine.morphology import stem
from skillengine.selection import top_columns
from skillengine.spans import Passage, Proposal, Word, proposals
from skillengine.text import forms
from skillengine.types import Kind

NEAREST = 6
NEAREST_TO_SENTENCE = 4
LONGEST_LABEL = 8
AT_ONCE = 32

FEATURES = (
    "near",  # cosine of the stretch and the concept
    "near_gap",  # how far behind the nearest concept of this stretch
    "context",  # cosine of the sentence and the concept
    "shown",  # cosine of the sentence and the nearest sentence that shows the concept
    "preferred",  # the stretch is a preferred label, by stems
    "alternative",  # the stretch is an alternative label, by stems
    "crowd",  # ln of how many skills have that label
    "overlap",  # stems shared with the best label: 2 * shared / (own + label's)
    "covered",  # share of the stretch's own stems that the best label has
    "two_words",
    "three_words",
    "vague",  # nothing but words that are no skill alone
    "title",  # the stretch is an occupation
    "one_loose",  # one word, and no label
    "spread",  # ln of how many labels have the rarest stem of the stretch, by ten; 1 where none has
    "knowledge",  # the concept is knowledge rather than something done
    "knowledge_of_one",  # ... and the stretch is one word
    "begins_with_verb",
    "needed",  # ln of one more than how many roles need the concept, by five
    "explained",  # share of the stems of a preferred label that the sentence has
    "unexplained",  # how many of them it lacks, by three, at most one
    "rival",  # how much nearer to the concept another stretch of the sentence is
    "far",  # how far below NEAR_AT_ALL the cosine of stretch and concept is
    "cued",  # it is what somebody says to know, to do or to answer for: ansvar for, erfaring med
)
NEAR, RIVAL, FAR, CUED = (FEATURES.index(name) for name in ("near", "rival", "far", "cued"))
NAMED = [FEATURES.index("preferred"), FEATURES.index("alternative")]
"""The stretch is a label of the concept."""
NEAR_AT_ALL = 0.45


class Offer(NamedTuple):
    """A proposal of a passage with its candidates: row i of `features` belongs to numbers[i]."""

    passage: int
    proposal: Proposal
    numbers: npt.NDArray[np.int64]
    features: npt.NDArray[np.float32]


class Exact(NamedTuple):
    """Concepts whose label a stretch is: preferred or alternative; titles of occupations; names that were refused."""

    preferred: frozenset[int] = frozenset()
    alternative: frozenset[int] = frozenset()
    is_title: bool = False
    refused: frozenset[int] = frozenset()


class Heard(NamedTuple):
    """What a sentence says as a whole: of concepts, a row for each of `numbers`, which are sorted; and of its words."""

    numbers: npt.NDArray[np.int64]
    context: npt.NDArray[np.float32]
    shown: npt.NDArray[np.float32]
    explained: npt.NDArray[np.float32]
    cued: Sequence[bool]
    """For each word of the sentence whether it follows one of DONE_CUES."""


NOTHING = Exact()
VERB_ENDS = ("te", "et", "de", "er", "ere", "ed", "ing", "dde")

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


def named_by(hit: Exact) -> frozenset[int]:
    """The concepts that a stretch names by a label of theirs."""
    return hit.preferred | hit.alternative


class Witness:
    """Collects the evidence for passages. Holds no state of a call; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._skills = index.of_kind(Kind.SKILL)
        self._skill_vectors = np.ascontiguousarray(index.vectors[self._skills])
        count = len(index.uris)
        self._label_at = np.searchsorted(index.labels.owners, np.arange(count + 1))
        self._shown_at = np.searchsorted(index.sentences.owners, np.arange(count + 1))
        self._doing = {lang: frozenset(stem(word, lang) for word in DOING) for lang in ("nb", "en")}
        self._stems_of_concept = lru_cache(maxsize=20_000)(self._read_stems)

    def offers(self, text: str, read: Sequence[Passage]) -> list[Offer]:
        """Every proposal of the passages that has a candidate, passage by passage."""
        exact = [self.exact(passage) for passage in read]
        owners, stretches = [], []
        for number, (passage, hits) in enumerate(zip(read, exact, strict=True)):
            named = [p for p, hit in hits.items() if hit.preferred or hit.alternative or hit.is_title]
            for proposal in dict.fromkeys([*proposals(passage), *named]):
                owners.append(number)
                stretches.append(proposal)
        if not stretches:
            return []
        quotes = [words_of(read[n], p) for n, p in zip(owners, stretches, strict=True)]
        vectors = self._encoder.encode(quotes)
        contexts = self._encoder.encode([text[p.sentence.start : p.sentence.end] for p in read])
        near, around = self._nearest(vectors, contexts)
        numbers = [
            candidates(read[n], p, exact[n], near[i].union(around[n]))
            for i, (n, p) in enumerate(zip(owners, stretches, strict=True))
        ]
        bounds = np.searchsorted(owners, np.arange(len(read) + 1))
        heard = [self._hear(passage, contexts[n], numbers[bounds[n] : bounds[n + 1]]) for n, passage in enumerate(read)]
        offers = [
            self._offer(n, p, read[n], exact[n].get(p, NOTHING), numbers[i], vectors[i], heard[n])
            for i, (n, p) in enumerate(zip(owners, stretches, strict=True))
        ]
        add_rivals(offers)
        return offers

    def _nearest(self, vectors: Vectors, contexts: Vectors) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
        """The nearest concepts of stretches and of sentences: of few at a time: the scores stay near the core."""
        rows = np.concatenate([vectors, contexts])
        counts = np.where(np.arange(len(rows)) < len(vectors), NEAREST, NEAREST_TO_SENTENCE)
        found: list[frozenset[int]] = []
        for at in range(0, len(rows), AT_ONCE):
            scores = rows[at : at + AT_ONCE] @ self._skill_vectors.T
            places = top_columns(scores, NEAREST)
            best = np.take_along_axis(places, np.argsort(-np.take_along_axis(scores, places, 1), axis=1), 1)
            nearest = self._skills[best].tolist()
            found += [frozenset(row[:n]) for row, n in zip(nearest, counts[at : at + AT_ONCE].tolist(), strict=True)]
        return found[: len(vectors)], found[len(vectors) :]

    def _hear(self, passage: Passage, context: npt.NDArray[np.float32], numbers: Sequence[Numbers]) -> Heard:
        """What the sentence says of every candidate of its stretches: worked out once for all that share it."""
        every = np.unique(np.concatenate([np.zeros(0, np.int64), *numbers]))
        cosines = (self._index.vectors[every] @ context).astype(np.float32)
        stems = {lang: self._stems(passage.words, lang) for lang in ("nb", "en")}
        explained = np.array([self._explained(number, stems) for number in every.tolist()], np.float32)
        shown = self._shown(every, context, cosines)
        return Heard(every, cosines, shown, explained.reshape(-1, 2), after_cue(passage.words, DONE_CUES))

    def _offer(
        self,
        number: int,
        proposal: Proposal,
        passage: Passage,
        hit: Exact,
        numbers: Numbers,
        vector: npt.NDArray[np.float32],
        heard: Heard,
    ) -> Offer:
        words = passage.words[proposal.first : proposal.last + 1]
        features = np.zeros((len(numbers), len(FEATURES)), np.float32)
        if len(numbers):
            near = self._index.vectors[numbers] @ vector
            places = np.searchsorted(heard.numbers, numbers)
            features[:, 0] = near
            features[:, 1] = near.max() - near
            features[:, 2] = heard.context[places]
            features[:, 3] = heard.shown[places]
            self._add_exact(features, numbers, hit)
            self._add_overlap(features, numbers, words)
            self._add_shape(features, numbers, words, hit)
            features[:, 19:21] = heard.explained[places]
            features[:, CUED] = heard.cued[proposal.first]
        return Offer(number, proposal, numbers, features)

    def _shown(
        self, numbers: Numbers, context: npt.NDArray[np.float32], labels: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """The nearest sentence of each concept; its labels stand in where it has none."""
        starts, ends = self._shown_at[numbers], self._shown_at[numbers + 1]
        has = ends > starts
        lengths = (ends - starts)[has]
        at = np.cumsum(lengths) - lengths
        rows = np.arange(int(lengths.sum())) + np.repeat(starts[has] - at, lengths)
        shown = labels.copy()
        if len(rows):
            shown[has] = np.maximum.reduceat(self._index.sentences.vectors[rows] @ context, at)
        return shown

    def _add_exact(self, features: Matrix, numbers: Numbers, hit: Exact) -> None:
        crowd = float(np.log(max(len(hit.preferred | hit.alternative), 1)))
        for i, number in enumerate(numbers.tolist()):
            features[i, 4] = number in hit.preferred
            features[i, 5] = number in hit.alternative and number not in hit.preferred
            features[i, 6] = crowd * (features[i, 4] + features[i, 5])

    def _add_overlap(self, features: Matrix, numbers: Numbers, words: Sequence[Word]) -> None:
        own = {lang: self._stems(words, lang) for lang in ("nb", "en")}
        for i, number in enumerate(numbers.tolist()):
            pairs = [_overlaps(own[lang], stems) for lang, stems, _ in self._stems_of_concept(number)]
            features[i, 7:9] = max(pairs, default=(0.0, 0.0))

    def _add_shape(self, features: Matrix, numbers: Numbers, words: Sequence[Word], hit: Exact) -> None:
        heavy = sum(word.bears_meaning for word in words)
        loose = heavy == 1 and not named_by(hit)
        features[:, 9:13] = (heavy == 2, heavy > 2, is_vague(words), hit.is_title)
        features[:, 13] = loose
        features[:, 14] = self._spread(words)
        features[:, 15] = self._index.is_knowledge[numbers]
        features[:, 16] = features[:, 15] * (heavy == 1)
        features[:, 17] = heavy > 1 and words[0].form.endswith(VERB_ENDS)
        features[:, 18] = np.log1p(self._index.needed[numbers]) / 5

    def _explained(self, number: int, sentence: Mapping[str, frozenset[str]]) -> tuple[float, float]:
        lacks = [
            (len(stems - sentence[lang]), len(stems))
            for lang, stems, is_preferred in self._stems_of_concept(number)
            if is_preferred and stems
        ]
        lacking, total = min(lacks, key=lambda pair: pair[0] / pair[1], default=(1, 1))
        return 1 - lacking / total, min(lacking / 3, 1)

    def is_namesake(self, words: Sequence[Word], number: int) -> bool:
        """Whether a concept is what is said and no more than doing it: "sykepleier" and "utøve sykepleie"."""
        said = {lang: self._stems(words, lang) for lang in ("nb", "en")}
        return any(
            said[lang] <= stems <= said[lang] | self._doing[lang]
            for lang, stems, is_preferred in self._stems_of_concept(number)
            if is_preferred
        )

    def _spread(self, words: Sequence[Word]) -> float:
        counts = [self._index.dictionary.spread(stem) for stem in self._stems(words, "nb") | self._stems(words, "en")]
        seen = [count for count in counts if count]
        return float(np.log(min(seen))) / 10 if seen else 1.0

    def _stems(self, words: Iterable[Word], lang: str) -> frozenset[str]:
        parts = self._index.dictionary.parts
        return frozenset(
            s for word in words if word.bears_meaning or word.form in PARTICLES for s in parts(word.form, lang)
        )

    def _read_stems(self, number: int) -> list[tuple[str, frozenset[str], bool]]:
        index, found = self._index, []
        for string in range(self._label_at[number], self._label_at[number + 1]):
            lang = "en" if index.flags[string] & FLAG_ENGLISH else "nb"
            stems = frozenset(
                s for form in label_words(index.texts[string]) for s in index.dictionary.parts(form, lang)
            )
            found.append((lang, stems, bool(index.flags[string] & FLAG_PREFERRED)))
        return found

    def exact(self, passage: Passage) -> dict[Proposal, Exact]:
        """Stretches that are a label or alternative by their stems, in Norwegian or English."""
        words, dictionary = passage.words, self._index.dictionary
        windows = list(_windows(words))
        keys: list[int] = []
        for lang in ("nb", "en"):
            parts = [dictionary.parts(word.form if lang == "nb" else word.token.form, lang) for word in words]
            keys.extend(key_number([s for w in parts[p.first : p.last + 1] for s in w], lang) for p in windows)
        strings: dict[Proposal, list[int]] = {}
        for window, hits in zip(windows * 2, dictionary.find(keys), strict=True):
            if len(hits):
                strings.setdefault(window, []).extend(hits.tolist())
        trade = has_trade_cue(words)
        return {window: self._exact_of(passage, window, hits, trade) for window, hits in strings.items()}

    def _may_mean(self, flags: int, label: str, passage: Passage, window: Proposal, trade: bool) -> bool:
        """Names must be met as such; and a name, as of a firm, is no word: Veidekke is no road surface."""
        if flags & FLAG_NAME:
            return is_that_name(label, passage, window, trade)
        return passage.is_list or not any(w.is_name for w in passage.words[window.first : window.last + 1])

    def _exact_of(self, passage: Passage, window: Proposal, strings: Sequence[int], trade: bool) -> Exact:
        index = self._index
        owners: dict[str, set[int]] = {"preferred": set(), "alternative": set(), "refused": set(), "title": set()}
        for string in strings:
            owner, flags = int(index.labels.owners[string]), int(index.flags[string])
            if not index.is_skill(owner):
                owners["title"].add(owner)
            elif not self._may_mean(flags, index.texts[string], passage, window, trade):
                owners["refused"].add(owner)
            else:
                owners["preferred" if flags & FLAG_PREFERRED else "alternative"].add(owner)
        accepted = owners["preferred"] | owners["alternative"]
        return Exact(
            frozenset(owners["preferred"]),
            frozenset(owners["alternative"]),
            bool(owners["title"]),
            frozenset(owners["refused"] - accepted),
        )


def candidates(passage: Passage, proposal: Proposal, exact: Mapping[Proposal, Exact], close: frozenset[int]) -> Numbers:
    """The concepts a stretch may mean, sorted: what it is called, and what is near, unless it is a name."""
    named = named_by(exact.get(proposal, NOTHING))
    refused = frozenset[int]().union(*(e.refused for p, e in exact.items() if overlap(p, proposal)))
    is_name = any(word.is_name for word in passage.words[proposal.first : proposal.last + 1])
    return np.array(sorted((named if is_name else named | close) - refused), np.int64)


def add_rivals(offers: Sequence[Offer]) -> None:
    """Fill in how much nearer to each candidate the nearest stretch of the same passage is."""
    nearest: dict[tuple[int, int], float] = {}
    for offer in offers:
        for number, near in zip(offer.numbers.tolist(), offer.features[:, NEAR].tolist(), strict=True):
            key = (offer.passage, number)
            nearest[key] = max(nearest.get(key, near), near)
    for offer in offers:
        best = [nearest[offer.passage, number] for number in offer.numbers.tolist()]
        offer.features[:, RIVAL] = best - offer.features[:, NEAR]
        offer.features[:, FAR] = np.maximum(NEAR_AT_ALL - offer.features[:, NEAR], 0)


def _windows(words: Sequence[Word]) -> Iterator[Proposal]:
    """Stretches of up to eight words with no break inside, that begin and end with a word that bears meaning."""
    for first, word in enumerate(words):
        if not word.bears_meaning:
            continue
        for last in range(first, min(first + LONGEST_LABEL, len(words))):
            if last > first and words[last].breaks_before and not words[last].is_joined:
                break
            if words[last].bears_meaning and not all(w.form in GENERIC for w in words[first : last + 1]):
                yield Proposal(first, last)


def label_words(text: str) -> list[str]:
    """The folded words of a label that bear meaning."""
    return [form for form in forms(text) if form not in FUNCTION_WORDS or form in PARTICLES]


def _overlaps(own: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    shared = len(own & other)
    return (2 * shared / (len(own) + len(other)), shared / len(own)) if shared else (0.0, 0.0)


def words_of(passage: Passage, proposal: Proposal) -> str:
    """The folded words of a stretch, as the encoder reads them."""
    return " ".join(word.token.form for word in passage.words[proposal.first : proposal.last + 1])


def is_vague(words: Sequence[Word]) -> bool:
    """Whether nothing in the stretch is a skill by itself."""
    return all(not word.bears_meaning or word.form in VAGUE or word.form in GENERIC for word in words)


def after_cue(words: Sequence[Word], cues: frozenset[str]) -> list[bool]:
    """For each word whether a cue stands before it, with nothing between but the list that the cue opens."""
    found = [False]
    for word in words[:-1]:
        goes_on = word.bears_meaning or word.is_link or word.is_joint or word.form in INSIDE
        found.append(word.form in cues or (goes_on and found[-1]))
    return found[: len(words)]


def has_trade_cue(words: Sequence[Word]) -> bool:
    """Whether the sentence speaks of work with tools or code, or of what somebody can, and not of private life."""
    forms = {word.form for word in words}
    return not forms & PRIVATE_LIFE and any(form.startswith(TRADE_CUES) for form in forms)


def is_that_name(label: str, passage: Passage, window: Proposal, trade: bool) -> bool:
    """
    Whether a stretch means the thing with that name. Most names are met in any letters: excel, autocad.

    A name that is also a word (Rust, Go) must be written as it is, and stand where such things are spoken of.
    """
    words, name = passage.words, label.lower()
    written = " ".join(word.token.written for word in words[window.first : window.last + 1])
    private = any(word.form in PRIVATE_LIFE for word in words)
    if name in AMBIGUOUS_NAMES:
        return written == label and (trade or (window.first > 0 and not private))
    if name in ENGLISH_WORDS_TOO and passage.lang == "en":
        return written != written.lower()
    return not (name in PLACES_TOO and private)


def overlap(a: Proposal, b: Proposal) -> bool:
    """Whether two stretches of one passage share a word."""
    return a.first <= b.last and b.first <= a.last
