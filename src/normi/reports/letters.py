"""
Which characters the PDF can show, and what stands in for the others.

A PDF that can be read aloud must have a glyph for every character, so what our fonts lack becomes a hollow box; the
JSON of the report keeps it. Owns nothing about how the text is set.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
BOX = "▯"
# Marks without a glyph. Those that steer how letters join are kept, those that turn the direction of text are not.
FORMAT, JOINERS = {"Cf", "Cc", "Zl", "Zp"}, "\u200c\u200d"
LONGEST_WORD = 30
BREAK = "\u200b"
LINK = "link"


@lru_cache(maxsize=1)
def ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first and the last character of each stretch that the fonts show."""
    lines = (FONTS / "letters.ranges").read_text().split()
    pairs = [line.split("-") for line in lines]
    return tuple(int(start, 16) for start, _ in pairs), tuple(int(end, 16) for _, end in pairs)


def has_glyph(char: str) -> bool:
    starts, ends = ranges()
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


def showable(text: str) -> str:
    """The text with a box for each character that cannot be shown, and places to break words that no line can hold."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_breakable(word) for word in "".join(map(_shown, composed)).split(" "))


def _shown(char: str) -> str:
    if unicodedata.category(char) in FORMAT and char not in JOINERS:
        return " " if char in "\t\n\r\v\f\u2028\u2029" else ""
    return char if has_glyph(char) else BOX


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """The same lists and mappings with every text changed, but for links, which no one reads."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: item if name == LINK else everywhere(item, change) for name, item in value.items()}
    return [everywhere(item, change) for item in value] if isinstance(value, list | tuple) else value
