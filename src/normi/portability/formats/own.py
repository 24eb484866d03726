"""
Our own file: a whole profile as JSON, with nothing left out. docs/profile-format.md describes it for others.

Owns which versions there are. Version 1 and every later one stays readable for good: its schema is never changed, and
its reader turns what it says into what the newest version would say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from normi.errors import Invalid
from normi.portability import coherence
from normi.portability.document import Document
from normi.portability.formats import json_text
from normi.portability.formats.plain import built, plain
from normi.portability.formats.shape import Shape, shape

FORMAT, VERSION = "normi-profile", 1
Values = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """How one version is read: the schema it must follow, and the step from it to the version after it."""

    schema: str
    onward: Callable[[Values], Values]


def _as_it_is(values: Values) -> Values:
    return values


READERS: dict[int, Reader] = {1: Reader("normi-profile-1.json", _as_it_is)}


def current() -> Shape:
    """The schema of the version we write."""
    return shape(READERS[VERSION].schema)


def write(document: Document) -> bytes:
    """The file, in the newest version."""
    return json_text.written({"format": FORMAT, "version": VERSION, **plain(document)})


def read(content: bytes) -> Document:
    """What a file of any version says. Raises Invalid, with the place of the fault, or TooLarge."""
    values = json_text.parsed(content)
    if not is_ours(values):
        raise Invalid(
            _("This is not a profile that Normi has saved."),
            remedy=_("Choose the file that you downloaded under “Take your profile with you”."),
        )
    return understood(values)


def is_ours(values: object) -> bool:
    return isinstance(values, dict) and values.get("format") == FORMAT


def understood(values: Values) -> Document:
    """The document that parsed values of any version say."""
    version = values.get("version")
    if type(version) is not int or version not in READERS:
        raise Invalid(
            _("The file says that it is version %(version)s. We read version 1 to %(newest)d.")
            % {"version": str(version)[:20], "newest": VERSION},
            remedy=_("It may come from a newer Normi than this one."),
        )
    shape(READERS[version].schema).check(values)
    for step in range(version, VERSION + 1):
        values = READERS[step].onward(values)
    document = built(Document, values)
    coherence.check(document)
    return document
