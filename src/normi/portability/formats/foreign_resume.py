"""
The sections of a JSON Resume file, read leniently: other tools write what they like, and nothing is lost in silence.

Owns where each thing goes. What fits nowhere becomes a line in an entry's own text or in the person's summary; what
even that cannot hold is named in `notes`. Refuses to guess: levels said in words are left for the person to set.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from normi.careers.languages import language_code
from normi.portability.formats.fitting import Fitting, words
from normi.portability.formats.language_names import code_for
from normi.portability.formats.resume_fields import (
    BASICS,
    BESIDE,
    CERTIFICATES,
    DATES,
    EDUCATION,
    FORMER_NAMES,
    KIND_IN,
    LOCATION,
    SECTIONS,
    Names,
)

Values = dict[str, Any]
PICTURE = re.compile(r"data:(image/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+={0,2})")
CEFR = re.compile(r"\b([ABC][12])\b")
MOTHER_TONGUE = re.compile(r"native|mother tongue|morsm[åa]l|førstespråk", re.IGNORECASE)
STILL = {"present", "now", "current", "today", "ongoing", "nå", "no", "pågår"}
NOT_SECTIONS = {"$schema", "meta"}
HEADINGS = {
    "awards": gettext_lazy("Awards"),
    "publications": gettext_lazy("Publications"),
    "references": gettext_lazy("References"),
    "interests": gettext_lazy("Interests"),
    "profiles": gettext_lazy("On the web"),
    "courses": gettext_lazy("Courses"),
    "keywords": gettext_lazy("Keywords"),
    "roles": gettext_lazy("Roles"),
    "highlights": "",
}
LANGUAGE_LEVELS = ("listening", "reading", "interaction", "production", "writing")


class Reading(Fitting):
    """One file being read. `notes` are sentences for the person about what could not be placed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def everything(self, values: Values) -> Values:
        """The values of a document of our own, from all sections."""
        found: Values = {"person": {}}
        experiences: list[tuple[int, int, Values]] = []
        for name, section in values.items():
            if name == "basics":
                found |= self._basics(self._group(section, name))
            elif name in SECTIONS:
                entries = self._list(section, name)
                experiences += [self._experience(name, number, entry) for number, entry in enumerate(entries, start=1)]
            elif name in READERS:
                found |= READERS[name](self, self._list(section, name))
            elif name not in NOT_SECTIONS:
                self._as_lines(name, section)
        found["experiences"] = [entry for _place, _order, entry in sorted(experiences, key=lambda each: each[:2])]
        self._into_summary(found)
        return found

    # --- The person ---------------------------------------------------------------------------------------------------
    def _basics(self, basics: Values) -> Values:
        basics = _renamed(basics)
        person = {ours: self.fit("person", ours, basics.pop(theirs, "")) for ours, theirs in BASICS.items()}
        location = self._group(basics.pop("location", {}), "location")
        person |= {ours: self.fit("person", ours, location.pop(theirs, "")) for ours, theirs in LOCATION.items()}
        if region := words(location.pop("region", "")):
            person["place"] = self.fit("person", "place", ", ".join(filter(None, (person["place"], region))))
        found: Values = {"person": _given(person)}
        if image := basics.pop("image", ""):
            found |= self._picture(image)
        basics.pop(BESIDE, None)
        self._as_lines("", _given(basics | location))
        return found

    def _picture(self, image: object) -> Values:
        if isinstance(image, str) and (match := PICTURE.fullmatch(image)):
            return {"picture": {"media_type": match[1], "content": match[2]}}
        self.notes.append(_("The picture lies elsewhere and was not fetched. You can add it yourself."))
        return {}

    # --- Entries ------------------------------------------------------------------------------------------------------
    def _experience(self, section: str, number: int, entry: Values) -> tuple[int, int, Values]:
        """The entry, with where it stood among all experiences; one from another tool comes last."""
        beside = dict(_beside(entry))
        position = beside.pop("position", None)
        found = self._entry("experience", entry, SECTIONS[section], beside)
        if not beside:
            found["kind"] = KIND_IN[section]
        found.setdefault("key", f"x-{section}-{number}")
        found["title"] = found.get("title") or found.get("organisation") or _("Not named")
        ordered = isinstance(position, int) and not isinstance(position, bool)
        return (position if ordered else 1_000_000, number, found)

    def _educations(self, entries: list[Values]) -> Values:
        found = []
        for number, entry in enumerate(entries, start=1):
            each = self._entry("education", entry, EDUCATION, dict(_beside(entry)))
            each.setdefault("key", f"x-education-{number}")
            each["qualification"] = (
                each.get("qualification") or each.get("field") or each.get("institution") or _("Not named")
            )
            found.append(each)
        return {"educations": found}

    def _certificates(self, entries: list[Values]) -> Values:
        found = []
        for number, entry in enumerate(entries, start=1):
            each = self._entry("credential", entry, CERTIFICATES, dict(_beside(entry)))
            each.setdefault("key", f"x-certificate-{number}")
            each["name"] = each.get("name") or _("Not named")
            found.append(each)
        return {"credentials": found}

    def _entry(self, part: str, entry: Values, names: Names, beside: Values) -> Values:
        rest = {name: value for name, value in _renamed(entry, names).items() if name != BESIDE}
        still = part != "credential" and not beside and "endDate" not in rest and "startDate" in rest
        found = dict(beside)
        for ours, theirs in names.items():
            value = rest.pop(theirs, "")
            if ours in DATES and words(value).strip().casefold() in STILL:
                still = True
            elif value := self.fit(part, ours, value):
                found[ours] = value
        if found.get("ended"):
            found.pop("is_current", None)
        elif still:
            found["is_current"] = True
        self._keep_rest(part, found, _given(rest))
        return found

    def _keep_rest(self, part: str, found: Values, rest: Values) -> None:
        """What the entry says beyond our fields, as lines of its own text."""
        lines = _lines(rest)
        if part == "credential":
            self.notes += [f"{found.get('name', '')}: {line}" for line in lines]
        elif lines:
            described = "\n".join(filter(None, (found.get("description", ""), *lines)))
            found["description"] = self.fit(part, "description", described)

    # --- Languages and skills -----------------------------------------------------------------------------------------
    def _languages(self, entries: list[Values]) -> Values:
        found: dict[str, Values] = {}
        for entry in entries:
            language = dict(_beside(entry)) or self._language(entry)
            if language:
                found.setdefault(str(language.get("code")), language)
        return {"languages": list(found.values())}

    def _language(self, entry: Values) -> Values:
        name, fluency = words(entry.get("language", "")), words(entry.get("fluency", ""))
        code = code_for(name) or language_code(name)
        said = ": ".join(filter(None, (name, fluency)))
        if not code:
            if said:
                self.notes.append(_("We do not know the language in “%(said)s”.") % {"said": said[:80]})
            return {}
        if MOTHER_TONGUE.search(fluency):
            return {"code": code, "is_mother_tongue": True}
        if level := CEFR.search(fluency.upper()):
            return {"code": code, **dict.fromkeys(LANGUAGE_LEVELS, level[1])}
        if fluency:
            self.notes.append(_("“%(said)s” is no level from A1 to C2. Set it yourself.") % {"said": said[:80]})
        return {"code": code}

    def _skills(self, entries: list[Values]) -> Values:
        skills, named = [], []
        for entry in entries:
            name, beside = words(entry.get("name", "")), dict(_beside(entry))
            if beside:
                label = {} if name == beside.get("concept_uri") else {"label": name[:300]}
                skills.append({**beside, **_given(label)})
                continue
            named += [name, *map(words, self._plain_list(entry.get("keywords")))]
            if level := words(entry.get("level", "")):
                said = f"{name}: {level}"[:80]
                self.notes.append(_("“%(said)s” is a level in words. Set it yourself.") % {"said": said})
        fitted = [self.fit("named", "", name) for name in named]
        return {"skills": skills, "named": list(dict.fromkeys(filter(None, fitted)))}

    # --- What is left -------------------------------------------------------------------------------------------------
    def _as_lines(self, name: str, value: object) -> None:
        """A section we have no place for, as lines at the end of the summary."""
        self.lines += _named_lines(name, value) if name else _lines(value)

    def _into_summary(self, found: Values) -> None:
        if self.lines:
            person = found["person"]
            summary = "\n".join(filter(None, (person.get("summary", ""), *self.lines)))
            person["summary"] = self.fit("person", "summary", summary)

    def _group(self, value: object, name: str) -> Values:
        if isinstance(value, dict):
            return dict(value)
        self._as_lines(name, value)
        return {}

    def _list(self, value: object, name: str) -> list[Values]:
        entries = value if isinstance(value, list) else [value]
        self._as_lines(name, [entry for entry in entries if not isinstance(entry, dict)])
        return [entry for entry in entries if isinstance(entry, dict)]

    def _plain_list(self, value: object) -> list[object]:
        return value if isinstance(value, list) else [value]


