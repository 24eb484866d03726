"""
Writing the trained transformer in the form it runs in.

Owns the 8-bit ONNX network, the projection to fewer numbers and the vectors of the texts that are known beforehand.
"""

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from skillengine import transformer as files
from skillengine.encoder import Encoder, Vectors
from skillengine.training.data import Corpus, Part
from skillengine.training.network import Network
from skillengine.training.transformer import Settings, Trained, nearest, prepared, train
from skillengine.training.weights import Base, package_file, read_base
from skillengine.transformer import TransformerEncoder, number_of, rounded
from skillengine.types import Kind

Report = Callable[[str], None]

OPSET = 17
SAMPLE = 4_000
"""Texts from which the directions that matter are found."""


class _Exported(torch.nn.Module):  # type: ignore[misc]
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.network(pieces, mask)
        return out


def write_network(network: Network, path: Path) -> None:
    """
    The network in ONNX with weights of 7 bits in bytes.

    The eighth bit is left free: processors without VNNI add pairs of products in 16 bits, which would overflow.
    """
    whole = path.with_suffix(".full.onnx")
    axes = {0: "texts", 1: "pieces"}
    example = (torch.zeros(2, 5, network.positions.shape[1]), torch.ones(2, 5))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Exported(network.float().eval()),
            example,
            str(whole),
            input_names=["pieces", "mask"],
            output_names=["vectors"],
            dynamic_axes={"pieces": axes, "mask": axes, "vectors": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
    quantize_dynamic(
        whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
    )
    whole.unlink()


def directions(vectors: Vectors, width: int) -> Vectors:
    """The `width` orthogonal directions that keep most of the vectors, as columns (singular value decomposition)."""
    _, _, right = np.linalg.svd(vectors, full_matrices=False)
    return np.ascontiguousarray(right[:width].T.astype(np.float32))


def make_transformer(corpus: Corpus, encoder: Encoder, folder: Path, report: Report) -> None:
    """Train on the sentences that are not kept out and write the model. `encoder` finds the hard negatives."""
    base, settings = read_base(package_file()), Settings()
    learned = corpus.only(Part.TRAIN)
    trained = prepared(base, learned, settings)
    near = nearest(corpus.taxonomy.concepts, encoder, settings.nearest)
    train(trained, learned, near, settings, report)
    write_transformer(trained, base, known_texts(corpus), settings, folder, report)


def known_texts(corpus: Corpus) -> list[str]:
    """What an index of our own data asks the transformer: labels, the titles of occupations, and all sentences."""
    concepts = corpus.taxonomy.concepts
    found = [" ".join(text.split()) for concept in concepts for text in concept.labels.values()]
    titles = (c.alternatives.get("nb", ()) for c in concepts if c.kind is Kind.OCCUPATION)
    found += [" ".join(text.split()) for texts in titles for text in texts if text]
    found += [text for rows in corpus.sentences.values() for text in rows.values()]
    return found + [one.text for one in corpus.shared]


def write_transformer(
    trained: Trained, base: Base, texts: Sequence[str], settings: Settings, folder: Path, report: Report
) -> None:
    """All files of the model, and its card last. `texts` are those whose vectors will be known."""
    write_network(trained.network, folder / files.NETWORK_FILE)
    pieces = [base.pieces[i] for i in trained.kept]
    (folder / files.PIECES_FILE).write_text("\n".join(pieces), encoding="utf-8")
    np.save(folder / files.SCORES_FILE, base.scores[list(trained.kept)].astype(np.float32))
    np.save(folder / files.BLOCKS_FILE, base.blocks[list(trained.kept)])
    np.save(folder / files.PROJECTION_FILE, np.eye(base.shape.width, dtype=np.float32))
    np.save(folder / files.KNOWN_FILE, np.zeros(0, np.uint64))
    np.save(folder / files.KNOWN_VECTORS_FILE, np.zeros((0, base.shape.width), np.int8))
    distinct = sorted(set(texts))
    vectors = TransformerEncoder(folder, "").encode(distinct)
    report(f"{len(distinct)} texts encoded")
    chance = np.random.default_rng(0)
    sample = chance.permutation(len(distinct))[:SAMPLE]
    projection = directions(vectors[sample], settings.width)
    np.save(folder / files.PROJECTION_FILE, projection)
    numbers = np.array([number_of(text) for text in distinct], np.uint64)
    order = np.argsort(numbers)
    np.save(folder / files.KNOWN_FILE, numbers[order])
    np.save(folder / files.KNOWN_VECTORS_FILE, rounded(vectors[order] @ projection))
    digest = files.fingerprint(folder)
    card = {"name": f"transformer-{digest[:12]}", "sha256": digest, "base": base.digest, "settings": asdict(settings)}
    (folder / files.CARD_FILE).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    report(f"transformer with {len(pieces)} pieces, SHA-256 {digest}")
