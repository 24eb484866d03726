"""
The text of a CV as a profile: every part read by its own rule, and every line that fits none kept.

Owns the order of the work. `text` is the whole text but for referees, who are other people and did not ask to come.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from normi.imports import limits
from normi.imports.found import Found, Note, Remark, Source
from normi.imports.outline import languages
from normi.imports.outline.contact import person
from normi.imports.outline.entries import Named, Raw, named, raw_entries
from normi.imports.outline.parts import Section, lines_of, sections, without_bullet
from normi.imports.outline.periods import dated
from normi.imports.outline.words import Part
from normi.portability.document import Credential, Document, Education, Experience, Language, Person

LIVED: Final = (Part.WORK, Part.VOLUNTARY, Part.CARE, Part.PROJECT)
LONGEST: Final = {"title": 160, "organisation": 160, "place": 120, "name": 200, "summary": 4_000, "description": 8_000}
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


def read(text: str, source: Source) -> Found:
    """The profile in a text."""
    parts = sections(lines_of(text))
    who, left = person([line for part in parts if part.part is Part.CONTACT for line in part.lines])
    gathered = Gathered(left=left)
    for part in parts:
        if part.part is not Part.CONTACT:
            _read_part(part, gathered)
    found = Found(source, _document(who, gathered), _text_of(parts), tuple(gathered.left))
    return _noted(found, parts)


def _read_part(part: Section, gathered: Gathered) -> None:
    lines = part.lines
    if part.part in LIVED:
        entries, left = raw_entries(lines, lone_dates=False)
        gathered.experiences += [
            _experience(entry, part.part, len(gathered.experiences) + n) for n, entry in enumerate(entries)
        ]
        gathered.left += left
    elif part.part is Part.EDUCATION:
        entries, left = raw_entries(lines, lone_dates=True)
        gathered.educations += [_education(entry, len(gathered.educations) + n) for n, entry in enumerate(entries)]
        gathered.left += left
    elif part.part is Part.CREDENTIAL:
        gathered.credentials += [
            _credential(line, len(gathered.credentials) + n) for n, line in enumerate(filter(None, lines))
        ]
    elif part.part is Part.LANGUAGE:
        known, left = languages.in_lines([without_bullet(line) for line in lines if line])
        gathered.languages += [
            language for language in known if language.code not in {one.code for one in gathered.languages}
        ]
        gathered.left += left
    elif part.part is Part.SKILL:
        _take_skills(lines, gathered)
    elif part.part is Part.SUMMARY:
        gathered.summary += lines
    elif part.part is Part.OTHER:
        gathered.left += [line for line in lines if line]


def _take_skills(lines: list[str], gathered: Gathered) -> None:
    """Names of skills are short; sentences are left to be read for skills like the rest of the text."""
    for line in filter(None, lines):
        names = list(_skills_in(without_bullet(line)))
        if all(len(name) <= LONGEST_SKILL for name in names):
            gathered.named += [name for name in names if name not in gathered.named]
        else:
            gathered.left.append(line)


def _skills_in(line: str) -> Iterator[str]:
    label, colon, after = line.partition(":")
    for name in (
        (after if colon and len(label) <= LONGEST_SKILL and after.strip() else line)
        .replace("\t", ",")
        .replace(";", ",")
        .replace("|", ",")
        .replace("•", ",")
        .split(",")
    ):
        if name.strip(" .-–"):
            yield name.strip(" .-–")


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


def _document(who: Person, gathered: Gathered) -> Document:
    summary = _cut("\n".join(gathered.summary).strip(), "summary")
    return Document(
        person=replace(who, summary=summary),
        experiences=tuple(gathered.experiences),
        educations=tuple(gathered.educations),
        credentials=tuple(gathered.credentials),
        languages=tuple(gathered.languages),
        named=tuple(gathered.named),
    )


def _text_of(parts: list[Section]) -> str:
    """The text as it stood, without who it is about and without referees."""
    kept = [part for part in parts if part.part not in (Part.REFERENCES, Part.CONTACT)]
    top = [line for part in parts if part.part is Part.CONTACT for line in part.lines]
    _who, left = person(top)
    blocks = ["\n".join(left), *("\n".join([part.heading, *part.lines]) for part in kept)]
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip())


def _noted(found: Found, parts: list[Section]) -> Found:
    notes = list(found.notes)
    if any(part.part is Part.REFERENCES and any(part.lines) for part in parts):
        notes.append(Note(Remark.REFERENCES))
    if not (found.document.experiences or found.document.educations):
        notes.append(Note(Remark.NO_STRUCTURE))
    if len(found.text) > limits.LONGEST_TEXT:
        notes.append(Note(Remark.TEXT_CUT, limits.LONGEST_TEXT))
        found = replace(found, text=_head_of(found.text))
    return replace(found, notes=tuple(notes))


def _head_of(text: str) -> str:
    """As many whole lines as are read at a time."""
    start = text[: limits.LONGEST_TEXT]
    return start[: start.rfind("\n")] if "\n" in start[limits.LONGEST_TEXT // 2 :] else start
