"""
What was read, made to fit: lengths, dates, addresses and counts that the profile has room for.

Owns the last step of every reader of foreign files. Nothing goes in silence: what does not fit is left in the text, in
`unplaced`, or named in a note. Our own files are never touched: they must come back as they went out.
"""

from dataclasses import replace
from typing import Any, Final, TypeVar

from normi.careers import periods
from normi.careers.languages import country_names, language_code
from normi.imports import limits
from normi.imports.found import Found, Remark
from normi.portability.document import Credential, Education, Experience, Language, Person

Entry = TypeVar("Entry", Experience, Education, Credential)
LONGEST: Final = {
    "name": 120,
    "headline": 160,
    "summary": 4_000,
    "phone": 30,
    "address": 200,
    "postal_code": 12,
    "place": 120,
    "title": 160,
    "organisation": 160,
    "qualification": 200,
    "institution": 200,
    "field": 160,
    "grade": 40,
    "issuer": 160,
    "number": 80,
    "description": 8_000,
    "website": 200,
}
LONGEST_CREDENTIAL: Final = 200
DATES: Final = ("started", "ended", "issued", "expires")
ENTRIES: Final = ("experiences", "educations", "credentials", "languages", "named")
FEWEST_DIGITS: Final = 5


def fitted(found: Found) -> Found:
    """The same with everything the profile has no room for taken aside."""
    document = found.document
    left: list[str] = []
    document = replace(
        document,
        person=fitted_person(document.person),
        experiences=tuple(_entry(entry, "title", left) for entry in document.experiences),
        educations=tuple(_entry(entry, "qualification", left) for entry in document.educations),
        credentials=tuple(_entry(entry, "name", left) for entry in document.credentials),
        languages=fitted_languages(document.languages, left),
        named=tuple(dict.fromkeys(name.strip()[:120] for name in document.named if name.strip())),
    )
    return _cut(_counted(replace(found, document=document, unplaced=(*found.unplaced, *left))))


def _cut(found: Found) -> Found:
    """As much of the text as is read at a time, in whole lines, with a note about the rest."""
    if len(found.text) <= limits.LONGEST_TEXT:
        return found
    start = found.text[: limits.LONGEST_TEXT]
    whole = start[: start.rfind("\n")] if "\n" in start[limits.LONGEST_TEXT // 2 :] else start
    return replace(found, text=whole).noting(Remark.TEXT_CUT, limits.LONGEST_TEXT)


def _counted(found: Found) -> Found:
    """At most so many entries of a kind, with a note about the rest."""
    over = sum(max(0, len(getattr(found.document, name)) - limits.MOST_ENTRIES) for name in ENTRIES)
    if not over:
        return found
    kept: dict[str, Any] = {name: getattr(found.document, name)[: limits.MOST_ENTRIES] for name in ENTRIES}
    return replace(found, document=replace(found.document, **kept)).noting(Remark.TOO_MANY, over)


def fitted_person(person: Person) -> Person:
    shown = {name: getattr(person, name)[:most].strip() for name, most in LONGEST.items() if hasattr(person, name)}
    digits = sum(sign.isdigit() for sign in person.phone)
    return replace(
        person,
        **shown
        | {
            "phone": shown["phone"] if digits >= FEWEST_DIGITS and len(person.phone) <= LONGEST["phone"] else "",
            "country": person.country if person.country in country_names() else "",
            "website": web_address(person.website),
        },
    )


def web_address(words: str) -> str:
    """The address of a page, or empty. What people write without https:// gets it."""
    words = words.strip()
    if words and not words.lower().startswith(("http://", "https://")):
        words = f"https://{words}" if "." in words and " " not in words and ":" not in words else ""
    return words if len(words) <= LONGEST["website"] and " " not in words else ""


def _entry(entry: Entry, head: str, left: list[str]) -> Entry:
    """An entry within its lengths, with dates that the calendar has. Words that are cut off are kept aside."""
    changes: dict[str, Any] = {}
    for name, most in {**LONGEST, "name": LONGEST_CREDENTIAL}.items():
        words = getattr(entry, name, "")
        if len(words) > most:
            left.append(words)
            changes[name] = words[:most].strip()
    for name in DATES:
        written = getattr(entry, name, "")
        if written and not periods.exists(written):
            left.append(f"{getattr(entry, head)}: {written}")
            changes[name] = ""
    changes["website"] = web_address(entry.website)
    return _in_order(replace(entry, **changes), head, left)


def _in_order(entry: Entry, head: str, left: list[str]) -> Entry:
    """No end before the start, and none where it goes on. An entry without a head gets a dash for one."""
    first, last = ("issued", "expires") if isinstance(entry, Credential) else ("started", "ended")
    start, end = getattr(entry, first), getattr(entry, last)
    changes: dict[str, Any] = {}
    if end and (getattr(entry, "is_current", False) or (start and periods.is_before(end, start))):
        left.append(f"{getattr(entry, head)}: {start}–{end}")
        changes[last] = ""
    if not getattr(entry, head).strip():
        changes[head] = "–"
    return replace(entry, **changes)


def fitted_languages(languages: tuple[Language, ...], left: list[str]) -> tuple[Language, ...]:
    """Each language once, by a code we know."""
    found: dict[str, Language] = {}
    for language in languages:
        if code := language_code(language.code):
            found.setdefault(code, replace(language, code=code))
        else:
            left.append(language.code)
    return tuple(found.values())
