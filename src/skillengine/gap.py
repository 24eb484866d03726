"""
A person's skills against what a role asks for, line by line, and what learning one more would add.

Owns how a score is counted; docs/scoring.md says it in words, with the examples that are its tests. Every number of
points is whole, so that anybody can add them up. Refuses to own levels: they are the person's word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from skillengine.encoder import Vectors
from skillengine.requirements import RELATED, REQUIRED_LEVEL, WEIGHTS, Ints, RoleTable, levels_lost
from skillengine.types import RelationType

Levels = Mapping[str, int | None]
"""A person's skills by URI, each with its level from 1 to 5, or None where they have not said."""
TYPES = {weight: type_ for type_, weight in WEIGHTS.items()}


class State(StrEnum):
    """How a requirement is met: by the skill itself, by a neighbouring one, or not at all."""

    HAVE = "have"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a person stands to every skill of a table. Arrays run along the table's skills; levels are 0 to REQUIRED_LEVEL.

    `own` counts the skill itself, `counted` the best of it and its neighbours. `via` is the number in `uris` of the
    neighbour that counts for more than the skill itself, or -1; `lost` how many levels lower that neighbour counts.
    """

    uris: tuple[str, ...]
    levels: Levels
    own: Ints
    counted: Ints
    via: Ints
    lost: Ints


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement and what it gives. `level` is the person's word for the skill itself."""

    uri: str
    type: RelationType
    state: State
    level: int | None
    counted: int
    neighbour: str | None = None
    lost: int = 0

    @property
    def weight(self) -> int:
        return WEIGHTS[self.type]

    @property
    def points(self) -> int:
        return self.weight * self.counted

    @property
    def possible(self) -> int:
        return self.weight * REQUIRED_LEVEL


@dataclass(frozen=True, slots=True)
class Gap:
    """A role's requirements, essential before optional, with what each gives."""

    role: str
    lines: tuple[Line, ...]

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def possible(self) -> int:
        return sum(line.possible for line in self.lines)

    @property
    def score(self) -> float:
        """The share of the points: 0 to 1."""
        return self.points / self.possible

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means everything."""
        return 100 * self.points // self.possible


@dataclass(frozen=True, slots=True)
class Effect:
    """What one more skill adds to one role. `own` is for the skill itself, the rest because it resembles others."""

    role: str
    points: int
    possible: int
    own: int

    @property
    def share(self) -> float:
        return self.points / self.possible


@dataclass(frozen=True, slots=True)
class Step:
    """A skill to learn, or to know better, and what reaching the required level adds to each role. Zero is left out."""

    uri: str
    effects: tuple[Effect, ...]

    @property
    def total(self) -> float:
        """The sum of what it adds to the scores, each of them 0 to 1."""
        return sum(effect.share for effect in self.effects)


def counted_level(level: int | None) -> int:
    """What a person's own level counts for: no more than is required, and in full where they have not said."""
    return REQUIRED_LEVEL if level is None else min(level, REQUIRED_LEVEL)


def stand(table: RoleTable, levels: Levels, vectors: Vectors) -> Standing:
    """
    How a person stands to every skill that any role asks for.

    `vectors` has one unit vector for each of the person's skills, in the order of their URIs.
    """
    uris = tuple(sorted(levels))
    counts = np.array([counted_level(levels[uri]) for uri in uris], np.int64)
    own = np.zeros(len(table.skills), np.int64)
    places = np.array([-1 if (n := table.skill(uri)) is None else n for uri in uris], np.int64)
    own[places[places >= 0]] = counts[places >= 0]
    near, via, lost = _neighbours(table, counts, places, vectors)
    better = near > own
    return Standing(
        uris=uris,
        levels=levels,
        own=own,
        counted=np.maximum(own, near),
        via=np.where(better, via, -1),
        lost=np.where(better, lost, 0),
    )


