"""
PDF: the text of its pages, or the Europass profile that is attached to it.

Reads no picture and runs nothing. A PDF without text is scanned paper, and is refused with that word.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from normi.errors import Refused
from normi.imports import limits, reasons
from normi.imports.found import Found, Remark, Source
from normi.imports.outline import reading
from normi.imports.readers import europass

FAULTS: Final = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    AssertionError,
    NotImplementedError,
    ZeroDivisionError,
)
"""What pypdf raises on a file that is not as it should be."""
FEWEST_LETTERS: Final = 20
"""Fewer on all pages together is a stamp or a page number, no text."""


def read(content: bytes) -> Found:
    file = opened(content)
    if attached := profile_attached(file):
        return attached
    pages = list(texts_of(file))
    if sum(sign.isalpha() for text in pages for sign in text) < FEWEST_LETTERS:
        raise reasons.scanned()
    found = reading.read("\n".join(pages), Source.PDF)
    silent = sum(not text.strip() for text in pages)
    return found.noting(Remark.PAGES_WITHOUT_TEXT, silent) if silent else found


def opened(content: bytes) -> PdfReader:
    """The file, if it has no password and not too many pages. Raises Refused."""
    try:
        file = PdfReader(io.BytesIO(content))
        locked = file.is_encrypted and not file.decrypt("")
        pages = 0 if locked else len(file.pages)
    except DependencyError:
        raise reasons.encrypted() from None
    except (*FAULTS, RecursionError):
        raise reasons.damaged() from None
    if locked:
        raise reasons.encrypted()
    if pages > limits.MOST_PAGES:
        raise reasons.too_many_pages()
    if not pages:
        raise reasons.damaged()
    return file


def texts_of(file: PdfReader) -> Iterator[str]:
    """The text of each page. A page that cannot be read counts as one without text; if none can, it is damaged."""
    broken = 0
    for page in file.pages:
        try:
            yield page.extract_text().replace("\x00", "")
        except (*FAULTS, RecursionError):
            broken += 1
            yield ""
    if broken == len(file.pages):
        raise reasons.damaged()


def profile_attached(file: PdfReader) -> Found | None:
    """The profile in an attachment, as Europass makes them. An attachment of another kind is left alone."""
    try:
        attached = [part for parts in file.attachments.values() for part in parts]
    except (*FAULTS, RecursionError):
        return None
    for content in attached:
        if len(content) <= limits.LARGEST_FILE and (found := _profile(content)):
            return replace(found, source=Source.EUROPASS)
    return None


def _profile(content: bytes) -> Found | None:
    try:
        return europass.read(content)
    except Refused:
        return None
