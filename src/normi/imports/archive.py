"""
ZIP archives, opened with care. Sizes are judged from the list of parts before anything is unpacked.

The sizes in the list may lie; unpacking then stops at the size that was claimed, so a lie ends in a damaged file.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from normi.imports import limits, reasons

IS_ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


def names(content: bytes) -> list[str]:
    """The names of the parts. Raises Refused for an archive that is damaged, encrypted or too large."""
    with opened(content) as archive:
        return [member.filename for member in archive.infolist()]


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, after its list of parts was found to be within the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        raise reasons.damaged() from None
    with archive:
        check(archive)
        yield archive


def check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > limits.MOST_MEMBERS:
        raise reasons.too_many_members()
    if any(member.flag_bits & IS_ENCRYPTED for member in members):
        raise reasons.encrypted()
    if sum(member.file_size for member in members) > limits.LARGEST_UNPACKED or any(map(swells, members)):
        raise reasons.unpacks_too_large()


def swells(member: zipfile.ZipInfo) -> bool:
    if member.file_size <= limits.SMALL_UNPACKED:
        return False
    return member.file_size > max(1, member.compress_size) * limits.HIGHEST_RATIO


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked. Raises Refused where it is damaged."""
    try:
        return archive.read(name)
    except (*BROKEN, RuntimeError):
        raise reasons.damaged() from None
