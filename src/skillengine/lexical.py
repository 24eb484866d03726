"""
Finding by letters: an index of character n-grams, and a dictionary of stems.

Owns TF-IDF over hashed n-grams with postings in flat arrays that are mapped from disk, and exact lookup of labels by
their joined stems. Knows strings and their owners (numbers), not concepts.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.morphology import SHORTEST_PART, bokmal, split_compound, stem_english, stem_norwegian
from skillengine.ngrams import Grams, Hashes, char_grams
from skillengine.text import forms

Scores = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]

BUCKET_BITS = 18
BUCKETS = 1 << BUCKET_BITS
LABEL_SIZES = (2, 3, 4, 5)
LONGEST_QUERY = 2_000
COMMON = 0.12
"""A bucket that more than this share of all strings have says nothing and is left out of long queries."""
SMALL_INDEX = 5_000
WEIGHT_STEPS = 255


class Postings(NamedTuple):
    """
    A TF-IDF matrix by column: strings[starts[b]:starts[b+1]] hold bucket b, with the weights beside them.

    `weights` are the L2-normalised values of the string's vector in steps of 1/255; `owners[s]` owns string s, sorted.
    """

    starts: npt.NDArray[np.int64]
    strings: Numbers
    weights: npt.NDArray[np.uint8]
    idf: Scores
    owners: Numbers


def words_of(text: str) -> list[str]:
    """The words that are indexed: folded, nynorsk as bokmål."""
    return [bokmal(form) for form in forms(text[:LONGEST_QUERY])]


def build_postings(texts: Sequence[str], owners: Sequence[int], sizes: Sequence[int] = LABEL_SIZES) -> Postings:
    """Index the texts. `owners` must be sorted. tf = 1 + ln(count), idf = 1 + ln((1 + n) / (1 + df))."""
    width = max(len(texts), 1)
    keys, counts = _counted(char_grams([words_of(text) for text in texts], sizes), width)
    buckets, strings = keys // width, keys % width
    df = np.bincount(buckets, minlength=BUCKETS)
    idf = (1 + np.log((1 + len(texts)) / (1 + df))).astype(np.float32)
    values = ((1 + np.log(counts)) * idf[buckets]).astype(np.float32)
    norms = np.sqrt(np.bincount(strings, values * values, minlength=len(texts)))
    weights = np.rint(values / norms[strings] * WEIGHT_STEPS).astype(np.uint8)
    starts = np.concatenate([[0], np.cumsum(df)]).astype(np.int64)
    return Postings(starts, strings.astype(np.int32), weights, idf, np.asarray(owners, np.int32))


def _counted(grams: Grams, width: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Distinct pairs as one sorted number each, bucket * width + owner, and how often each occurs."""
    buckets = (grams.hashes >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)
    keys = np.sort(buckets * width + grams.owners)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[first], np.diff(np.append(first, len(keys)))


def mapped(path: Path) -> Any:
    """An array on disk, read as it is used; as a plain array, since slicing one of numpy's own maps is slow."""
    return np.asarray(np.load(path, mmap_mode="r"))


