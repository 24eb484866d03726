"""
From one role to another: which roles a person is near, and which two skills open most of them.

Counts with the points of `gap` and walks all roles at once. Owns no score of its own.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skillengine.gap import Standing
from skillengine.requirements import REQUIRED_LEVEL, Ints, RoleTable, levels_lost

OPEN_PERCENT = 60
"""A role is open to a person who has this many of each hundred points."""
ROLES_IN_REACH = 400
"""How many roles, the nearest to opening first, the search for pairs goes through."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Transfer:
    """
    How far a person's skills carry to a role, and the role's to their goal.

    `uses` counts the person's skills that give points in the role, themselves or as neighbours. `covers` and
    `covered` are the percent of the goal's points that the role's skills would give, and the other way round; None
    without a goal.
    """

    role: str
    points: int
    possible: int
    uses: int
    covers: int | None = None
    covered: int | None = None

    @property
    def percent(self) -> int:
        return 100 * self.points // self.possible

    @property
    def is_open(self) -> bool:
        return 100 * self.points >= OPEN_PERCENT * self.possible


@dataclass(frozen=True, slots=True)
class Pair:
    """Two skills, and the roles that open to a person who has learned both to the required level."""

    first: str
    second: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """`open_now` counts the roles that are open already; `nearest` is how many points the next one lacks."""

    open_now: int
    nearest: int | None
    pairs: tuple[Pair, ...]


# --- Roles near a person ----------------------------------------------------------------------------------------------


def transfers(table: RoleTable, standing: Standing, goal: int | None = None) -> list[Transfer]:
    """Every role that a person has points in, best score first; then the one with most to give, then by URI."""
    points = table.sums(table.weights * standing.counted[table.columns])
    covers, covered = (_covers(table, goal), _covered(table, goal)) if goal is not None else (None, None)
    met = np.flatnonzero(points > 0)
    order = met[np.lexsort((met, -points[met], -points[met] / table.possible[met]))].tolist()
    uses = _uses(table, standing)
    return [
        Transfer(
            role=table.roles[role],
            points=int(points[role]),
            possible=int(table.possible[role]),
            uses=int(uses[role]),
            covers=None if covers is None else int(covers[role]),
            covered=None if covered is None else int(covered[role]),
        )
        for role in order
        if role != goal
    ]


def _uses(table: RoleTable, standing: Standing) -> Ints:
    """For each role, how many different skills of the person give it points."""
    places = {uri: number for number, uri in enumerate(standing.uris)}
    source = np.array([places.get(uri, -1) for uri in table.skills], np.int64)
    source = np.where(standing.via >= 0, standing.via, np.where(standing.own > 0, source, -1))[table.columns]
    of_role = np.repeat(np.arange(len(table.roles)), np.diff(table.starts))
    gives = source >= 0
    distinct = np.unique(of_role[gives] * (len(places) + 1) + source[gives]) // (len(places) + 1)
    return np.bincount(distinct, minlength=len(table.roles))


def _lifted(table: RoleTable, goal: int) -> Ints:
    """Along the goal's requirements and all skills: the level that having the one gives the other."""
    asked = table.columns[table.needs(goal)]
    lifts = REQUIRED_LEVEL - levels_lost(table.vectors[asked] @ table.vectors.T)
    lifts[np.arange(len(asked)), asked] = REQUIRED_LEVEL
    return lifts


def _covers(table: RoleTable, goal: int) -> Ints:
    """The percent of the goal's points that somebody would have who holds what each role asks for, and no more."""
    best = np.maximum.reduceat(_lifted(table, goal)[:, table.columns], table.starts[:-1], axis=1)
    given: Ints = table.weights[table.needs(goal)] @ best
    return 100 * given // int(table.possible[goal])


def _covered(table: RoleTable, goal: int) -> Ints:
    """The percent of each role's points that somebody would have who holds what the goal asks for, and no more."""
    best = _lifted(table, goal).max(axis=0)
    return 100 * table.sums(table.weights * best[table.columns]) // table.possible


# --- Two skills that open most ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reach:
    """A role that is not open: the skills that add points to it, and which of them, and which pairs, open it."""

    role: int
    skills: Ints
    alone: Bools
    together: Bools


