"""
A CV as lines, and the lines as parts under headings.

Owns what counts as a heading, a bullet and a page number. Refuses to look inside a part.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from normi.imports.outline.words import HEADING, TITLES_OF_A_CV, Part

BULLET: Final = re.compile(r"^\s*(?:[•·▪◦●○■□➢►‣⁃*–—-]|o(?=\s))\s*(?=\S)|^\s*[•·▪◦●○■□➢►‣⁃*–—-]+\s*$")
PAGE_NUMBER: Final = re.compile(r"^(?:side|page|s\.)?\s*\d{1,3}\s*(?:(?:av|of|/)\s*\d{1,3})?$", re.IGNORECASE)
DECORATION: Final = re.compile(r"^[\W\d_]+|[\W_]+$")
SPACES: Final = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000]+")
HIDDEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
LONGEST_HEADING: Final = 45
WITH_CONTENT: Final = frozenset({Part.LANGUAGE, Part.SKILL, Part.CREDENTIAL})
"""Parts that are often written on the line of their heading: `Språk: norsk, engelsk`."""


@dataclass(frozen=True)
class Section:
    """A heading and the lines under it, blank ones included. The first has no heading: what stands on top."""

    part: Part
    heading: str
    lines: list[str] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """The lines of a text with even spaces, without page numbers and invisible characters."""
    text = text.translate(HIDDEN).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    lines = [SPACES.sub(" ", line).strip(" ") for line in text.split("\n")]
    return [line for line in lines if not is_page_number(line)]


def is_page_number(line: str) -> bool:
    return bool(PAGE_NUMBER.match(line)) and not re.fullmatch(r"\d{3,4}", line)


def is_bullet(line: str) -> bool:
    return bool(BULLET.match(line))


def without_bullet(line: str) -> str:
    return BULLET.sub("", line).strip()


def heading(line: str) -> Part | None:
    """
    The part that a line is the heading of.

    >>> heading("2. ARBEIDSERFARING:"), heading("Kurs & sertifikater"), heading("Erfaring med barn er viktig")
    (<Part.WORK: 'work'>, <Part.CREDENTIAL: 'credential'>, None)
    """
    if len(line) > LONGEST_HEADING or is_bullet(line):
        return None
    return HEADING.get(plain(line))


def plain(line: str) -> str:
    """A heading in the form of the table: lower case, without numbers, colon and decoration."""
    bare = DECORATION.sub("", line.replace("\t", " ").strip()).strip().lower()
    spaced = (
        re.sub(r"\b([^\W\d_]) (?=[^\W\d_]\b)", r"\1", bare)
        if re.fullmatch(r"(?:[^\W\d_] ?){1,3}(?: [^\W\d_])+", bare)
        else bare
    )
    return SPACES.sub(" ", re.sub(r"\s*[&/+]\s*", " og ", spaced))


def heading_with_content(line: str) -> tuple[Part, str, str] | None:
    """`Språk: norsk, engelsk` as part, heading and content."""
    before, colon, after = line.partition(":")
    part = heading(before)
    if colon and after.strip() and part in WITH_CONTENT:
        return part, before, after.strip()
    return None


def is_title_of_a_cv(line: str) -> bool:
    return plain(line) in TITLES_OF_A_CV


def sections(lines: list[str]) -> list[Section]:
    """The lines under their headings, in order. Every line is in exactly one section, as heading or content."""
    found = [Section(Part.CONTACT, "")]
    for line in lines:
        if part := heading(line):
            found.append(Section(part, line))
        elif split := heading_with_content(line):
            found.append(Section(split[0], split[1], [split[2]]))
        else:
            found[-1].lines.append(line)
    return found
