"""
From a document to the nodes of the European Learning Model.

Owns which node says what. Dates of the model are moments; how precisely they are known stands in a label beside them,
in ISO 8601, so that a year stays a year.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from normi.portability.document import Credential, Document, Education, Experience, Person, Skill
from normi.portability.formats.elm_nodes import CEFR_FIELDS, CONTEXT, EQF, MOTHER_TONGUE, Node, country, given, moment


class Writer:
    """Builds the nodes of one document. Each gets a number of its own, so that one can point at another."""

    def __init__(self, document: Document, lang: str) -> None:
        self.document, self.lang = document, lang
        self.numbers: dict[str, int] = {}

    def person(self) -> Node:
        person = self.document.person
        claims = [
            *(self._experience(entry) for entry in self.document.experiences),
            *(self._education(entry) for entry in self.document.educations),
            *(self._credential(entry) for entry in self.document.credentials),
            *self._languages(),
            *self._skills_alone(),
        ]
        return given(
            {
                "@context": CONTEXT,
                **self._node("person", "Person"),
                "fullName": self._text(person.name),
                "location": self._location(person.place, person.country),
                "contactPoint": self._contact(person),
                "hasClaim": claims,
            }
        )

    def _contact(self, person: Person) -> Node:
        lines = (person.address, f"{person.postal_code} {person.place}".strip())
        address = {"fullAddress": self._note("\n".join(filter(None, lines))), "countryCode": country(person.country)}
        found = given(
            {
                "phone": given({**self._node("phone", "Phone"), "phoneNumber": person.phone}) if person.phone else {},
                "emailAddress": {"id": f"mailto:{person.email}", "type": "Mailbox"} if person.email else {},
                "address": given({**self._node("address", "Address"), **given(address)}) if person.address else {},
                "contactForm": self._web(person.website),
                "additionalNote": self._note(person.headline),
                "description": self._text(person.summary),
            }
        )
        return {**self._node("contactPoint", "ContactPoint"), **found} if found else {}

    def _experience(self, entry: Experience) -> Node:
        """Learning by doing: the model knows work as an activity in which one learns."""
        notes = [f"kind: {entry.kind}"]
        notes += [f"occupation: {entry.occupation_uri}"] if entry.occupation_uri else []
        return given(
            {
                **self._node("learningActivity", "LearningActivity"),
                "title": self._text(entry.title),
                "description": self._text(entry.description),
                "additionalNote": [self._note(note) for note in notes],
                "supplementaryDocument": self._web(entry.website),
                "temporal": self._period(entry),
                "location": self._location(entry.place, ""),
                "directedBy": self._organisation(entry.organisation),
                "influences": self._influenced(entry),
            }
        )

    def _influenced(self, entry: Experience) -> Node:
        outcomes = self._outcomes(entry.key)
        if not outcomes:
            return {}
        node = self._node("learningAchievement", "LearningAchievement")
        specification = self._node("learningAchievementSpecification", "LearningAchievementSpecification")
        title = self._text(entry.title)
        return {**node, "title": title, "specifiedBy": {**specification, "title": title, "learningOutcome": outcomes}}

    def _education(self, entry: Education) -> Node:
        grade = {"grade": self._note(entry.grade), "title": self._text(entry.qualification)} if entry.grade else {}
        level = {"id": f"{EQF}{entry.eqf_level}", "type": "Concept"} if entry.eqf_level else {}
        title = self._text(entry.qualification)
        specified = {
            "title": title,
            "eqfLevel": level,
            "category": self._text(entry.field),
            "homepage": self._web(entry.website),
            "learningOutcome": self._outcomes(entry.key),
        }
        activity = {"temporal": self._period(entry), "location": self._location(entry.place, "")}
        return given(
            {
                **self._node("learningAchievement", "LearningAchievement"),
                "title": title,
                "description": self._text(entry.description),
                "awardedBy": self._awarded(entry.institution, ""),
                "provenBy": {**self._node("learningAssessment", "LearningAssessment"), **grade} if grade else {},
                "influencedBy": {
                    **self._node("learningActivity", "LearningActivity"),
                    "title": title,
                    **given(activity),
                }
                if given(activity)
                else {},
                "specifiedBy": {**self._node("qualification", "Qualification"), **given(specified)},
            }
        )

    def _credential(self, entry: Credential) -> Node:
        identifier = {**self._node("identifier", "Identifier"), "notation": entry.number} if entry.number else {}
        outcomes = self._outcomes(entry.key)
        return given(
            {
                **self._node("learningEntitlement", "LearningEntitlement"),
                "title": self._text(entry.name),
                "identifier": identifier,
                "dateIssued": moment(entry.issued),
                "expiryDate": moment(entry.expires),
                "additionalNote": self._note(_interval(entry)),
                "supplementaryDocument": self._web(entry.website),
                "awardedBy": self._awarded(entry.issuer, entry.issued),
                "entitledBy": self._achieved(entry.name, outcomes) if outcomes else {},
            }
        )

    def _achieved(self, title: str, outcomes: list[Node]) -> Node:
        specification = {
            **self._node("learningAchievementSpecification", "LearningAchievementSpecification"),
            "title": self._text(title),
            "learningOutcome": outcomes,
        }
        node = self._node("learningAchievement", "LearningAchievement")
        return {**node, "title": self._text(title), "specifiedBy": specification}

    def _languages(self) -> Iterator[Node]:
        for language in self.document.languages:
            levels = [f"{name}: {getattr(language, name)}" for name in CEFR_FIELDS if getattr(language, name)]
            notes = [MOTHER_TONGUE] if language.is_mother_tongue else levels
            concept = {**self._node("concept", "Concept"), "notation": language.code}
            specification = self._node("learningAchievementSpecification", "LearningAchievementSpecification")
            yield given(
                {
                    **self._node("learningAchievement", "LearningAchievement"),
                    "title": self._text(language.code),
                    "additionalNote": [self._note(note) for note in notes],
                    "specifiedBy": {**specification, "title": self._text(language.code), "language": [concept]},
                }
            )

    def _skills_alone(self) -> Iterator[Node]:
        """Skills that no entry uses, as one achievement of the person's own word."""
        alone = [self._outcome(skill) for skill in self.document.skills if not skill.uses]
        if alone:
            yield self._achieved(_("My own word"), alone)

    def _outcomes(self, key: str) -> list[Node]:
        return [self._outcome(skill) for skill in self.document.skills if key in skill.uses]

    def _outcome(self, skill: Skill) -> Node:
        label = self._text(skill.label or skill.concept_uri)
        levels = [f"level: {skill.level}"] if skill.level else []
        levels += [f"last used: {skill.last_used}"] if skill.last_used else []
        return given(
            {
                **self._node("learningOutcome", "LearningOutcome"),
                "title": label,
                "additionalNote": [self._note(note) for note in levels],
                "relatedESCOSkill": [{"id": skill.concept_uri, "type": "Concept", "prefLabel": label}],
            }
        )

    # --- Small parts --------------------------------------------------------------------------------------------------
    def _node(self, kind: str, type_: str) -> Node:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return {"id": f"urn:epass:{kind}:{self.numbers[kind]}", "type": type_}

    def _text(self, words: str) -> Node:
        return {self.lang: words} if words else {}

    def _note(self, words: str) -> Node:
        return {**self._node("note", "Note"), "noteLiteral": self._text(words)} if words else {}

    def _web(self, address: str) -> Node:
        return {**self._node("webResource", "WebResource"), "contentURL": address} if address else {}

    def _organisation(self, name: str) -> Node:
        return {**self._node("organisation", "Organisation"), "legalName": self._text(name)} if name else {}

    def _awarded(self, body: str, date: str) -> Node:
        found = given({"awardingBody": self._organisation(body), "awardingDate": moment(date)})
        return {**self._node("awardingProcess", "AwardingProcess"), **found} if found else {}

    def _location(self, place: str, code: str) -> Node:
        found = given({"description": self._text(place), "spatialCode": country(code)})
        return {**self._node("location", "Location"), **found} if found else {}

    def _period(self, entry: Experience | Education) -> Node:
        """Dates as moments, as the model wants them; as precise as they are known, in the label (ISO 8601)."""
        if not (entry.started or entry.ended or entry.is_current):
            return {}
        label = f"{entry.started}/{'..' if entry.is_current else entry.ended}"
        found = {"startDate": moment(entry.started), "endDate": moment(entry.ended), "prefLabel": self._text(label)}
        return {**self._node("periodOfTime", "PeriodOfTime"), **given(found)}


def _interval(entry: Credential) -> str:
    """From when to when it counts, as precisely as it is known."""
    return f"{entry.issued}/{entry.expires}" if entry.issued or entry.expires else ""
