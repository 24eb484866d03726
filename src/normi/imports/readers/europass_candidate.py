"""The Europass candidate, in use since 2020: a CV in the words of HR Open Standards."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from normi.imports.fitting import web_address
from normi.imports.readers.xml_words import all_named, at, iso_date, rich, text
from normi.portability.document import Credential, Document, Education, Experience, Language, Person

LEVELS: Final = (
    ("listening", "listening"),
    ("reading", "reading"),
    ("interaction", "interaction"),
    ("production", "production"),
    ("writing", "writing"),
)
CEFR: Final = frozenset({"A1", "A2", "B1", "B2", "C1", "C2"})
PERIODS: Final = ("EmploymentPeriod", "AttendancePeriod", "EffectivePeriod", "TimePeriod")


def read(root: Element) -> Document:
    profile = at(root, "CandidateProfile")
    whole = root if profile is None else profile
    return Document(
        person=_person(root, profile),
        experiences=tuple(_experiences(whole)),
        educations=tuple(
            _education(item, n) for n, item in enumerate(all_named(whole, "EducationOrganizationAttendance"))
        ),
        credentials=tuple(_credential(item, n) for n, item in enumerate(all_named(whole, "Certification"))),
        languages=tuple(_languages(root, whole)),
        named=tuple(name for item in all_named(whole, "PersonCompetency") if (name := _skill(item))),
    )


def _person(root: Element, profile: Element | None) -> Person:
    person = at(root, "CandidatePerson")
    ways = [] if person is None else list(all_named(person, "Communication"))
    address = next((found for way in ways if (found := at(way, "Address")) is not None), None)
    return Person(
        name=" ".join(filter(None, (text(person, "PersonName/GivenName"), text(person, "PersonName/FamilyName")))),
        summary=rich(profile, "ExecutiveSummary"),
        email=_way(ways, "email", "URI"),
        phone=_phone(ways),
        address=text(address, "AddressLine"),
        postal_code=text(address, "PostalCode"),
        place=text(address, "CityName"),
        country=text(address, "CountryCode").upper(),
        website=web_address(_way(ways, "web", "URI")),
    )


def _way(ways: list[Element], channel: str, name: str) -> str:
    return next((text(way, name) for way in ways if text(way, "ChannelCode").lower() == channel), "")


def _phone(ways: list[Element]) -> str:
    for way in ways:
        if number := text(way, "DialNumber"):
            country = text(way, "CountryDialing").lstrip("+")
            return f"+{country} {number}" if country else number
    return ""


def _period(item: Element) -> dict[str, str | bool]:
    period = next((found for name in PERIODS if (found := at(item, name)) is not None), None)
    going_on = "true" in (text(period, "CurrentIndicator").lower(), text(period, "Ongoing").lower())
    start, end = (iso_date(text(period, f"{name}/FormattedDateTime", name)) for name in ("StartDate", "EndDate"))
    return {"started": start, "ended": "" if going_on else end, "is_current": going_on}


def _experiences(whole: Element) -> Iterator[Experience]:
    number = 0
    for employer in all_named(whole, "EmployerHistory"):
        organisation = text(employer, "OrganizationName")
        for item in all_named(employer, "PositionHistory"):
            yield Experience(
                key=f"experience-{number}",
                title=text(item, "PositionTitle") or organisation,
                organisation=organisation,
                place=_city(employer),
                description=rich(item, "Description"),
                **_period(item),  # type: ignore[arg-type]
            )
            number += 1


def _city(item: Element) -> str:
    return next((" ".join((found.text or "").split()) for found in all_named(item, "CityName")), "")


def _education(item: Element, number: int) -> Education:
    level = text(item, "EducationLevelCode")
    return Education(
        key=f"education-{number}",
        qualification=text(item, "EducationDegree/DegreeName", "ProgramName") or text(item, "OrganizationName"),
        institution=text(item, "OrganizationName"),
        grade=text(item, "EducationDegree/FinalGrade/ScoreText"),
        eqf_level=int(level) if level in tuple("12345678") else None,
        place=_city(item),
        description=rich(item, "EducationDegree/OccupationalSkillsCovered"),
        **_period(item),  # type: ignore[arg-type]
    )


def _credential(item: Element, number: int) -> Credential:
    return Credential(
        key=f"credential-{number}",
        name=text(item, "CertificationTypeName", "CertificationName", "Name"),
        issuer=text(item, "IssuingAuthority", "IssuingAuthority/Name"),
        issued=iso_date(text(item, "FirstIssuedDate/FormattedDateTime", "FirstIssuedDate")),
    )


def _languages(root: Element, whole: Element) -> Iterator[Language]:
    person = at(root, "CandidatePerson")
    for item in [] if person is None else all_named(person, "PrimaryLanguageCode"):
        yield Language((item.text or "").strip(), is_mother_tongue=True)
    for item in all_named(whole, "PersonCompetency"):
        if text(item, "TaxonomyID") == "language":
            yield Language(text(item, "CompetencyID"), False, **_levels(item))


def _levels(item: Element) -> dict[str, str]:
    """The dimensions are called CEF-Understanding-Listening and the like."""
    found: dict[str, str] = {}
    for dimension in all_named(item, "CompetencyDimension"):
        kind = text(dimension, "CompetencyDimensionTypeCode").lower()
        level = text(dimension, "Score/ScoreText").upper()
        found |= {ours: level for ours, theirs in LEVELS if theirs in kind and level in CEFR}
    return found


def _skill(item: Element) -> str:
    return "" if text(item, "TaxonomyID") == "language" else text(item, "CompetencyName")
