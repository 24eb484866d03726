"""
What the model learns from, and what it never sees.

Owns the reading of the project's tables into pairs of texts that mean the same, and the split: some sentences are kept
out of training for good, so that fusion and confidence are fitted on one part and reported on another.
"""

import csv
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from skillengine.index import SENTENCE_FILES, read_sentences
from skillengine.taxonomy import Taxonomy, read_ours
from skillengine.types import Kind

SHARES = 28
"""One part in 28 of all skills is kept out for each of four purposes, about 500 sentences each."""


class Part(StrEnum):
    """What a skill's sentence of one language is used for."""

    TRAIN = "train"
    TUNE = "tune"
    TEST = "test"


HELD_OUT = {0: ("nb", Part.TUNE), 1: ("nb", Part.TEST), 2: ("en", Part.TUNE), 3: ("en", Part.TEST)}


def part_of(uri: str, lang: str) -> Part:
    """The part that the sentence of a skill belongs to; the same on every machine and in every run."""
    language, part = HELD_OUT.get(zlib.crc32(uri.encode()) % SHARES, ("", Part.TRAIN))
    return part if language == lang else Part.TRAIN


@dataclass(frozen=True, slots=True)
class Corpus:
    """The taxonomy, and for each language the sentence of each skill by URI."""

    taxonomy: Taxonomy
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def only(self, part: Part) -> "Corpus":
        """The same with only one part of the sentences."""
        kept = {
            lang: {uri: text for uri, text in rows.items() if part_of(uri, lang) is part}
            for lang, rows in self.sentences.items()
        }
        return replace(self, sentences=kept)


def read_corpus(folder: Path, esco: Path | None = None) -> Corpus:
    """The project's tables; with `esco` also ESCO's English alternatives and descriptions from its table of skills."""
    taxonomy = read_ours(folder)
    if esco:
        taxonomy = with_english(taxonomy, esco)
    return Corpus(taxonomy, {lang: dict(read_sentences(folder / name)) for lang, name in SENTENCE_FILES.items()})


def with_english(taxonomy: Taxonomy, table: Path) -> Taxonomy:
    """Add ESCO's English alternatives and descriptions, read from a CSV with a row per skill."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["source_url"]: row for row in csv.DictReader(file) if row["source"] == "esco"}
    concepts = [
        replace(
            concept,
            alternatives={**concept.alternatives, "en": tuple(rows[concept.uri]["addtional_notes"].split("\n"))},
            descriptions={**concept.descriptions, "en": rows[concept.uri]["description"]},
        )
        if concept.uri in rows
        else concept
        for concept in taxonomy.concepts
    ]
    return replace(taxonomy, concepts=concepts)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one concept, and how often the pair is drawn in an epoch."""

    left: str
    right: str
    concept: int
    weight: int = 1


def pairs_of(corpus: Corpus) -> list[Pair]:
    """All pairs to learn from, in a fixed order."""
    found: list[Pair] = []
    for number, concept in enumerate(corpus.taxonomy.concepts):
        labels = concept.labels
        found.append(Pair(labels["nb"], labels["en"], number))
        for lang, texts in concept.alternatives.items():
            found.extend(Pair(text, labels[other], number) for text in texts if text for other in _targets(lang))
        if concept.kind is Kind.SKILL:
            found.extend(_sentence_pairs(corpus, concept.uri, labels, number))
        if description := concept.descriptions.get("en"):
            found.append(Pair(description, labels["en"], number))
    return found


def _targets(lang: str) -> Iterable[str]:
    return ("nb", "en") if lang == "nb" else ("en",)


def _sentence_pairs(corpus: Corpus, uri: str, labels: Mapping[str, str], number: int) -> Iterable[Pair]:
    texts = {lang: rows[uri] for lang, rows in corpus.sentences.items() if uri in rows}
    for lang, text in texts.items():
        for other in ("nb", "en"):
            yield Pair(text, labels[other], number, weight=2 if other == lang else 1)
    if len(texts) > 1:
        yield Pair(texts["nb"], texts["en"], number)
