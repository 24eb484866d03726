"""
A whole profile as one value: what every format is read into and written from.

Owns the shape. Refuses to own storage (`queries`, `actions`) and formats (`formats`). Everything is frozen and compares
by value, so that a round trip is checked with `==`. Dates of periods are ISO 8601, as precise as they were given; empty
text means not given. `key` names an entry inside one document, for the skills that point at it.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """Name and how to reach them."""

    name: str = ""
    headline: str = ""
    summary: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    place: str = ""
    country: str = ""
    website: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Experience:
    """Work, voluntary work, care or a project; `kind` is one of careers.models.Experience.Kind."""

    key: str
    title: str
    kind: str = "work"
    organisation: str = ""
    place: str = ""
    started: str = ""
    ended: str = ""
    is_current: bool = False
    description: str = ""
    website: str = ""
    occupation_uri: str = ""


@dataclass(frozen=True)
class Education:
    """A course of study, with its EQF level where that is known."""

    key: str
    qualification: str
    institution: str = ""
    field: str = ""
    grade: str = ""
    eqf_level: int | None = None
    place: str = ""
    started: str = ""
    ended: str = ""
    is_current: bool = False
    description: str = ""
    website: str = ""


@dataclass(frozen=True)
class Credential:
    """A certificate or licence."""

    key: str
    name: str
    issuer: str = ""
    issued: str = ""
    expires: str = ""
    number: str = ""
    website: str = ""


@dataclass(frozen=True)
class Language:
    """A language by its ISO 639 code, as mother tongue or with CEFR levels."""

    code: str
    is_mother_tongue: bool = False
    listening: str = ""
    reading: str = ""
    interaction: str = ""
    production: str = ""
    writing: str = ""


@dataclass(frozen=True)
class Answer:
    """One suggested, ticked or added skill with the person's answer; see profiles.models.ProfileSkill."""

    concept_uri: str
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    alternatives: tuple[tuple[str, float], ...] = ()
    role: int | None = None
    """The place in `roles` of the role it was ticked for."""
    suggested_at: datetime | None = None
    accepted_at: datetime | None = None
    rejected_at: datetime | None = None
    rejection: str = ""


@dataclass(frozen=True)
class Apart:
    """A stretch that was read and kept apart."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Role:
    """A stretch that names a role."""

    concept_uri: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Text:
    """A text the person has given us, with everything found in it. `of` is the key of the entry it belongs to."""

    content: str
    lang: str
    read_at: datetime
    answers: tuple[Answer, ...] = ()
    apart: tuple[Apart, ...] = ()
    roles: tuple[Role, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skill:
    """
    How the person stands to an accepted skill. `label` is a word for people who read the file; the URI decides.

    A skill from a foreign file has no URI yet: it is `named` until the person has chosen a concept for it.
    """

    concept_uri: str
    label: str = ""
    level: int | None = None
    interest: int | None = None
    last_used: int | None = None
    uses: tuple[str, ...] = ()
    """Keys of the entries where it was used, learned or proved."""


@dataclass(frozen=True)
class Change:
    """A line of the skill history."""

    concept_uri: str
    what: str
    changed_at: datetime
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Goal:
    """A role aimed for."""

    occupation_uri: str
    label: str = ""
    chosen_at: datetime | None = None


@dataclass(frozen=True)
class Dismissal:
    """Advice that was put away."""

    advice: str
    about: str
    dismissed_at: datetime


@dataclass(frozen=True)
class Document:
    """
    A profile. Own formats carry all of it, foreign ones what they have room for.

    `named` are skills given only by name in a foreign file, `added` the ones the person added by hand.
    """

    person: Person = Person()
    picture: Picture | None = None
    experiences: tuple[Experience, ...] = ()
    educations: tuple[Education, ...] = ()
    credentials: tuple[Credential, ...] = ()
    languages: tuple[Language, ...] = ()
    skills: tuple[Skill, ...] = ()
    named: tuple[str, ...] = ()
    added: tuple[Answer, ...] = ()
    texts: tuple[Text, ...] = ()
    history: tuple[Change, ...] = ()
    goals: tuple[Goal, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    classification: str = field(default="", compare=False)
    """The version of ESCO that the labels were taken from."""
    not_understood: tuple[str, ...] = field(default=(), compare=False)
    """What a reader found in a foreign file and could not place: one sentence each, for the person to read."""