def openings(table: RoleTable, standing: Standing, most: int) -> Openings:
    """
    The pairs of skills that open most roles, best first, at most `most` of them. Each of the two opens some of them.

    Every pair is tried on each of the ROLES_IN_REACH roles that lack fewest points. What a skill adds as a neighbour
    of other requirements is counted, exactly as the gap counts it.
    """
    points = table.sums(table.weights * standing.counted[table.columns])
    lacking = -(-OPEN_PERCENT * table.possible // 100) - points
    closed = np.flatnonzero(lacking > 0)
    nearest = closed[np.lexsort((closed, lacking[closed]))][:ROLES_IN_REACH]
    reached = [_reach(table, standing, role, int(lacking[role])) for role in nearest.tolist()]
    reached = [reach for reach in reached if reach.alone.any() or reach.together.any()]
    return Openings(
        open_now=len(table.roles) - len(closed),
        nearest=int(lacking[nearest[0]]) if len(nearest) else None,
        pairs=tuple(_pair(table, first, second, reached) for first, second in _best_pairs(reached, most)),
    )


def _reach(table: RoleTable, standing: Standing, role: int, lacking: int) -> _Reach:
    here = table.needs(role)
    asked, weights = table.columns[here], table.weights[here]
    short = standing.counted[asked] < REQUIRED_LEVEL
    asked, weights = asked[short], weights[short]
    skills, lifts = _helpers(table, asked)
    lifts = np.maximum(lifts, standing.counted[asked])
    now = int(weights @ standing.counted[asked])
    alone = lifts @ weights - now
    likely = np.flatnonzero(alone + alone.max(initial=0) >= lacking)  # two skills never add more than each by itself
    skills, lifts, alone = skills[likely], lifts[likely], alone[likely]
    together = np.maximum(lifts[:, None, :], lifts[None, :, :]) @ weights - now >= lacking
    np.fill_diagonal(together, False)
    return _Reach(role, skills, alone >= lacking, together)


def _helpers(table: RoleTable, asked: Ints) -> tuple[Ints, Ints]:
    """The skills that lift any of the asked ones, and to which level: one row for each helper."""
    starts, columns, lost = table.alike
    own = list(zip(asked.tolist(), range(len(asked)), [REQUIRED_LEVEL] * len(asked), strict=True))
    near = [
        (int(columns[at]), place, REQUIRED_LEVEL - int(lost[at]))
        for place, number in enumerate(asked.tolist())
        for at in range(int(starts[number]), int(starts[number + 1]))
    ]
    found = np.array(own + near, np.int64).reshape(-1, 3)
    skills, rows = np.unique(found[:, 0], return_inverse=True)
    lifts = np.zeros((len(skills), len(asked)), np.int64)
    lifts[rows, found[:, 1]] = found[:, 2]
    return skills, lifts


def _best_pairs(reached: list[_Reach], most: int) -> list[tuple[int, int]]:
    """
    The pairs that open most roles. A skill that opens a role alone opens it with any other, so the count for a pair is
    what each opens alone, put right in the roles where both matter.
    """
    if not reached:
        return []
    skills = np.unique(np.concatenate([reach.skills for reach in reached]))
    alone = np.zeros(len(skills), np.int32)
    extra = np.zeros((len(skills), len(skills)), np.int32)
    for reach in reached:
        here = np.searchsorted(skills, reach.skills)
        alone[here] += reach.alone
        extra[np.ix_(here, here)] += reach.together - (reach.alone[:, None].astype(np.int32) + reach.alone[None, :])
    counts = alone[:, None] + alone[None, :] + extra
    counts[counts <= np.maximum(alone[:, None], alone[None, :])] = 0  # one of the two would do
    counts[np.tril_indices(len(skills))] = 0
    best = np.argsort(-counts, axis=None, kind="stable")
    rows, columns = np.unravel_index(best[:most], counts.shape)
    return [(int(skills[r]), int(skills[c])) for r, c in zip(rows, columns, strict=True) if counts[r, c] > 0]


def _pair(table: RoleTable, first: int, second: int, reached: list[_Reach]) -> Pair:
    opened = tuple(table.roles[reach.role] for reach in reached if _opens(reach, first, second))
    return Pair(table.skills[first], table.skills[second], opened)


def _opens(reach: _Reach, first: int, second: int) -> bool:
    places = [int(place) for number in (first, second) for place in np.flatnonzero(reach.skills == number)]
    if len(places) == 2 and reach.together[places[0], places[1]]:
        return True
    return any(bool(reach.alone[place]) for place in places)
