"""
The local file store: one folder that only the product's own user can open.

A file is written beside its place and moved there when it is whole. Names are checked, so that no key can point
outside the folder.
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from normi.errors import NotFound

KEY = re.compile(r"[a-z]+-[a-z0-9-]{8,60}")
HALF = ".half"


class LocalFileStore:
    def save(self, key: str, content: bytes, media_type: str) -> None:
        place = _place(key)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = place.with_suffix(HALF)
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)

    def read(self, key: str) -> bytes:
        try:
            return _place(key).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, key: str) -> None:
        place = _place(key)
        place.unlink(missing_ok=True)
        place.with_suffix(HALF).unlink(missing_ok=True)

    def older_than(self, moment: datetime, *, prefix: str) -> Iterator[str]:
        for file in sorted(Path(settings.FILE_FOLDER).glob(f"{prefix}-*")):
            if file.stat().st_mtime < moment.timestamp():
                yield file.stem


def _place(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise ValueError("a key is a kind, a hyphen, and lower-case letters and digits")
    return Path(settings.FILE_FOLDER) / key
