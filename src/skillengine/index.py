"""
The index on disk: everything the engine asks of a taxonomy, in arrays and lines that are mapped, not read.

Owns the folder's layout, its atomic writing and the checks on loading. What the scores mean belongs to `candidates`.
"""

import json
import os
import re
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.encoder import Encoder, Vectors, unit
from skillengine.errors import IndexRefused, UnknownConcept
from skillengine.lexical import LABEL_SIZES, LexicalIndex, Numbers, StemDictionary, build_postings, mapped
from skillengine.taxonomy import Taxonomy
from skillengine.transformer import Rounded, rounded
from skillengine.types import LANGUAGES, Concept, Kind, RelationType

LAYOUT = 7
MANIFEST = "manifest.json"
RANKED_KINDS = (Kind.SKILL, Kind.OCCUPATION)
NEEDS = (RelationType.ESSENTIAL, RelationType.OPTIONAL)
SENTENCE_FILES = {"nb": "skill_sentences_nb.tsv", "en": "skill_sentences_en.tsv"}
SHARED_FILE = "skill_sentences_more.tsv"
"""Sentences that show one skill or several at once; the language stands in the style."""
SENTENCE_SIZES = (4, 5)
QUALIFIER = re.compile(r"^(.+?)\s*\([^()]*\)\s*$")
ALTERNATIVE_WEIGHT = 0.5
READ_AT_ONCE = 1 << 20
TYPICALLY_NEEDED = 3
"""By how many roles a skill is taken to be needed where the taxonomy has no roles."""


