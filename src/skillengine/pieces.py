"""
Words to word pieces by a unigram vocabulary: of all ways to cut a word, the likeliest (Kudo 2018).

Owns normalisation and the search for the best cut. Knows no vectors.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BEGIN = "\u2581"
"""Marks the beginning of a word, as in the published vocabulary."""
START, PADDING, END, UNKNOWN = range(4)
SPECIAL = 4
UNKNOWN_COST = 10.0
LONGEST_WORD = 60
WORDS_KEPT = 65_536


class Vocabulary:
    """Pieces by number: the first four are the start, padding, end and unknown marks."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        numbered = list(zip(pieces, scores, strict=True))
        self._known = {piece: (float(score), i) for i, (piece, score) in enumerate(numbered) if i >= SPECIAL}
        self._longest = max(map(len, self._known), default=1)
        self._unknown = min((score for score, _ in self._known.values()), default=0.0) - UNKNOWN_COST
        self._cut = lru_cache(maxsize=WORDS_KEPT)(self._best_cut)

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of a text's pieces between a start and an end mark; at most `most` of them in all."""
        found = [START]
        for word in unicodedata.normalize("NFKC", text).split():
            found.extend(self._cut(word[:LONGEST_WORD]))
            if len(found) >= most:
                break
        return [*found[: most - 1], END]

    def _best_cut(self, word: str) -> tuple[int, ...]:
        marked = BEGIN + word
        best: list[tuple[float, int, int]] = [(0.0, 0, UNKNOWN)]
        for end in range(1, len(marked) + 1):
            ways = [(best[end - 1][0] + self._unknown, end - 1, UNKNOWN)]
            for start in range(max(0, end - self._longest), end):
                if known := self._known.get(marked[start:end]):
                    ways.append((best[start][0] + known[0], start, known[1]))
            best.append(max(ways))
        cut, at = [], len(marked)
        while at:
            _, at, number = best[at]
            cut.append(number)
        return tuple(reversed(cut))
