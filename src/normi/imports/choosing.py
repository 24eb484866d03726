"""
A document without what the person left out, still holding together: nothing points at an entry that is gone.

Owns leaving out. Refuses to know about forms.
"""

from collections.abc import Collection
from dataclasses import replace

from normi.portability.document import Document

GROUPS: dict[str, tuple[str, ...]] = {
    "skills": ("skills", "added", "texts", "history"),
    "goals": ("goals", "dismissals"),
    "picture": ("picture",),
}
"""What is taken or left together: a level without its skill says nothing."""


def without_groups(document: Document, groups: Collection[str]) -> Document:
    empty = Document()
    return replace(document, **{name: getattr(empty, name) for group in groups for name in GROUPS[group]})


def tied_to(document: Document) -> Document:
    """The same, where skills and texts point only at entries that are there."""
    kinds = (document.experiences, document.educations, document.credentials)
    keys = {entry.key for entries in kinds for entry in entries}
    return replace(
        document,
        skills=tuple(replace(skill, uses=tuple(key for key in skill.uses if key in keys)) for skill in document.skills),
        texts=tuple(replace(text, of=tuple(key for key in text.of if key in keys)) for text in document.texts),
    )
