"""
Points for skills against roles. The numbers here are worked out by hand; docs/scoring.md tells the same in words.

The skills stand on a circle, so that their likeness is the cosine of the angle between them: 30° is nearly the same
(0.87), 45° is related (0.71), 60° is neither (0.5).
"""

import math
import random
from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine.encoder import Vectors
from skillengine.gap import Effect, Gap, Line, State, Step, find_gap, next_steps, stand
from skillengine.requirements import Need, RoleTable, table_of
from skillengine.types import RelationType

MUST, MAY = RelationType.ESSENTIAL, RelationType.OPTIONAL
ANGLES = {"bake": 0, "knead": 30, "cook": 45, "weld": 180, "cut": 210, "solder": 225, "sing": 300}
"""Degrees. Baking is nearly kneading and related to cooking; so are welding, cutting and soldering."""
NEEDS: list[Need] = [
    ("baker", "bake", MUST),
    ("baker", "cook", MUST),
    ("baker", "sing", MAY),
    ("smith", "solder", MAY),
    ("smith", "weld", MUST),
]


def vectors_of(uris: Iterable[str], angles: Mapping[str, float] = ANGLES) -> Vectors:
    return np.array(
        [[math.cos(math.radians(angles[u])), math.sin(math.radians(angles[u]))] for u in uris], np.float32
    ).reshape(-1, 2)


def table(needs: list[Need] = NEEDS) -> RoleTable:
    return table_of(needs, vectors_of(RoleTable(needs).skills))


def gap_of(role: str, levels: Mapping[str, int | None], needs: list[Need] = NEEDS) -> Gap:
    roles = table(needs)
    number = roles.role(role)
    assert number is not None
    return find_gap(roles, stand(roles, levels, vectors_of(sorted(levels))), number)


def points(gap: Gap) -> dict[str, int]:
    return {line.uri: line.points for line in gap.lines}


# --- Hand-worked ------------------------------------------------------------------------------------------------------


def test_a_role_gives_nine_points_for_an_essential_skill_and_three_for_an_optional_one() -> None:
    """The baker asks for two essential skills and one optional: 9 + 9 + 3 = 21 points to be had."""
    gap = gap_of("baker", {})

    assert (gap.points, gap.possible, gap.score, gap.percent) == (0, 21, 0.0, 0)
    assert [(line.type, line.state) for line in gap.lines] == [
        (MUST, State.MISSING),
        (MUST, State.MISSING),
        (MAY, State.MISSING),
    ]


def test_a_skill_without_a_level_counts_in_full() -> None:
    """Singing alone: 3 of 21 points, which is 14 percent, rounded down."""
    gap = gap_of("baker", {"sing": None})

    assert (points(gap), gap.percent) == ({"bake": 0, "cook": 0, "sing": 3}, 14)


@pytest.mark.parametrize(("level", "baking", "singing"), [(1, 3, 1), (2, 6, 2), (3, 9, 3), (4, 9, 3), (5, 9, 3)])
def test_each_level_up_to_three_gives_a_third(level: int, baking: int, singing: int) -> None:
    needs: list[Need] = [("baker", "bake", MUST), ("baker", "sing", MAY)]

    assert points(gap_of("baker", {"bake": level, "sing": level}, needs)) == {"bake": baking, "sing": singing}


@pytest.mark.parametrize(("level", "baking", "cooking"), [(None, 6, 0), (5, 6, 0), (3, 6, 0), (2, 3, 0), (1, 0, 0)])
def test_a_skill_that_is_nearly_the_same_counts_one_level_lower(level: int | None, baking: int, cooking: int) -> None:
    """Kneading at level 3 counts as baking at level 2: 3 × 2 = 6 points. Cooking is 15° away from it: 6 as well."""
    gap = gap_of("baker", {"knead": level})

    assert points(gap) == {"bake": baking, "cook": baking or cooking, "sing": 0}


