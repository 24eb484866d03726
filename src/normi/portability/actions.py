"""
Taking a whole profile in, and erasing it. Each is one event in one transaction, by the person alone.

Taking in adds what is not there and overwrites nothing: twice is harmless, and what the person has said here stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.goals.actions import MOST_GOALS
from normi.goals.models import Dismissal, Goal
from normi.portability import coherence
from normi.portability import document as value
from normi.portability.document import Document
from normi.portability.outcome import Outcome, refuse_beyond
from normi.portability.queries import profile_tables
from normi.portability.taking_entries import take_contact, take_entries, take_languages, take_picture
from normi.portability.taking_skills import Skills, removed_here, take_uses
from normi.portability.taking_texts import Texts
from normi.profiles.actions import suggest_skills
from normi.profiles.history import lock
from normi.profiles.queries import accepted_skill_uris

KINDS = ("contact", "picture", "experience", "education", "credential", "language", "skill", "use", "text", "goal")
MOST_DISMISSALS = 20_000


@dataclass(frozen=True)
class Stored:
    """
    What came of taking a document in.

    `added` counts what is new, for each of KINDS. `conflicts` says what was not taken and why, one sentence each.
    `to_answer` are texts that hold skills the file only names: they wait for the person's answers.
    """

    added: Mapping[str, int]
    conflicts: tuple[str, ...] = ()
    to_answer: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.added.values())


@transaction.atomic
def store(*, by: User, document: Document) -> Stored:
    """
    Add to the person's profile what a document says and the profile does not.

    Nothing that is here is overwritten or taken away, twice is harmless, and it is all or nothing. Raises Invalid where
    the document contradicts itself, TooLarge where there is no room, and Unavailable where names of skills cannot be
    read yet.
    """
    coherence.check(document)
    lock(by)
    outcome = Outcome()
    before, removed = frozenset(accepted_skill_uris(by)), removed_here(by)
    texts = Texts(by, removed, outcome)
    texts.take(document)
    take_contact(by, document.person, outcome)
    places = take_entries(by, document, texts.by_key, outcome)
    take_languages(by, document.languages, outcome)
    unknown = Skills(by, before, removed, outcome).take(document)
    take_uses(by, document.skills, places, outcome)
    _take_goals(by, document.goals, outcome)
    _take_dismissals(by, document.dismissals)
    to_answer = _offer(by, [*document.named, *unknown])
    take_picture(by, document.picture, outcome)
    added = {kind: outcome.added[kind] for kind in KINDS if outcome.added[kind]}
    return Stored(added, tuple(dict.fromkeys(outcome.conflicts)), to_answer)


def _take_goals(by: User, goals: Iterable[value.Goal], outcome: Outcome) -> None:
    """After those that are here, in the file's order. A role that is not installed may be so again one day."""
    here = list(Goal.objects.visible_to(by))
    known = {goal.occupation_uri for goal in here}
    for goal in goals:
        if goal.occupation_uri in known:
            continue
        if len(here) >= MOST_GOALS:
            outcome.conflict(
                _("“%(what)s” did not become a goal: you have %(most)d goals already."),
                what=goal.label or goal.occupation_uri,
                most=MOST_GOALS,
            )
            continue
        chosen_at = goal.chosen_at or timezone.now()
        here.append(Goal.objects.create(owner=by, occupation_uri=goal.occupation_uri, chosen_at=chosen_at))
        outcome.count("goal")
    for place, row in enumerate(here, start=1):
        row.place = place
    Goal.objects.bulk_update(here, ["place"])


def _take_dismissals(by: User, dismissals: Sequence[value.Dismissal]) -> None:
    refuse_beyond(MOST_DISMISSALS, Dismissal.objects.visible_to(by).count() + len(dismissals))
    Dismissal.objects.bulk_create(
        (Dismissal(owner=by, advice=one.advice, about=one.about, dismissed_at=one.dismissed_at) for one in dismissals),
        ignore_conflicts=True,
    )


def _offer(by: User, names: Iterable[str]) -> tuple[int, ...]:
    """
    Skills that a file only names become a text that is read: the person sees what we found, and says yes or no.

    In the person's own language, so that the same file gives the same text. Answers the texts that hold something to
    say yes or no to.
    """
    found = []
    with translation.override(by.language or settings.LANGUAGE_CODE):
        for part in _parts(list(dict.fromkeys(names))):
            text = suggest_skills(by=by, content=_("Skills from a file: %(names)s.") % {"names": ", ".join(part)})
            if text.suggestions.awaiting().exists():
                found.append(text.pk)
    return tuple(found)


def _parts(names: Sequence[str]) -> Iterable[list[str]]:
    """The names in as many parts as it takes, each short enough for one text."""
    part: list[str] = []
    room = settings.LONGEST_TEXT // 2
    for name in names:
        if part and sum(len(one) + 2 for one in part) + len(name) > room:
            yield part
            part = []
        part.append(name)
    if part:
        yield part


@transaction.atomic
def erase_profile(*, by: User) -> int:
    """
    Delete everything that is kept for the profile's sake, in every app, files too. The account stays as it is.

    What that is, the apps have declared: a table that is added later goes too. There is no way back. Answers how many
    rows went.
    """
    lock(by)
    rows = 0
    for table in profile_tables():
        deleted, _per_table = table.rows_of(by).delete()
        rows += deleted
    return rows
