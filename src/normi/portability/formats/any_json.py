"""Any JSON file that says a profile: ours, JSON Resume or Europass. Recognised by what it says, not by its name."""

from django.utils.translation import gettext as _

from normi.errors import Invalid
from normi.portability.document import Document
from normi.portability.formats import europass, json_resume, json_text, own

READERS = (
    (own.is_ours, own.understood),
    (europass.is_europass, europass.understood),
    (json_resume.is_resume, json_resume.understood),
)


def read(content: bytes) -> Document:
    """What the file says. Raises Invalid or TooLarge, each with advice."""
    values = json_text.parsed(content)
    for is_it, understood in READERS:
        if is_it(values):
            return understood(values)
    raise Invalid(
        _("This is JSON, but no profile or CV that we know."),
        remedy=_("Choose a file from Normi, a CV as JSON Resume, or a file from Europass."),
    )
