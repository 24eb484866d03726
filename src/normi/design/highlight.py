"""
A text cut where highlights begin and end, so that it can be drawn as flat, never nested, marks.

Owns the cutting. Which stretches are highlighted, and why, belongs to the app that asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Highlight:
    """
    text[start:end] is the proof of the suggestion whose card has the id `suggestion-<key>`.

    Offsets count Unicode code points. No confidence: the words were read, but nothing is suggested for them.
    """

    start: int
    end: int
    key: str | int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the highlights that cover all of it, widest first, and those of them that begin here."""

    text: str
    highlights: tuple[Highlight, ...]
    begins: tuple[Highlight, ...]

    @property
    def main(self) -> Highlight | None:
        """The highlight the words themselves link to."""
        return self.highlights[0] if self.highlights else None

    @property
    def is_start(self) -> bool:
        """Whether the main highlight begins here: an id may stand only once on a page."""
        return self.main in self.begins

    @property
    def also(self) -> tuple[Highlight, ...]:
        """Other highlights that begin here: each gets a small link of its own."""
        return tuple(each for each in self.begins if each is not self.main)


def segments(text: str, highlights: Iterable[Highlight]) -> list[Segment]:
    """
    The whole text, in order, cut at every edge of a highlight.

    >>> [part.text for part in segments("kan sveise stål", [Highlight(4, 10, 1)])]
    ['kan ', 'sveise', ' stål']
    """
    inside = [each for each in highlights if 0 <= each.start < each.end <= len(text)]
    inside.sort(key=lambda each: (each.start, -each.end))
    edges = sorted({0, len(text), *(each.start for each in inside), *(each.end for each in inside)})
    return [segment(text, start, end, inside) for start, end in pairwise(edges)]


def segment(text: str, start: int, end: int, highlights: Iterable[Highlight]) -> Segment:
    covering = tuple(each for each in highlights if each.start <= start and end <= each.end)
    return Segment(text[start:end], covering, tuple(each for each in covering if each.start == start))
