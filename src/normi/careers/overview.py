"""
A person's working life as the page shows it: entries with their period in words, their skills, and how their own text
was read.

Reads only. What is kept is in `queries`; this puts it into the reader's words.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.careers import languages, periods, queries
from normi.careers.levels import CEFR, EQF
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill
from normi.careers.queries import Place, Use
from normi.errors import Words
from normi.ports import text_model
from normi.profiles.models import ProfileSkill, Text
from normi.profiles.queries import alphabetical
from normi.taxonomy.queries import Link, links
from skillengine.types import Kind

MOST_ROLES = 6


class Reading(StrEnum):
    """How an entry's own words stand to what was read: none written, never read, read, read before they changed."""

    NOTHING = "nothing"
    UNREAD = "unread"
    READ = "read"
    OLDER = "older"


@dataclass(frozen=True)
class Entry:
    """One experience, education or credential. `facts` is its second line; `waiting` counts suggestions unanswered."""

    kind: str
    row: Place
    words: str
    facts: tuple[str, ...]
    skills: tuple[Link, ...]
    reading: Reading
    waiting: int
    role: Link | None = None

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def description(self) -> str:
        return str(getattr(self.row, "description", ""))

    @property
    def text_id(self) -> int | None:
        return getattr(self.row, "text_id", None)


@dataclass(frozen=True)
class Tongue:
    """A language by its name, with each level that was said: what it is about, the level, and the sentence for it."""

    row: LanguageSkill
    name: str
    levels: tuple[tuple[Words, str, Words], ...]


@dataclass(frozen=True)
class Overview:
    contact: Contact
    country: str
    initials: str
    has_picture: bool
    experiences: tuple[Entry, ...]
    educations: tuple[Entry, ...]
    credentials: tuple[Entry, ...]
    languages: tuple[Tongue, ...]


@dataclass(frozen=True)
class Tick:
    """One of the person's skills, and whether they have ticked that it was used here."""

    link: Link
    is_ticked: bool


@dataclass(frozen=True)
class Readings:
    """What was read: the digest of each linked text, and how many suggestions wait in it."""

    digests: Mapping[int, str]
    waiting: Mapping[int, int]

    def of(self, place: Place) -> tuple[Reading, int]:
        description, text = getattr(place, "description", ""), getattr(place, "text_id", None)
        if not description:
            return Reading.NOTHING, 0
        if text is None:
            return Reading.UNREAD, 0
        same = hashlib.sha256(description.encode()).hexdigest() == self.digests.get(text)
        return (Reading.READ if same else Reading.OLDER), self.waiting.get(text, 0)


def overview_of(of: User, *, lang: str) -> Overview:
    """The whole page, in eleven queries however much there is."""
    career = queries.career_of(of)
    places: tuple[Place, ...] = (*career.experiences, *career.educations, *career.credentials)
    known = links({*career.uses, *(row.occupation_uri for row in career.experiences)}, lang)
    linked, readings = _by_place(career.uses, known), _readings(places)
    today = timezone.localdate()

    def entries(rows: Iterable[Place]) -> tuple[Entry, ...]:
        return tuple(
            replace(_entry(row, linked, readings, today), role=known.get(getattr(row, "occupation_uri", "")))
            for row in rows
        )

    return Overview(
        contact=career.contact,
        country=languages.country_name(career.contact.country),
        initials=initials(career.contact.name or of.email),
        has_picture=career.picture is not None,
        experiences=entries(career.experiences),
        educations=entries(career.educations),
        credentials=entries(career.credentials),
        languages=tuple(tongue(row) for row in career.languages),
    )


def _by_place(uses: Mapping[str, Iterable[Use]], known: Mapping[str, Link]) -> dict[tuple[str, int], list[Link]]:
    """The skills of each entry, by name."""
    found: dict[tuple[str, int], list[Link]] = {}
    for uri in sorted(uses.keys() & known.keys(), key=lambda uri: alphabetical(known[uri].label.text)):
        for use in uses[uri]:
            found.setdefault((use.kind, use.pk), []).append(known[uri])
    return found


