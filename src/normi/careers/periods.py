"""
Dates as people know them: a year, a month or a day. What they may be, how they compare, how they are shown.

Stored as ISO 8601 cut to what is known (2019, 2019-08, 2019-08-15). Refuses to guess what is not known.
"""

import re
from datetime import date
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FIELDS = frozenset({"started", "ended", "issued", "expires"})
"""The names of all fields that hold such dates."""
EARLIEST = 1900
PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
NORWEGIAN_PARTS = re.compile(r"(?:(?:(\d{1,2})[./])?(\d{1,2})[./])?(\d{4})")
NAMED_MONTH = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d]+)\.? (\d{4})")
SKELETONS = {1: "y", 2: "yMMM"}


def as_written(words: str) -> str:
    """
    The ISO form of what a person wrote; what cannot be understood comes back as it was.

    >>> [as_written(words) for words in ("2019", "8.2019", "08/2019", "15.8.2019", " 2019-8 ", "last year")]
    ['2019', '2019-08', '2019-08', '2019-08-15', '2019-08', 'last year']
    >>> [as_written(words) for words in ("august 2019", "15. aug. 2019", "Mai 2020", "smarch 2019")]
    ['2019-08', '2019-08-15', '2020-05', 'smarch 2019']
    """
    words = words.strip()
    if found := PARTS.fullmatch(words):
        return _joined(*found.groups())
    if found := NORWEGIAN_PARTS.fullmatch(words.replace(" ", "")):
        return _joined(*reversed(found.groups()))
    if (found := NAMED_MONTH.fullmatch(words.casefold())) and found[2] in _months():
        return _joined(found[3], str(_months()[found[2]]), found[1])
    return words


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The number of each month by its name, whole and short, in the languages people write to us in."""
    return {
        name.casefold().rstrip("."): number
        for locale in ("en", "nn", "nb")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(locale).months["format"][width].items()
    }


def _joined(*parts: str | None) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


def to_write(partial: str) -> str:
    """
    The other way round, for a field to write in; what is no date of ours comes back as it was.

    >>> [to_write(partial) for partial in ("2019", "2019-08", "2019-08-15", "last year")]
    ['2019', '08.2019', '15.08.2019', 'last year']
    """
    return ".".join(reversed(partial.split("-"))) if PARTS.fullmatch(partial) else partial


def exists(partial: str) -> bool:
    """Whether the calendar has such a year, month or day, from 1900 on."""
    try:
        return date.fromisoformat(_first_day(partial)).year >= EARLIEST
    except ValueError:
        return False


def _first_day(partial: str) -> str:
    return partial + "-01-01"[len(partial) - 4 :] if len(partial) in (4, 7) else partial


def is_before(one: str, other: str) -> bool:
    """
    Whether `one` surely lies before `other`, as far as both are known.

    >>> is_before("2019-07", "2019-08"), is_before("2019", "2019-08"), is_before("2020", "2019-08-15")
    (True, False, False)
    """
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def is_past(partial: str, today: date) -> bool:
    """Whether the whole year, month or day is over."""
    return is_before(partial, today.isoformat())


def years_ahead(partial: str, today: date) -> int:
    """How many calendar years ahead of this one."""
    return int(partial[:4]) - today.year


def in_words(partial: str) -> str:
    """A date as the reader writes it, as precise as it is known: 2019, aug. 2019, 15. aug. 2019."""
    if not partial or not exists(partial):
        return partial
    day, locale = date.fromisoformat(_first_day(partial)), get_language() or "nb"
    skeleton = SKELETONS.get(partial.count("-") + 1)
    return format_skeleton(skeleton, day, locale=locale) if skeleton else format_date(day, "medium", locale=locale)


def period_in_words(started: str, ended: str, *, is_current: bool) -> str:
    """From when to when, with no more than what is known: aug. 2019 – 2021, 2019 – now, until 2021."""
    start, end = in_words(started), _("now") if is_current else in_words(ended)
    if start and end:
        return f"{start} – {end}"
    if is_current:
        return _("Now")
    return start or (_("until %(end)s") % {"end": end} if end else "")
