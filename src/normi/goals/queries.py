"""
What the pages show of a person's goals: the points so far, line by line, and what one more skill would add.

Reads only. Everything is worked out when it is asked for, from the accepted skills of this one person and from nobody
else's. How points are counted is the engine's, and stands in docs/scoring.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from normi.accounts.models import User
from normi.errors import Unavailable
from normi.goals import reasons
from normi.goals.models import Goal
from normi.ports import skill_space
from normi.profiles.queries import held
from normi.roles.queries import Role, requirements, table
from normi.taxonomy.queries import Link, Need, Word, concept_path, labels, links
from skillengine import gap as engine
from skillengine.encoder import Vectors
from skillengine.requirements import REQUIRED_LEVEL, WEIGHTS, RoleTable, no_vectors
from skillengine.types import Kind, RelationType


@dataclass(frozen=True)
class Measured:
    """A person against everything that any role asks for."""

    table: RoleTable
    standing: engine.Standing

    @property
    def levels(self) -> engine.Levels:
        return self.standing.levels


@dataclass(frozen=True)
class Points:
    """So many of so many points, apart by what gives them."""

    have: int
    partly: int
    possible: int

    @property
    def points(self) -> int:
        return self.have + self.partly

    @property
    def missing(self) -> int:
        return self.possible - self.points

    @property
    def percent(self) -> int:
        return 100 * self.points // self.possible if self.possible else 0


@dataclass(frozen=True)
class Line:
    """One thing that a role asks for, what it gives, and why."""

    need: Need
    state: engine.State
    points: int
    possible: int
    level: int | None
    neighbour: str | None
    why: str


@dataclass(frozen=True)
class Gap:
    """A person against a role. `place` is the role's rank among their goals, or None."""

    role: Role
    lines: tuple[Line, ...]
    points: Points
    place: int | None

    @property
    def have(self) -> tuple[Line, ...]:
        return self._in(engine.State.HAVE)

    @property
    def partly(self) -> tuple[Line, ...]:
        return self._in(engine.State.PARTLY)

    @property
    def missing(self) -> tuple[Line, ...]:
        return self._in(engine.State.MISSING)

    @property
    def by_type(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The lines as the role's list has them: essential, then optional; a kind without lines is left out."""
        groups = ((kind, tuple(line for line in self.lines if line.need.type == kind)) for kind in WEIGHTS)
        return tuple((kind.value, lines) for kind, lines in groups if lines)

    def _in(self, state: engine.State) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == state)


@dataclass(frozen=True)
class Aim:
    """A goal with how far the person is. No requirements are known where nothing is possible."""

    role: Link
    place: int
    points: Points
    missing: int


@dataclass(frozen=True)
class Effect:
    """What a skill adds to one goal: points, and the percent before and after. `own` is for the skill itself."""

    role: Link
    points: int
    possible: int
    own: int
    before: int
    after: int

    @property
    def resembling(self) -> int:
        """Points that it adds because it resembles other skills that the role asks for."""
        return self.points - self.own


@dataclass(frozen=True)
class Step:
    """A skill to learn or to know better, with what it adds to each goal, and why."""

    skill: Link
    level: int | None
    effects: tuple[Effect, ...]
    why: str


# --- A person against the table ---------------------------------------------------------------------------------------


def measured(of: User) -> Measured:
    """The person's skills against everything that roles ask for. Three queries."""
    roles, levels = table(), {uri: own.level for uri, own in held(of).items()}
    return Measured(roles, engine.stand(roles, levels, _vectors(sorted(levels))))


def _vectors(uris: Sequence[str]) -> Vectors:
    """Where the text model is not ready, no skill has neighbours, and the rest can still be counted."""
    try:
        return skill_space().vectors(uris)
    except Unavailable:
        return no_vectors(len(uris))


def points_of(found: engine.Gap) -> Points:
    by_state = {state: sum(line.points for line in found.lines if line.state == state) for state in engine.State}
    return Points(by_state[engine.State.HAVE], by_state[engine.State.PARTLY], found.possible)


def named(uris: Collection[str], lang: str, kind: Kind) -> dict[str, Link]:
    """Concepts as a list shows them. What is not in this version of the classification goes by its address."""
    found = links(uris, lang)
    return {uri: found.get(uri) or Link(uri, kind, Word(concept_path(uri), "")) for uri in uris}


