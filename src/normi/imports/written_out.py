"""
A profile from a file of fields, written out as text, so that its words can be read for skills like any other CV.

Skills that are only named are no skills of a person before they have said so: as text they become suggestions.
"""

from collections.abc import Iterator

from normi.imports.found import Found, Source
from normi.portability.document import Document, Education, Experience


def written_out(source: Source, document: Document) -> Found:
    """What was found, with its text and what the format's reader did not understand."""
    return Found(source, document, text_of(document), document.not_understood)


def text_of(document: Document) -> str:
    """Summary, entries with their descriptions, certificates and named skills, one block each."""
    return "\n\n".join(block.strip() for block in blocks(document) if block.strip())


def blocks(document: Document) -> Iterator[str]:
    yield document.person.headline
    yield document.person.summary
    yield from map(_entry, document.experiences)
    yield from map(_entry, document.educations)
    yield "\n".join(credential.name for credential in document.credentials)
    yield "\n".join(document.named)


def _entry(entry: Experience | Education) -> str:
    head = (
        (entry.title, entry.organisation) if isinstance(entry, Experience) else (entry.qualification, entry.institution)
    )
    return "\n".join([", ".join(filter(None, head)), entry.description])
