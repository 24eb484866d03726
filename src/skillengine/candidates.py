"""
The engine's face: a loaded index that maps, ranks and searches.

Owns what others call. How concepts are ordered is for `ranking`, which stretches are mentions for `mapping`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from skillengine.confidence import Confidence
from skillengine.encoder import Encoder, StaticEncoder, Vectors
from skillengine.errors import TextRefused
from skillengine.index import Index, write_index
from skillengine.language import DEFAULT, language_of, main_language
from skillengine.lexical import Scores
from skillengine.mapping import Mapper
from skillengine.ranking import Ranker, weighing
from skillengine.roles import RoleReader
from skillengine.spans import Passage, passages
from skillengine.taxonomy import Taxonomy
from skillengine.text import LONGEST_TEXT
from skillengine.transformer import TransformerEncoder
from skillengine.types import LANGUAGES, Aside, Concept, Kind, Ranked, Reading, Role

LONGEST_RANKED = 4_000
TOLD_EACH = 256
FEWEST_SENTENCES = 2
COUNTS_FOR_NOTHING = frozenset({Aside.NEGATED, Aside.OTHERS, Aside.BOILERPLATE})

Tell = Callable[[int, int], None]


def build_index(
    taxonomy: Taxonomy,
    folder: Path,
    *,
    sentences: Path | None,
    encoder: Encoder | None = None,
    reader: Encoder | None = None,
    tell: Tell | None = None,
) -> None:
    """
    Write the index of a taxonomy into a folder, all of it or nothing.

    `sentences` is a folder with the project's sentence tables, or None. The encoders are the bundled ones unless given:
    a fast one for everything, and a slow reader for what ranks whole texts. Labels that the reader has not met take
    minutes: `tell` hears how many texts it has read, and of how many.
    """
    fast, slow = encoder or StaticEncoder.bundled(), reader or TransformerEncoder.bundled()
    write_index(taxonomy, folder, fast, sentences, Told(slow, tell) if tell else slow)


class Told:
    """An encoder that tells how far it is, so that whoever waits can see it."""

    def __init__(self, encoder: Encoder, tell: Tell) -> None:
        self._encoder, self._tell = encoder, tell

    @property
    def name(self) -> str:
        """See Encoder."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        parts = []
        for at in range(0, max(len(texts), 1), TOLD_EACH):
            self._tell(at, len(texts))
            parts.append(self._encoder.encode(texts[at : at + TOLD_EACH]))
        return np.concatenate(parts)


