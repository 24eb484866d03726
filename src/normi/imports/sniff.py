"""
What kind of file it is, judged by what it holds. The name and the type that a browser gives are never believed.

Owns the table of first bytes. Refuses to open anything but the list of parts in a ZIP archive.
"""

import json
from typing import Any, Final

from normi.errors import Refused
from normi.imports import archive, reasons
from normi.imports.found import Source
from normi.portability.formats import europass, json_resume, own

PDF, ZIP, OLD_OFFICE = b"%PDF-", (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"\x00\x00\x01\x00", b"8BPS")
IMAGE_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"SQLite format 3",
)
RTF = b"{\\rtf"
BEFORE_PDF = 1024
"""The header of a PDF may stand anywhere in the first kilobyte."""
MOST_CONTROL = 0.02


def sniff(content: bytes) -> Source:
    """The kind of file. Raises Refused, with advice, for all that we cannot read."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise reasons.empty()
    start = content[:BEFORE_PDF]
    if PDF in start:
        return Source.PDF
    if start.startswith(ZIP):
        return in_archive(content)
    if refusal := known_and_unread(start):
        raise refusal
    return in_text(content)


def known_and_unread(start: bytes) -> Refused | None:
    """Kinds that deserve better advice than 'not recognised'."""
    if start.startswith(OLD_OFFICE):
        return reasons.old_word()
    if start.startswith(RTF):
        return reasons.other_office()
    if start.startswith(IMAGES) or start[4:12] in IMAGE_BRANDS:
        return reasons.image()
    if start.startswith(PROGRAMS):
        return reasons.unknown_kind()
    return None


def in_archive(content: bytes) -> Source:
    names = archive.names(content)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise reasons.macros()
    if "word/document.xml" in names:
        return Source.DOCX
    if any(name.startswith(("xl/", "ppt/", "content.xml", "Index/")) or name == "mimetype" for name in names):
        raise reasons.other_office()
    if any(name.lower().endswith(".csv") for name in names):
        return Source.LINKEDIN
    raise reasons.not_linkedin()


def in_text(content: bytes) -> Source:
    """JSON and XML by their structure; all else is text, unless it is no text at all."""
    if is_binary(content):
        raise reasons.unknown_kind()
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return in_markup(content)
    if start in (b"{", b"["):
        return in_json(content)
    return Source.TEXT


def is_binary(content: bytes) -> bool:
    """Control characters in more than a few places. UTF-16 has them in every other place, and says so first."""
    if content.startswith(BOMS):
        return False
    start = content[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in start)
    return odd > max(2, len(start) * MOST_CONTROL) and not looks_like_utf16(start)


def looks_like_utf16(start: bytes) -> bool:
    """Text in Latin letters without a mark: nearly every other byte is zero."""
    pairs = max(1, len(start) // 2)
    return max(start[0::2].count(0), start[1::2].count(0)) > pairs * 0.7 and start.count(b"\x00\x00") < pairs * 0.05


def in_markup(content: bytes) -> Source:
    start = content[:BEFORE_PDF].lower()
    if b"<!doctype html" in start or b"<html" in start:
        raise reasons.other_office()
    if b"<?xml" in start or b"skillspassport" in start or b"candidate" in start:
        return Source.EUROPASS
    return Source.TEXT


def in_json(content: bytes) -> Source:
    """Half a JSON file is no text: it is refused, with a word about what it should have been."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise reasons.unknown_json() from None
    return kind_of_json(value)


def kind_of_json(value: Any) -> Source:
    """The kind by what the formats themselves say is theirs."""
    for is_it, source in JSON_KINDS:
        if is_it(value):
            return source
    raise reasons.unknown_json()


JSON_KINDS: Final = (
    (own.is_ours, Source.OWN),
    (europass.is_europass, Source.EUROPASS),
    (json_resume.is_resume, Source.JSON_RESUME),
)
