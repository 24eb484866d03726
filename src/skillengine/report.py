"""
The facts of a competency report: what is said about one person, in one language, on one day. No layout.

Owns what a report may hold, its JSON form and the bytes that a signature covers. Refuses to own words for people to
read (headings, level names), what a person has chosen to show, and keys. Text that is not given is empty; a part that
is empty is left out of the JSON.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar

from skillengine.errors import NotAReport
from skillengine.gap import State

FORMAT, VERSION = "normi-report", 1
LEVELS = (1, 2, 3, 4, 5)


class Basis(StrEnum):
    """Who says that the person has the skill: they themselves, or a credential that someone else has issued."""

    SELF = "self"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a skill shows: `kind` is text, role, experience, education or credential; `words` name or quote it."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill the person says is theirs. Level 1 to 5 is their own word; None where they have not said."""

    uri: str
    label: str
    basis: Basis
    level: int | None = None
    last_used: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Work, voluntary work, care, a project or a study. Dates are ISO 8601, as precise as they are known."""

    title: str
    kind: str = ""
    place: str = ""
    started: str = ""
    ended: str = ""
    is_current: bool = False
    description: str = ""
    eqf_level: int | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639 code: mother tongue, or the five CEFR levels as far as they are known."""

    code: str
    is_mother_tongue: bool = False
    listening: str = ""
    reading: str = ""
    interaction: str = ""
    production: str = ""
    writing: str = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate or licence."""

    name: str
    issuer: str = ""
    issued: str = ""
    expires: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One skill that a role asks for, and what the person has of it. `by` is the neighbouring skill that counts."""

    label: str
    state: State
    points: int
    possible: int
    essential: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A role aimed for, with what it asks for. Its score is the sum of its lines, as docs/scoring.md says."""

    uri: str
    label: str
    needs: tuple[Need, ...] = ()

    @property
    def points(self) -> int:
        return sum(need.points for need in self.needs)

    @property
    def possible(self) -> int:
        return sum(need.possible for need in self.needs)

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means everything; 0 where nothing is known of the role."""
        return 100 * self.points // self.possible if self.possible else 0


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the person: only what they chose to show."""

    email: str = ""
    phone: str = ""
    address: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """
    One report. `made_at` is ISO 8601 in UTC, to the second; `picture` is a JPEG in base64.

    `classification` is the version of ESCO that the skills are named after.
    """

    lang: str
    made_at: str
    name: str = ""
    headline: str = ""
    about: str = ""
    picture: str = ""
    contact: Contact = Contact()
    skills: tuple[Skill, ...] = ()
    experiences: tuple[Period, ...] = ()
    educations: tuple[Period, ...] = ()
    languages: tuple[Language, ...] = ()
    credentials: tuple[Credential, ...] = ()
    goals: tuple[Goal, ...] = ()
    classification: str = ""


# What a field holds, where that is more than a text or a number. A tuple stands for many.
HOLDS: dict[tuple[type, str], type] = {
    (Report, "skills"): Skill,
    (Report, "experiences"): Period,
    (Report, "educations"): Period,
    (Report, "languages"): Language,
    (Report, "credentials"): Credential,
    (Report, "goals"): Goal,
    (Report, "contact"): Contact,
    (Skill, "evidence"): Evidence,
    (Skill, "basis"): Basis,
    (Goal, "needs"): Need,
    (Need, "state"): State,
}
Fact = TypeVar("Fact")


def basis_of(evidence: Iterable[Evidence]) -> Basis:
    """A credential weighs more than the person's own word; everything else is their own word."""
    return Basis.CREDENTIAL if any(e.kind == Basis.CREDENTIAL for e in evidence) else Basis.SELF


def level_counts(skills: Iterable[Skill]) -> dict[int | None, int]:
    """
    How many skills stand at each level, every level included; None counts those without one.

    >>> level_counts([Skill("a", "a", Basis.SELF, 3), Skill("b", "b", Basis.SELF, 3), Skill("c", "c", Basis.SELF)])
    {1: 0, 2: 0, 3: 2, 4: 0, 5: 0, None: 1}
    """
    counted = Counter(skill.level for skill in skills)
    return {level: counted[level] for level in (*LEVELS, None)}


def state_counts(goal: Goal) -> dict[State, int]:
    """How many of the role's skills the person has, has partly and lacks."""
    counted = Counter(need.state for need in goal.needs)
    return {state: counted[state] for state in State}


def document(report: Report) -> dict[str, Any]:
    """The report as JSON holds it, without a signature."""
    return {"format": FORMAT, "version": VERSION, "report": plain(report)}


def plain(value: Any) -> Any:
    """A fact as numbers, texts, lists and mappings, without what stands at its default, which is to say nothing."""
    if is_dataclass(value):
        said = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
        return {name: plain(item) for name, item, unsaid in said if item != unsaid}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def canonical(value: Mapping[str, Any]) -> bytes:
    """
    The one way to write a document: the bytes a signature covers. As RFC 8785, for ASCII names and whole numbers.

    >>> canonical({"b": "å", "a": [1, True]})
    b'{"a":[1,true],"b":"\\xc3\\xa5"}'
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def read(found: Mapping[str, Any]) -> Report:
    """The report in a document of any version we have made. Raises NotAReport."""
    if found.get("format") != FORMAT or found.get("version") != VERSION:
        raise NotAReport("neither our format nor a version of it")
    try:
        return _read(Report, found.get("report"))
    except (TypeError, ValueError) as error:
        raise NotAReport("the parts do not fit together") from error


def _read(kind: type[Fact], facts: Any) -> Fact:
    if issubclass(kind, StrEnum):
        return kind(facts)
    return kind(**{name: _held(kind, name, value) for name, value in dict(facts).items()})


def _held(kind: type, name: str, value: Any) -> Any:
    inner = HOLDS.get((kind, name))
    if inner is None:
        return value
    return tuple(_read(inner, item) for item in value) if isinstance(value, list) else _read(inner, value)
