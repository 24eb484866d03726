"""
Languages and how well they are known: names in bokmål, nynorsk and English to ISO 639 codes and CEFR levels.

Names come from Unicode's CLDR through Babel. A word for a level that we do not know leaves the level empty.
"""

import re
from functools import cache
from typing import Final

from babel import Locale

from normi.imports.outline.words import FLUENCY, MOTHER_TONGUE
from normi.portability.document import Language

OURS: Final = {
    "norsk": "no",
    "norwegian": "no",
    "bokmål": "nb",
    "nynorsk": "nn",
    "samisk": "se",
    "sami": "se",
    "kurdisk": "ku",
    "farsi": "fa",
    "dari": "prs",
    "mandarin": "zh",
    "filipino": "fil",
    "gresk": "el",
}
LONGEST_NAME: Final = 30
PART: Final = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)*")
LEVEL: Final = re.compile(r"\b([ABC][12])\b")


@cache
def codes() -> dict[str, str]:
    """Every language name we know, in lower case, to its code of two or three letters."""
    names: dict[str, str] = {}
    for locale in ("en", "nn", "nb"):
        known = Locale(locale).languages.items()
        names |= {name.lower(): code for code, name in known if len(code) <= 3 and len(name) <= LONGEST_NAME}
    return names | OURS


def language(line: str) -> Language | None:
    """
    A language with its level, or None.

    >>> language("Norsk – morsmål").is_mother_tongue, language("Tysk: B1").reading, language("Ski og strikking")
    (True, 'B1', None)
    """
    code, rest = named(line)
    if not code:
        return None
    if any(word in rest.lower() for word in MOTHER_TONGUE):
        return Language(code, is_mother_tongue=True)
    return spoken(code, level_of(rest))


def spoken(code: str, level: str) -> Language:
    """A language at the same level throughout."""
    return Language(code, False, level, level, level, level, level)


def named(line: str) -> tuple[str, str]:
    """The code of the language that a line begins with, and the rest of the line. Empty where there is none."""
    words = PART.match(line.strip())
    if not words:
        return "", line
    parts = words[0].split(" ")
    for count in range(len(parts), 0, -1):
        if code := codes().get(" ".join(parts[:count]).lower()):
            return code, line.strip()[len(" ".join(parts[:count])) :]
    return "", line


def level_of(words: str) -> str:
    """The CEFR level that is written or meant, or empty."""
    if found := LEVEL.search(words.upper()):
        return found[1]
    lowered = words.lower()
    return next((level for word, level in FLUENCY if re.search(rf"\b{word}", lowered)), "")


def in_lines(lines: list[str]) -> tuple[list[Language], list[str]]:
    """The languages in a part of a CV, each once, and the lines that name none."""
    found: dict[str, Language] = {}
    left = []
    for line in lines:
        hits = [language(piece) for piece in pieces(line)]
        known = [hit for hit in hits if hit]
        if len(known) < len(hits) or not known:
            left.append(line)
        for hit in known:
            found.setdefault(hit.code, hit)
    return list(found.values()), left


def pieces(line: str) -> list[str]:
    """
    One piece for each language on a line.

    >>> pieces("Norsk (morsmål), engelsk (flytende, C1) og tysk")
    ['Norsk (morsmål)', 'engelsk (flytende, C1)', 'tysk']
    """
    cut = re.split(r"[,;|/]|\bog\b|\band\b", line)
    joined: list[str] = []
    for part in cut:
        if joined and (joined[-1].count("(") > joined[-1].count(")") or (part.strip() and not named(part)[0])):
            joined[-1] = f"{joined[-1]},{part}"
        else:
            joined.append(part)
    return [part.strip() for part in joined if part.strip()]