def test_a_related_skill_counts_two_levels_lower_and_is_named() -> None:
    """Baking at level 5 counts as level 3 at most. In place of cooking, 45° away, it counts as level 1: 3 × 1 = 3."""
    gap = gap_of("baker", {"bake": 5})

    cook = next(line for line in gap.lines if line.uri == "cook")
    assert cook == Line("cook", MUST, State.PARTLY, None, counted=1, neighbour="bake", lost=2)
    assert (gap.points, gap.percent) == (9 + 3, 57)


def test_the_best_of_a_skill_and_its_neighbours_counts() -> None:
    """Baking at level 1 gives 3 points. Kneading at level 4 counts as baking at level 2 and gives 6: that is better."""
    bake = gap_of("baker", {"bake": 1, "knead": 4}).lines[0]

    assert (bake.points, bake.state, bake.level, bake.neighbour) == (6, State.HAVE, 1, "knead")


def test_a_neighbour_never_counts_for_more_than_the_skill_itself_at_the_same_level() -> None:
    bake = gap_of("baker", {"bake": 2, "knead": 3}).lines[0]

    assert (bake.points, bake.neighbour) == (6, None)


def test_what_is_missing_is_ordered_by_what_it_adds() -> None:
    """
    Goals: baker (21 points) and smith (12 points: 9 for welding, 3 for soldering).

    Welding: 9 of 12, and soldering, 45° away, rises to level 1: 1 more. 10/12 = 0.83.
    Cooking: 9 of 21, and baking, 45° away, rises to level 1: 3 more. 12/21 = 0.57. Baking adds the same; b comes first.
    Soldering: 3 of 12, and welding rises to level 1: 3 more. 6/12 = 0.5.
    Singing: 3 of 21 = 0.14.
    """
    roles = table()

    steps = next_steps(roles, stand(roles, {}, vectors_of([])), [0, 1])

    assert steps == [
        Step("weld", (Effect("smith", 10, 12, own=9),)),
        Step("bake", (Effect("baker", 12, 21, own=9),)),
        Step("cook", (Effect("baker", 12, 21, own=9),)),
        Step("solder", (Effect("smith", 6, 12, own=3),)),
        Step("sing", (Effect("baker", 3, 21, own=3),)),
    ]


def test_a_skill_that_two_goals_ask_for_adds_to_both() -> None:
    """Singing is worth 3 of 21 to the baker and 9 of 9 to the singer: 1.14 together, more than any other."""
    roles = table([*NEEDS, ("singer", "sing", MUST)])
    goals = [n for n in (roles.role("baker"), roles.role("singer")) if n is not None]

    first = next_steps(roles, stand(roles, {}, vectors_of([])), goals)[0]

    assert first == Step("sing", (Effect("baker", 3, 21, own=3), Effect("singer", 9, 9, own=9)))
    assert first.total == pytest.approx(3 / 21 + 1)


def test_a_skill_held_at_a_low_level_is_a_step_too() -> None:
    """Singing at level 1 gives 1 point of 3; at level 3 it gives 2 more."""
    roles = table()

    steps = next_steps(roles, stand(roles, {"sing": 1}, vectors_of(["sing"])), [0])

    assert steps[-1] == Step("sing", (Effect("baker", 2, 21, own=2),))


def test_without_vectors_no_skill_has_neighbours() -> None:
    roles = table_of(NEEDS)

    gap = find_gap(roles, stand(roles, {"knead": 5, "bake": 3}, np.zeros((2, 2), np.float32)), 0)

    assert points(gap) == {"bake": 9, "cook": 0, "sing": 0}


def test_a_table_of_nothing_answers() -> None:
    empty = RoleTable(())

    assert next_steps(empty, stand(empty, {"bake": 3}, vectors_of(["bake"])), []) == []
    assert (empty.role("baker"), empty.skill("bake"), len(empty.possible)) == (None, None, 0)


