"""
When something was: the dates and periods of a CV as ISO 8601, as precise as they were written.

Years are 1940 to 2039. Of two readings the one that people mean in a CV wins: 2008-12 is four years, 2019-08 a month.
"""

import re
from dataclasses import dataclass
from typing import Final

from normi.imports.outline.words import MONTHS, NOW, SEASONS, SINCE, UNTIL


@dataclass(frozen=True)
class Period:
    """From and to as ISO dates; empty where not given. `is_current` where the end is 'now' or left open."""

    started: str = ""
    ended: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Dated:
    """A line with a period at one end: the period, the words beside it, and which end it stood at."""

    period: Period
    words: str
    at_start: bool
    is_range: bool


def _either(words: tuple[str, ...] | dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


YEAR: Final = r"(?:19[4-9]\d|20[0-3]\d)"
DASH: Final = r"(?:[-–—‒−→]+)"
DATE: Final = (
    rf"(?:(?:\d{{1,2}}\.?\s+)?(?:{_either(MONTHS)})\b\.?,?\s*(?:{YEAR}|['’]\d\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./]{YEAR}"
    rf"|(?:0?[1-9]|1[0-2])\s?[./-]\s?{YEAR}(?!\d)"
    rf"|{YEAR}[-.](?:0[1-9]|1[0-2])[-.](?:0[1-9]|[12]\d|3[01])"
    rf"|{YEAR}[./](?:0[1-9]|1[0-2])(?!\d)"
    rf"|{YEAR}-(?:0[1-9]|1[0-2])(?![\d])(?!\s?(?:{DASH})?\s?\d\d?\b)"
    rf"|(?:{_either(SEASONS)})\s+{YEAR}"
    rf"|[vh]{YEAR}"
    rf"|{YEAR})"
)
MONTH_ONLY: Final = rf"(?:{_either(MONTHS)})\b\.?"
LATER: Final = rf"(?:{_either(NOW)})(?![\w.])"
TO: Final = rf"\s*(?:{DASH}|\b(?:{_either(UNTIL)})\b\.?)\s*"
RANGE: Final = re.compile(
    rf"(?<![\w/.-])(?:(?:{_either(SINCE)})\s+)?(?:"
    rf"(?P<start>{DATE})(?P<to>{TO})(?:(?P<now>{LATER})|(?P<end>{DATE})|(?P<short>\d\d)(?![\d.]))"
    rf"|(?P<bare>{MONTH_ONLY}){TO}(?P<same>{DATE})"
    rf"|(?P<open>{DATE})(?:\s*{DASH}(?=\s*(?:$|[\t):,;|]))|{DASH}(?=\s))"
    rf"|(?:siden|sidan|since)\s+(?P<since>{DATE}))",
    re.IGNORECASE,
)
SINGLE: Final = re.compile(rf"(?<![\w/.-])(?P<date>{DATE})(?![\w/-])", re.IGNORECASE)
MONTH_YEAR: Final = re.compile(rf"({_either(MONTHS)})\b\.?,?\s*({YEAR}|['’]\d\d)", re.IGNORECASE)
AROUND: Final = " \t,;:|()[]–—-•·*"
DURATION: Final = re.compile(r"\(\s*\d+\s*(?:år|mnd|måned|månad|years?|yrs?|months?|mos?)[^)]*\)", re.IGNORECASE)
LONGEST_HEAD: Final = 110
SHORT_HEAD: Final = 60
LEADING: Final = {
    "i",
    "in",
    "av",
    "of",
    "og",
    "and",
    "på",
    "on",
    "ved",
    "at",
    "for",
    "til",
    "to",
    "sommeren",
    "våren",
    "høsten",
    "cirka",
    "ca",
}


def iso(words: str) -> str:
    """One date as ISO 8601, or empty where it is none.

    >>> iso("aug. 2015"), iso("08/2015"), iso("12.3.1988"), iso("høsten 2012")
    ('2015-08', '2015-08', '1988-03-12', '2012')
    """
    words = words.strip().lower()
    if found := MONTH_YEAR.search(words):
        return f"{_full_year(found[2])}-{MONTHS[found[1]]:02d}"
    numbers = re.findall(r"\d+", words)
    if found := re.search(YEAR, words):
        rest = [int(number) for number in numbers if number != found[0]]
        if words.find(found[0]) > 0:
            rest.reverse()
        return "-".join([found[0], *(f"{number:02d}" for number in rest[:2])])
    return ""


def _full_year(words: str) -> str:
    if words[0] not in "'’":
        return words
    return f"{'19' if int(words[1:]) >= 40 else '20'}{words[1:]}"


def dated(line: str, *, lone_dates: bool = False) -> Dated | None:
    """
    The period at the start or end of a line, with the words beside it. None where the line is about something else.

    `lone_dates` takes any date that is no range as the end of something, as in education and courses. In jobs a lone
    date counts only at the start of a line, or after a few words.
    """
    bare = DURATION.sub("", line).strip()
    if (found := RANGE.search(bare)) and not _is_month(found):
        return _beside(bare, found.span(), _period(found), is_range=True)
    if found := SINGLE.search(bare):
        date = iso(found["date"])
        before = bare[: found.start()].strip(AROUND)
        if lone_dates or not before or _is_head(before):
            period = Period("", date) if lone_dates else Period(date, date)
            return _beside(bare, found.span(), period, is_range=False)
    return None


def _is_month(found: re.Match[str]) -> bool:
    """2019-08 is a month: the years would run backwards, and the dash stands close."""
    short, start = found["short"], found["start"]
    return bool(short and found["to"] == "-" and 1 <= int(short) <= 12 and int(short) <= int(start[-2:]))


def _is_head(words: str) -> bool:
    """A few words before a lone date that name something, rather than tell of it."""
    return len(words) <= SHORT_HEAD and words.split()[-1].lower() not in LEADING


def _period(found: re.Match[str]) -> Period:
    if now := found["open"] or found["since"]:
        return Period(iso(now), "", True)
    if found["bare"]:
        end = iso(found["same"])
        month = MONTHS[found["bare"].rstrip(".").lower()]
        return Period(f"{end[:4]}-{month:02d}", end)
    start = iso(found["start"])
    if found["now"]:
        return Period(start, "", True)
    if found["short"]:
        return Period(start, _near(start, found["short"]))
    return Period(start, iso(found["end"]))


def _near(start: str, short: str) -> str:
    """2015–19 ends in 2019, 1998–02 in 2002."""
    end = int(start[:2] + short)
    return str(end if end >= int(start[:4]) else end + 100)


def _beside(line: str, span: tuple[int, int], period: Period, *, is_range: bool) -> Dated | None:
    before, after = line[: span[0]].strip(AROUND), line[span[1] :].strip(AROUND)
    if (before and after) or len(before or after) > LONGEST_HEAD:
        return None
    if before and before.endswith(".") and len(before) > LONGEST_HEAD // 2:
        return None
    return Dated(period, before or after, at_start=not before, is_range=is_range)
