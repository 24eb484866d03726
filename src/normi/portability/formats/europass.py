"""
Europass: a profile in the European Learning Model, version 3, as JSON-LD.

Owns what the model has words for: who the person is, what they have learned and done as claims, and skills as learning
outcomes with their ESCO addresses. Leaves out what it has none for: the texts, the history, goals and interest. The
file is the person's own word: it is no credential, has no issuer and is not sealed, and says so by what it is.
"""

from typing import Any

from django.utils.translation import gettext as _

from normi.errors import Invalid
from normi.portability import coherence
from normi.portability.document import Document
from normi.portability.formats import json_text, own
from normi.portability.formats.elm_reader import Reader, subjects
from normi.portability.formats.elm_writer import Writer
from normi.portability.formats.plain import built


def write(document: Document, lang: str = "nb") -> bytes:
    """The file. `lang` is the language that free text and labels are marked with."""
    return json_text.written(Writer(document, lang).person())


def read(content: bytes) -> Document:
    """
    What a file says, from us or from another tool: a person with claims, or credentials about one.

    Raises Invalid or TooLarge, each with advice. Seals are not checked: what is read counts as the person's own word.
    """
    values = json_text.parsed(content)
    if not is_europass(values):
        raise Invalid(_("This is not a file from Europass."), remedy=_("Check that it is the file you meant."))
    return understood(values)


def is_europass(values: object) -> bool:
    """Whether parsed JSON-LD is about a person in the European Learning Model."""
    return isinstance(values, dict) and "@context" in values and bool(subjects(values))


def understood(values: dict[str, Any]) -> Document:
    """The document that a parsed file says."""
    reader = Reader()
    found = reader.everything(values)
    own.current().check({"format": own.FORMAT, "version": own.VERSION, **found})
    document = built(Document, {**found, "not_understood": reader.notes})
    coherence.check(document)
    return document
