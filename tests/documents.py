"""
Whole profiles as documents, generated: for round trips through every format and through the database.

`documents` gives anything that a file may say and that holds together. With `stored`, only what the tables may hold,
and as they would hold it; `canonical` then puts such a document in the order in which it is read back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any, TypeVar

from hypothesis import strategies as st
from PIL import Image

from normi.careers.periods import is_before
from normi.careers.pictures import portrait
from normi.portability.document import (
    Answer,
    Apart,
    Change,
    Credential,
    Dismissal,
    Document,
    Education,
    Experience,
    Goal,
    Language,
    Person,
    Picture,
    Role,
    Skill,
    Text,
)

Entry = TypeVar("Entry", Experience, Education)
SKILL, OCCUPATION = "http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/"
CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")
LANGUAGES = ("nb", "nn", "en", "se", "de", "pl", "uk", "ar", "so", "sma")
COUNTRIES = ("", "NO", "SE", "PL", "GB")
PHONES = ("", "+47 412 34 567", "41234567")
WEBSITES = ("", "https://example.no", "http://example.org/a?b=c&d=%C3%A5", "https://sub.example.no:8080/sti/")
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåÆØÅ .,-:;()\n\t\"'\\/<>&=+@😀é"
LEVELS = ("listening", "reading", "interaction", "production", "writing")


# --- Small parts ------------------------------------------------------------------------------------------------------
def words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Any text a field may hold: all of Unicode that can be stored, without blanks at the ends."""
    anything = st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",))
    short = st.text(anything, max_size=min(most, 12)) | st.text(LETTERS, max_size=min(most, 40))
    return short.map(str.strip).filter(lambda text: len(text) >= least)


