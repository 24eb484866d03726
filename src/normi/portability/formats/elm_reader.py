"""
From the nodes of the European Learning Model to the values of a document of our own.

Owns what each claim becomes: an achievement an education, an activity an experience, an entitlement a certificate, and
learning outcomes skills by their ESCO address, or by name where they have none.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from normi.careers.languages import language_code
from normi.portability.formats.elm_nodes import (
    CEFR_FIELDS,
    EQF,
    ESCO,
    MOTHER_TONGUE,
    Node,
    address,
    country_code,
    given,
    kinds,
    node,
    nodes,
    notes,
    text,
)
from normi.portability.formats.fitting import Fitting

Values = dict[str, Any]
STILL = "is_current"
INTERVAL = re.compile(r"([0-9-]{0,10})/([0-9-]{0,10}|\.\.)")
KIND_NOTE = re.compile(r"kind: (work|voluntary|care|project)")
OCCUPATION_NOTE = re.compile(rf"occupation: ({ESCO}occupation/\S+)")
LEVEL_NOTE = re.compile(r"level: ([1-5])")
LAST_USED_NOTE = re.compile(r"last used: ((?:19|20|21)[0-9]{2})")
CEFR_NOTE = re.compile(rf"({'|'.join(CEFR_FIELDS)}): ([ABC][12])")


def subjects(values: Node) -> list[Node]:
    """The people a file is about: itself, the subjects of its credentials, or those in a graph."""
    found = [values] if "hasClaim" in values or "Person" in kinds(values) else []
    for name in ("credentialSubject", "verifiableCredential", "credential", "@graph"):
        for inner in nodes(values.get(name)):
            found += subjects(inner)
    return found


class Reader(Fitting):
    """One file being read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[Values]] = {"experiences": [], "educations": [], "credentials": [], "languages": []}
        self.skills: dict[str, Values] = {}
        self.named: dict[str, None] = {}

    def everything(self, values: Node) -> Values:
        """The values of a document of our own, from everyone the file is about; the first one's name counts."""
        people = subjects(values)
        person: Values = {}
        for subject in people:
            person = given(self._person(subject)) | person
            for claim in nodes(subject.get("hasClaim")):
                self._claim(claim)
        skills = list(self.skills.values())
        return {"person": person, **self.found, "skills": skills, "named": list(self.named)}

    def _person(self, subject: Node) -> Values:
        contact = node(subject.get("contactPoint"))
        full = text(subject.get("fullName"))
        parts = filter(None, (text(subject.get("givenName")), text(subject.get("familyName"))))
        location, place = node(subject.get("location")), node(contact.get("address"))
        lines = text(node(place.get("fullAddress")).get("noteLiteral")).splitlines()
        code = country_code(place.get("countryCode")) or country_code(location.get("spatialCode"))
        town = text(location.get("description")) or text(node(location.get("address")).get("fullAddress"))
        said = {
            "name": full or " ".join(parts),
            "headline": "\n".join(notes(contact.get("additionalNote"))),
            "summary": text(contact.get("description")),
            "email": address(contact.get("emailAddress")).removeprefix("mailto:"),
            "phone": text(node(contact.get("phone")).get("phoneNumber")),
            "address": lines[0] if lines else "",
            "postal_code": _postal_code(lines, town),
            "place": town,
            "country": code,
            "website": _website(contact.get("contactForm")),
        }
        return {name: self.fit("person", name, value) for name, value in said.items()}

    def _claim(self, claim: Node) -> None:
        kind = kinds(claim)
        if "LearningActivity" in kind:
            self._experience(claim)
        elif "LearningEntitlement" in kind:
            self._credential(claim)
        elif "LearningAchievement" in kind:
            self._achievement(claim)
        else:
            self.notes.append(_("We could not place “%(what)s”.") % {"what": text(claim.get("title"))[:80] or "?"})

    def _achievement(self, claim: Node) -> None:
        specified = node(claim.get("specifiedBy"))
        if "language" in specified and "Qualification" not in kinds(specified) and "awardedBy" not in claim:
            self._language(claim, specified)
        elif "Qualification" in kinds(specified) or "awardedBy" in claim:
            self._education(claim, specified)
        else:
            self._outcomes(specified, None)

    def _education(self, claim: Node, specified: Node) -> None:
        activity = node(claim.get("influencedBy"))
        level = address(specified.get("eqfLevel") or specified.get("EQFLevel")).removeprefix(EQF)
        said = {
            "qualification": text(claim.get("title")) or text(specified.get("title")) or _("Not named"),
            "description": text(claim.get("description")),
            "institution": _awarded_by(claim),
            "field": text(specified.get("category")),
            "grade": text(node(node(claim.get("provenBy")).get("grade")).get("noteLiteral")),
            "place": _place(activity),
            "website": _website(specified.get("homepage")),
        }
        period = _period(activity.get("temporal"))
        if not period and (awarded := text(node(claim.get("awardedBy")).get("awardingDate"))):
            period = {"ended": awarded}
        entry = self._entry("education", said, period)
        if level in set("12345678"):
            entry["eqf_level"] = int(level)
        self._outcomes(specified, entry["key"])

    def _experience(self, claim: Node) -> None:
        said_beside = notes(claim.get("additionalNote"))
        kind = _first(KIND_NOTE, said_beside) or "work"
        said = {
            "title": text(claim.get("title")) or _("Not named"),
            "description": text(claim.get("description")),
            "organisation": _organisation(claim.get("directedBy")),
            "place": _place(claim),
            "website": _website(claim.get("supplementaryDocument")),
            "occupation_uri": _first(OCCUPATION_NOTE, said_beside),
        }
        entry = self._entry("experience", said, _period(claim.get("temporal")))
        entry["kind"] = kind
        for achieved in nodes(claim.get("influences")):
            self._outcomes(node(achieved.get("specifiedBy")), entry["key"])

    def _credential(self, claim: Node) -> None:
        issued, expires = text(claim.get("dateIssued")), text(claim.get("expiryDate"))
        for label in notes(claim.get("additionalNote")):
            if match := INTERVAL.fullmatch(label):
                issued, expires = match[1], match[2]
        said = {
            "name": text(claim.get("title")) or _("Not named"),
            "issuer": _awarded_by(claim),
            "issued": issued,
            "expires": expires,
            "number": text(node(claim.get("identifier")).get("notation")),
            "website": _website(claim.get("supplementaryDocument")),
        }
        entry = self._entry("credential", said, {})
        for achieved in nodes(claim.get("entitledBy")):
            self._outcomes(node(achieved.get("specifiedBy")), entry["key"])

    def _entry(self, part: str, said: Values, period: Values) -> Values:
        found = self.found[f"{part}s"]
        fitted = {name: self.fit(part, name, value) for name, value in {**said, **period}.items() if name != STILL}
        entry = {"key": f"elm-{part}-{len(found) + 1}", **given(fitted)}
        if period.get(STILL) and not entry.get("ended"):
            entry[STILL] = True
        found.append(entry)
        return entry

    def _language(self, claim: Node, specified: Node) -> None:
        concept = node(specified.get("language"))
        written = text(concept.get("notation")) or address(concept).rpartition("/")[2]
        code = language_code(written)
        if not code:
            self.notes.append(_("We do not know the language in “%(said)s”.") % {"said": text(claim.get("title"))[:80]})
            return
        said_beside = notes(claim.get("additionalNote"))
        levels = {match[1]: match[2] for said in said_beside if (match := CEFR_NOTE.fullmatch(said))}
        mother = {"is_mother_tongue": True} if MOTHER_TONGUE in said_beside else {}
        if all(language["code"] != code for language in self.found["languages"]):
            self.found["languages"].append({"code": code, **mother, **levels})

    def _outcomes(self, specified: Node, key: str | None) -> None:
        for outcome in nodes(specified.get("learningOutcome")):
            concepts = [one for one in nodes(outcome.get("relatedESCOSkill")) if address(one).startswith(ESCO)]
            for concept in concepts:
                self._skill(concept, outcome, key)
            if not concepts and (name := self.fit("named", "", text(outcome.get("title")))):
                self.named[name] = None

    def _skill(self, concept: Node, outcome: Node, key: str | None) -> None:
        uri, said_beside = address(concept), notes(outcome.get("additionalNote"))
        label = self.fit("skill", "label", text(concept.get("prefLabel")) or text(outcome.get("title")))
        skill = self.skills.setdefault(uri, {"concept_uri": uri, "label": "" if label == uri else label, "uses": []})
        if level := _first(LEVEL_NOTE, said_beside):
            skill["level"] = int(level)
        if year := _first(LAST_USED_NOTE, said_beside):
            skill["last_used"] = int(year)
        if key and key not in skill["uses"]:
            skill["uses"].append(key)


def _period(value: object) -> Values:
    found = node(value)
    if match := INTERVAL.fullmatch(text(found.get("prefLabel"))):
        still = match[2] == ".."
        return {"started": match[1], "ended": "" if still else match[2], STILL: still}
    said = {"started": text(found.get("startDate")), "ended": text(found.get("endDate"))}
    return given(said)


def _first(pattern: "re.Pattern[str]", said: list[str]) -> str:
    return next((match[1] for words in said if (match := pattern.fullmatch(words))), "")


def _organisation(value: object) -> str:
    return text(node(value).get("legalName")) or text(node(value).get("prefLabel"))


def _awarded_by(claim: Node) -> str:
    return _organisation(node(claim.get("awardedBy")).get("awardingBody"))


def _place(value: Node) -> str:
    return text(node(value.get("location")).get("description"))


def _website(value: object) -> str:
    return text(node(value).get("contentURL"))


def _postal_code(lines: list[str], place: str) -> str:
    """The last line of an address of ours is the postal code and the place."""
    return lines[-1].removesuffix(place).strip() if len(lines) > 1 and lines[-1].endswith(place) else ""