class Label(NamedTuple):
    """One string that names concept number `owner`. A bare label had its qualifier in brackets taken off."""

    text: str
    owner: int
    lang: str
    is_preferred: bool
    is_bare: bool


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences that show a skill: lexical index, one vector each, their owners, and the codes of their languages."""

    lexical: LexicalIndex
    vectors: Vectors
    owners: Numbers
    langs: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Read:
    """The vectors of a second, slower encoder in 8 bits: one for each concept, and one for each sentence."""

    labels: Rounded
    sentences: Rounded

    @classmethod
    def load(cls, folder: Path) -> "Read":
        """Map the arrays from disk."""
        return cls(*(mapped(folder / f"read-{part}.npy") for part in ("labels", "sentences")))


class Index:
    """A loaded index. Concepts are numbered in the order of their URIs; arrays are read-only and shared by threads."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.version = str(manifest["taxonomy"])
        self.uris = _lines(folder / "uris.txt")
        self.kinds = mapped(folder / "kinds.npy")
        self.is_knowledge = mapped(folder / "knowledge.npy")
        self.needed = mapped(folder / "needed.npy")
        self.labels = LexicalIndex.load(folder, "labels", LABEL_SIZES)
        self.dictionary = StemDictionary.load(folder, "dictionary")
        self.texts = _lines(folder / "labels.txt")
        self.flags = mapped(folder / "label-flags.npy")
        self.vectors = mapped(folder / "vectors.npy")
        self.sentences = Sentences(
            LexicalIndex.load(folder, "sentences", SENTENCE_SIZES),
            mapped(folder / "sentence-vectors.npy"),
            mapped(folder / "sentence-owners.npy"),
            mapped(folder / "sentence-langs.npy"),
        )
        self.read = Read.load(folder) if manifest["reader"] else None
        self._numbers = {uri: number for number, uri in enumerate(self.uris)}
        self._places = mapped(folder / "concepts-places.npy")
        self._concepts = np.memmap(folder / "concepts.jsonl", np.uint8, "r")
        self._cached = lru_cache(maxsize=4_096)(self._read_concept)
        self._of_kind = {kind: np.flatnonzero(self.kinds == code) for code, kind in enumerate(RANKED_KINDS)}

    @classmethod
    def load(cls, folder: Path, encoder: Encoder, reader: Encoder | None = None) -> "Index":
        """Raises IndexRefused where the folder is missing, damaged, or made by another engine or encoder."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            _check(folder, manifest, encoder, reader)
            return cls(folder, manifest)
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise IndexRefused(f"the index cannot be read: {type(error).__name__}") from error

    def number(self, uri: str) -> int:
        """The number of a concept. Raises UnknownConcept."""
        if uri not in self._numbers:
            raise UnknownConcept(uri)
        return self._numbers[uri]

    def vectors_of(self, uris: Sequence[str]) -> Vectors:
        """The vectors of some concepts, a row each; zeros where a URI is not here."""
        numbers = np.array([self._numbers.get(uri, -1) for uri in uris], np.int64)
        found = np.zeros((len(uris), self.vectors.shape[1]), np.float32)
        found[numbers >= 0] = self.vectors[numbers[numbers >= 0]]
        return found

    def concept(self, number: int) -> Concept:
        """The concept with this number."""
        return self._cached(number)

    def _read_concept(self, number: int) -> Concept:
        start, end = self._places[number : number + 2].tolist()
        return _concept_of(json.loads(self._concepts[start:end].tobytes()))

    def of_kind(self, kind: Kind) -> npt.NDArray[np.int64]:
        """The numbers of all concepts of one kind, in order."""
        return self._of_kind.get(kind, np.zeros(0, np.int64))

    def is_skill(self, number: int) -> bool:
        """Whether the concept is a skill rather than an occupation."""
        return bool(self.kinds[number] == RANKED_KINDS.index(Kind.SKILL))


def write_index(
    taxonomy: Taxonomy, folder: Path, encoder: Encoder, sentences: Path | None, reader: Encoder | None = None
) -> None:
    """
    Write the index into `folder`, all of it or nothing; an older index there is replaced.

    `encoder` is fast and encodes every label; `reader` is slow and encodes preferred labels and sentences only. An
    index made without a reader cannot rank whole texts.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_parts(taxonomy, fresh, encoder, sentences, reader)
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_parts(
    taxonomy: Taxonomy, fresh: Path, encoder: Encoder, sentences: Path | None, reader: Encoder | None
) -> None:
    concepts = [concept for concept in taxonomy.concepts if concept.kind in RANKED_KINDS]
    concepts.sort(key=lambda concept: concept.uri)
    _write_concepts(
        concepts, Counter(relation.target for relation in taxonomy.relations if relation.type in NEEDS), fresh
    )
    labels = [label for number, concept in enumerate(concepts) for label in labels_of(number, concept)]
    _write_labels(labels, fresh)
    np.save(fresh / "vectors.npy", _concept_vectors(labels, len(concepts), encoder))
    shown = _sentences_of(concepts, sentences)
    _write_sentences(shown, fresh, encoder)
    if reader:
        _write_read(_few(labels, concepts), len(concepts), [text for _, _, text in shown], reader, fresh)
    manifest = {
        "layout": LAYOUT,
        "taxonomy": taxonomy.version,
        "encoder": encoder.name,
        "reader": reader and reader.name,
        "files": {path.name: _checksum(path) for path in sorted(fresh.iterdir())},
    }
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _put_in_place(fresh: Path, folder: Path) -> None:
    """One rename where nothing is there; else the old one steps aside first and is then removed."""
    fresh.chmod(0o755)
    if not folder.exists():
        os.rename(fresh, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent)) / "index"
    os.rename(folder, old)
    os.rename(fresh, folder)
    shutil.rmtree(old.parent, ignore_errors=True)


def labels_of(number: int, concept: Concept) -> Iterator[Label]:
    """Every distinct string that names the concept, by language, preferred before alternative."""
    for lang in LANGUAGES:
        seen: set[str] = set()
        preferred = [(concept.labels[lang], True)] if lang in concept.labels else []
        others = [*concept.alternatives.get(lang, ()), *concept.hidden.get(lang, ())]
        for text, is_preferred in preferred + [(text, False) for text in others]:
            text = " ".join(text.split())
            bare = QUALIFIER.match(text)
            for form, is_bare in [(text, False)] + ([(bare.group(1), True)] if bare else []):
                if form and form.lower() not in seen:
                    seen.add(form.lower())
                    yield Label(form, number, lang, is_preferred, is_bare)


