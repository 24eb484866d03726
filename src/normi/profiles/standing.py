"""
How a person stands to their skills: what may be said, and storing it with its line of history.

Owns the values. Refuses to ask whether the skill is in the profile, and to lock: `actions` does both first.
"""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User
from normi.errors import Invalid
from normi.profiles.history import NOTHING_SET, STANDING, Standing, What, change
from normi.profiles.levels import EARLIEST_YEAR, INTERESTS, LEVELS
from normi.profiles.models import SkillChange, SkillStanding

ADVICE: dict[str, str | Promise] = {
    "level": _("Choose a level from 1 to 5."),
    "interest": _("Choose an interest from 1 to 3."),
    "last_used": _("Write the year with four digits, and not a year to come."),
}


def store(by: User, said: Mapping[str, Mapping[str, int | None]]) -> int:
    """By URI, the values that were said: store what is new. Returns how many skills it was new for."""
    for values in said.values():
        _check(values)
    rows = {row.concept_uri: row for row in SkillStanding.objects.visible_to(by).filter(concept_uri__in=said)}
    old = {uri: values_of(rows.get(uri)) for uri in said}
    new = {uri: old[uri] | dict(values) for uri, values in said.items() if old[uri] | dict(values) != old[uri]}
    _keep(by, new)
    now = timezone.now()
    SkillChange.objects.bulk_create(
        change(by, uri, What(name), now, before=old[uri][name], after=values[name])
        for uri, values in new.items()
        for name in STANDING
        if values[name] != old[uri][name]
    )
    return len(new)


def values_of(row: SkillStanding | None) -> Standing:
    return {name: getattr(row, name) for name in STANDING} if row else dict(NOTHING_SET)


def _keep(by: User, standings: Mapping[str, Standing]) -> None:
    """Where nothing is said any more there is no row."""
    empty = [uri for uri, values in standings.items() if values == NOTHING_SET]
    SkillStanding.objects.visible_to(by).filter(concept_uri__in=empty).delete()
    SkillStanding.objects.bulk_create(
        (SkillStanding(owner=by, concept_uri=uri, **standings[uri]) for uri in standings if uri not in empty),
        update_conflicts=True,
        unique_fields=["owner", "concept_uri"],
        update_fields=STANDING,
    )


def _check(values: Mapping[str, int | None]) -> None:
    allowed = {
        "level": range(1, len(LEVELS) + 1),
        "interest": range(1, len(INTERESTS) + 1),
        "last_used": range(EARLIEST_YEAR, timezone.localdate().year + 1),
    }
    for name, value in values.items():
        if value is not None and value not in allowed.get(name, ()):
            raise Invalid(remedy=ADVICE.get(name))
