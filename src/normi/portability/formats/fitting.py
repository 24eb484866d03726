"""
Words from a foreign file, made to fit the fields of ours. What is cut or cannot be used is said in a note.

Owns the fit, which follows the schema of our own format. Refuses to know any foreign format.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from normi.careers.periods import as_written
from normi.portability.formats import own
from normi.portability.formats.resume_fields import BESIDE, DATES

LONGEST_NAME = 200


class Fitting:
    """Collects, in `notes`, sentences for the person about what could not be placed as it stood."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def fit(self, part: str, name: str, value: object) -> str:
        """The value as text that this field of this part can hold; empty where it cannot be used at all."""
        text = words(value)
        asked: dict[str, Any] = own.current().field(part, name) if name else {"maxLength": LONGEST_NAME}
        if name in DATES:
            text = as_written(text.partition("T")[0])
        if name == "country":
            text = text.upper()
        if len(text) > asked.get("maxLength", len(text)):
            self.notes.append(_("This was too long and is cut: “%(start)s …”") % {"start": text[:60]})
            text = text[: asked["maxLength"] - 1] + "…"
        if "pattern" in asked and not re.fullmatch(asked["pattern"].removeprefix("^").removesuffix("$"), text):
            self.notes.append(_("We could not use “%(value)s”.") % {"value": text[:80]})
            return ""
        return text


def words(value: object) -> str:
    """Text as it stands; numbers as they are written; several things one after the other."""
    if isinstance(value, dict):
        return words([said for name, said in value.items() if name != BESIDE])
    if isinstance(value, list):
        return ", ".join(said for item in value if (said := words(item)))
    return "" if value is None or value is False else str(value)
