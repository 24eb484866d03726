"""
The embedded side of every port: no key, no network, nothing leaves the machine.

`LocalTextModel` serves the index that the taxonomy loader built. The file `current` in the index folder holds the name
of the index in use; replacing that file is how a new classification takes effect in every running process.
"""

import threading
from pathlib import Path

from django.conf import settings

from normi.errors import Unavailable
from skillengine.candidates import Engine
from skillengine.errors import IndexRefused
from skillengine.types import Kind, Ranked, Reading

POINTER = "current"


class LocalTextModel:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._engine: Engine | None = None

    def read(self, text: str, *, lang: str | None = None) -> Reading:
        return self._current().map(text, lang)

    def rank(self, text: str, *, kind: Kind, top: int, lang: str | None = None) -> tuple[Ranked, ...]:
        return self._current().rank(text, kind=kind, top=top, lang=lang)

    def search(self, text: str, *, kind: Kind | None, lang: str, limit: int) -> tuple[Ranked, ...]:
        return self._current().search(text, kind=kind, lang=lang, limit=limit)

    def neighbours(self, uri: str, *, limit: int) -> tuple[Ranked, ...]:
        return self._current().neighbours(uri, limit)

    def refresh(self) -> None:
        self._stamp = None

    def _current(self) -> Engine:
        """The engine for the index the pointer names. Costs one stat when nothing has changed."""
        pointer = Path(settings.INDEX_FOLDER) / POINTER
        try:
            found = pointer.stat()
        except FileNotFoundError:
            raise Unavailable from None
        stamp = (found.st_mtime_ns, found.st_ino)
        with self._lock:
            if self._engine is None or stamp != self._stamp:
                self._engine = _load(pointer)
                self._stamp = stamp
            return self._engine


def _load(pointer: Path) -> Engine:
    try:
        return Engine.load(pointer.parent / pointer.read_text(encoding="utf-8").strip())
    except (IndexRefused, FileNotFoundError) as error:
        raise Unavailable from error
