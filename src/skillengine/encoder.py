"""
Texts to vectors.

Owns the protocol that any encoder follows and the static one: a trained table from word pieces to vectors, summed.
Training lives in `training`; which vectors are compared with which is for `candidates`.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from skillengine.errors import IndexRefused
from skillengine.morphology import bokmal
from skillengine.ngrams import Grams, Hashes, char_grams, word_hashes
from skillengine.text import forms

Vectors = npt.NDArray[np.float32]

MODEL_FOLDER = Path(__file__).parent / "model"
CARD_FILE = "static.json"
GRAM_SIZES = (4, 5)
LONGEST_READ = 4_000
BATCH = 2_048


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length, such that near means alike, whatever the language."""

    @property
    def name(self) -> str:
        """Which model and version made the vectors; an index made with another name is refused."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text, each of length one; a text without any known piece gets zeros."""


def words_read(text: str) -> list[str]:
    """The words of a text that are encoded: folded, nynorsk as bokmål."""
    return [bokmal(form) for form in forms(text[:LONGEST_READ])]


def pieces(texts: Sequence[Sequence[str]]) -> Grams:
    """The numbered pieces of each text, given by its words: whole words and their character n-grams."""
    grams, whole = char_grams(texts, GRAM_SIZES), word_hashes(texts)
    return Grams(np.concatenate([grams.owners, whole.owners]), np.concatenate([grams.hashes, whole.hashes]))


class Table(NamedTuple):
    """`hashes` are sorted; row i of `values` times `scales[i]` is the vector of piece `hashes[i]`."""

    hashes: Hashes
    values: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float16]


class StaticEncoder:
    """The sum of the vectors of a text's pieces. 8-bit table; reads thousands of texts a second on one core."""

    def __init__(self, table: Table, name: str) -> None:
        self._table = table
        self._scales = table.scales.astype(np.float32)
        self._name = name

    @property
    def name(self) -> str:
        """The name in the model's card: version and the first characters of the table's hash."""
        return self._name

    @classmethod
    def bundled(cls, folder: Path = MODEL_FOLDER) -> "StaticEncoder":
        """The model that comes with the package. Raises IndexRefused where it is missing or damaged."""
        try:
            card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
            arrays = (np.asarray(np.load(folder / f"{part}.npy", mmap_mode="r")) for part in Table._fields)
            return cls(Table(*arrays), str(card["name"]))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexRefused(f"the bundled model cannot be read: {type(error).__name__}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        rows = [self._encode_batch(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows) if rows else self._zeros(0)

    def _zeros(self, count: int) -> Vectors:
        return np.zeros((count, self._table.values.shape[1]), np.float32)

    def _encode_batch(self, texts: Sequence[str]) -> Vectors:
        """The sum over the words; each distinct word of the batch is looked up once."""
        numbers: dict[str, int] = {}
        owners: list[int] = []
        words: list[int] = []
        for owner, text in enumerate(texts):
            for word in words_read(text):
                owners.append(owner)
                words.append(numbers.setdefault(word, len(numbers)))
        grams = pieces([[word] for word in numbers])
        vectors = self._summed(*known_rows(grams, self._table.hashes), len(numbers))
        out = self._zeros(len(texts))
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        if len(starts):
            out[np.array(owners)[starts]] = np.add.reduceat(vectors[words], starts, axis=0)
        return unit(out)

    def _summed(self, owners: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], count: int) -> Vectors:
        """The sum of the table rows of each of `count` owners."""
        out = self._zeros(count)
        if len(rows):
            order = np.argsort(owners, kind="stable")
            owners, rows = owners[order], rows[order]
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            values = self._table.values[rows].astype(np.float32) * self._scales[rows, None]
            out[owners[starts]] = np.add.reduceat(values, starts, axis=0)
        return out


def known_rows(grams: Grams, hashes: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The owners and table rows of those pieces that are in a sorted table."""
    at = np.minimum(np.searchsorted(hashes, grams.hashes), len(hashes) - 1)
    known = hashes[at] == grams.hashes
    return grams.owners[known], at[known]


def unit(rows: Vectors) -> Vectors:
    """Each row divided by its length; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def fingerprint(table: Table) -> str:
    """SHA-256 over the table's arrays, in the order of its fields."""
    digest = hashlib.sha256()
    for part in table:
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()
