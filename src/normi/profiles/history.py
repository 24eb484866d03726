"""
The history of a person's skills: one line for each real change, and none where nothing changed.

Owns when a line is written, by comparing the profile before and after. Played from the beginning, the lines give the
profile as it stands: a removal takes the standing with it. Refuses to decide what may change; that is for `actions`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from normi.accounts.models import User
from normi.profiles.models import SkillChange, SkillStanding
from normi.profiles.queries import accepted_skill_uris

What = SkillChange.What
STANDING = (What.LEVEL.value, What.INTEREST.value, What.LAST_USED.value)
Standing = dict[str, int | None]
NOTHING_SET: Standing = dict.fromkeys(STANDING)


@contextmanager
def recorded(by: User) -> Iterator[None]:
    """
    Write to the history which skills the block puts into the profile and which it takes out. Never inside another.

    The person's row stays locked until the transaction ends, so that two clicks at once are one change.
    """
    lock(by)
    before = accepted_skill_uris(by)
    yield
    after = accepted_skill_uris(by)
    now = timezone.now()
    SkillStanding.objects.visible_to(by).filter(concept_uri__in=before - after).delete()
    gone = [change(by, uri, What.REMOVED, now) for uri in sorted(before - after)]
    SkillChange.objects.bulk_create(gone + [change(by, uri, What.ACCEPTED, now) for uri in sorted(after - before)])


def lock(by: User) -> None:
    """One writer at a time for each person; rows that only point at the person are not held up."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def change(
    by: User, uri: str, what: What, at: datetime, before: int | None = None, after: int | None = None
) -> SkillChange:
    return SkillChange(owner=by, concept_uri=uri, what=what, before=before, after=after, changed_at=at)


def replayed(changes: Iterable[SkillChange]) -> dict[str, Standing]:
    """The skills with their standings that a history, oldest line first, leads to."""
    skills: dict[str, Standing] = {}
    for line in changes:
        _play(line, skills)
    return skills


def before_removal(changes: Iterable[SkillChange]) -> Standing:
    """What one skill's standing was when it was last taken out, from its own lines, oldest first."""
    skills: dict[str, Standing] = {}
    last = dict(NOTHING_SET)
    for line in changes:
        if line.what == What.REMOVED:
            last = skills.get(line.concept_uri, last)
        _play(line, skills)
    return last


def _play(line: SkillChange, skills: dict[str, Standing]) -> None:
    if line.what == What.ACCEPTED:
        skills[line.concept_uri] = dict(NOTHING_SET)
    elif line.what == What.REMOVED:
        skills.pop(line.concept_uri, None)
    else:
        skills.setdefault(line.concept_uri, dict(NOTHING_SET))[line.what] = line.after
