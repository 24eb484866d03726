"""
From a person's rows to the facts of a report: what they chose to show, in the language they chose.

Reads only, and only what belongs to the person. What is not chosen is nowhere in the facts: a job that is left out is
not named as evidence either.
"""

import base64
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from django.utils.translation import override
from PIL import Image

from normi.accounts.models import User
from normi.careers.languages import country_name
from normi.careers.models import Contact as ContactRow
from normi.careers.models import Education, Experience
from normi.careers.queries import Career, Use, career_of, picture_content
from normi.errors import NotFound
from normi.goals.queries import Line, gap, goal_uris
from normi.profiles.queries import AcceptedSkill, Held, accepted_skills, alphabetical, held
from normi.reports.choices import Choice
from normi.taxonomy.queries import active_version, labels
from skillengine.report import Contact, Credential, Evidence, Goal, Language, Need, Period, Report, Skill, basis_of
from skillengine.types import RelationType

# The weightiest first: what others have issued, where it was used, where it was learned, what the person wrote.
WEIGHT = ("credential", "experience", "education", "text", "role")
MOST_EVIDENCE = 4
PART_OF_KIND = {"credential": "credentials", "experience": "experience", "education": "education"}
PICTURE_SIDE, PICTURE_QUALITY = 240, 85


def facts_of(of: User, choice: Choice, *, at: datetime) -> Report:
    """The report as it stands now, in a fixed number of queries for each part that is shown."""
    with override(choice.lang):
        career = career_of(of)
        contact = career.contact
        return Report(
            lang=choice.lang,
            made_at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            name=contact.name if choice.shows("name") else "",
            headline=contact.headline if choice.shows("about") else "",
            about=contact.summary if choice.shows("about") else "",
            picture=_picture(of) if choice.shows("picture") else "",
            contact=_contact(of, contact, choice),
            skills=tuple(_skills(of, career.uses, choice)) if choice.shows("skills") else (),
            goals=tuple(_goals(of, choice.lang)) if choice.shows("goals") else (),
            classification=_classification() if choice.shows("skills") else "",
            experiences=tuple(map(_experience, career.experiences)) if choice.shows("experience") else (),
            educations=tuple(map(_education, career.educations)) if choice.shows("education") else (),
            languages=_languages(career) if choice.shows("languages") else (),
            credentials=_credentials(career) if choice.shows("credentials") else (),
        )


def _contact(of: User, row: ContactRow, choice: Choice) -> Contact:
    return Contact(
        email=of.email if choice.shows("email") else "",
        phone=row.phone if choice.shows("phone") else "",
        address=_address(row) if choice.shows("address") else "",
        website=row.website if choice.shows("website") else "",
    )


def _address(row: ContactRow) -> str:
    town = " ".join(part for part in (row.postal_code, row.place) if part)
    country = country_name(row.country) if row.country else ""
    return ", ".join(part for part in (row.address, town, country) if part)


def _picture(of: User) -> str:
    """A small JPEG in base64: the report is read on a screen and a sheet, and travels inside its own signature."""
    found = picture_content(of)
    if found is None:
        return ""
    file = io.BytesIO()
    with Image.open(io.BytesIO(found[0])) as picture:
        picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        picture.convert("RGB").save(file, "JPEG", quality=PICTURE_QUALITY)
    return base64.b64encode(file.getvalue()).decode()


def _classification() -> str:
    version = active_version()
    return version.version if version else ""


def _experience(row: Experience) -> Period:
    return replace(_period(row), title=row.title, kind=row.kind, place=_joined(row.organisation, row.place))


def _education(row: Education) -> Period:
    title, place = _joined(row.qualification, row.field), _joined(row.institution, row.place)
    return replace(_period(row), title=title, kind="education", place=place, eqf_level=row.eqf_level)


def _period(row: Experience | Education) -> Period:
    return Period(
        title="",
        started=row.started,
        ended=row.ended,
        is_current=row.is_current,
        description=row.description.strip(),
    )


def _languages(career: Career) -> tuple[Language, ...]:
    return tuple(
        Language(row.code, row.is_mother_tongue, **{level: getattr(row, level) for level in row.LEVELS})
        for row in career.languages
    )


def _credentials(career: Career) -> tuple[Credential, ...]:
    """Without their numbers: a number that lets anyone look a person up is not theirs to judge by."""
    return tuple(Credential(row.name, row.issuer, row.issued, row.expires, row.website) for row in career.credentials)


def _skills(of: User, uses: Mapping[str, list[Use]], choice: Choice) -> Iterator[Skill]:
    """The highest level first, then in the order of the alphabet; those without a level last."""
    standings = held(of)
    shown = [s for s in accepted_skills(of, lang=choice.lang) if choice.shows_skill(s.uri, standings[s.uri].level)]
    shown.sort(key=lambda skill: (-(standings[skill.uri].level or 0), alphabetical(skill.label)))
    for skill in shown:
        yield _skill(skill, standings[skill.uri], uses.get(skill.uri, ()), choice)


def _skill(skill: AcceptedSkill, standing: Held, uses: Iterable[Use], choice: Choice) -> Skill:
    places = [Evidence(use.kind, use.words) for use in uses if choice.shows(PART_OF_KIND[use.kind])]
    found = [*places, *(_words(item.kind, item.quote, item.role.label if item.role else "") for item in skill.evidence)]
    return Skill(
        uri=skill.uri,
        label=skill.label,
        basis=basis_of(places),
        level=standing.level,
        last_used=standing.last_used,
        evidence=_weightiest(found) if choice.shows("proof") else (),
    )


def _goals(of: User, lang: str) -> Iterator[Goal]:
    """The person's goals in their order. A role that the classification no longer has is left out."""
    for uri in goal_uris(of):
        with suppress(NotFound):
            found = gap(of, uri, lang)
            words = labels({line.neighbour for line in found.lines if line.neighbour}, lang)
            yield Goal(uri, found.role.label.text, tuple(_need(line, words) for line in found.lines))


def _need(line: Line, words: Mapping[str, str]) -> Need:
    return Need(
        label=line.need.label.text,
        state=line.state,
        points=line.points,
        possible=line.possible,
        essential=line.need.type == RelationType.ESSENTIAL,
        by=words.get(line.neighbour or "", ""),
    )


def _words(kind: str, quote: str, role: str) -> Evidence:
    """The person's own words and nothing of what stands around them; for a tick, the role it was ticked for."""
    return Evidence(kind, role or " ".join(quote.split()))


def _weightiest(found: list[Evidence]) -> tuple[Evidence, ...]:
    """At most MOST_EVIDENCE, each thing said once."""
    once: dict[tuple[str, str], Evidence] = {}
    for item in found:
        once.setdefault((item.kind, item.words.casefold()), item)
    ordered = sorted(once.values(), key=lambda item: WEIGHT.index(item.kind))
    return tuple(ordered[:MOST_EVIDENCE])


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
