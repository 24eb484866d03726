"""
What each part of a CV gives: jobs, studies, courses, languages, names of skills. One rule for each kind of part.

Owns the rules. A line that fits none is left, and said to be left; nothing is thrown away.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from normi.imports.outline import languages
from normi.imports.outline.entries import Named, Raw, named, raw_entries
from normi.imports.outline.parts import Section, without_bullet
from normi.imports.outline.periods import dated
from normi.imports.outline.words import Part
from normi.portability.document import Credential, Education, Experience, Language

LONGEST: Final = {"title": 160, "organisation": 160, "place": 120, "name": 200, "description": 8_000}
LONGEST_SKILL: Final = 60


@dataclass
class Gathered:
    """What the parts have given so far."""

    experiences: list[Experience] = field(default_factory=list)
    educations: list[Education] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def take(self, part: Section) -> None:
        """Read one part by its rule. Referees and contact have none: they are read elsewhere, or not at all."""
        if rule := RULES.get(part.part):
            rule(self, part)


def _lived(gathered: Gathered, part: Section) -> None:
    entries, left = raw_entries(part.lines, lone_dates=False)
    for number, entry in enumerate(entries, start=len(gathered.experiences)):
        gathered.experiences.append(_experience(entry, part.part, number))
    gathered.left += left


def _studied(gathered: Gathered, part: Section) -> None:
    entries, left = raw_entries(part.lines, lone_dates=True)
    for number, entry in enumerate(entries, start=len(gathered.educations)):
        gathered.educations.append(_education(entry, number))
    gathered.left += left


def _proved(gathered: Gathered, part: Section) -> None:
    for number, line in enumerate(filter(None, part.lines), start=len(gathered.credentials)):
        gathered.credentials.append(_credential(line, number))


def _spoken(gathered: Gathered, part: Section) -> None:
    known, left = languages.in_lines([without_bullet(line) for line in part.lines if line])
    before = {language.code for language in gathered.languages}
    gathered.languages += [language for language in known if language.code not in before]
    gathered.left += left


def _skilled(gathered: Gathered, part: Section) -> None:
    """Names of skills are short; sentences are left to be read for skills like the rest of the text."""
    for line in filter(None, part.lines):
        names = list(_skills_in(without_bullet(line)))
        if all(len(name) <= LONGEST_SKILL for name in names):
            gathered.named += [name for name in names if name not in gathered.named]
        else:
            gathered.left.append(line)


def _skills_in(line: str) -> Iterator[str]:
    """The names on a line; a label in front of them, such as `Verktøy:`, is none."""
    label, colon, after = line.partition(":")
    names = after if colon and after.strip() and len(label) <= LONGEST_SKILL else line
    return (name for part in re.split(r"[,;|•\t]", names) if (name := part.strip(" .-–")))


def _told(gathered: Gathered, part: Section) -> None:
    gathered.summary += part.lines


def _left(gathered: Gathered, part: Section) -> None:
    gathered.left += [line for line in part.lines if line]


RULES: Final[dict[Part, Callable[[Gathered, Section], None]]] = {
    **dict.fromkeys((Part.WORK, Part.VOLUNTARY, Part.CARE, Part.PROJECT), _lived),
    Part.EDUCATION: _studied,
    Part.CREDENTIAL: _proved,
    Part.LANGUAGE: _spoken,
    Part.SKILL: _skilled,
    Part.SUMMARY: _told,
    Part.OTHER: _left,
}


def _experience(entry: Raw, part: Part, number: int) -> Experience:
    head = _named(entry)
    return Experience(
        key=f"experience-{number}",
        title=_cut(head.title, "title"),
        kind=part.value,
        organisation=_cut(head.organisation, "organisation"),
        place=_cut(head.place, "place"),
        started=entry.period.started,
        ended=entry.period.ended,
        is_current=entry.period.is_current,
        description=_words(entry, head),
    )


def _education(entry: Raw, number: int) -> Education:
    head = _named(entry, is_study=True)
    return Education(
        key=f"education-{number}",
        qualification=_cut(head.title, "name"),
        institution=_cut(head.organisation, "name"),
        place=_cut(head.place, "place"),
        started=entry.period.started,
        ended=entry.period.ended,
        is_current=entry.period.is_current,
        description=_words(entry, head),
    )


def _named(entry: Raw, *, is_study: bool = False) -> Named:
    head = named([without_bullet(line) for line in entry.head], is_study=is_study)
    return head if head.title else replace(head, title="–")


def _words(entry: Raw, head: Named) -> str:
    """The person's own words, with the pieces of the head that found no place of their own."""
    return _cut("\n".join([*head.rest, *entry.body]).strip(), "description")


def _credential(line: str, number: int) -> Credential:
    """`Truckførerbevis, Norsk Truckskole, 2018` is a name, an issuer and a date."""
    bare = without_bullet(line)
    when = dated(bare, lone_dates=True)
    head = named([when.words if when and when.words else bare])
    name, issuer = (
        (head.title, head.organisation) if not head.rest and not head.place else (when.words if when else bare, "")
    )
    date = (when.period.ended or when.period.started) if when else ""
    return Credential(f"credential-{number}", _cut(name, "name"), _cut(issuer, "title"), date)


def _cut(words: str, field: str) -> str:
    return words.replace("\t", " ")[: LONGEST[field]].strip()
