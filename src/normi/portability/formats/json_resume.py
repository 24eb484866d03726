"""
JSON Resume 1.0.0: what most tools for CVs read and write.

Owns writing ours so that nothing is lost: what the format has no room for stands beside it under `x-normi`, which its
schema allows. What it says itself wins over what stands beside, so that a change made in another tool counts. Reading
files from others is in `foreign_resume`; what they say that we have no place for is kept as text, or named.
"""

from collections.abc import Mapping
from typing import Any

from babel.core import Locale
from django.utils.translation import gettext as _

from normi.errors import Invalid
from normi.portability import coherence
from normi.portability.document import Document, Experience, Language, Skill
from normi.portability.formats import json_text, own
from normi.portability.formats.foreign_resume import Reading
from normi.portability.formats.plain import built, plain
from normi.portability.formats.resume_fields import (
    BASICS,
    BESIDE,
    CERTIFICATES,
    DATES,
    EDUCATION,
    LOCATION,
    SECTION_OF,
    SECTIONS,
    is_resume_date,
)

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
BESIDE_ALL = ("added", "texts", "history", "goals", "dismissals", "classification")
MOTHER_TONGUE = "Native speaker"
Values = dict[str, Any]


# --- Writing ----------------------------------------------------------------------------------------------------------
def write(document: Document) -> bytes:
    """The file. `read` gives the same document back."""
    values = plain(document)
    beside = {"version": own.VERSION, **{name: values[name] for name in BESIDE_ALL if values.get(name)}}
    sections: Values = {
        "basics": _basics(values),
        **{name: [] for name in SECTIONS},
        "education": [_entry(entry, EDUCATION) for entry in values.get("educations", ())],
        "certificates": [_entry(entry, CERTIFICATES) for entry in values.get("credentials", ())],
        "languages": [_language(language) for language in document.languages],
        "skills": [_skill(skill) for skill in document.skills] + [{"name": name} for name in document.named],
    }
    for position, experience in enumerate(document.experiences):
        section = SECTION_OF[experience.kind]
        sections[section].append(_experience(experience, position))
    kept = {name: value for name, value in sections.items() if value}
    return json_text.written({"$schema": SCHEMA, **kept, "meta": {"version": "v1.0.0", BESIDE: beside}})


def _basics(values: Values) -> Values:
    person = values.get("person", {})
    found = {theirs: person[ours] for ours, theirs in BASICS.items() if ours in person}
    location = {theirs: person[ours] for ours, theirs in LOCATION.items() if ours in person}
    if location:
        found["location"] = location
    if picture := values.get("picture"):
        found["image"] = f"data:{picture['media_type']};base64,{picture['content']}"
    return found


def _experience(experience: Experience, position: int) -> Values:
    names = SECTIONS[SECTION_OF[experience.kind]]
    entry = _entry(plain(experience), names)
    entry[BESIDE]["position"] = position
    return entry


def _entry(values: Mapping[str, Any], names: Mapping[str, str]) -> Values:
    """What the format has a name for, and the rest beside it."""
    said = {name for name in values if name in names and (name not in DATES or is_resume_date(values[name]))}
    beside = {name: value for name, value in values.items() if name not in said}
    return {**{names[name]: values[name] for name in values if name in said}, BESIDE: beside}


def _language(language: Language) -> Values:
    names = Locale.parse("en").languages
    levels = [getattr(language, name) for name in ("listening", "reading", "interaction", "production", "writing")]
    known = sorted({level for level in levels if level})
    fluency = MOTHER_TONGUE if language.is_mother_tongue else "–".join(dict.fromkeys((*known[:1], *known[-1:])))
    found = {"language": names.get(language.code, language.code), BESIDE: plain(language)}
    return {**found, "fluency": fluency} if fluency else found


def _skill(skill: Skill) -> Values:
    beside = plain(skill)
    beside.pop("label", None)
    level = {"level": f"{skill.level} of 5"} if skill.level else {}
    return {"name": skill.label or skill.concept_uri, **level, BESIDE: beside}


# --- Reading ----------------------------------------------------------------------------------------------------------
def read(content: bytes) -> Document:
    """
    What a file says, from us or from another tool. Raises Invalid or TooLarge, each with advice.

    From another tool's file, what has no place here is in the summary, in an entry's own text or in `not_understood`.
    """
    values = json_text.parsed(content)
    if not is_resume(values):
        raise Invalid(
            _("This is not a CV in the format JSON Resume."), remedy=_("Check that it is the file you meant.")
        )
    return understood(values)


def is_resume(values: object) -> bool:
    """Whether parsed JSON looks like one: it says so, or has one of the sections in the right form."""
    if not isinstance(values, dict) or own.is_ours(values) or "@context" in values:
        return False
    lists = ("work", "volunteer", "education", "skills", "languages", "projects", "certificates")
    if "jsonresume" in str(values.get("$schema")) or isinstance(values.get("basics"), dict):
        return True
    return any(isinstance(values.get(name), list) for name in lists)


def understood(values: Values) -> Document:
    """The document that a parsed file says."""
    reading = Reading()
    found = reading.everything(values)
    found |= _beside_all(values)
    own.current().check({"format": own.FORMAT, "version": own.VERSION, **found})
    document = built(Document, {**found, "not_understood": reading.notes})
    coherence.check(document)
    return document


def _beside_all(values: Values) -> Values:
    meta = values.get("meta")
    beside = meta.get(BESIDE) if isinstance(meta, dict) else None
    if not isinstance(beside, dict):
        return {}
    if beside.get("version") != own.VERSION:
        raise Invalid(
            _("The file says that it is version %(version)s. We read version 1 to %(newest)d.")
            % {"version": str(beside.get("version"))[:20], "newest": own.VERSION},
            remedy=_("It may come from a newer Normi than this one."),
        )
    return {name: beside[name] for name in BESIDE_ALL if name in beside}
