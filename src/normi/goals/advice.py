"""
What we suggest next: skills, roles and gaps in the profile, each with its reason, each to be put away for good.

Worked out from the person's own skills and goals alone: nothing is learned from other people, so there is nothing that
anybody could object to being used for this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from normi.accounts.models import User
from normi.goals.models import Dismissal
from normi.goals.nearby import described, near_roles
from normi.goals.queries import Measured, goal_uris, measured, named, steps
from normi.profiles.queries import awaiting_count
from normi.taxonomy.queries import Link
from skillengine.types import Kind

MOST_OF_A_KIND = 3
WEAKEST_ROLE = 20
"""Percent. A role that the person has less of is too far away to be called near."""
SKILLS, GOAL, ANSWERS, LEVELS = "skills", "goal", "answers", "levels"
PROFILE_GAPS: dict[str, Promise] = {
    SKILLS: gettext_lazy("Say what you can do"),
    GOAL: gettext_lazy("Choose a goal"),
    ANSWERS: gettext_lazy("Answer the suggestions"),
    LEVELS: gettext_lazy("Set your levels"),
}
"""What may be lacking in a profile, most urgent first, and what to do about it."""


@dataclass(frozen=True)
class Advice:
    """One piece of advice. `about` is a concept's URI, or which gap in the profile it is."""

    kind: str
    about: str
    heading: str
    why: str
    link: Link | None = None


@dataclass(frozen=True)
class Recommendations:
    """At most MOST_OF_A_KIND of each."""

    skills: tuple[Advice, ...]
    roles: tuple[Advice, ...]
    profile: tuple[Advice, ...]

    @property
    def all(self) -> tuple[Advice, ...]:
        return self.profile + self.skills + self.roles


@dataclass(frozen=True)
class PutAway:
    """Advice that the person has put away."""

    kind: str
    about: str
    heading: str


def recommendations(of: User, lang: str) -> Recommendations:
    """What we suggest to this person now, without what they have put away."""
    away = set(Dismissal.objects.visible_to(of).values_list("advice", "about"))
    person, goals = measured(of), goal_uris(of)
    return Recommendations(
        skills=_few(_skills(person, goals, lang), away),
        roles=tuple(_roles(person, goals, away, lang)),
        profile=_few(_profile(of, person, goals), away),
    )


def _few(advice: Iterable[Advice], away: set[tuple[str, str]]) -> tuple[Advice, ...]:
    return tuple(one for one in advice if (one.kind, one.about) not in away)[:MOST_OF_A_KIND]


def _skills(person: Measured, goals: list[str], lang: str) -> Iterable[Advice]:
    for step in steps(person, goals, lang):
        best = max(step.effects, key=lambda effect: effect.points / effect.possible)
        words = {"role": best.role.label.text, "before": best.before, "after": best.after}
        why = _("It takes you from %(before)d to %(after)d percent of what the role %(role)s asks for.") % words
        yield Advice(Dismissal.Advice.SKILL, step.skill.uri, step.skill.label.text, f"{why} {step.why}", step.skill)


def _roles(person: Measured, goals: list[str], away: set[tuple[str, str]], lang: str) -> Iterable[Advice]:
    near = (found for found in near_roles(person, goal=None) if found.percent >= WEAKEST_ROLE)
    wanted = (r for r in near if r.role not in goals and (Dismissal.Advice.ROLE.value, r.role) not in away)
    for role in described(person, list(islice(wanted, MOST_OF_A_KIND)), lang):
        yield Advice(Dismissal.Advice.ROLE, role.role.uri, role.role.label.text, role.why, role.role)


def _profile(of: User, person: Measured, goals: list[str]) -> Iterable[Advice]:
    """What is lacking in the profile, so that the rest can be worked out better."""
    if not person.levels:
        yield _gap(
            SKILLS,
            _("There are no skills in your profile yet. Paste a text, or search for a skill and add it."),
        )
    if not goals:
        yield _gap(
            GOAL,
            _("With a goal you see what you already have, what you lack, and what it pays to learn first."),
        )
    if waiting := awaiting_count(of):
        words = ngettext(
            "%(count)d suggestion from your texts waits for your answer.",
            "%(count)d suggestions from your texts wait for your answer.",
            waiting,
        )
        yield _gap(ANSWERS, words % {"count": waiting})
    if unsaid := sum(level is None for level in person.levels.values()):
        words = ngettext(
            "%(count)d skill has no level. It counts in full until you say how well you know it.",
            "%(count)d skills have no level. They count in full until you say how well you know them.",
            unsaid,
        )
        yield _gap(LEVELS, words % {"count": unsaid})


def _gap(about: str, why: str) -> Advice:
    return Advice(Dismissal.Advice.PROFILE, about, str(PROFILE_GAPS[about]), why)


def put_away(of: User, lang: str) -> list[PutAway]:
    """What the person has put away, the newest first."""
    rows = list(Dismissal.objects.visible_to(of).order_by("-dismissed_at", "-pk").values_list("advice", "about"))
    concepts = named({about for advice, about in rows if advice != Dismissal.Advice.PROFILE}, lang, Kind.SKILL)
    return [
        PutAway(advice, about, concepts[about].label.text if about in concepts else str(PROFILE_GAPS.get(about, about)))
        for advice, about in rows
    ]
