"""
Word documents: every paragraph in reading order, also in tables, text boxes and the page header.

Reads the document part alone and runs nothing. Columns of a table that hold a date and its words become one line.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from lxml import etree

from normi.imports import archive, limits, reasons
from normi.imports.found import Found, Source
from normi.imports.outline import reading

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX: Final = f"{W}txbxContent"
FAULTS: Final = (
    OpcError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    etree.Error,
)
WORDS: Final = "word/document.xml"
SHORT_CELL: Final = 40
LIST_STYLES: Final = ("list", "punkt", "bullet")


def read(content: bytes) -> Found:
    return reading.read("\n".join(lines_in(content)), Source.DOCX)


def lines_in(content: bytes) -> list[str]:
    """The lines of the document. Raises Refused where it is too large or damaged."""
    with archive.opened(content) as parts:
        if parts.getinfo(WORDS).file_size > limits.LARGEST_WORDS:
            raise reasons.too_heavy()
    try:
        document = docx.Document(io.BytesIO(content))
        return [line for block in blocks(document) for line in lines(block)]
    except (*FAULTS, RecursionError):
        raise reasons.damaged() from None


def blocks(document: WordDocument) -> Iterator[etree._Element]:
    """The page header, where people often write their name, and then the body."""
    for section in list(document.sections)[:1]:
        for header in (section.first_page_header, section.header):
            if not header.is_linked_to_previous:
                yield header._element
    yield document.element.body


def lines(element: etree._Element) -> Iterator[str]:
    """The lines in an element, in reading order."""
    for child in element:
        if child.tag == f"{W}p":
            yield from paragraph(child)
        elif child.tag == f"{W}tbl":
            yield from table(child)
        elif child.tag != FALLBACK and isinstance(child.tag, str):
            yield from lines(child)


def paragraph(element: etree._Element) -> Iterator[str]:
    """The paragraph, and after it the text boxes that hang on it."""
    words = "".join(pieces(element))
    if words.strip() and is_list(element):
        words = f"• {words.strip()}"
    yield from words.split("\n")
    for box in boxes(element):
        yield from lines(box)


def pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in (TEXT_BOX, FALLBACK, f"{W}del"):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}ptab") and element.tag == f"{W}r":
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        else:
            yield from pieces(child)


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a paragraph, each once: Word writes a second copy for old programs."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag != FALLBACK:
            yield from boxes(child)


def is_list(element: etree._Element) -> bool:
    properties = element.find(f"{W}pPr")
    if properties is None:
        return False
    style = properties.find(f"{W}pStyle")
    name = "" if style is None else str(style.get(f"{W}val", "")).lower()
    return properties.find(f"{W}numPr") is not None or name.startswith(LIST_STYLES)


def table(element: etree._Element) -> Iterator[str]:
    """A row whose first cell is short reads as one line; other cells one after the other, as columns of a page do."""
    for row in element.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not element:
            continue
        cells = [list(lines(cell)) for cell in row.iterchildren(f"{W}tc", f"{W}sdt")]
        yield from joined([_trimmed(cell) for cell in cells])


def joined(cells: list[list[str]]) -> Iterator[str]:
    cells = [cell for cell in cells if cell]
    first = cells[0] if cells else []
    if len(cells) > 1 and len(first) == 1 and len(first[0]) <= SHORT_CELL:
        yield "\t".join(cell[0] for cell in cells)
        cells = [cell[1:] for cell in cells]
    for cell in cells:
        yield from cell


def _trimmed(cell: list[str]) -> list[str]:
    while cell and not cell[0].strip():
        cell = cell[1:]
    while cell and not cell[-1].strip():
        cell = cell[:-1]
    return cell
