"""
A BERT sentence encoder in numpy, enough to run all-MiniLM-L6-v2 from its published weights without a framework.

Owns the reading of safetensors, WordPiece (Devlin et al. 2018, as in BertTokenizer) and the forward pass. Only for
measuring beside: nothing that Normi ships uses it.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

WORDS = re.compile(r"\w+|[^\w\s]")
LONGEST_WORD = 100
HEADS = 12
EPSILON = 1e-12
ERROR_SERIES = np.array([1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592], np.float32)
ROOT_HALF = np.float32(0.70710678)
TOKENS_AT_ONCE = 512
"""So few that what a layer makes stays in the processor's cache."""


def read_safetensors(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """Every tensor of a file, by name: eight bytes for the length of a JSON header, the header, then the numbers."""
    raw = np.memmap(path, np.uint8, "r")
    size = int.from_bytes(raw[:8].tobytes(), "little")
    header = json.loads(raw[8 : 8 + size].tobytes())
    kinds = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            found[name] = raw[start:end].view(kinds[entry["dtype"]]).reshape(entry["shape"])
    return found


class WordPiece:
    """Text to token numbers, lower case and without accents, as the uncased BERT models were trained."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, list[int]] = {}

    def encode(self, text: str, most: int) -> list[int]:
        """At most `most` numbers, with [CLS] before and [SEP] after."""
        bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        numbers = [n for word in WORDS.findall(bare.replace("_", " _ ")) for n in self.pieces(word)]
        return [self._numbers["[CLS]"], *numbers[: most - 2], self._numbers["[SEP]"]]

    def pieces(self, word: str) -> list[int]:
        """The longest known piece first, then the longest of what is left; [UNK] where a rest is unknown."""
        if word not in self._known:
            self._known[word] = list(self._split(word))
        return self._known[word]

    def _split(self, word: str) -> Iterator[int]:
        start, found = 0, []
        while start < len(word) <= LONGEST_WORD:
            ends = range(len(word), start, -1)
            pieces = (self._numbers.get(("##" if start else "") + word[start:end]) for end in ends)
            end, number = next(((e, n) for e, n in zip(ends, pieces, strict=False) if n is not None), (0, 0))
            if not end:
                break
            found.append(number)
            start = end
        return iter(found if start == len(word) else [self._numbers["[UNK]"]])


class SentenceEncoder:
    """Texts to unit vectors: the mean of the last layer over all tokens."""

    def __init__(self, folder: Path, longest: int = 256) -> None:
        self._tokens = WordPiece((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
        self._weights = {n: np.ascontiguousarray(w, np.float32) for n, w in _floats(folder).items()}
        self._layers = len({name.split(".")[2] for name in self._weights if name.startswith("encoder.layer.")})
        self._longest = longest

    def encode(self, texts: Sequence[str]) -> Array:
        """One row a text. Texts of like length go together, so that little is padded."""
        numbers = [self._tokens.encode(text, self._longest) for text in texts]
        rows: dict[int, Array] = {}
        for batch in batches([len(row) for row in numbers]):
            rows |= dict(zip(batch, self._encoded([numbers[place] for place in batch]), strict=True))
        return np.stack([rows[place] for place in range(len(texts))])

    def _encoded(self, rows: Sequence[Sequence[int]]) -> Array:
        width = max(map(len, rows))
        mask = np.array([[column < len(row) for column in range(width)] for row in rows])
        padded = np.array([[*row, *[0] * (width - len(row))] for row in rows])
        hidden = self._embedded(padded)
        for layer in range(self._layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, mask)
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]
        unit: Array = (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _embedded(self, numbers: npt.NDArray[np.int64]) -> Array:
        tables = [self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")]
        summed = tables[0][numbers] + tables[1][: numbers.shape[1]] + tables[2][0]
        return self._normed("embeddings.LayerNorm", summed)

    def _layer(self, name: str, hidden: Array, mask: npt.NDArray[np.bool_]) -> Array:
        mixed = self._linear(f"{name}.attention.output.dense", self._attended(f"{name}.attention.self", hidden, mask))
        hidden = self._normed(f"{name}.attention.output.LayerNorm", hidden + mixed)
        wide = gelu(self._linear(f"{name}.intermediate.dense", hidden))
        return self._normed(f"{name}.output.LayerNorm", hidden + self._linear(f"{name}.output.dense", wide))

    def _attended(self, name: str, hidden: Array, mask: npt.NDArray[np.bool_]) -> Array:
        count, width, size = hidden.shape
        query, key, value = (
            self._linear(f"{name}.{part}", hidden).reshape(count, width, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size / HEADS))
        scores = np.where(mask[:, None, None, :], scores, np.float32(-1e9))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (weights / weights.sum(axis=-1, keepdims=True)) @ value
        return np.ascontiguousarray(mixed.transpose(0, 2, 1, 3)).reshape(count, width, size)

    def _linear(self, name: str, hidden: Array) -> Array:
        """One product for the whole batch: numpy would make one for each text."""
        rows = hidden.reshape(-1, hidden.shape[-1]) @ self._weights[f"{name}.weight"].T
        return (rows + self._weights[f"{name}.bias"]).reshape(*hidden.shape[:-1], -1)

    def _normed(self, name: str, hidden: Array) -> Array:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        normed: Array = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return normed


def _floats(folder: Path) -> Mapping[str, npt.NDArray[np.generic]]:
    tensors = read_safetensors(folder / "model.safetensors")
    return {name: tensor for name, tensor in tensors.items() if tensor.dtype != np.int64}


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts, shortest first, as many at once as fit into TOKENS_AT_ONCE when padded."""
    order = sorted(range(len(lengths)), key=lambda place: (lengths[place], place))
    batch: list[int] = []
    for place in order:
        if batch and lengths[place] * (len(batch) + 1) > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def gelu(x: Array) -> Array:
    """x Φ(x), with the error function by Abramowitz and Stegun 7.1.26: off by at most 1.5e-7."""
    z = np.abs(x) * ROOT_HALF
    t = 1 / (1 + np.float32(0.3275911) * z)
    erf = np.sign(x) * (1 - np.polyval(ERROR_SERIES, t) * t * np.exp(-z * z))
    areas: Array = np.float32(0.5) * x * (1 + erf)
    return areas