class Engine:
    """Maps, ranks and searches on one index. Immutable after loading; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder, reader: Encoder) -> None:
        self._index = index
        self._ranker = Ranker(index, encoder, reader)
        self._roles = RoleReader(index, encoder)
        self._mapper = Mapper(index, encoder, Confidence.bundled(), self._roles)
        self.version = index.version

    @classmethod
    def load(cls, folder: Path, *, encoder: Encoder | None = None, reader: Encoder | None = None) -> "Engine":
        """Map an index from disk. Raises IndexRefused where it is missing, damaged, or made by another engine."""
        encoder, reader = encoder or StaticEncoder.bundled(), reader or TransformerEncoder.bundled()
        return cls(Index.load(folder, encoder, reader), encoder, reader)

    def map(self, text: str, lang: str | None = None) -> Reading:
        """
        The skills a text names, each with its exact place; what was not matched; and what counts for nothing.

        `lang` is what the reader says the text is in; each sentence is still read in its own language where that shows.
        Raises TextRefused for a text longer than LONGEST_TEXT or a language that is not known.
        """
        fallback = _checked(text, lang)
        read = list(passages(text, fallback))
        roles = self._roles.named(text, read)
        mentions = self._mapper.mentions(text, read, roles)
        main = lang or main_language(((p.lang, p.sentence.end - p.sentence.start) for p in read), fallback)
        return Reading(
            lang=main,
            skills=tuple(m for m in mentions if m.candidates and not m.aside),
            unmatched=tuple(m for m in mentions if not m.candidates and not m.aside),
            aside=tuple(m for m in mentions if m.aside),
            roles=roles,
        )

    def roles(self, text: str, lang: str | None = None) -> tuple[Role, ...]:
        """
        The occupations that a text names as the writer's own role or an advert's, in order, labelled in `lang`.

        Without `lang` the labels are in the language of the text. A role may be named in several places. What a role
        needs stands in the taxonomy. Raises TextRefused as `map` does.
        """
        fallback = _checked(text, lang)
        read = list(passages(text, fallback))
        shown = lang or main_language(((p.lang, p.sentence.end - p.sentence.start) for p in read), fallback)
        return tuple(
            Role(r.uri, self.label(r.uri, shown), r.confidence, r.span.start, r.span.end, r.span.cut(text))
            for r in self._roles.named(text, read)
        )

    def rank(self, text: str, *, kind: Kind, top: int, lang: str | None = None) -> tuple[Ranked, ...]:
        """The best `top` concepts of a kind for a whole text, best first: always that many, or all there are."""
        fallback = _checked(text, lang)
        text, read = counting(text[:LONGEST_RANKED], fallback)
        mentions = self._mapper.named(text, read)
        lang = lang or language_of(text, fallback)
        return self._ranker.rank(text, parts_of(text, read), kind=kind, top=top, lang=lang, mentions=mentions)

    def channels(self, text: str, *, kind: Kind, lang: str | None = None) -> list[Scores]:
        """What each channel of the ranking says of every concept of a kind, in the order of URIs: for measuring."""
        numbers = self._index.of_kind(kind)
        text, read = counting(text, lang or DEFAULT)
        lang = lang or language_of(text)
        channels = self._ranker.channels(text, parts_of(text, read), lang, self._mapper.named(text, read))
        return [channel[numbers] for channel in channels]

    def weighing(self, text: str) -> str:
        """Which of SKILL_WEIGHTS a text is ranked with."""
        return weighing(text, parts_of(text, list(passages(text, DEFAULT))))

    def uris(self, kind: Kind) -> list[str]:
        """The URIs of all concepts of a kind, in order."""
        return [self._index.uris[number] for number in self._index.of_kind(kind)]

    def search(
        self, text: str, *, kind: Kind | None = None, lang: str = DEFAULT, limit: int = 10
    ) -> tuple[Ranked, ...]:
        """Concepts for a query as it is being typed, best first; none where nothing is alike."""
        return self._ranker.search(text, kind=kind, lang=lang, limit=limit)

    def neighbours(self, uri: str, limit: int) -> tuple[Ranked, ...]:
        """The concepts of the same kind that mean nearly the same. Raises UnknownConcept."""
        return self._ranker.neighbours(self._index.number(uri), limit)

    def vectors(self, uris: Sequence[str]) -> Vectors:
        """One unit vector for each concept, in the order given; zeros for one that is not in the index."""
        return self._index.vectors_of(uris)

    def language(self, text: str) -> str:
        """The language a whole text is ranked in when none is given."""
        return language_of(text[:LONGEST_RANKED])

    def concept(self, uri: str) -> Concept:
        """The concept with this URI. Raises UnknownConcept."""
        return self._index.concept(self._index.number(uri))

    def label(self, uri: str, lang: str) -> str:
        """The label of a concept in a language, else the nearest there is. Raises UnknownConcept."""
        return self.concept(uri).label(lang)


def counting(text: str, lang: str) -> tuple[str, list[Passage]]:
    """
    A text without what says nothing of anybody's skills (what is lacking, others' work, boilerplate), and its passages.

    All of it where nothing would be left, and of a single sentence, which says too little for a cue to be sure. A wish
    stays: it says what is aimed for.
    """
    read = list(passages(text, lang))
    if len(read) < FEWEST_SENTENCES or not any(w.aside in COUNTS_FOR_NOTHING for p in read for w in p.words):
        return text, read
    kept = [", ".join(_counting_parts(text, passage)) for passage in read]
    left = "\n".join(part for part in kept if part)
    again = list(passages(left, lang))
    return (left, again) if again else (text, read)


def _counting_parts(text: str, passage: Passage) -> Iterator[str]:
    for is_apart, words in groupby(passage.words, key=lambda word: word.aside in COUNTS_FOR_NOTHING):
        stretch = list(words)
        if not is_apart and any(word.bears_meaning for word in stretch):
            yield text[stretch[0].token.start : stretch[-1].token.end]


def parts_of(text: str, read: Sequence[Passage]) -> list[str]:
    """The sentences of a text that has more than one."""
    parts = [text[passage.sentence.start : passage.sentence.end] for passage in read]
    return parts if len(parts) > 1 else []


def _checked(text: str, lang: str | None) -> str:
    """The language to fall back on. Raises TextRefused."""
    if len(text) > LONGEST_TEXT:
        raise TextRefused(f"the text has {len(text)} characters; {LONGEST_TEXT} are read")
    if lang is not None and lang not in LANGUAGES:
        raise TextRefused(f"the language must be one of {', '.join(LANGUAGES)}")
    return lang or DEFAULT
