"""
The embedded side of every port: no key, no network, nothing leaves the machine.

`LocalTextModel` serves the index that the taxonomy loader built. The file `current` in the index folder holds the name
of the index in use; replacing that file is how a new classification takes effect in every running process.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from normi.errors import Unavailable
from normi.ports import text_model
from skillengine.candidates import Engine
from skillengine.encoder import Vectors
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

    def vectors(self, uris: Sequence[str]) -> Vectors:
        return self._current().vectors(uris)

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


class LocalSkillSpace:
    """The space that the local text model thinks in. Where another model reads the texts, this one has its own."""

    def __init__(self) -> None:
        self._own = LocalTextModel()

    def vectors(self, uris: Sequence[str]) -> Vectors:
        reading = text_model()
        return (reading if isinstance(reading, LocalTextModel) else self._own).vectors(uris)


def _load(pointer: Path) -> Engine:
    try:
        return Engine.load(pointer.parent / pointer.read_text(encoding="utf-8").strip())
    except (IndexRefused, FileNotFoundError) as error:
        raise Unavailable from error