READERS: Mapping[str, Callable[[Reading, list[Values]], Values]] = {
    "education": Reading._educations,
    "certificates": Reading._certificates,
    "languages": Reading._languages,
    "skills": Reading._skills,
}


def _beside(entry: Values) -> Values:
    found = entry.get(BESIDE)
    return found if isinstance(found, dict) else {}


def _renamed(entry: Values, names: Names | None = None) -> Values:
    """The entry with the names of today, where it has those of earlier versions and not both."""
    wanted = set(names.values()) if names is not None else {"url", "image"}
    return {
        FORMER_NAMES[name]
        if name in FORMER_NAMES and name not in wanted and FORMER_NAMES[name] in wanted - entry.keys()
        else name: value
        for name, value in entry.items()
    }


def _lines(value: object) -> list[str]:
    """Anything at all as lines of text."""
    if isinstance(value, dict):
        return [line for name, said in value.items() if name != BESIDE for line in _named_lines(name, said)]
    if isinstance(value, list):
        return [f"• {said}" for item in value if (said := words(item))]
    return [said] if (said := words(value)) else []


def _named_lines(name: str, value: object) -> list[str]:
    heading = str(HEADINGS.get(name, name))
    if isinstance(value, list):
        lines = _lines(value)
        return [f"{heading}:", *lines] if lines and heading else lines
    return [f"{heading}: {said}"] if (said := words(value)) else []


def _given(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}
