"""
The text of a CV as a profile: every part read by its own rule, and every line that fits none kept.

Owns the order of the work. `text` is the whole text but for contact and referees: the first is not about skills, and
the second are other people, who did not ask to come.
"""

from dataclasses import replace
from typing import Final

from normi.imports import limits
from normi.imports.found import Found, Remark, Source
from normi.imports.outline.contact import person
from normi.imports.outline.gathering import Gathered
from normi.imports.outline.parts import Section, lines_of, sections
from normi.imports.outline.words import Part
from normi.portability.document import Document, Person

NOT_READ: Final = (Part.CONTACT, Part.REFERENCES)


def read(text: str, source: Source) -> Found:
    """The profile in a text. Of a very long one the start is read, with a note."""
    parts = sections(lines_of(text[: limits.MOST_CHARACTERS]))
    who, left = person([line for part in parts if part.part is Part.CONTACT for line in part.lines])
    gathered = Gathered(left=list(left))
    for part in parts:
        gathered.take(part)
    found = Found(source, _document(who, gathered), _text_of(left, parts), tuple(gathered.left))
    if len(text) > limits.MOST_CHARACTERS:
        found = found.noting(Remark.FILE_CUT, limits.MOST_CHARACTERS)
    return _noted(found, parts)


def _document(who: Person, gathered: Gathered) -> Document:
    return Document(
        person=replace(who, summary="\n".join(gathered.summary).strip()),
        experiences=tuple(gathered.experiences),
        educations=tuple(gathered.educations),
        credentials=tuple(gathered.credentials),
        languages=tuple(gathered.languages),
        named=tuple(gathered.named),
    )


def _text_of(top: list[str], parts: list[Section]) -> str:
    kept = ("\n".join([part.heading, *part.lines]) for part in parts if part.part not in NOT_READ)
    return "\n\n".join(block.strip("\n") for block in ("\n".join(top), *kept) if block.strip())


def _noted(found: Found, parts: list[Section]) -> Found:
    if any(part.part is Part.REFERENCES and any(part.lines) for part in parts):
        found = found.noting(Remark.REFERENCES)
    if not (found.document.experiences or found.document.educations):
        found = found.noting(Remark.NO_STRUCTURE)
    return found