FLAG_PREFERRED, FLAG_BARE, FLAG_ENGLISH, FLAG_NAME = 1, 2, 4, 8


def _flag(label: Label) -> int:
    """Which language a label is in, whether it is the preferred one, and whether it is a name, told by capitals."""
    is_name = any(letter.isupper() for letter in label.text) and len(label.text.split()) <= 3
    bits = (
        (FLAG_PREFERRED, label.is_preferred),
        (FLAG_BARE, label.is_bare),
        (FLAG_ENGLISH, label.lang == "en"),
        (FLAG_NAME, is_name),
    )
    return sum(bit for bit, holds in bits if holds)


def _write_labels(labels: Sequence[Label], fresh: Path) -> None:
    texts = [label.text for label in labels]
    (fresh / "labels.txt").write_text("\n".join(texts), encoding="utf-8")
    np.save(fresh / "label-flags.npy", np.array([_flag(label) for label in labels], np.uint8))
    postings = build_postings(texts, [label.owner for label in labels], LABEL_SIZES)
    LexicalIndex(postings, LABEL_SIZES).save(fresh, "labels")
    StemDictionary.build(texts, [label.lang for label in labels]).save(fresh, "dictionary")


def _concept_vectors(labels: Sequence[Label], count: int, encoder: Encoder) -> Vectors:
    """The mean of a concept's labels: each language's preferred label counts one, its alternatives together a half."""
    rows = encoder.encode([label.text for label in labels])
    owners = np.array([label.owner for label in labels], np.int64)
    groups = np.array(
        [label.owner * 8 + LANGUAGES.index(label.lang) * 2 + label.is_preferred for label in labels], np.int64
    )
    sizes = np.bincount(groups, minlength=count * 8)[groups]
    weights = np.where(groups % 2 == 1, 1.0, ALTERNATIVE_WEIGHT) / np.maximum(sizes, 1)
    total = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(total, owners, rows * weights[:, None].astype(np.float32))
    return unit(total)


def _few(labels: Sequence[Label], concepts: Sequence[Concept]) -> list[Label]:
    """What the slow encoder reads of the labels: the preferred ones, and of an occupation its Norwegian titles too."""
    return [
        label
        for label in labels
        if not label.is_bare
        and (label.is_preferred or (concepts[label.owner].kind is Kind.OCCUPATION and label.lang == "nb"))
    ]


class Shared(NamedTuple):
    """A sentence that shows one skill or several at once. Nynorsk counts as Norwegian."""

    uris: tuple[str, ...]
    lang: str
    text: str


def _sentences_of(concepts: Sequence[Concept], folder: Path | None) -> list[tuple[int, int, str]]:
    """Concept number, language code and text of every sentence of a known concept, sorted."""
    numbers = {concept.uri: number for number, concept in enumerate(concepts)}
    codes = {lang: code for code, lang in enumerate(SENTENCE_FILES)}
    shown = list(_shown(folder)) if folder else []
    return sorted((numbers[uri], codes[lang], text) for uri, lang, text in shown if uri in numbers)


def _shown(folder: Path) -> Iterator[tuple[str, str, str]]:
    """URI, language and text of every sentence, once for each skill that it shows."""
    for lang, name in SENTENCE_FILES.items():
        yield from ((uri, lang, text) for uri, text in read_sentences(folder / name))
    for one in read_shared(folder / SHARED_FILE):
        yield from ((uri, one.lang, one.text) for uri in one.uris)


def read_sentences(path: Path) -> Iterator[tuple[str, str]]:
    """URI and sentence of every row of a sentence table; nothing where there is no such file."""
    for uri, _, text in _rows_of(path):
        yield uri, text