def _readings(places: Iterable[Place]) -> Readings:
    texts = {text for place in places if (text := getattr(place, "text_id", None))}
    waiting = ProfileSkill.objects.suggested().awaiting().filter(text__in=texts).order_by()
    counted = waiting.values("text").annotate(count=Count("concept_uri", distinct=True))
    return Readings(
        digests=dict(Text.objects.filter(pk__in=texts).values_list("pk", "digest")),
        waiting={row["text"]: row["count"] for row in counted},
    )


def _entry(row: Place, linked: Mapping[tuple[str, int], list[Link]], readings: Readings, today: date) -> Entry:
    kind = queries.kind_of(row)
    reading, waiting = readings.of(row)
    return Entry(
        kind=kind,
        row=row,
        words=queries.words_for(row),
        facts=tuple(str(fact) for fact in facts_of(row, today) if fact),
        skills=tuple(linked.get((kind, row.pk), ())),
        reading=reading,
        waiting=waiting,
    )


def facts_of(row: Place, today: date) -> tuple[Words, ...]:
    """What stands under the name of an entry."""
    match row:
        case Experience():
            period = periods.period_in_words(row.started, row.ended, is_current=row.is_current)
            return row.organisation, row.place, period, Experience.Kind(row.kind).label
        case Education():
            period = periods.period_in_words(row.started, row.ended, is_current=row.is_current)
            return row.institution, row.field, row.place, period, row.grade, EQF.get(row.eqf_level or 0, "")
        case Credential():
            return row.issuer, _issued(row), _expires(row, today), row.number


def _issued(row: Credential) -> str:
    return _("issued %(date)s") % {"date": periods.in_words(row.issued)} if row.issued else ""


def _expires(row: Credential, today: date) -> str:
    if not row.expires:
        return ""
    date = periods.in_words(row.expires)
    if periods.is_past(row.expires, today):
        return _("ran out %(date)s") % {"date": date}
    return _("valid until %(date)s") % {"date": date}


def tongue(row: LanguageSkill) -> Tongue:
    said = ((getattr(row._meta.get_field(name), "verbose_name", name), getattr(row, name)) for name in row.LEVELS)
    levels = tuple((what, level, CEFR[level]) for what, level in said if level)
    return Tongue(row, languages.language_name(row.code), levels)


def initials(name: str) -> str:
    """
    At most two letters to stand for someone without a picture.

    >>> [initials(name) for name in ("Kari Nordmann", "Per Chr. Ås", "kari@example.no", "")]
    ['KN', 'PÅ', 'K', '']
    """
    words = [word for word in name.partition("@")[0].split() if word[:1].isalpha()]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def likely_roles(experience: Experience, *, lang: str) -> list[Link]:
    """The roles that an experience is most like, best first, with the one that was chosen among them."""
    said = f"{experience.title}. {experience.description}"[: settings.LONGEST_TEXT]
    ranked = [found.uri for found in text_model().rank(said, kind=Kind.OCCUPATION, top=MOST_ROLES)]
    uris = [*ranked, *({experience.occupation_uri} - {"", *ranked})]
    known = links(uris, lang)
    return [known[uri] for uri in uris if uri in known]


def ticks_for(of: User, place: Place, *, lang: str) -> tuple[list[Link], list[Tick]]:
    """The person's skills by name: those that the entry's own text shows, and the others, to be ticked."""
    here = queries.uses_in(of, place)
    accepted = ProfileSkill.objects.visible_to(of).accepted().values_list("concept_uri", flat=True)
    mine = sorted(links(set(accepted), lang).values(), key=lambda link: alphabetical(link.label.text))
    shown = [link for link in mine if link.uri in here and here[link.uri].from_text]
    return shown, [Tick(link, link.uri in here) for link in mine if link not in shown]
