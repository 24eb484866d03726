"""Plain text in the encodings that people have: UTF-8, UTF-16 and Windows-1252."""

from typing import Final

from normi.imports import reasons
from normi.imports.found import Found, Source
from normi.imports.outline import reading
from normi.imports.sniff import looks_like_utf16

MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(content: bytes) -> Found:
    return reading.read(decoded(content), Source.TEXT)


def decoded(content: bytes) -> str:
    """
    The text of the bytes. Raises Refused where no encoding makes sense of them.

    >>> decoded("Blåbær".encode("utf-16")), decoded("Blåbær".encode("cp1252"))
    ('Blåbær', 'Blåbær')
    """
    try:
        return content.decode(encoding_of(content)).replace("\x00", "")
    except UnicodeDecodeError:
        raise reasons.damaged() from None


def encoding_of(content: bytes) -> str:
    """A mark decides; without one, UTF-8 if it fits throughout, else what Windows used before."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:4096]
    if looks_like_utf16(start):
        return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if not set(content) & UNDEFINED else "latin-1"
    return "utf-8"


UNDEFINED: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""Bytes that Windows-1252 gives no letter."""