# --- Goals ------------------------------------------------------------------------------------------------------------


def goal_uris(of: User) -> list[str]:
    """The roles the person aims for, in their order."""
    return list(Goal.objects.visible_to(of).values_list("occupation_uri", flat=True))


def goals_of(of: User, lang: str) -> tuple[Aim, ...]:
    """The person's goals in their order, with how far they are."""
    return aims(measured(of), goal_uris(of), lang)


def aims(person: Measured, uris: Sequence[str], lang: str) -> tuple[Aim, ...]:
    found = named(uris, lang, Kind.OCCUPATION)
    return tuple(_aim(person, found[uri], place) for place, uri in enumerate(uris, start=1))


def _aim(person: Measured, role: Link, place: int) -> Aim:
    number = person.table.role(role.uri)
    if number is None:
        return Aim(role, place, Points(0, 0, 0), 0)
    found = engine.find_gap(person.table, person.standing, number)
    missing = sum(line.state == engine.State.MISSING for line in found.lines)
    return Aim(role, place, points_of(found), missing)


# --- The gap ----------------------------------------------------------------------------------------------------------


def gap(of: User, occupation_uri: str, lang: str) -> Gap:
    """A person against a role, line by line. Raises NotFound where there is no such role."""
    role, person, goals = requirements(occupation_uri, lang), measured(of), goal_uris(of)
    number = person.table.role(occupation_uri)
    found = engine.find_gap(person.table, person.standing, number) if number is not None else None
    place = goals.index(occupation_uri) + 1 if occupation_uri in goals else None
    if found is None:
        return Gap(role, (), Points(0, 0, 0), place)
    return Gap(role, _lines(role, found, lang), points_of(found), place)


def _lines(role: Role, found: engine.Gap, lang: str) -> tuple[Line, ...]:
    """In the order of the role's list: essential first, each in alphabetical order."""
    by_uri = {line.uri: line for line in found.lines}
    words = labels({line.neighbour for line in found.lines if line.neighbour}, lang)
    return tuple(_line(need, by_uri[need.uri], words) for need in role.needs if need.uri in by_uri)


def _line(need: Need, found: engine.Line, words: dict[str, str]) -> Line:
    return Line(
        need=need,
        state=found.state,
        points=found.points,
        possible=found.possible,
        level=found.level,
        neighbour=found.neighbour,
        why=reasons.line(found, words),
    )


# --- What to learn next -----------------------------------------------------------------------------------------------


def next_steps(of: User, lang: str) -> tuple[Step, ...]:
    """The skills that the person's goals ask for, the one that adds most to their scores first."""
    return steps(measured(of), goal_uris(of), lang)


def steps(person: Measured, goals: Sequence[str], lang: str) -> tuple[Step, ...]:
    numbers = [number for uri in goals if (number := person.table.role(uri)) is not None]
    found = engine.next_steps(person.table, person.standing, numbers)
    words = named({*(step.uri for step in found), *goals}, lang, Kind.SKILL)
    now = {person.table.roles[n]: engine.find_gap(person.table, person.standing, n).points for n in numbers}
    return tuple(_step(person, step, words, now) for step in found)


def _step(person: Measured, found: engine.Step, words: dict[str, Link], now: dict[str, int]) -> Step:
    level = person.levels.get(found.uri)
    return Step(
        skill=words[found.uri],
        level=level,
        effects=tuple(_effect(effect, words[effect.role], now[effect.role]) for effect in found.effects),
        why=reasons.step(level=level, goals=len(found.effects)),
    )


def _effect(found: engine.Effect, role: Link, now: int) -> Effect:
    before, after = (100 * points // found.possible for points in (now, now + found.points))
    return Effect(role, found.points, found.possible, found.own, before, after)


# --- How points are counted -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rules:
    """The numbers behind every score, for the pages that explain them."""

    essential: int = WEIGHTS[RelationType.ESSENTIAL] * REQUIRED_LEVEL
    optional: int = WEIGHTS[RelationType.OPTIONAL] * REQUIRED_LEVEL
    level: int = REQUIRED_LEVEL


RULES = Rules()
