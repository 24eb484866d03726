"""
All we ask of the outside world, as protocols of at most five methods.

An adapter knows its vendor and no app; a setting names the adapter. Every port has a local adapter that is real code,
needs no key and no network, and is used in development and tests alike.
"""

from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

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


@lru_cache(maxsize=1)
def text_model() -> TextModel:
    return cast(TextModel, import_string(settings.TEXT_MODEL)())
