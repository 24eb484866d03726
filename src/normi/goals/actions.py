"""
What a person does with their goals and with the advice they get. Each is one event in one transaction, by the owner.

Refuses to own scores: nothing that is worked out is stored.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.errors import Conflict, Invalid
from normi.goals.advice import PROFILE_GAPS
from normi.goals.models import Dismissal, Goal
from normi.roles.queries import is_role
from normi.taxonomy.queries import is_skill

MOST_GOALS = 10
ADVISED: Mapping[str, Callable[[str], bool]] = {
    Dismissal.Advice.SKILL: is_skill,
    Dismissal.Advice.ROLE: is_role,
    Dismissal.Advice.PROFILE: PROFILE_GAPS.__contains__,
}
"""What a piece of advice of each kind may be about."""


@transaction.atomic
def choose_goal(*, by: User, occupation_uri: str, place: int | None = None) -> Goal:
    """
    The person aims for a role. It comes last, or at a place from 1. Choosing twice is harmless and moves nothing.

    Raises Invalid where there is no such role, and Conflict where there are MOST_GOALS already.
    """
    goals = _locked(by)
    known = next((goal for goal in goals if goal.occupation_uri == occupation_uri), None)
    if known:
        return known
    if not is_role(occupation_uri):
        raise Invalid(_("There is no such role here."), remedy=_("Search for the role and choose it again."))
    if len(goals) >= MOST_GOALS:
        raise Conflict(
            _("You have %(count)d goals already.") % {"count": len(goals)},
            remedy=_("Take one away first. A few goals at a time are easier to follow."),
        )
    goal = Goal.objects.create(owner=by, occupation_uri=occupation_uri, chosen_at=timezone.now())
    goals.insert(len(goals) if place is None else max(place - 1, 0), goal)
    _rank(goals)
    return goal


@transaction.atomic
def remove_goal(*, by: User, occupation_uri: str) -> int | None:
    """The person no longer aims for a role. Answers the place it had, so that it can be put back there."""
    goals = _locked(by)
    place = next((n for n, goal in enumerate(goals, start=1) if goal.occupation_uri == occupation_uri), None)
    if place is not None:
        goals.pop(place - 1).delete()
        _rank(goals)
    return place


@transaction.atomic
def move_goal(*, by: User, occupation_uri: str, steps: int) -> None:
    """Move a goal up (less than nothing) or down the list. At the end of the list it stays where it is."""
    goals = _locked(by)
    here = next((n for n, goal in enumerate(goals) if goal.occupation_uri == occupation_uri), None)
    if here is None:
        raise Conflict(_("This role is not among your goals."))
    goal = goals.pop(here)
    goals.insert(max(here + steps, 0), goal)
    _rank(goals)


@transaction.atomic
def order_goals(*, by: User, occupation_uris: Sequence[str]) -> None:
    """Put all goals in a new order. Raises Invalid where what is named is not exactly the person's goals."""
    goals = {goal.occupation_uri: goal for goal in _locked(by)}
    if sorted(goals) != sorted(occupation_uris):
        raise Invalid(remedy=_("Name each of your goals once."))
    _rank([goals[uri] for uri in occupation_uris])


def _locked(by: User) -> list[Goal]:
    """The person's goals in order. Two changes at the same time wait for each other."""
    User.objects.select_for_update().get(pk=by.pk)
    return list(Goal.objects.visible_to(by))


def _rank(goals: Sequence[Goal]) -> None:
    for place, goal in enumerate(goals, start=1):
        goal.place = place
    Goal.objects.bulk_update(goals, ["place"])


@transaction.atomic
def dismiss(*, by: User, advice: str, about: str) -> None:
    """The person does not want a piece of advice again. Twice is harmless. Raises Invalid for what we never advise."""
    if advice not in ADVISED or "\0" in about or not ADVISED[advice](about):
        raise Invalid(_("There is no such advice."))
    Dismissal.objects.get_or_create(owner=by, advice=advice, about=about, defaults={"dismissed_at": timezone.now()})


@transaction.atomic
def bring_back(*, by: User, advice: str, about: str) -> None:
    """A piece of advice may be given again. What was not put away is left as it is."""
    if "\0" not in about:
        Dismissal.objects.visible_to(by).filter(advice=advice, about=about).delete()
