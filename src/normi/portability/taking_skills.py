"""
Taking in skills: those added by hand, how the person stands to them, where they were used, and their history.

Every skill that is new in the profile has a line in its history: the file's own lines where the profile has none about
that skill, or else one that says that it came now. So the history still leads to the profile as it stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.careers.models import SkillUse
from normi.careers.queries import Place, kind_of
from normi.portability.document import Answer, Change, Document, Skill
from normi.portability.outcome import Outcome, refuse_beyond
from normi.portability.taking_texts import skill_row
from normi.profiles import standing
from normi.profiles.history import STANDING, Standing, What, change
from normi.profiles.models import ProfileSkill, Rejection, SkillChange, SkillStanding
from normi.profiles.queries import accepted_skill_uris
from normi.taxonomy.queries import links
from skillengine.types import Kind

MOST_SKILLS, MOST_LINES = 10_000, 100_000


def removed_here(by: User) -> frozenset[str]:
    """Skills that the person has taken out of the profile, and not put back."""
    rows = ProfileSkill.objects.visible_to(by).filter(rejection=Rejection.REMOVED)
    return frozenset(rows.values_list("concept_uri", flat=True)) - accepted_skill_uris(by)


@dataclass
class Skills:
    """The skills of one document on their way in. `before`: what the profile held before anything was taken in."""

    by: User
    before: frozenset[str]
    removed: frozenset[str]
    outcome: Outcome

    def take(self, document: Document) -> list[str]:
        """Answers names of skills that the classification here does not know."""
        self._take_added(document.added)
        unknown = self._take_named_by_address(document.skills)
        told = self._take_history(document.history)
        now_held = accepted_skill_uris(self.by)
        refuse_beyond(MOST_SKILLS, len(now_held))
        self._say_what_came(now_held - self.before - told)
        self._take_standings([skill for skill in document.skills if skill.concept_uri in now_held], told)
        self.outcome.count("skill", len(now_held - self.before))
        self._explain_what_is_out(document, now_held)
        return unknown

    def _take_added(self, answers: Iterable[Answer]) -> None:
        mine = ProfileSkill.objects.visible_to(self.by).filter(text=None)
        here = set(mine.values_list("concept_uri", flat=True))
        here |= self.before | self.removed
        ProfileSkill.objects.bulk_create(
            skill_row(self.by, answer) for answer in answers if answer.concept_uri not in here
        )

    def _take_named_by_address(self, skills: Sequence[Skill]) -> list[str]:
        """Skills that the file says the person has, and that no text or answer in it shows."""
        held = accepted_skill_uris(self.by) | self.removed
        lacking = [skill for skill in skills if skill.concept_uri not in held]
        known = {uri for uri, link in links([s.concept_uri for s in lacking], "en").items() if link.kind == Kind.SKILL}
        now = timezone.now()
        ProfileSkill.objects.bulk_create(
            skill_row(self.by, Answer(skill.concept_uri, suggested_at=now, accepted_at=now))
            for skill in lacking
            if skill.concept_uri in known
        )
        return [skill.label or skill.concept_uri for skill in lacking if skill.concept_uri not in known]

    def _take_history(self, changes: Sequence[Change]) -> set[str]:
        """The lines about skills that the profile's own history does not mention. Answers which skills those are."""
        mine = SkillChange.objects.visible_to(self.by)
        known = set(mine.values_list("concept_uri", flat=True))
        lines = [line for line in changes if line.concept_uri not in known]
        refuse_beyond(MOST_LINES, mine.count() + len(lines))
        SkillChange.objects.bulk_create(SkillChange(owner=self.by, **asdict(line)) for line in lines)
        return {line.concept_uri for line in lines}

    def _say_what_came(self, uris: Iterable[str]) -> None:
        now = timezone.now()
        SkillChange.objects.bulk_create(change(self.by, uri, What.ACCEPTED, now) for uri in sorted(uris))

    def _take_standings(self, skills: Sequence[Skill], told: set[str]) -> None:
        """Fill what is empty. Where the file's own history tells it already, no new line is written."""
        here = {row.concept_uri: row for row in SkillStanding.objects.visible_to(self.by)}
        fresh: dict[str, Standing] = {}
        for skill in skills:
            mine, said = standing.values_of(here.get(skill.concept_uri)), _said(skill)
            if any(mine[name] not in (None, there) for name, there in said.items()):
                self.outcome.conflict(
                    _("Level, interest or last use of “%(what)s” is set otherwise here. We kept yours."),
                    what=skill.label or skill.concept_uri,
                )
            if any(mine[name] is None for name in said):
                fresh[skill.concept_uri] = said | {name: kept for name, kept in mine.items() if kept is not None}
        standing.store(self.by, {uri: values for uri, values in fresh.items() if uri not in told})
        self._keep_without_a_line({uri: values for uri, values in fresh.items() if uri in told})

    def _keep_without_a_line(self, standings: Mapping[str, Standing]) -> None:
        SkillStanding.objects.bulk_create(
            (SkillStanding(owner=self.by, concept_uri=uri, **values) for uri, values in standings.items()),
            update_conflicts=True,
            unique_fields=["owner", "concept_uri"],
            update_fields=STANDING,
        )

    def _explain_what_is_out(self, document: Document, held: set[str]) -> None:
        for skill in document.skills:
            if skill.concept_uri in self.removed - held:
                self.outcome.conflict(
                    _("You have taken “%(what)s” out of your profile here. We did not put it back."),
                    what=skill.label or skill.concept_uri,
                )


def take_uses(by: User, skills: Sequence[Skill], places: Mapping[str, Place], outcome: Outcome) -> None:
    """Where each skill was used, learned or proved."""
    held = accepted_skill_uris(by)
    rows = [
        SkillUse(owner=by, concept_uri=skill.concept_uri, **{kind_of(places[key]): places[key]})
        for skill in skills
        if skill.concept_uri in held
        for key in skill.uses
        if key in places
    ]
    before = _uses(by).count()
    SkillUse.objects.bulk_create(rows, ignore_conflicts=True)
    outcome.count("use", _uses(by).count() - before)


def _said(skill: Skill) -> Standing:
    """What a file says about a skill. A year to come says nothing."""
    said: Standing = {name: getattr(skill, name) for name in STANDING if getattr(skill, name) is not None}
    if (said.get("last_used") or 0) > timezone.localdate().year:
        del said["last_used"]
    return said


def _uses(by: User) -> QuerySet[SkillUse]:
    return SkillUse.objects.visible_to(by)
