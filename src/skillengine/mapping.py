"""
From the proposals of a text to its mentions: which stretch names which skill, and how sure that is.

Owns the features of a pair (stretch, concept), the calibrated confidence, and the choice among stretches that overlap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skillengine.cues import VAGUE
from skillengine.encoder import Encoder
from skillengine.index import FLAG_NAME, FLAG_PREFERRED, Index
from skillengine.lexical import key_number
from skillengine.spans import Passage, Proposal, Word, proposals
from skillengine.text import folded
from skillengine.types import Candidate, Kind, Mention, Span

THRESHOLD = 0.5
ALTERNATIVES = 3
NEAREST = 6
LONGEST_LABEL = 8
PASSAGES_AT_ONCE = 64

Near = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a concept as the meaning of a stretch. Similarities are cosines."""

    number: int
    exact: float
    near: float
    context: float
    near_rank: int


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal with its candidates, best first, and how sure the first is."""

    proposal: Proposal
    candidates: tuple[Candidate, ...]
    score: float


class Mapper:
    """Finds the mentions of passages. Holds no state of a call; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._skills = index.of_kind(Kind.SKILL)
        self._skill_vectors = np.ascontiguousarray(index.vectors[self._skills])

    def mentions(self, text: str, read: Sequence[Passage]) -> list[Mention]:
        """All mentions of the passages in order, those without candidates and those kept apart among them."""
        found: list[Mention] = []
        for at in range(0, len(read), PASSAGES_AT_ONCE):
            found.extend(self._mentions_of(text, read[at : at + PASSAGES_AT_ONCE]))
        return found

    def _mentions_of(self, text: str, read: Sequence[Passage]) -> Iterable[Mention]:
        offers = [self._exact(passage) for passage in read]
        proposed = [
            list(dict.fromkeys([*proposals(passage), *exact])) for passage, exact in zip(read, offers, strict=True)
        ]
        quotes = [self._words(passage, p) for passage, group in zip(read, proposed, strict=True) for p in group]
        contexts = self._encoder.encode([text[p.sentence.start : p.sentence.end] for p in read])
        near = self._nearest(quotes)
        at = 0
        for passage, group, exact, context in zip(read, proposed, offers, contexts, strict=True):
            found = [self._judge(p, exact.get(p, {}), near[at + i], context, passage) for i, p in enumerate(group)]
            at += len(group)
            yield from self._chosen(passage, found)

    def _words(self, passage: Passage, proposal: Proposal) -> str:
        return " ".join(word.token.form for word in passage.words[proposal.first : proposal.last + 1])

    def _exact(self, passage: Passage) -> dict[Proposal, dict[int, float]]:
        """Stretches that are a label or alternative, by stems; each with its concepts and how well it is named."""
        words, dictionary = passage.words, self._index.dictionary
        windows = [
            Proposal(first, last)
            for first in range(len(words))
            for last in range(first, min(first + LONGEST_LABEL, len(words)))
            if words[first].bears_meaning and words[last].bears_meaning
        ]
        keys = []
        for lang in ("nb", "en"):
            parts = [dictionary.parts(word.form if lang == "nb" else word.token.form, lang) for word in words]
            keys.extend(_window_keys(parts, windows, lang))
        hits = dictionary.find(keys)
        found: dict[Proposal, dict[int, float]] = {}
        for window, strings in zip(windows * 2, hits, strict=True):
            for string in strings.tolist():
                self._add_exact(found.setdefault(window, {}), passage, window, string)
        return {window: owners for window, owners in found.items() if owners}

    def _add_exact(self, owners: dict[int, float], passage: Passage, window: Proposal, string: int) -> None:
        flags = int(self._index.flags[string])
        words = passage.words[window.first : window.last + 1]
        label = self._index.texts[string]
        if flags & FLAG_NAME and not _is_written_as_name(label, words, window.first == 0):
            return
        owner = int(self._index.labels.owners[string])
        same = folded(label).replace("-", " ") == " ".join(word.token.form for word in words)
        value = (1.0 if flags & FLAG_PREFERRED else 0.7) + 0.1 * same
        owners[owner] = max(owners.get(owner, 0.0), value)

    def _nearest(self, quotes: Sequence[str]) -> list[Near]:
        """For each quote the numbers of the nearest skills and their cosines."""
        unique = list(dict.fromkeys(quotes))
        vectors = self._encoder.encode(unique)
        scores = vectors @ self._skill_vectors.T
        count = min(NEAREST, scores.shape[1])
        best = np.argpartition(-scores, count - 1, axis=1)[:, :count] if count else np.zeros((len(unique), 0), np.int64)
        values = np.take_along_axis(scores, best, axis=1)
        by_quote = {quote: (self._skills[best[i]], values[i]) for i, quote in enumerate(unique)}
        return [by_quote[quote] for quote in quotes]

    def _judge(
        self,
        proposal: Proposal,
        exact: Mapping[int, float],
        near: Near,
        context: npt.NDArray[np.float32],
        passage: Passage,
    ) -> Found:
        numbers, cosines = near
        pairs = dict(zip(numbers.tolist(), cosines.tolist(), strict=True))
        skills = {n: v for n, v in exact.items() if self._index.is_skill(n)}
        words = passage.words[proposal.first : proposal.last + 1]
        heavy = [w for w in words if w.bears_meaning and w.form not in VAGUE]
        scored = []
        for n in {*pairs, *skills}:
            cos = pairs.get(n, 0.0)
            ctx = float(self._index.vectors[n] @ context)
            ex = skills.get(n, 0.0)
            z = -4.2 + 4.0 * cos + 2.2 * ctx + 3.0 * ex - 0.25 * max(0, len(skills) - 1) * (ex > 0)
            z += 0.5 * min(len(heavy), 3) - 0.5 * (not heavy) * 4
            scored.append((1 / (1 + np.exp(-z)), n))
        scored.sort(key=lambda item: (-item[0], item[1]))
        candidates = tuple(Candidate(self._index.uris[n], round(float(c), 4)) for c, n in scored[: 1 + ALTERNATIVES])
        top = candidates[0].confidence if candidates else 0.0
        return Found(proposal, candidates, top + 0.02 * len(words))

    def _chosen(self, passage: Passage, found: Sequence[Found]) -> Iterable[Mention]:
        """The best stretches that do not overlap, in order."""
        taken: list[Found] = []
        for offer in sorted(found, key=lambda f: (-f.score, f.proposal.first, -f.proposal.last)):
            if (
                offer.candidates
                and offer.candidates[0].confidence >= THRESHOLD
                and not any(_overlap(offer.proposal, t.proposal) for t in taken)
            ):
                taken.append(offer)
        for offer in sorted(taken, key=lambda f: f.proposal.first):
            words = passage.words
            span = Span(words[offer.proposal.first].token.start, words[offer.proposal.last].token.end)
            yield Mention(span, offer.candidates, passage.lang, words[offer.proposal.first].aside)


def _window_keys(parts: Sequence[tuple[str, ...]], windows: Sequence[Proposal], lang: str) -> list[int]:
    return [key_number([s for w in parts[p.first : p.last + 1] for s in w], lang) for p in windows]


def _is_written_as_name(label: str, words: Sequence[Word], starts_sentence: bool) -> bool:
    """A name is met in its own capitals: Rust is not rust."""
    return any(word.token.is_capital for word in words)


def _overlap(a: Proposal, b: Proposal) -> bool:
    return a.first <= b.last and b.first <= a.last