def read_shared(path: Path) -> Iterator[Shared]:
    """Every row of a table of sentences with several skills; nothing where there is no such file."""
    for uris, style, text in _rows_of(path):
        yield Shared(tuple(uris.split()), "en" if style.startswith("en") else "nb", text)


def _rows_of(path: Path) -> Iterator[list[str]]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            yield line.split("\t")


def _write_sentences(rows: Sequence[tuple[int, int, str]], fresh: Path, encoder: Encoder) -> None:
    owners, texts = [row[0] for row in rows], [row[2] for row in rows]
    LexicalIndex(build_postings(texts, owners, SENTENCE_SIZES), SENTENCE_SIZES).save(fresh, "sentences")
    np.save(fresh / "sentence-vectors.npy", encoder.encode(texts))
    np.save(fresh / "sentence-owners.npy", np.array(owners, np.int32))
    np.save(fresh / "sentence-langs.npy", np.array([row[1] for row in rows], np.uint8))


def _write_read(labels: Sequence[Label], count: int, shown: Sequence[str], reader: Encoder, fresh: Path) -> None:
    np.save(fresh / "read-labels.npy", rounded(_concept_vectors(labels, count, reader)))
    np.save(fresh / "read-sentences.npy", rounded(reader.encode(shown)))


def _write_concepts(concepts: Sequence[Concept], needed: Mapping[str, int], fresh: Path) -> None:
    """The concepts, and by how many roles each is needed."""
    rows = [
        json.dumps(row_of(concept), ensure_ascii=False, default=dict).encode("utf-8", "replace") + b"\n"
        for concept in concepts
    ]
    (fresh / "concepts.jsonl").write_bytes(b"".join(rows) or b"\n")
    np.save(fresh / "concepts-places.npy", np.cumsum([0, *map(len, rows)]).astype(np.int64))
    (fresh / "uris.txt").write_text("\n".join(concept.uri for concept in concepts), encoding="utf-8")
    unknown = 0 if needed else TYPICALLY_NEEDED
    np.save(fresh / "needed.npy", np.array([needed.get(concept.uri, unknown) for concept in concepts], np.int32))
    np.save(fresh / "knowledge.npy", np.array([concept.skill_type == "knowledge" for concept in concepts], bool))
    np.save(fresh / "kinds.npy", np.array([RANKED_KINDS.index(concept.kind) for concept in concepts], np.uint8))


def row_of(concept: Concept) -> dict[str, Any]:
    """The concept as plain JSON: every field, times in ISO 8601."""
    row = {field.name: getattr(concept, field.name) for field in fields(concept)}
    modified = concept.modified.isoformat() if concept.modified else None
    return {**row, "kind": concept.kind.value, "modified": modified}


def _concept_of(row: dict[str, Any]) -> Concept:
    lists = {name: {lang: tuple(texts) for lang, texts in row[name].items()} for name in ("alternatives", "hidden")}
    modified = datetime.fromisoformat(row["modified"]) if row["modified"] else None
    return Concept(**{**row, **lists, "kind": Kind(row["kind"]), "modified": modified})


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.split("\n") if text else []


def _check(folder: Path, manifest: Mapping[str, Any], encoder: Encoder, reader: Encoder | None) -> None:
    made_by = (manifest["layout"], manifest.get("encoder"), manifest.get("reader"))
    if made_by != (LAYOUT, encoder.name, reader and reader.name):
        raise IndexRefused("the index was made by another version of the engine and must be built again")
    for name, checksum in manifest["files"].items():
        if _checksum(folder / name) != checksum:
            raise IndexRefused(f"{name} is damaged; the index must be built again")


def _checksum(path: Path) -> str:
    """CRC-32 and size: finds damage, not malice."""
    value = 0
    for block in _read_blocks(path):
        value = zlib.crc32(block, value)
    return f"{value:08x}-{path.stat().st_size}"


def _read_blocks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while block := file.read(READ_AT_ONCE):
            yield block