class LexicalIndex:
    """Cosine of n-gram vectors between a query and every string, and the best string of every owner."""

    def __init__(self, postings: Postings, sizes: Sequence[int] = LABEL_SIZES) -> None:
        self._postings = postings
        self._sizes = sizes
        self._common = max(COMMON * len(postings.owners), SMALL_INDEX)
        self._firsts = np.flatnonzero(np.diff(postings.owners, prepend=-1))

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as NAME-PART.npy."""
        for part, array in self._postings._asdict().items():
            np.save(folder / f"{name}-{part}.npy", array)

    @classmethod
    def load(cls, folder: Path, name: str, sizes: Sequence[int] = LABEL_SIZES) -> "LexicalIndex":
        """Map the arrays from disk. Raises OSError or ValueError where a file is missing or no array."""
        return cls(Postings(*(mapped(folder / f"{name}-{part}.npy") for part in Postings._fields)), sizes)

    def string_scores(self, text: str, *, open_end: bool = False) -> Scores:
        """The cosine of the query with every string, in the order of the strings. Open: the last word may go on."""
        index = self._postings
        keys, counts = _counted(char_grams([words_of(text)], self._sizes, open_end=open_end), 1)
        values = (1 + np.log(counts)) * index.idf[keys]
        norm = float(np.sqrt((values * values).sum()))
        lengths = index.starts[keys + 1] - index.starts[keys]
        kept = (lengths > 0) & (lengths <= self._common)
        if not kept.any():
            kept = lengths > 0
        if not kept.any():
            return np.zeros(len(index.owners), np.float32)
        return self._summed(keys[kept], lengths[kept], values[kept] / (norm * WEIGHT_STEPS))

    def _summed(
        self, keys: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], values: npt.NDArray[np.floating]
    ) -> Scores:
        index = self._postings
        stretches = [
            slice(int(start), int(start + length)) for start, length in zip(index.starts[keys], lengths, strict=True)
        ]
        strings = np.concatenate([index.strings[stretch] for stretch in stretches])
        weights = np.concatenate([index.weights[stretch] for stretch in stretches])
        total = np.bincount(strings, weights * np.repeat(values, lengths), minlength=len(index.owners))
        return total.astype(np.float32)

    def owner_scores(self, strings: Scores, count: int) -> Scores:
        """The best string score of each of `count` owners; zero for an owner without strings."""
        best = np.zeros(count, np.float32)
        if len(self._firsts):
            best[self._postings.owners[self._firsts]] = np.maximum.reduceat(strings, self._firsts)
        return best

    @property
    def owners(self) -> Numbers:
        """The owner of each string."""
        return self._postings.owners


class StemDictionary:
    """
    Exact lookup of strings by their stems. Inflection, hyphens, compounds and words written apart make no difference.

    Keys are kept as sorted 64-bit hashes, one array for Norwegian stems and one for English.
    """

    def __init__(self, known: Collection[str], spreads: Mapping[str, int], keys: Hashes, strings: Numbers) -> None:
        self._known = known
        self._spreads = spreads
        self._keys = keys
        self._strings = strings
        self._parts = lru_cache(maxsize=65_536)(self._split)

    @classmethod
    def build(cls, texts: Sequence[str], langs: Sequence[str]) -> "StemDictionary":
        """Index strings, each in its language. The words of all Norwegian strings are what compounds are split by."""
        words = [forms(text) for text in texts]
        norwegian = (label for label, lang in zip(words, langs, strict=True) if lang != "en")
        known = frozenset(stem_norwegian(form) for label in norwegian for form in label if len(form) >= SHORTEST_PART)
        empty = cls(known, {}, np.zeros(0, np.uint64), np.zeros(0, np.int32))
        stems = [[part for form in f for part in empty.parts(form, lang)] for f, lang in zip(words, langs, strict=True)]
        spreads = Counter(stem for label in stems for stem in set(label))
        keys = np.array([key_number(label, lang) for label, lang in zip(stems, langs, strict=True)], np.uint64)
        order = np.argsort(keys, kind="stable")
        return cls(known, spreads, keys[order], order.astype(np.int32))

    def spread(self, stem: str) -> int:
        """How many strings have this stem."""
        return self._spreads.get(stem, 0)

    def key(self, phrase: Sequence[str], lang: str) -> int:
        """The number of a phrase, given by its folded words."""
        return key_number([part for form in phrase for part in self.parts(form, lang)], lang)

    def parts(self, form: str, lang: str) -> tuple[str, ...]:
        """The stems of one word: several for a Norwegian compound."""
        return (stem_english(form),) if lang == "en" else self._parts(form)

    def _split(self, form: str) -> tuple[str, ...]:
        return tuple(stem_norwegian(part) for part in split_compound(form, self._known))

    def find(self, keys: Sequence[int]) -> list[Numbers]:
        """For each key the strings that have it, maybe none."""
        wanted = np.array(keys, np.uint64)
        left = np.searchsorted(self._keys, wanted, side="left")
        right = np.searchsorted(self._keys, wanted, side="right")
        return [self._strings[a:b] for a, b in zip(left.tolist(), right.tolist(), strict=True)]

    def save(self, folder: Path, name: str) -> None:
        """Write the keys and the known stems."""
        np.save(folder / f"{name}-keys.npy", self._keys)
        np.save(folder / f"{name}-strings.npy", self._strings)
        (folder / f"{name}-stems.txt").write_text("\n".join(sorted(self._known)), encoding="utf-8")
        rows = (f"{stem}\t{count}" for stem, count in sorted(self._spreads.items()))
        (folder / f"{name}-spreads.txt").write_text("\n".join(rows), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> "StemDictionary":
        """Map the arrays from disk and read the stems."""
        known = frozenset((folder / f"{name}-stems.txt").read_text(encoding="utf-8").split("\n"))
        keys, strings = (mapped(folder / f"{name}-{part}.npy") for part in ("keys", "strings"))
        rows = (folder / f"{name}-spreads.txt").read_text(encoding="utf-8").split("\n")
        spreads = {stem: int(count) for stem, count in (row.split("\t") for row in rows if row)}
        return cls(known, spreads, keys, strings)


def key_number(stems: Sequence[str], lang: str) -> int:
    """64 bits of a hash over the stems; English and Norwegian keys never meet."""
    side = b"en" if lang == "en" else b"no"
    return int.from_bytes(
        blake2b(" ".join(stems).encode("utf-8", "replace"), digest_size=8, key=side).digest(), "little"
    )