def moments() -> st.SearchStrategy[datetime]:
    return st.datetimes(datetime(2001, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def dates() -> st.SearchStrategy[str]:
    """A year, a month or a day, or nothing."""
    return st.one_of(
        st.just(""),
        st.integers(1950, 2024).map(str),
        st.builds("{}-{:02}".format, st.integers(1950, 2024), st.integers(1, 12)),
        st.dates(datetime(1950, 1, 1).date(), datetime(2024, 12, 31).date()).map(str),  # noqa: DTZ001
    )


def uris(base: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{base}{name}" for name in ("a", "b", "c", "d", "e", "f", "1f2e-33")])


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@cache
def pictures() -> tuple[Picture, ...]:
    """Pictures as we keep them, so that they come back the same."""
    sheet = BytesIO()
    Image.new("RGB", (80, 80), "#336699").save(sheet, "PNG")
    return (Picture("image/png", portrait(sheet.getvalue())),)


# --- Entries ----------------------------------------------------------------------------------------------------------
people = st.builds(
    Person,
    name=words(120),
    headline=words(160),
    summary=words(4_000),
    email=st.sampled_from(["", "kari@example.no"]),
    phone=st.sampled_from(PHONES),
    address=words(200),
    postal_code=words(12),
    place=words(120),
    country=st.sampled_from(COUNTRIES),
    website=st.sampled_from(WEBSITES),
)


def _in_order(entry: Entry) -> Entry:
    """What goes on has no end, and no end comes before its start."""
    if entry.is_current:
        return replace(entry, ended="")
    if is_before(entry.ended, entry.started) and entry.ended and entry.started:
        return replace(entry, started=entry.ended, ended=entry.started)
    return entry


def _valid(credential: Credential) -> Credential:
    if is_before(credential.expires, credential.issued) and credential.expires and credential.issued:
        return replace(credential, issued=credential.expires, expires=credential.issued)
    return credential


PERIOD: Mapping[str, st.SearchStrategy[Any]] = {
    "place": words(120),
    "started": dates(),
    "ended": dates(),
    "is_current": st.booleans(),
    "description": words(8_000),
    "website": st.sampled_from(WEBSITES),
}
experiences = st.builds(
    Experience,
    key=st.just(""),
    title=words(160, 1),
    kind=st.sampled_from(["work", "voluntary", "care", "project"]),
    organisation=words(160),
    occupation_uri=st.just("") | uris(OCCUPATION),
    **PERIOD,
).map(_in_order)
educations = st.builds(
    Education,
    key=st.just(""),
    qualification=words(200, 1),
    institution=words(200),
    field=words(160),
    grade=words(40),
    eqf_level=optional(st.integers(1, 8)),
    **PERIOD,
).map(_in_order)
credentials = st.builds(
    Credential,
    key=st.just(""),
    name=words(200, 1),
    issuer=words(160),
    issued=dates(),
    expires=dates(),
    number=words(80),
    website=st.sampled_from(WEBSITES),
).map(_valid)
languages = st.builds(
    Language,
    code=st.sampled_from(LANGUAGES),
    is_mother_tongue=st.booleans(),
    **dict.fromkeys(LEVELS, st.sampled_from(CEFR)),
)


def _few(strategy: st.SearchStrategy[Any], **options: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3, **options).map(tuple)


def _numbered(name: str, entries: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(replace(entry, key=f"{name}.{number}") for number, entry in enumerate(entries))


# --- Texts and answers ------------------------------------------------------------------------------------------------
@st.composite
def answers(draw: st.DrawFn, *, answered: bool = False, stored: bool = False, **place: Any) -> Answer:
    """The person's yes, no or nothing yet."""
    said = draw(st.sampled_from(["yes", "no"] if answered else ["yes", "no", ""]))
    no = said == "no"
    return Answer(
        concept_uri=draw(uris(SKILL)),
        alternatives=draw(_few(st.tuples(uris(SKILL), st.floats(0, 1)))),
        suggested_at=draw(moments() if stored else optional(moments())),
        accepted_at=draw(moments()) if said == "yes" else None,
        rejected_at=draw(moments()) if no else None,
        rejection=draw(st.sampled_from(["wrong", "not_me", "removed"])) if no else "",
        **place,
    )


@st.composite
def texts(draw: st.DrawFn, *, stored: bool = False) -> Text:
    content = draw(st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: bool(text.strip())))
    starts = st.lists(st.integers(0, len(content) - 1), unique=True, max_size=3)

    def ends(start: int) -> int:
        return draw(st.integers(start + 1, len(content)))

    roles = tuple(Role(draw(uris(OCCUPATION)), s, ends(s), draw(st.floats(0, 1))) for s in draw(starts))
    shown = [draw(answers(start=s, end=ends(s), confidence=draw(st.floats(0, 1)), stored=stored)) for s in draw(starts)]
    ticked = [draw(answers(role=n, answered=True, stored=stored)) for n in range(len(roles)) if draw(st.booleans())]
    reasons = st.sampled_from(["unmatched", "negated", "others", "boilerplate", "goal"])
    apart = tuple(Apart(s, ends(s), draw(reasons)) for s in draw(starts))
    return Text(content, draw(st.sampled_from(["nb", "nn", "en"])), draw(moments()), (*shown, *ticked), apart, roles)


def accepted(document: Document) -> set[str]:
    """The skills that some answer in the document says yes to."""
    found = [*document.added, *(answer for text in document.texts for answer in text.answers)]
    return {answer.concept_uri for answer in found if answer.accepted_at}


# --- The whole --------------------------------------------------------------------------------------------------------
@st.composite
def documents(draw: st.DrawFn, *, stored: bool = False) -> Document:
    """A profile that holds together. With `stored`, one that the tables may hold as it is."""
    document = Document(
        person=draw(people),
        picture=draw(optional(st.sampled_from(pictures()) if stored else _any_picture)),
        experiences=_numbered("experience", draw(_few(experiences))),
        educations=_numbered("education", draw(_few(educations))),
        credentials=_numbered("credential", draw(_few(credentials))),
        languages=draw(_few(languages, unique_by=lambda language: language.code)),
        named=() if stored else draw(_few(words(200, 1), unique=True)),
        added=_yes_only(draw(_few(answers(stored=stored), unique_by=lambda answer: answer.concept_uri)), stored),
        texts=draw(_few(texts(stored=stored), unique_by=lambda text: text.content)),
        goals=draw(_few(_goals(stored), unique_by=lambda goal: goal.occupation_uri)),
        dismissals=draw(_few(_dismissals, unique_by=lambda one: (one.advice, one.about))),
    )
    document = replace(document, texts=draw(_belonging(document)))
    held = accepted(document) if stored else draw(st.sets(uris(SKILL), max_size=4))
    keys = [entry.key for entry in (*document.experiences, *document.educations, *document.credentials)]
    return replace(
        document,
        skills=tuple(draw(_skills(uri, keys)) for uri in sorted(held)),
        history=draw(_history(sorted(held))),
    )


_any_picture = st.builds(
    Picture, st.sampled_from(["image/png", "image/jpeg", "image/webp"]), st.binary(min_size=1, max_size=40)
)
_dismissals = st.builds(Dismissal, st.sampled_from(["skill", "role", "profile"]), words(200), moments())


def _goals(stored: bool) -> st.SearchStrategy[Goal]:
    chosen_at = moments() if stored else optional(moments())
    return st.builds(Goal, uris(OCCUPATION), st.just("") if stored else words(300), chosen_at)


def _yes_only(found: Sequence[Answer], stored: bool) -> tuple[Answer, ...]:
    """A skill added by hand that is taken out again leaves no row."""
    return tuple(answer for answer in found if answer.accepted_at or not stored)


@st.composite
def _belonging(draw: st.DrawFn, document: Document) -> tuple[Text, ...]:
    """The texts, each with the entries it is the text of. An entry has one text."""
    free = [entry.key for entry in (*document.experiences, *document.educations)]
    found = []
    for text in document.texts:
        chosen = [key for key in free if draw(st.booleans())]
        free = [key for key in free if key not in chosen]
        found.append(replace(text, of=tuple(chosen)))
    return tuple(found)


def _skills(uri: str, keys: Sequence[str]) -> st.SearchStrategy[Skill]:
    uses = st.lists(st.sampled_from(keys), unique=True, max_size=3).map(tuple) if keys else st.just(())
    return st.builds(
        Skill,
        st.just(uri),
        words(300),
        optional(st.integers(1, 5)),
        optional(st.integers(1, 3)),
        optional(st.integers(1950, 2024)),
        uses,
    )


@st.composite
def _history(draw: st.DrawFn, held: Sequence[str]) -> tuple[Change, ...]:
    """Anything in the past, and for each skill at least that it came."""
    whats = st.sampled_from(["accepted", "removed", "level", "interest", "last_used"])
    values = optional(st.integers(0, 2_100))
    lines = draw(st.lists(st.builds(Change, uris(SKILL), whats, moments(), values, values), max_size=4))
    lines += [Change(uri, "accepted", draw(moments())) for uri in held]
    return tuple(sorted(lines, key=lambda line: line.changed_at))


# --- The order in which a profile is read back ------------------------------------------------------------------------
def canonical(document: Document, email: str) -> Document:
    """
    The same profile as the database gives it: in its order, with its keys, without labels of what is not installed.
    """
    renamed: dict[str, str] = {}
    lists: dict[str, Any] = {
        "experiences": _latest_first(document.experiences),
        "educations": _latest_first(document.educations),
        "credentials": sorted(sorted(document.credentials, key=lambda c: c.name), key=lambda c: c.issued, reverse=True),
    }
    for name, entries in lists.items():
        renamed |= {entry.key: f"{name.removesuffix('s')}-{number}" for number, entry in enumerate(entries, start=1)}
        lists[name] = tuple(replace(entry, key=renamed[entry.key]) for entry in entries)
    return replace(
        document,
        **lists,
        person=replace(document.person, email=email),
        languages=tuple(sorted(document.languages, key=lambda one: (not one.is_mother_tongue, one.code))),
        skills=tuple(
            replace(skill, label="", uses=tuple(sorted(renamed[key] for key in skill.uses)))
            for skill in sorted(document.skills, key=lambda skill: skill.concept_uri)
        ),
        added=tuple(sorted(document.added, key=lambda one: (one.suggested_at or one.accepted_at, one.concept_uri))),
        texts=tuple(_canonical_text(text, renamed) for text in sorted(document.texts, key=_age)),
        dismissals=tuple(sorted(document.dismissals, key=lambda one: (one.dismissed_at, one.advice, one.about))),
    )


def _latest_first(entries: Sequence[Entry]) -> list[Entry]:
    found = sorted(entries, key=lambda entry: entry.started, reverse=True)
    found = sorted(found, key=lambda entry: entry.ended, reverse=True)
    return sorted(found, key=lambda entry: entry.is_current, reverse=True)


def _age(text: Text) -> tuple[datetime, str]:
    return text.read_at, hashlib.sha256(text.content.encode()).hexdigest()


def _canonical_text(text: Text, renamed: Mapping[str, str]) -> Text:
    order = sorted(range(len(text.roles)), key=lambda number: text.roles[number].start)
    moved = [replace(answer, role=None if answer.role is None else order.index(answer.role)) for answer in text.answers]
    entries = sorted((renamed[key] for key in text.of), key=lambda key: (key.startswith("education"), int(key[-1])))
    return replace(
        text,
        of=tuple(entries),
        roles=tuple(sorted(text.roles, key=lambda role: role.start)),
        apart=tuple(sorted(text.apart, key=lambda one: (one.start, one.end, one.reason))),
        answers=tuple(sorted(moved, key=lambda a: (a.role is not None, a.role or 0, a.start or 0, a.concept_uri))),
    )
