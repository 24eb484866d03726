"""
What the model learns from, and what it never sees.

Owns the reading of the project's tables into pairs of texts that mean the same, and the split: some sentences are kept
out of training for good, so that fusion and confidence are fitted on one part and reported on another.
"""

import csv
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from skillengine.index import SENTENCE_FILES, SHARED_FILE, Shared, read_sentences, read_shared
from skillengine.taxonomy import Taxonomy, read_ours
from skillengine.types import Kind

SHARES = 28
"""One part in 28 of all skills is kept out for each of four purposes, about 500 sentences each."""


SHARED_SHARES = 16
"""One part in 16 of the groups of skills with shared sentences is kept out for tuning, and one for testing."""


class Part(StrEnum):
    """What a skill's sentence of one language is used for."""

    TRAIN = "train"
    TUNE = "tune"
    TEST = "test"


HELD_OUT = {0: ("nb", Part.TUNE), 1: ("nb", Part.TEST), 2: ("en", Part.TUNE), 3: ("en", Part.TEST)}


SHARED_PARTS = {0: Part.TUNE, 1: Part.TEST}


def part_of(uri: str, lang: str) -> Part:
    """The part that the sentence of a skill belongs to; the same on every machine and in every run."""
    language, part = HELD_OUT.get(zlib.crc32(uri.encode()) % SHARES, ("", Part.TRAIN))
    return part if language == lang else Part.TRAIN


def part_of_group(uris: Sequence[str]) -> Part:
    """The part that a shared sentence belongs to; all sentences of a group of skills fall together."""
    return SHARED_PARTS.get(zlib.crc32(uris[0].encode()) % SHARED_SHARES, Part.TRAIN)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The taxonomy, for each language the sentence of each skill by URI, and sentences that show several skills."""

    taxonomy: Taxonomy
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shared: Sequence[Shared] = ()

    def only(self, part: Part) -> "Corpus":
        """The same with only one part of the sentences."""
        kept = {
            lang: {uri: text for uri, text in rows.items() if part_of(uri, lang) is part}
            for lang, rows in self.sentences.items()
        }
        return replace(self, sentences=kept, shared=[one for one in self.shared if part_of_group(one.uris) is part])

    def write_sentences(self, folder: Path) -> None:
        """The tables of sentences, as an index reads them."""
        for lang, name in SENTENCE_FILES.items():
            rows = "".join(f"{uri}\t\t{text}\n" for uri, text in self.sentences[lang].items())
            (folder / name).write_text("uri\tstyle\tsentence\n" + rows, encoding="utf-8")
        rows = "".join(f"{' '.join(one.uris)}\t{one.lang}\t{one.text}\n" for one in self.shared)
        (folder / SHARED_FILE).write_text("uris\tstyle\tsentence\n" + rows, encoding="utf-8")

    def shared_by(self, numbers: Mapping[str, int], lang: str) -> dict[int, list[str]]:
        """By number of concept, the shared sentences of a language that show it."""
        found: dict[int, list[str]] = {}
        for one in self.shared:
            if one.lang == lang:
                for uri in one.uris:
                    found.setdefault(numbers[uri], []).append(one.text)
        return found


def read_corpus(folder: Path, esco: Path | None = None) -> Corpus:
    """The project's tables; with `esco` also ESCO's English alternatives and descriptions from its table of skills."""
    taxonomy = read_ours(folder)
    if esco:
        taxonomy = with_english(taxonomy, esco)
    sentences = {lang: dict(read_sentences(folder / name)) for lang, name in SENTENCE_FILES.items()}
    return Corpus(taxonomy, sentences, list(read_shared(folder / SHARED_FILE)))


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
    return found + _shared_pairs(corpus)


def _shared_pairs(corpus: Corpus) -> list[Pair]:
    """A shared sentence and the labels of what it shows; twice in an epoch where it shows one skill only."""
    concepts = corpus.taxonomy.concepts
    numbers = {concept.uri: number for number, concept in enumerate(concepts)}
    return [
        Pair(one.text, concepts[numbers[uri]].labels[lang], numbers[uri], weight=1 + (lang == one.lang and alone))
        for one in corpus.shared
        for alone in (len(one.uris) == 1,)
        for uri in one.uris
        for lang in ("nb", "en")
    ]


def _targets(lang: str) -> Iterable[str]:
    return ("nb", "en") if lang == "nb" else ("en",)


def _sentence_pairs(corpus: Corpus, uri: str, labels: Mapping[str, str], number: int) -> Iterable[Pair]:
    texts = {lang: rows[uri] for lang, rows in corpus.sentences.items() if uri in rows}
    for lang, text in texts.items():
        for other in ("nb", "en"):
            yield Pair(text, labels[other], number, weight=2 if other == lang else 1)
    if len(texts) > 1:
        yield Pair(texts["nb"], texts["en"], number)
