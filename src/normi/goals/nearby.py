"""
Roles near a person, and the two skills that would open most roles to them.

Reads only, and only this one person's skills: what a role asks for is the classification's, not other people's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from normi.accounts.models import User
from normi.goals import reasons
from normi.goals.queries import Measured, measured, named
from normi.taxonomy.queries import Link
from skillengine import gap as engine
from skillengine import transfer
from skillengine.transfer import OPEN_PERCENT, ROLES_IN_REACH, Transfer
from skillengine.types import Kind

MOST_PAIRS = 5
NEAREST, TO_GOAL = "nearest", "goal"


@dataclass(frozen=True)
class NearRole:
    """
    A role near the person. `used` are the skills of theirs that count there; `lacking` what it asks for and they lack.

    `covers` is how much of the goal the role's own skills would give, in percent, and `covered` how much of the role
    the goal's would give.
    """

    role: Link
    points: int
    possible: int
    percent: int
    is_open: bool
    used: tuple[Link, ...]
    lacking: tuple[Link, ...]
    why: str
    covers: int | None
    covered: int | None


@dataclass(frozen=True)
class Pair:
    """Two skills, and the roles they open together."""

    first: Link
    second: Link
    opens: tuple[Link, ...]


@dataclass(frozen=True)
class Openings:
    """
    How many roles are open now, of how many; how many points the next one lacks; and the pairs that open most.

    A role is open at so many percent; the pairs were tried on so many roles, the nearest ones.
    """

    open_now: int
    roles: int
    nearest: int | None
    pairs: tuple[Pair, ...]
    open_at_percent: int = OPEN_PERCENT
    tried: int = ROLES_IN_REACH


def near_roles(person: Measured, *, goal: str | None, order: str = NEAREST) -> list[Transfer]:
    """
    All roles where any of the person's skills counts, the nearest first: to the person, or to their goal.

    Cheap for all of them; `described` finds the words for those that are shown.
    """
    number = person.table.role(goal) if goal else None
    found = transfer.transfers(person.table, person.standing, number)
    return sorted(found, key=lambda near: -(near.covers or 0)) if order == TO_GOAL and number is not None else found


def described(person: Measured, found: Sequence[Transfer], lang: str) -> list[NearRole]:
    """Roles with the words of what counts there and what is lacking. One query, however many."""
    gaps = [_gap(person, near) for near in found]
    used = [_used(found_gap) for found_gap in gaps]
    lacking = [[line.uri for line in found_gap.lines if line.state == engine.State.MISSING] for found_gap in gaps]
    skills = named({uri for uris in (*used, *lacking) for uri in uris}, lang, Kind.SKILL)
    roles = named({near.role for near in found}, lang, Kind.OCCUPATION)
    return [
        NearRole(
            role=roles[near.role],
            points=near.points,
            possible=near.possible,
            percent=near.percent,
            is_open=near.is_open,
            used=tuple(skills[uri] for uri in used[n]),
            lacking=tuple(skills[uri] for uri in lacking[n]),
            why=reasons.role(uses=near.uses, of=len(person.levels), points=near.points, possible=near.possible),
            covers=near.covers,
            covered=near.covered,
        )
        for n, near in enumerate(found)
    ]


def _gap(person: Measured, near: Transfer) -> engine.Gap:
    number = person.table.role(near.role)
    assert number is not None  # the roles found are the table's own
    return engine.find_gap(person.table, person.standing, number)


def _used(found: engine.Gap) -> list[str]:
    """The person's own skills that give points, each once."""
    giving = (line.neighbour or line.uri for line in found.lines if line.points)
    return list(dict.fromkeys(giving))


def openings(of: User, lang: str) -> Openings:
    """The two skills that would open most roles."""
    person = measured(of)
    found = transfer.openings(person.table, person.standing, MOST_PAIRS)
    skills = named({uri for pair in found.pairs for uri in (pair.first, pair.second)}, lang, Kind.SKILL)
    roles = named({uri for pair in found.pairs for uri in pair.opens}, lang, Kind.OCCUPATION)
    return Openings(
        open_now=found.open_now,
        roles=len(person.table.roles),
        nearest=found.nearest,
        pairs=tuple(
            Pair(skills[pair.first], skills[pair.second], tuple(roles[uri] for uri in pair.opens))
            for pair in found.pairs
        ),
    )
