"""
Why a number is what it is, in words for everyone. Owns the sentences; the numbers are the engine's.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillengine.gap import Line, State
from skillengine.requirements import REQUIRED_LEVEL

NEARLY_THE_SAME = 1
"""The levels that a skill loses in place of one that is nearly the same."""


def line(found: Line, labels: Mapping[str, str]) -> str:
    """Why one requirement gives the points it gives."""
    if found.state == State.MISSING:
        return _("It is not in your profile.")
    neighbour = _neighbour(found, labels) if found.neighbour else ""
    if found.state == State.PARTLY:
        return neighbour
    return f"{_own(found)} {neighbour}".strip()


def _own(found: Line) -> str:
    if found.level is None:
        return _("You have this skill. You have not said how well you know it, so it counts in full.")
    words = {"level": found.level, "required": REQUIRED_LEVEL}
    if found.level >= REQUIRED_LEVEL:
        return _("You have this skill at level %(level)d. Level %(required)d is enough to count in full.") % words
    return _("You have this skill at level %(level)d. From level %(required)d it counts in full.") % words


def _neighbour(found: Line, labels: Mapping[str, str]) -> str:
    words = {"skill": labels.get(found.neighbour or "", found.neighbour), "level": found.counted}
    if found.lost == NEARLY_THE_SAME:
        return _("You have “%(skill)s”, which is nearly the same. It counts as level %(level)d here.") % words
    return _("You have “%(skill)s”, which is related. It counts as level %(level)d here.") % words


def step(*, level: int | None, goals: int) -> str:
    """Why a skill is worth learning."""
    asked = ngettext("%(count)d of your goals asks for it.", "%(count)d of your goals ask for it.", goals)
    words = {"count": goals, "level": level, "required": REQUIRED_LEVEL}
    if level is None:
        return asked % words
    more = _("You are at level %(level)d, and it counts in full from level %(required)d.")
    return f"{asked} {more}" % words


def role(*, uses: int, of: int, points: int, possible: int) -> str:
    """Why a role is near."""
    words = {"uses": uses, "of": of, "points": points, "possible": possible}
    return (
        ngettext(
            "%(uses)d of your %(of)d skills is of use here, and gives %(points)d of %(possible)d points.",
            "%(uses)d of your %(of)d skills are of use here, and give %(points)d of %(possible)d points.",
            uses,
        )
        % words
    )
