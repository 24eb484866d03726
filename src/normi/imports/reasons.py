"""
Why a file can be refused, each with what to do instead. Every reader and the worker take their words from here.

The words are looked up when the refusal is made, in the language that is active then.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from normi.errors import Invalid, Refused, TooLarge, Unavailable
from normi.imports import limits

MEGABYTES = limits.LARGEST_FILE // limits.MEGABYTE
UNPACKED = limits.LARGEST_UNPACKED // limits.MEGABYTE


def empty() -> Refused:
    return Invalid(_("The file is empty."), remedy=_("Choose another file, or save it again from where you made it."))


def too_large() -> Refused:
    return TooLarge(
        _("The file is larger than %(most)d MB, which is the most we take.") % {"most": MEGABYTES},
        remedy=_("Save it again without pictures, or copy the text and paste it on your profile page."),
    )


def unknown_kind() -> Refused:
    return Invalid(
        _("We do not recognise what kind of file this is."),
        remedy=_(
            "Send a PDF, a Word document (.docx), plain text, a ZIP from LinkedIn,"
            " or a file from Normi, Europass or JSON Resume."
        ),
    )


def image() -> Refused:
    return Invalid(
        _("This is a picture, and we read only text."),
        remedy=_(
            "Find the document that the picture was taken of, or write the words and paste them on your profile page."
        ),
    )


def old_word() -> Refused:
    return Invalid(
        _("This is an older kind of document that we cannot read, or it is protected with a password."),
        remedy=_(
            "Open it in the program it was made with, remove the password if there is one,"
            " and save it as Word (.docx) or PDF."
        ),
    )


def other_office() -> Refused:
    return Invalid(
        _("This is an office document of a kind we cannot read."),
        remedy=_("Open it in the program it was made with, and save it as Word (.docx) or PDF."),
    )


def macros() -> Refused:
    return Invalid(
        _("This document contains macros, small programs that can do harm, so we do not open it."),
        remedy=_("Save it as an ordinary Word document (.docx) or as PDF, and send that."),
    )


def encrypted() -> Refused:
    return Invalid(
        _("The file is protected with a password."),
        remedy=_("Save a copy without a password, and send that."),
    )


def damaged() -> Refused:
    return Invalid(
        _("The file is damaged, or a part of it is missing."),
        remedy=_("Save or download it once more, and send the new file."),
    )


def too_many_pages() -> Refused:
    return TooLarge(
        _("The file has more than %(most)d pages, which is the most we read.") % {"most": limits.MOST_PAGES},
        remedy=_("Send only the pages that are your CV."),
    )


def too_many_members() -> Refused:
    return TooLarge(
        _("The file contains more than %(most)d other files.") % {"most": limits.MOST_MEMBERS},
        remedy=_("Send the smaller of the two archives LinkedIn offers, or only the CSV files."),
    )


def unpacks_too_large() -> Refused:
    return TooLarge(
        _("The file becomes larger than %(most)d MB when it is unpacked, or many times larger than it was.")
        % {"most": UNPACKED},
        remedy=_("Save it again without pictures and attachments."),
    )


def scanned() -> Refused:
    return Invalid(
        _("This PDF holds pictures of pages and no text, as a scanned paper does."),
        remedy=_(
            "Find the document it was printed from and save that as PDF. Or read it with text recognition (OCR) first."
        ),
    )


def nothing_readable() -> Refused:
    return Invalid(
        _("We found no text in the file."),
        remedy=_("Check that it is the right file. You can also copy the text and paste it on your profile page."),
    )


def not_linkedin() -> Refused:
    return Invalid(
        _("This archive holds none of the files we know from LinkedIn."),
        remedy=_("Ask LinkedIn for a copy of your data, and send the ZIP file just as you get it."),
    )


def not_europass() -> Refused:
    return Invalid(
        _("This XML file is not a Europass profile."),
        remedy=_("Download your profile from Europass once more, as PDF or XML."),
    )


def unknown_json() -> Refused:
    return Invalid(
        _("This JSON file is neither from Normi, JSON Resume nor Europass."),
        remedy=_("Check that it is the right file, and that nothing has been changed in it."),
    )


def too_slow() -> Refused:
    return TooLarge(
        _("The file took more than %(seconds)d seconds to read, so we stopped.") % {"seconds": limits.WORKER_SECONDS},
        remedy=_("Save it again in a simpler form, for instance as plain text."),
    )


def too_heavy() -> Refused:
    return TooLarge(
        _("The file needs more memory than we set aside for reading one."),
        remedy=_("Save it again without pictures, or in a simpler form, for instance as plain text."),
    )


def busy() -> Refused:
    return Unavailable(
        _("Several files are being read just now."), remedy=_("Wait half a minute, and send the file again.")
    )


BY_EXIT: dict[str, Callable[[], Refused]] = {"too-slow": too_slow, "too-heavy": too_heavy, "damaged": damaged}
