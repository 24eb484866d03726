"""What the page says about how a file was read: one sentence for each remark, and what each kind of file is called."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from normi.imports.found import Found, Note, Remark, Source
from normi.privacy.vocabulary import Words

KINDS: Final[dict[Source, Words]] = {
    Source.PDF: _("a PDF"),
    Source.DOCX: _("a Word document"),
    Source.TEXT: _("a text file"),
    Source.LINKEDIN: _("an archive from LinkedIn"),
    Source.JSON_RESUME: _("a JSON Resume"),
    Source.EUROPASS: _("a Europass profile"),
    Source.OWN: _("a profile from Normi"),
}
PLAIN: Final[dict[Remark, Words]] = {
    Remark.REFERENCES: _(
        "The file names people who can speak for you. They are other people, so we have left them out."
    ),
    Remark.NO_STRUCTURE: _(
        "We found no jobs or studies with dates here. The text itself is below, and you can add jobs by hand later."
    ),
}
COUNTED: Final[dict[Remark, Callable[[int], str]]] = {
    Remark.FILE_CUT: lambda count: ngettext(
        "The file is very long. We have read only the first %(count)d character.",
        "The file is very long. We have read only the first %(count)d characters.",
        count,
    ),
    Remark.TEXT_CUT: lambda count: ngettext(
        "The text is longer than we read at a time. Only the first %(count)d character is here.",
        "The text is longer than we read at a time. Only the first %(count)d characters are here.",
        count,
    ),
    Remark.TOO_MANY: lambda count: ngettext(
        "The file has more entries than a profile has room for. %(count)d is left out.",
        "The file has more entries than a profile has room for. %(count)d are left out.",
        count,
    ),
    Remark.OTHER_FILES: lambda count: ngettext(
        "%(count)d file in the archive is about something else, and we did not read it.",
        "%(count)d files in the archive are about something else, and we did not read them.",
        count,
    ),
    Remark.BROKEN_FILES: lambda count: ngettext(
        "%(count)d file in the archive could not be read.", "%(count)d files in the archive could not be read.", count
    ),
    Remark.PAGES_WITHOUT_TEXT: lambda count: ngettext(
        "%(count)d page has no text. It may be a picture of a page, which we cannot read.",
        "%(count)d pages have no text. They may be pictures of pages, which we cannot read.",
        count,
    ),
}


def sentences(found: Found) -> Iterator[str]:
    """Every remark in the reader's language."""
    return (sentence(note) for note in found.notes)


def sentence(note: Note) -> str:
    if counted := COUNTED.get(note.remark):
        return counted(note.count) % {"count": note.count}
    return str(PLAIN[note.remark])


def what_is_new(count: int) -> str:
    """What a yes led to."""
    if not count:
        return now("Everything in the file was in your profile already.")
    return ngettext(
        "%(count)d thing from the file is new in your profile.",
        "%(count)d things from the file are new in your profile.",
        count,
    ) % {"count": count}


def at_most(most: int, sentences: Sequence[str]) -> Iterator[str]:
    """The first sentences, and how many more there are."""
    yield from sentences[:most]
    if (rest := len(sentences) - most) > 0:
        yield ngettext("And %(count)d more.", "And %(count)d more.", rest) % {"count": rest}