def test_broader_relations_ask_for_nothing() -> None:
    assert RoleTable([("baker", "bake", RelationType.BROADER)]).roles == []


# --- What must always hold --------------------------------------------------------------------------------------------

names = st.sampled_from(sorted(f"s{n}" for n in range(12)))
levels = st.one_of(st.none(), st.integers(1, 5))
profiles = st.dictionaries(names, levels, max_size=8)
angles = st.fixed_dictionaries({f"s{n}": st.integers(0, 359).map(float) for n in range(12)})
needs = st.dictionaries(st.tuples(st.sampled_from(["a", "b", "c"]), names), st.sampled_from([MUST, MAY]), min_size=1)


def worked_out(
    asked: Mapping[tuple[str, str], RelationType], held: Mapping[str, int | None], at: Mapping[str, float]
) -> list[Gap]:
    rows = [(role, skill, type_) for (role, skill), type_ in asked.items()]
    roles = table_of(rows, vectors_of(RoleTable(rows).skills, at))
    standing = stand(roles, held, vectors_of(sorted(held), at))
    return [find_gap(roles, standing, number) for number in range(len(roles.roles))]


@given(asked=needs, held=profiles, at=angles)
def test_a_score_is_the_sum_of_its_lines_and_lies_between_none_and_all(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float]
) -> None:
    for gap in worked_out(asked, held, at):
        assert gap.score == sum(line.points for line in gap.lines) / sum(line.possible for line in gap.lines)
        assert 0 <= gap.score <= 1
        assert all(0 <= line.points <= line.possible for line in gap.lines)
        assert {line.uri for line in gap.lines} == {skill for role, skill in asked if role == gap.role}


@given(asked=needs, held=profiles, at=angles, new=names, level=levels)
def test_adding_a_skill_never_lowers_a_score(
    asked: dict[tuple[str, str], RelationType],
    held: dict[str, int | None],
    at: dict[str, float],
    new: str,
    level: int | None,
) -> None:
    before = worked_out(asked, {uri: step for uri, step in held.items() if uri != new}, at)
    after = worked_out(asked, held | {new: level}, at)

    for old, fresh in zip(before, after, strict=True):
        assert all(now.points >= then.points for then, now in zip(old.lines, fresh.lines, strict=True))


@given(asked=needs, held=profiles, at=angles, new=names, level=st.integers(1, 4))
def test_a_higher_level_never_lowers_a_score(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float], new: str, level: int
) -> None:
    lower = worked_out(asked, held | {new: level}, at)
    higher = worked_out(asked, held | {new: level + 1}, at)

    assert all(high.points >= low.points for low, high in zip(lower, higher, strict=True))


@given(asked=needs, held=profiles, at=angles, seed=st.integers(0, 99))
def test_the_order_of_skills_and_of_requirements_does_not_matter(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float], seed: int
) -> None:
    shuffle = random.Random(seed)
    mixed = dict(shuffle.sample(sorted(held.items(), key=str), len(held)))
    turned = dict(shuffle.sample(sorted(asked.items()), len(asked)))

    assert worked_out(turned, mixed, at) == worked_out(asked, held, at)


@given(asked=needs, held=profiles, at=angles)
def test_a_step_adds_exactly_what_the_score_then_rises_by(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float]
) -> None:
    rows = [(role, skill, type_) for (role, skill), type_ in asked.items()]
    roles = table_of(rows, vectors_of(RoleTable(rows).skills, at))
    standing = stand(roles, held, vectors_of(sorted(held), at))
    before = {gap.role: gap.points for gap in worked_out(asked, held, at)}

    for step in next_steps(roles, standing, range(len(roles.roles))):
        after = {gap.role: gap.points for gap in worked_out(asked, held | {step.uri: 3}, at)}
        assert {e.role: e.points for e in step.effects} == {
            r: after[r] - before[r] for r in after if after[r] > before[r]
        }
