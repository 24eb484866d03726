"""The names of JSON Resume 1.0.0 for ours, section by section. Facts of the format, nothing else."""

import re
from collections.abc import Mapping

BESIDE = "x-normi"
DATES = {"started", "ended", "issued", "expires"}
RESUME_DATE = re.compile(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?")
Names = Mapping[str, str]

BASICS: Names = {
    "name": "name",
    "headline": "label",
    "summary": "summary",
    "email": "email",
    "phone": "phone",
    "website": "url",
}
LOCATION: Names = {"address": "address", "postal_code": "postalCode", "place": "city", "country": "countryCode"}
PERIOD: Names = {"started": "startDate", "ended": "endDate", "website": "url"}
WORK: Names = {"organisation": "name", "title": "position", "place": "location", "description": "summary", **PERIOD}
VOLUNTEER: Names = {"organisation": "organization", "title": "position", "description": "summary", **PERIOD}
PROJECTS: Names = {"title": "name", "organisation": "entity", "description": "description", **PERIOD}
EDUCATION: Names = {
    "institution": "institution",
    "field": "area",
    "qualification": "studyType",
    "grade": "score",
    **PERIOD,
}
CERTIFICATES: Names = {"name": "name", "issued": "date", "website": "url", "issuer": "issuer"}

# Where each kind of experience stands. Care has no section of its own and counts as work.
SECTIONS: Mapping[str, Names] = {"work": WORK, "volunteer": VOLUNTEER, "projects": PROJECTS}
SECTION_OF: Mapping[str, str] = {"work": "work", "care": "work", "voluntary": "volunteer", "project": "projects"}
KIND_IN: Mapping[str, str] = {"work": "work", "volunteer": "voluntary", "projects": "project"}

# What the same things were called before version 1.0.0.
FORMER_NAMES: Names = {
    "company": "name",
    "website": "url",
    "picture": "image",
    "gpa": "score",
    "title": "name",
    "releaseDate": "date",
}


def is_resume_date(text: str) -> bool:
    """Whether the format's own pattern takes this date: the years 1000 to 2999."""
    return RESUME_DATE.fullmatch(text) is not None
