"""
Europass: XML of both generations, bare or attached to a PDF, and JSON-LD through `portability`.

Owns which file is which. The old passport (to 2020) and the newer candidate have a module each.
"""

from xml.etree import ElementTree

from normi.imports import reasons
from normi.imports.found import Found, Source
from normi.imports.readers import europass_candidate, europass_passport
from normi.imports.written_out import written_out
from normi.portability.formats import europass

READERS = {
    "SkillsPassport": europass_passport.read,
    "LearnerInfo": europass_passport.read,
    "Candidate": europass_candidate.read,
}


def read(content: bytes) -> Found:
    """The profile in a Europass file. Raises Refused where it is none."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return written_out(Source.EUROPASS, europass.read(content))
    root = parsed(content)
    reader = READERS.get(root.tag.rpartition("}")[2])
    if reader is None:
        raise reasons.not_europass()
    return written_out(Source.EUROPASS, reader(root))


def parsed(content: bytes) -> ElementTree.Element:
    """The tree. A document type could define words that grow without end, and Europass has none."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or "<!DOCTYPE".encode("utf-16-le") in content:
        raise reasons.not_europass()
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise reasons.damaged() from None
