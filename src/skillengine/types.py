"""
The engine's nouns: frozen, few, and the same everywhere.

A language is one of the codes in LANGUAGES. Offsets count Python characters (Unicode code points) from the
start of the text as it was given. A concept is named by its ESCO URI.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LANGUAGES = ("nb", "nn", "en")


class Kind(StrEnum):
    """What sort of ESCO concept it is. Only skills and occupations are ranked; groups give the hierarchy."""

    SKILL = "skill"
    OCCUPATION = "occupation"
    SKILL_GROUP = "skill_group"
    ISCO_GROUP = "isco_group"


class RelationType(StrEnum):
    """How one concept relates to another, read from source to target."""

    BROADER = "broader"
    ESSENTIAL = "essential"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Concept:
    """
    One entry of the classification. Every mapping is by language; a language may be missing.

    `skill_type` is ESCO's: "skill/competence", "knowledge", or empty where the source does not say. So is
    `reuse_level`: "transversal", "cross-sector", "sector-specific", "occupation-specific". `hidden` labels are for
    searching only, never shown. `regulated` is the URI of ESCO's note on regulated professions.
    """

    uri: str
    kind: Kind
    labels: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    skill_type: str = ""
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    scope_notes: Mapping[str, str] = field(default_factory=dict)
    reuse_level: str = ""
    status: str = ""
    regulated: str = ""
    modified: datetime | None = None

    def label(self, lang: str) -> str:
        """The preferred label in this language, else bokmål, else English, else any, else the URI."""
        for code in (lang, "nb", "en"):
            if code in self.labels:
                return self.labels[code]
        return next(iter(self.labels.values()), self.uri)


@dataclass(frozen=True, slots=True)
class Relation:
    """`source` is broader-linked to, or (for an occupation or skill) needs, `target`."""

    source: str
    target: str
    type: RelationType


@dataclass(frozen=True, slots=True)
class Collection:
    """
    Concepts that ESCO lists together, such as the green skills. `name` is the scheme's URI, or the file's name.

    Labels and descriptions are by language and may be missing; `members` are URIs, sorted.
    """

    name: str
    members: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a text: text[start:end]."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A skill the engine offers for a span. Only a person can accept it. Confidence is in [0, 1]."""

    uri: str
    confidence: float


class Aside(StrEnum):
    """Why a mention counts for nothing: it was read, and kept apart."""

    NEGATED = "negated"
    OTHERS = "others"
    BOILERPLATE = "boilerplate"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Mention:
    """
    A stretch of text that names a skill, with candidates best first (at most four: one and three alternatives).

    No candidates: the mention was seen but not matched, and is kept as a proposal.
    """

    span: Span
    candidates: tuple[Candidate, ...]
    lang: str
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class NamedRole:
    """A stretch of text that names an occupation as the writer's own role, or as the one an advert seeks."""

    span: Span
    uri: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Role:
    """A named role in words: text[start:end] is the quote, `label` is the occupation's in the language of the text."""

    uri: str
    label: str
    confidence: float
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What the engine read in one text. Every list is sorted by start; skills, unmatched and aside never overlap.

    Roles are another reading of the same words: "sykepleier" may show a skill and name a role.
    """

    lang: str
    skills: tuple[Mention, ...]
    unmatched: tuple[Mention, ...]
    aside: tuple[Mention, ...]
    roles: tuple[NamedRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A concept and its score against a whole text or query. Scores order; they are not probabilities."""

    uri: str
    score: float
