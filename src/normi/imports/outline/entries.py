"""
The entries of a part: each begins with a period and a head of title and place, and goes on with the person's words.

People write the period before the head, beside it or under it; the part itself shows which. Refuses to move a line
from one entry to another on a guess: what comes before the first entry is left over.
"""

from dataclasses import dataclass, field
from typing import Final

from normi.imports.outline.parts import is_bullet, without_bullet
from normi.imports.outline.periods import Dated, Period, dated
from normi.imports.outline.words import ORGANISATIONS, QUALIFICATIONS, ROLE_ENDINGS

SEPARATORS: Final = (
    "\t",
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    " - ",
    " hos ",
    " ved ",
    " at ",
    " @ ",
    ", ",
    "; ",
    ": ",
    " / ",
)
LONGEST_LINE_IN_HEAD: Final = 80
HEAD_LINES: Final = 2
MOST_HEAD_LINES: Final = 3


@dataclass
class Raw:
    """An entry before it is known which word is the title."""

    period: Period
    head: list[str]
    body: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """Title, organisation and place of an entry, told apart as well as the words allow."""

    title: str
    organisation: str = ""
    place: str = ""
    rest: tuple[str, ...] = ()


def raw_entries(lines: list[str], *, lone_dates: bool) -> tuple[list[Raw], list[str]]:
    """The entries in the lines of one part, and the lines before the first of them."""
    marks = [(at, mark) for at, line in enumerate(lines) if (mark := mark_in(line, lone_dates=lone_dates))]
    if not marks:
        return [], [line for line in lines if line]
    above = any(lines[: marks[0][0]])
    under = above and not marks[0][1].words
    starts = [_start(lines, at, mark, above=above, under=under) for at, mark in marks]
    ends = [*starts[1:], len(lines)]
    entries = [_entry(lines, start, end, *mark) for start, end, mark in zip(starts, ends, marks, strict=True)]
    return entries, [line for line in lines[: starts[0]] if line]


def mark_in(line: str, *, lone_dates: bool = False) -> Dated | None:
    """The period of a line, where the line could begin an entry. A bullet counts only with a range in front."""
    if not line:
        return None
    found = dated(without_bullet(line), lone_dates=lone_dates)
    if found and is_bullet(line) and not (found.is_range or lone_dates):
        return None
    return found


def _start(lines: list[str], at: int, mark: Dated, *, above: bool, under: bool) -> int:
    """
    Where the entry of the period in line `at` begins.

    `above`: something stands over the first period, so heads may begin there; `under`: the periods stand alone.
    """
    if mark.words:
        return at - (above and not mark.at_start and _belongs_to(lines, at, mark.words))
    return at - _lines_of_head(lines, at) if under else at


def _belongs_to(lines: list[str], at: int, words: str) -> bool:
    """The line over this one names the place that this one lacks."""
    over = lines[at - 1] if at else ""
    return _in_head(over) and names_organisation(over) and not names_organisation(words) and not mark_in(over)


def _lines_of_head(lines: list[str], at: int) -> int:
    """How many lines over a period belong to it. A block of its own may have three; after other words, two are sure."""
    count = 0
    while count < at and _in_head(lines[at - count - 1]):
        count += 1
    stands_alone = count == at or not lines[at - count - 1]
    return count if stands_alone and count <= MOST_HEAD_LINES else min(count, HEAD_LINES)


def _in_head(line: str) -> bool:
    return (
        bool(line) and not is_bullet(line) and len(line) <= LONGEST_LINE_IN_HEAD and not line.endswith((".", ":", "!"))
    )


def _entry(lines: list[str], start: int, end: int, at: int, mark: Dated) -> Raw:
    head = [*lines[start:at], *([mark.words] if mark.words else [])]
    body = lines[at + 1 : end]
    while len(head) < HEAD_LINES and body and _continues(head, body[0]):
        head.append(body.pop(0))
    return Raw(mark.period, head, _trimmed(body))


def _continues(head: list[str], line: str) -> bool:
    """The line after the period belongs to the head: it is the head, or names the place where the head does not."""
    if not head:
        return bool(line) and not line.endswith(":") and len(line) <= LONGEST_LINE_IN_HEAD
    return (
        _in_head(line)
        and len(pieces(head[0])) == 1
        and (names_organisation(line) or len(line) <= LONGEST_LINE_IN_HEAD // 2)
    )


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def pieces(line: str) -> list[str]:
    """
    A head cut at the strongest separator in it.

    >>> pieces("Sykepleier, St. Olavs hospital, Trondheim"), pieces("Kokk hos Bergland Hotell")
    (['Sykepleier', 'St. Olavs hospital', 'Trondheim'], ['Kokk', 'Bergland Hotell'])
    """
    for separator in SEPARATORS:
        if separator in line:
            return [part.strip(" ,") for part in line.split(separator) if part.strip(" ,")]
    return [line]


def named(head: list[str], *, is_study: bool = False) -> Named:
    """Title, organisation and place from the lines of a head."""
    parts = [part for line in head for part in pieces(line)]
    if len(parts) == 1:
        return Named(parts[0])
    if not parts:
        return Named("")
    if len(parts) > 2 and names_organisation(parts[1], parts[2]) and not names_organisation(parts[1]):
        parts = [parts[0], f"{parts[1]}, {parts[2]}", *parts[3:]]
    title, organisation, *rest = parts
    if _is_turned(title, organisation, is_study=is_study):
        title, organisation = organisation, title
    place = rest.pop(0) if rest and len(rest[0]) <= 40 else ""
    return Named(title, organisation, place, tuple(rest))


def _is_turned(first: str, second: str, *, is_study: bool) -> bool:
    """The organisation stands first. Only told where the words show it; otherwise the title does."""
    weight = names_organisation(first) - names_organisation(second)
    marks = names_qualification if is_study else names_role
    return weight + marks(second) - marks(first) > 0


def names_organisation(*texts: str) -> bool:
    words = {word.strip("().,").lower() for text in texts for word in text.split()}
    return bool(words & ORGANISATIONS) or any(
        word.endswith(("kommune", "sykehus", "sjukehus", "skole", "skule", "barnehage", "universitetet", "høgskolen"))
        for word in words
    )


def names_role(text: str) -> bool:
    return any(word.strip("().,").lower().endswith(ROLE_ENDINGS) for word in text.split())


def names_qualification(text: str) -> bool:
    words = {word.strip("().,:").lower() for word in text.replace("-", " ").split()}
    return bool(words & QUALIFICATIONS) or any(
        word.startswith(("bachelor", "master", "fagbrev", "årsstudium")) for word in words
    )
