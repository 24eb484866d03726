"""The Europass skills passport, in use to 2020: LearnerInfo with lists of work, education and languages."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from normi.imports.fitting import web_address
from normi.imports.readers.xml_words import all_named, at, rich, text
from normi.portability.document import Document, Education, Experience, Language, Person

CONTACT, ADDRESS = "Identification/ContactInfo", "Identification/ContactInfo/Address/Contact"
LEVELS = {
    "listening": "Listening",
    "reading": "Reading",
    "interaction": "SpokenInteraction",
    "production": "SpokenProduction",
    "writing": "Writing",
}
OTHER_SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")


def read(root: Element) -> Document:
    info = root if root.tag.endswith("LearnerInfo") else at(root, "LearnerInfo")
    return Document(
        person=_person(info),
        experiences=tuple(_work(item, n) for n, item in enumerate(_items(info, "WorkExperienceList"))),
        educations=tuple(_education(item, n) for n, item in enumerate(_items(info, "EducationList"))),
        languages=tuple(_languages(info)),
        not_understood=tuple(_other_skills(info)),
    )


def _items(info: Element | None, name: str) -> list[Element]:
    found = at(info, name)
    return [] if found is None else list(found)


def _person(info: Element | None) -> Person:
    return Person(
        name=" ".join(
            filter(
                None,
                (text(info, "Identification/PersonName/FirstName"), text(info, "Identification/PersonName/Surname")),
            )
        ),
        headline=text(info, "Headline/Description/Label", "Headline/Description"),
        email=text(info, f"{CONTACT}/Email/Contact"),
        phone=text(info, f"{CONTACT}/TelephoneList/Telephone/Contact", f"{CONTACT}/Telephone/Contact"),
        address=text(info, f"{ADDRESS}/AddressLine"),
        postal_code=text(info, f"{ADDRESS}/PostalCode"),
        place=text(info, f"{ADDRESS}/Municipality"),
        country=text(info, f"{ADDRESS}/Country/Code"),
        website=web_address(text(info, f"{CONTACT}/WebsiteList/Website/Contact")),
    )


def _period(item: Element) -> dict[str, str | bool]:
    current = text(item, "Period/Current").lower() == "true"
    return {"started": _date(item, "From"), "ended": "" if current else _date(item, "To"), "is_current": current}


def _date(item: Element, end: str) -> str:
    """Attributes as XML Schema writes parts of a date: year 2007, month --08, day ---15."""
    found = at(item, f"Period/{end}")
    parts = [] if found is None else [found.get(name, "").strip("-") for name in ("year", "month", "day")]
    known = parts[: parts.index("")] if "" in parts else parts
    return "-".join(part.zfill(2) for part in known)


def _work(item: Element, number: int) -> Experience:
    return Experience(
        key=f"experience-{number}",
        title=text(item, "Position/Label", "Position") or text(item, "Employer/Name"),
        organisation=text(item, "Employer/Name"),
        place=text(item, "Employer/ContactInfo/Address/Contact/Municipality"),
        description=rich(item, "Activities"),
        **_period(item),  # type: ignore[arg-type]
    )


def _education(item: Element, number: int) -> Education:
    level = text(item, "Level/Code")
    return Education(
        key=f"education-{number}",
        qualification=text(item, "Title") or text(item, "Organisation/Name"),
        institution=text(item, "Organisation/Name"),
        field=text(item, "Field/Label", "Field"),
        eqf_level=int(level) if level in tuple("12345678") else None,
        place=text(item, "Organisation/ContactInfo/Address/Contact/Municipality"),
        description=rich(item, "Activities"),
        **_period(item),  # type: ignore[arg-type]
    )


def _languages(info: Element | None) -> Iterator[Language]:
    linguistic = at(info, "Skills/Linguistic")
    if linguistic is None:
        return
    for item in all_named(linguistic, "MotherTongue"):
        yield Language(text(item, "Description/Code"), is_mother_tongue=True)
    for item in all_named(linguistic, "ForeignLanguage"):
        levels = {ours: text(item, f"ProficiencyLevel/{theirs}") for ours, theirs in LEVELS.items()}
        yield Language(text(item, "Description/Code"), False, **levels)


def _other_skills(info: Element | None) -> Iterator[str]:
    """Skills in the person's own sentences: no entry, but words to be read."""
    for name in OTHER_SKILLS:
        if words := rich(info, f"Skills/{name}/Description"):
            yield words
