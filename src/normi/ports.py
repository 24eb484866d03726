"""
All we ask of the outside world, as protocols of at most five methods.

An adapter knows its vendor and no app; a setting names the adapter. Every port has a local adapter that is real code,
needs no key and no network, and is used in development and tests alike.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from skillengine.encoder import Vectors
from skillengine.types import Kind, Ranked, Reading


class TextModel(Protocol):
    """Reads texts and finds concepts. Raises `Unavailable` while no classification is installed."""

    def read(self, text: str, *, lang: str | None = None) -> Reading:
        """The skills that the text names, with their spans."""

    def rank(self, text: str, *, kind: Kind, top: int, lang: str | None = None) -> tuple[Ranked, ...]:
        """Exactly `top` concepts for the whole text, best first."""

    def search(self, text: str, *, kind: Kind | None, lang: str, limit: int) -> tuple[Ranked, ...]:
        """Concepts whose labels answer what has been typed so far."""

    def neighbours(self, uri: str, *, limit: int) -> tuple[Ranked, ...]:
        """Concepts of the same kind that are closest in meaning."""

    def refresh(self) -> None:
        """Use the classification that was installed last."""


class SkillSpace(Protocol):
    """Where skills stand in meaning. Raises `Unavailable` while no classification is installed."""

    def vectors(self, uris: Sequence[str]) -> Vectors:
        """One unit vector for each concept, in the order given; zeros for one that is not known."""


class FileStore(Protocol):
    """
    Keeps what people upload, outside the database and out of every public place.

    A key is made by us: lower-case letters, digits and hyphens, beginning with what kind of file it is. A file is
    there whole or not at all.
    """

    def save(self, key: str, content: bytes, media_type: str) -> None:
        """Keep `content` under a key that nobody has used."""

    def read(self, key: str) -> bytes:
        """What was kept. Raises NotFound where nothing is."""

    def delete(self, key: str) -> None:
        """Forget it. What is not there is forgotten already."""

    def older_than(self, moment: datetime, *, prefix: str) -> Iterator[str]:
        """The keys with this beginning that were saved before the moment, half-saved files included."""


@lru_cache(maxsize=1)
def text_model() -> TextModel:
    return cast(TextModel, import_string(settings.TEXT_MODEL)())


@lru_cache(maxsize=1)
def skill_space() -> SkillSpace:
    return cast(SkillSpace, import_string(settings.SKILL_SPACE)())


@lru_cache(maxsize=1)
def file_store() -> FileStore:
    return cast(FileStore, import_string(settings.FILE_STORE)())
