"""
The transformer: slower than the static table and a far better reader of whole sentences.

Owns the second encoder (8-bit network in ONNX, 4-bit embeddings of word pieces, known texts with their vectors) and
reading it from disk when it is first asked. Training lives in `training`; what is compared with what is for `ranking`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skillengine.encoder import MODEL_FOLDER, Vectors, unit
from skillengine.errors import IndexRefused
from skillengine.pieces import PADDING, Vocabulary

if TYPE_CHECKING:
    import onnxruntime

CARD_FILE = "transformer.json"
NETWORK_FILE, PIECES_FILE = "transformer.onnx", "pieces.txt"
SCORES_FILE, BLOCKS_FILE, PROJECTION_FILE = "piece-scores.npy", "piece-blocks.npy", "projection.npy"
KNOWN_FILE, KNOWN_VECTORS_FILE = "known-texts.npy", "known-vectors.npy"
FILES = (
    NETWORK_FILE,
    PIECES_FILE,
    SCORES_FILE,
    BLOCKS_FILE,
    PROJECTION_FILE,
    KNOWN_FILE,
    KNOWN_VECTORS_FILE,
)

BLOCK_BYTES = 18
ZERO = 8
BLOCK = 1_024
STEPS = 127
LONGEST = 160
"""Pieces of a text that are read, about a hundred words."""
AT_ONCE = 256
"""Pieces, filling included, that are computed together: bounds the memory."""
THREADS = 2

Rounded = npt.NDArray[np.int8]
Blocks = npt.NDArray[np.uint8]


def unpacked(blocks: Blocks) -> Vectors:
    """
    The numbers in 4-bit blocks, in one line.

    A block is a half-precision scale and 16 bytes with 32 numbers from 0 to 15, low halves first; 8 stands for zero.
    """
    rows = blocks.reshape(-1, BLOCK_BYTES)
    scales = rows[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
    return ((halves.astype(np.float32) - ZERO) * scales).reshape(-1)


def rounded(rows: Vectors) -> Rounded:
    """Directions in 8 bits: each row in 127 steps of its largest number. `restored` gives them back."""
    largest = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    return np.rint(rows / np.where(largest > 0, largest, 1) * STEPS).astype(np.int8)


def restored(rows: Rounded) -> Vectors:
    """The directions, each of length one, in float32; made in blocks, so that little memory is needed beside them."""
    out = np.empty(rows.shape, np.float32)
    for at in range(0, len(rows), BLOCK):
        out[at : at + BLOCK] = unit(rows[at : at + BLOCK].astype(np.float32))
    return out


def nearness(rows: Rounded, vectors: Vectors) -> npt.NDArray[np.float32]:
    """
    For each rounded direction the cosine to the nearest of some vectors.

    In blocks: the rows are never in memory as floats all at once.
    """
    out = np.empty(len(rows), np.float32)
    for at in range(0, len(rows), BLOCK):
        block = rows[at : at + BLOCK].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", block, block))
        out[at : at + BLOCK] = (block @ vectors.T).max(axis=1) / np.maximum(lengths, 1)
    return out


def number_of(text: str) -> int:
    """64 bits that stand for a text among those whose vectors are known."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class TransformerEncoder:
    """Mean-pooled and projected vectors of texts. The network is read when it is first needed; safe between threads."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._lock = Lock()
        self._network: _Network | None = None
        self._known = np.asarray(np.load(folder / KNOWN_FILE, mmap_mode="r"))
        self._known_vectors = np.asarray(np.load(folder / KNOWN_VECTORS_FILE, mmap_mode="r"))
        self._width = int(self._known_vectors.shape[1])

    @property
    def name(self) -> str:
        """The name in the model's card: version and the first characters of the files' hash."""
        return self._name

    @classmethod
    def bundled(cls, folder: Path = MODEL_FOLDER) -> "TransformerEncoder":
        """The model that comes with the package. Raises IndexRefused where it is missing or damaged."""
        try:
            card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
            return cls(folder, str(card["name"]))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexRefused(f"the bundled transformer cannot be read: {type(error).__name__}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. What is read of a text is its first LONGEST pieces; known texts are looked up."""
        out = np.zeros((len(texts), self._width), np.float32)
        at, is_known = self._places(texts)
        out[is_known] = restored(self._known_vectors[at[is_known]])
        others = np.flatnonzero(~is_known)
        if len(others):
            out[others] = self._loaded().encode([texts[int(i)] for i in others])
        return out

    def _places(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """For each text its row among the known ones, and whether it has one."""
        numbers = np.array([number_of(text) for text in texts], np.uint64)
        if not len(self._known):
            return np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
        at = np.minimum(np.searchsorted(self._known, numbers), len(self._known) - 1)
        return at, self._known[at] == numbers

    def _loaded(self) -> "_Network":
        with self._lock:
            if self._network is None:
                self._network = _Network(self._folder)
            return self._network


class _Network:
    """The open session and what goes into it."""

    def __init__(self, folder: Path) -> None:
        try:
            pieces = (folder / PIECES_FILE).read_text(encoding="utf-8").split("\n")
            self._vocabulary = Vocabulary(pieces, np.load(folder / SCORES_FILE).tolist())
            self._blocks = np.asarray(np.load(folder / BLOCKS_FILE, mmap_mode="r"))
            self._projection = np.load(folder / PROJECTION_FILE)
            self._session = open_session(folder / NETWORK_FILE)
        except (OSError, ValueError, EOFError) as error:
            raise IndexRefused(f"the bundled transformer cannot be read: {type(error).__name__}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text; texts of like length are read together."""
        cut = [self._vocabulary.numbers(text, LONGEST) for text in texts]
        out = np.zeros((len(texts), self._projection.shape[1]), np.float32)
        for some in lots([len(row) for row in cut], AT_ONCE):
            out[some] = self._pooled([cut[i] for i in some]) @ self._projection
        empty = np.array([len(row) <= 2 for row in cut], np.bool_)
        out[empty] = 0
        return unit(out)

    def _pooled(self, cut: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, cut))
        numbers = np.array([[*row, *[PADDING] * (longest - len(row))] for row in cut])
        mask = (np.arange(longest) < np.array([[len(row)] for row in cut])).astype(np.float32)
        pieces = unpacked(self._blocks[numbers.ravel()]).reshape(*numbers.shape, -1)
        (pooled,) = self._session.run(None, {"pieces": pieces, "mask": mask})
        return np.asarray(pooled, np.float32)


def lots(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """The places of texts in lots of like length, shortest first; filled up, a lot holds at most `most`."""
    lot: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if lot and (len(lot) + 1) * lengths[place] > most:
            yield lot
            lot = []
        lot.append(place)
    if lot:
        yield lot


def open_session(path: Path) -> "onnxruntime.InferenceSession":
    """The network, ready to run on two threads that sleep while they wait. Imported here: `map` never needs it."""
    import onnxruntime

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def fingerprint(folder: Path) -> str:
    """SHA-256 over the model's files, in the order of FILES."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
