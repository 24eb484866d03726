"""
Character n-grams of words as 64-bit numbers, for many texts at once.

Owns the one numbering that the lexical index and the trained table share. Works on arrays so that 200,000 labels
take seconds, not minutes.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BASE = np.uint64(1_099_511_628_211)
MIX = np.uint64(0x9E3779B97F4A7C15)
EDGE = " "

Hashes = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]


class Grams(NamedTuple):
    """`hashes[i]` occurs in text number `owners[i]`; one entry per occurrence, owners not sorted."""

    owners: Integers
    hashes: Hashes


def char_grams(texts: Sequence[Sequence[str]], sizes: Sequence[int], *, open_end: bool = False) -> Grams:
    """
    All n-grams of the words of each text, a space on each side of a word, never across words.

    With `open_end` the last word of each text has no space after it: it may still be being written.
    """
    codes, words, owners = _codes(texts, open_end=open_end)
    parts = [_windows(codes, words, owners, size) for size in sizes]
    return Grams(np.concatenate([p.owners for p in parts]), np.concatenate([p.hashes for p in parts]))


def word_hashes(texts: Sequence[Sequence[str]]) -> Grams:
    """Every whole word of each text, in a numbering of its own."""
    codes, words, owners = _codes(texts, open_end=False)
    starts = np.flatnonzero(np.diff(words, prepend=-1))
    if not len(starts):
        return Grams(np.zeros(0, np.int64), np.zeros(0, np.uint64))
    lengths = np.diff(np.append(starts, len(codes)))
    place = (np.arange(len(codes)) - np.repeat(starts, lengths)).astype(np.uint64)
    values = (codes + MIX) * _power(place) * MIX
    return Grams(owners[starts], _mixed(np.add.reduceat(values, starts), 99))


def _codes(texts: Sequence[Sequence[str]], *, open_end: bool) -> tuple[Hashes, Integers, Integers]:
    """Code points of all padded words, and for each the number of its word and of its text."""
    padded = [
        EDGE + word + (EDGE if not (open_end and i == len(words) - 1) else "")
        for words in texts
        for i, word in enumerate(words)
    ]
    joined = "".join(padded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype="<u4").astype(np.uint64)
    lengths = np.fromiter((len(word) for word in padded), np.int64, len(padded))
    counts = np.fromiter((len(words) for words in texts), np.int64, len(texts))
    owner_of_word = np.repeat(np.arange(len(texts)), counts)
    return codes, np.repeat(np.arange(len(padded)), lengths), np.repeat(owner_of_word, lengths)


def _windows(codes: Hashes, words: Integers, owners: Integers, size: int) -> Grams:
    count = len(codes) - size + 1
    if count <= 0:
        return Grams(np.zeros(0, np.int64), np.zeros(0, np.uint64))
    value = np.zeros(count, np.uint64)
    for offset in range(size):
        value = value * BASE + codes[offset : offset + count]
    whole = words[:count] == words[size - 1 :]
    return Grams(owners[:count][whole], _mixed(value[whole], size))


def _mixed(value: Hashes, salt: int) -> Hashes:
    value = (value ^ np.uint64(salt)) * MIX
    return value ^ (value >> np.uint64(29))


def _power(exponent: Hashes) -> Hashes:
    """BASE ** exponent modulo 2 ** 64, from a table as long as the longest word."""
    table = np.ones(int(exponent.max(initial=0)) + 1, np.uint64)
    np.multiply.accumulate(np.append(np.uint64(1), np.full(len(table) - 1, BASE)), out=table)
    return table[exponent.astype(np.int64)]
