"""
What was read from a file: the profile, the words as they stood, what could not be placed, and what must be said.

Owns the value that goes from the worker to the page. Refuses to own words for people: a remark is a code here.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from normi.portability.document import Document


class Source(StrEnum):
    """The kinds of file we read. The value is what is kept with an import that waits for an answer."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    LINKEDIN = "linkedin"
    JSON_RESUME = "json-resume"
    EUROPASS = "europass"
    OWN = "own"


class Remark(StrEnum):
    """Something the person must know about how the file was read."""

    FILE_CUT = "file-cut"
    TEXT_CUT = "text-cut"
    TOO_MANY = "too-many"
    REFERENCES = "references"
    OTHER_FILES = "other-files"
    BROKEN_FILES = "broken-files"
    NO_STRUCTURE = "no-structure"
    PAGES_WITHOUT_TEXT = "pages-without-text"


NOTHING = Document()


@dataclass(frozen=True)
class Note:
    """A remark and the number that belongs to it, such as how many files."""

    remark: Remark
    count: int = 0


@dataclass(frozen=True)
class Found:
    """
    What one file holds. `text` is read for skills if the person says yes; `unplaced` are lines that became no entry.

    >>> Found(Source.TEXT).has_anything
    False
    """

    source: Source
    document: Document = NOTHING
    text: str = ""
    unplaced: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def has_anything(self) -> bool:
        return bool(self.text.strip()) or self.document != NOTHING

    @property
    def is_whole(self) -> bool:
        """A profile that we once wrote, with answers and history: it comes back as it was, or not at all."""
        whole = self.document
        return self.source is Source.OWN or bool(whole.texts or whole.history or whole.skills or whole.added)

    def noting(self, remark: Remark, count: int = 0) -> "Found":
        return replace(self, notes=(*self.notes, Note(remark, count)))
