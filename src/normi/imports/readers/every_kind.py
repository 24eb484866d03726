"""Which reader takes which kind of file. One table."""

from collections.abc import Callable
from typing import Final

from normi.imports import limits, reasons
from normi.imports.fitting import fitted
from normi.imports.found import Found, Source
from normi.imports.readers import docx, europass, linkedin, pdf, structured, text
from normi.imports.sniff import sniff

READERS: Final[dict[Source, Callable[[bytes], Found]]] = {
    Source.PDF: pdf.read,
    Source.DOCX: docx.read,
    Source.TEXT: text.read,
    Source.LINKEDIN: linkedin.read,
    Source.EUROPASS: europass.read,
    Source.JSON_RESUME: structured.read_json_resume,
    Source.OWN: structured.read_own,
}


def read(content: bytes) -> Found:
    """What the file holds. Raises Refused, with advice, where it holds nothing we can read."""
    if len(content) > limits.LARGEST_FILE:
        raise reasons.too_large()
    found = READERS[sniff(content)](content)
    if not found.has_anything:
        raise reasons.nothing_readable()
    return found if found.is_whole else fitted(found)
