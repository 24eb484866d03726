"""
What the profile pages show of a person's skills: how they stand to each, what shows it, in which group, and since when.

Reads only, and only what is visible to the person. A list of skills costs the same number of queries however long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from normi.accounts.models import User
from normi.errors import NotFound
from normi.profiles.grouping import groups_of
from normi.profiles.levels import INTERESTS, LEVELS, Step, step
from normi.profiles.models import ProfileSkill, SkillChange, SkillChangeQuerySet
from normi.profiles.queries import (
    AcceptedSkill,
    Evidence,
    Held,
    Place,
    accepted_skill_uris,
    alphabetical,
    evidence_of,
    held,
    places_of,
)
from normi.taxonomy.queries import concept_path, concept_uri, labels
from skillengine.text import folded

MOST_WANTED = len(INTERESTS)


@dataclass(frozen=True)
class OwnSkill(AcceptedSkill):
    """
    An accepted skill as its person sees it.

    `level` and `interest` are None where nothing is set. `group` is empty where the classification has none for it.
    """

    level: Step | None
    interest: Step | None
    last_used: int | None
    group: str
    places: tuple[Place, ...]

    @property
    def credentials(self) -> tuple[Place, ...]:
        """What proves it besides the person's own word, as the person has told."""
        return tuple(place for place in self.places if place.kind == "credential")

    @property
    def uses(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind != "credential")

    @property
    def basis(self) -> Literal["self", "credential"]:
        return "credential" if self.credentials else "self"

    @property
    def standing(self) -> dict[str, int | None]:
        """The numbers behind the words."""
        return {
            "level": self.level.number if self.level else None,
            "interest": self.interest.number if self.interest else None,
            "last_used": self.last_used,
        }

    @property
    def more(self) -> int:
        """How many places show it besides the first."""
        return max(0, len(self.evidence) + len(self.uses) - 1)


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list down: its name in the address, its words, and what it lets through."""

    name: str
    words: str | Promise
    lets: Callable[[OwnSkill], bool]


CHOICES = (
    Choice("", gettext_lazy("All"), lambda skill: True),
    Choice("uten-niva", gettext_lazy("Without a level"), lambda skill: skill.level is None),
    Choice("mer", gettext_lazy("I want more of"), lambda skill: skill.standing["interest"] == MOST_WANTED),
    Choice("bevis", gettext_lazy("With a proof"), lambda skill: skill.basis == "credential"),
)


def own_skills(of: User, *, lang: str) -> list[OwnSkill]:
    """
    All the person's skills by group, in alphabetical order; those without a group last. Without evidence from texts.

    Ask `with_evidence` for those that are shown.
    """
    holds = held(of)
    groups, places = groups_of(holds), places_of(of)
    names = labels(holds.keys() | set(groups.values()), lang)
    skills = [
        _own(found, names.get(uri, uri), names.get(groups.get(uri, ""), ""), places.get(uri, ()))
        for uri, found in holds.items()
    ]
    return sorted(skills, key=lambda s: (not s.group, alphabetical(s.group), alphabetical(s.label)))


def _own(found: Held, label: str, group: str, places: tuple[Place, ...]) -> OwnSkill:
    return OwnSkill(
        uri=found.uri,
        label=label,
        accepted_at=found.accepted_at,
        evidence=(),
        level=step(found.level, LEVELS),
        interest=step(found.interest, INTERESTS),
        last_used=found.last_used,
        group=group,
        places=places,
    )


def narrowed(skills: Sequence[OwnSkill], *, text: str, choice: str) -> list[OwnSkill]:
    """Those whose label holds each word that was typed, and that the choice lets through. An unknown choice is all."""
    words = folded(text).split()
    lets = next((found.lets for found in CHOICES if found.name == choice), CHOICES[0].lets)
    return [skill for skill in skills if lets(skill) and all(word in folded(skill.label) for word in words)]


def with_evidence(of: User, skills: Sequence[OwnSkill], *, lang: str) -> list[OwnSkill]:
    """The same skills, each with the words of the person's texts that show it."""
    found: dict[str, tuple[Evidence, ...]] = evidence_of(of, lang=lang, uris=[skill.uri for skill in skills])
    return [replace(skill, evidence=found.get(skill.uri, ())) for skill in skills]


def own_skill(of: User, path: str, *, lang: str) -> OwnSkill:
    """One of the person's skills, by the path of its concept. Raises NotFound where it is not in the profile."""
    uri = concept_uri(path)
    found = held(of).get(uri)
    if found is None:
        raise NotFound(_("This skill is not in your profile."), remedy=_("Search for the skill, and add it."))
    names = labels([uri], lang)
    return with_evidence(of, [_own(found, names.get(uri, uri), "", places_of(of).get(uri, ()))], lang=lang)[0]


# --- History ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the history in words. `path` leads to the skill; `is_mine`: it is in the profile now."""

    label: str
    words: str
    what: str
    on: date
    at: datetime
    path: str
    is_mine: bool


def history_of(of: User) -> SkillChangeQuerySet:
    """Every line, newest first."""
    return SkillChange.objects.visible_to(of)


def history_of_removed(of: User) -> SkillChangeQuerySet:
    """Every line about a skill that is not in the profile."""
    return history_of(of).exclude(concept_uri__in=ProfileSkill.objects.visible_to(of).accepted().values("concept_uri"))


def history_of_skill(of: User, uri: str) -> SkillChangeQuerySet:
    return history_of(of).filter(concept_uri=uri)


def lines(of: User, changes: Sequence[SkillChange], *, lang: str) -> list[Line]:
    """The lines in words, in the order given. Two queries."""
    names = labels({change.concept_uri for change in changes}, lang)
    mine = accepted_skill_uris(of)
    return [
        Line(
            label=names.get(change.concept_uri, change.concept_uri),
            words=words(change),
            what=change.what,
            on=timezone.localtime(change.changed_at).date(),
            at=change.changed_at,
            path=concept_path(change.concept_uri),
            is_mine=change.concept_uri in mine,
        )
        for change in changes
    ]


STEPS = {SkillChange.What.LEVEL: LEVELS, SkillChange.What.INTEREST: INTERESTS}


def words(change: SkillChange) -> str:
    """What happened, as a sentence without the skill's name."""
    what = str(SkillChange.What(change.what).label)
    before, after = _value(change, change.before), _value(change, change.after)
    if before and after:
        return _("%(what)s: from %(before)s to %(after)s") % {"what": what, "before": before, "after": after}
    if after:
        return f"{what}: {after}"
    if before:
        return _("%(what)s: taken away, was %(before)s") % {"what": what, "before": before}
    return what


def _value(change: SkillChange, number: int | None) -> str:
    found = step(number, STEPS.get(SkillChange.What(change.what), ()))
    return str(found.name).lower() if found else str(number or "")