def _neighbours(table: RoleTable, counts: Ints, places: Ints, vectors: Vectors) -> tuple[Ints, Ints, Ints]:
    """For each skill of the table: what the best neighbour counts for, which one it is, and the levels it lost."""
    best, via, lost = (np.zeros(len(table.skills), np.int64) for _ in range(3))
    if not len(counts) or vectors.shape[1] != table.vectors.shape[1]:
        return best, via, lost
    likeness = vectors @ table.vectors.T
    rows, columns = np.nonzero(likeness >= RELATED)
    other = places[rows] != columns
    rows, columns = rows[other], columns[other]
    alike = likeness[rows, columns]
    losing = levels_lost(alike)
    worth = np.maximum(counts[rows] - losing, 0)
    order = np.lexsort((-rows, alike, worth))  # the last one wins: worth most, then most alike, then first by URI
    best[columns[order]], via[columns[order]], lost[columns[order]] = worth[order], rows[order], losing[order]
    return best, via, lost


def find_gap(table: RoleTable, standing: Standing, role: int) -> Gap:
    """A role's requirements against a person: essential before optional, each group in the order of the URIs."""
    here = table.needs(role)
    numbers, weights = table.columns[here].tolist(), table.weights[here].tolist()
    lines = [_line(table, standing, number, TYPES[weight]) for number, weight in zip(numbers, weights, strict=True)]
    return Gap(table.roles[role], tuple(sorted(lines, key=lambda line: -line.weight)))


def _line(table: RoleTable, standing: Standing, number: int, type_: RelationType) -> Line:
    uri, via = table.skills[number], int(standing.via[number])
    counted = int(standing.counted[number])
    state = State.HAVE if standing.own[number] else State.PARTLY if counted else State.MISSING
    return Line(
        uri=uri,
        type=type_,
        state=state,
        level=standing.levels.get(uri),
        counted=counted,
        neighbour=standing.uris[via] if via >= 0 else None,
        lost=int(standing.lost[number]),
    )


def next_steps(table: RoleTable, standing: Standing, roles: Sequence[int]) -> list[Step]:
    """
    The skills that the roles ask for and that do not count in full yet, the one that adds most first.

    What a skill adds is the difference between the score with it at the required level and the score now, so it
    includes what it adds as a neighbour of other requirements.
    """
    asked = np.unique(np.concatenate([table.columns[table.needs(role)] for role in roles] or [np.zeros(0, np.int64)]))
    after = np.maximum(standing.counted[asked], _lifts(table.vectors[asked]))
    gains = after - standing.counted[asked]
    by_role = [_gains_of(table, role, asked, gains) for role in roles]
    open_ = np.flatnonzero(standing.counted[asked] < REQUIRED_LEVEL).tolist()
    steps = [_step(table, standing, int(asked[row]), roles, [gained[row] for gained in by_role]) for row in open_]
    return sorted(steps, key=lambda step: (-step.total, -len(step.effects), step.uri))


def _lifts(vectors: Vectors) -> Ints:
    """To which level each of some skills lifts each other when it is held at the required level."""
    lifts = REQUIRED_LEVEL - levels_lost(vectors @ vectors.T)
    np.fill_diagonal(lifts, REQUIRED_LEVEL)
    return lifts


def _gains_of(table: RoleTable, role: int, asked: Ints, gains: Ints) -> list[int]:
    """Points that each of the asked skills adds to a role."""
    here = table.needs(role)
    return [int(n) for n in gains[:, np.searchsorted(asked, table.columns[here])] @ table.weights[here]]


def _step(table: RoleTable, standing: Standing, number: int, roles: Sequence[int], gained: Sequence[int]) -> Step:
    lacking = REQUIRED_LEVEL - int(standing.counted[number])
    effects = (
        Effect(table.roles[role], points, int(table.possible[role]), lacking * _weight(table, role, number))
        for role, points in zip(roles, gained, strict=True)
        if points
    )
    return Step(table.skills[number], tuple(effects))


def _weight(table: RoleTable, role: int, number: int) -> int:
    """What a level of a skill is worth in a role; nothing where the role does not ask for it."""
    here = table.needs(role)
    return int(table.weights[here][table.columns[here] == number].sum())
