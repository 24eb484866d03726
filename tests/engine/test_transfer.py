"""Roles near a person, and the two skills that open most: by hand on a few roles, and against trying every pair."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skillengine.gap import find_gap, stand
from skillengine.requirements import Need, RoleTable, table_of
from skillengine.transfer import OPEN_PERCENT, Pair, Transfer, openings, transfers
from skillengine.types import RelationType
from tests.engine.test_gap import angles, levels, names, table, vectors_of

MUST, MAY = RelationType.ESSENTIAL, RelationType.OPTIONAL
NEEDS: list[Need] = [
    ("baker", "bake", MUST),
    ("baker", "sing", MAY),
    ("cook", "bake", MAY),
    ("cook", "cook", MUST),
    ("smith", "weld", MUST),
    ("smith", "cut", MUST),
    ("welder", "weld", MUST),
]


def test_roles_are_ordered_by_what_the_person_has_of_them() -> None:
    """
    Baking at level 3. Baker: 9 of 9 + 3 = 12 points. Cook: 3 for baking, 3 for cooking as its relative;
    6 of 12. The smith and the welder have nothing of it and are left out.
    """
    roles = table(NEEDS)

    found = transfers(roles, stand(roles, {"bake": 3}, vectors_of(["bake"])))

    assert found == [Transfer("baker", 9, 12, uses=1), Transfer("cook", 6, 12, uses=1)]
    assert [near.is_open for near in found] == [True, False]


def test_a_goal_is_covered_both_ways() -> None:
    """
    Goal: smith, 18 points for welding and cutting, which are nearly the same. Somebody holds welding at level 3.

    A welder's one skill gives 9 for welding and, as a neighbour, 6 for cutting: 15 of 18 = 83 percent of the smith.
    The smith's skills give the welder everything: 100 percent.
    """
    roles = table(NEEDS)

    (near,) = transfers(roles, stand(roles, {"weld": None}, vectors_of(["weld"])), roles.role("smith"))

    assert near == Transfer("welder", 9, 9, uses=1, covers=83, covered=100)


def test_a_skill_that_gives_points_as_a_neighbour_is_used() -> None:
    """Kneading gives the baker 6 points for baking; baking itself at level 1 would give 3, so only kneading counts."""
    roles = table(NEEDS)

    found = transfers(roles, stand(roles, {"bake": 1, "knead": 3, "sing": 3}, vectors_of(["bake", "knead", "sing"])))

    assert found[0] == Transfer("baker", 6 + 3, 12, uses=2)


def test_two_skills_that_open_most_roles() -> None:
    """
    Sixty of a hundred points open a role. Nothing is known. Welding opens the welder (9 of 9) and, with cutting as its
    neighbour, the smith (15 of 18); so does cutting (6 of 9, and 15 of 18). Baking opens the baker (9 of 12) and not
    the cook (3, and 3 as related: 6 of 12); cooking opens the cook (9, and 1: 10 of 12) and not the baker (3 of 12).
    So one of the first two and one of the last two open three roles. The welder lacks 6 points, the least of all.
    """
    roles = table(NEEDS)

    found = openings(roles, stand(roles, {}, vectors_of([])), most=3)

    assert (found.open_now, found.nearest) == (0, 6)
    assert found.pairs == (
        Pair("bake", "cut", ("welder", "baker", "smith")),
        Pair("bake", "weld", ("welder", "baker", "smith")),
        Pair("cook", "cut", ("welder", "cook", "smith")),
    )


def test_a_pair_counts_where_neither_is_enough_alone() -> None:
    """A role of three far skills, 27 points, opens at 17: no single skill (9) does it, any two (18) do."""
    roles = table([("x", "bake", MUST), ("x", "weld", MUST), ("x", "sing", MUST)])

    found = openings(roles, stand(roles, {}, vectors_of([])), most=9)

    assert [(p.first, p.second) for p in found.pairs] == [("bake", "sing"), ("bake", "weld"), ("sing", "weld")]
    assert {p.opens for p in found.pairs} == {("x",)}


def test_where_all_is_open_or_all_is_far_there_are_no_pairs() -> None:
    near = table([("x", "bake", MUST)])
    far = table([("x", uri, MUST) for uri in ("bake", "cook", "weld", "solder", "sing")])

    assert openings(near, stand(near, {"bake": 3}, vectors_of(["bake"])), most=5).nearest is None
    assert openings(far, stand(far, {}, vectors_of([])), most=5).pairs == ()


def test_a_table_of_nothing_has_no_roles_and_no_pairs() -> None:
    empty = RoleTable(())
    standing = stand(empty, {}, np.zeros((0, 1), np.float32))

    assert transfers(empty, standing) == []
    assert openings(empty, standing, most=5).pairs == ()


needs = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c", "d"]), names), st.sampled_from([MUST, MAY]), min_size=1, max_size=20
)


@settings(max_examples=60)
@given(asked=needs, held=st.dictionaries(names, levels, max_size=4), at=angles)
def test_no_pair_that_was_tried_one_by_one_opens_more(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float]
) -> None:
    rows = [(role, skill, type_) for (role, skill), type_ in asked.items()]
    roles = table_of(rows, vectors_of(RoleTable(rows).skills, at))

    def opened(levels: dict[str, int | None]) -> set[str]:
        standing = stand(roles, levels, vectors_of(sorted(levels), at))
        gaps = [find_gap(roles, standing, number) for number in range(len(roles.roles))]
        return {gap.role for gap in gaps if 100 * gap.points >= OPEN_PERCENT * gap.possible}

    now = opened(held)
    alone = {uri: len(opened(held | {uri: 3}) - now) for uri in roles.skills}
    tried = {pair: opened(held | dict.fromkeys(pair, 3)) - now for pair in combinations(roles.skills, 2)}
    tried = {pair: roles_ for pair, roles_ in tried.items() if len(roles_) > max(alone[uri] for uri in pair)}
    found = openings(roles, stand(roles, held, vectors_of(sorted(held), at)), most=5)

    assert found.open_now == len(now)
    assert [len(p.opens) for p in found.pairs] == sorted(map(len, tried.values()), reverse=True)[:5]
    assert all(set(pair.opens) == tried[pair.first, pair.second] for pair in found.pairs)


@given(asked=needs, held=st.dictionaries(names, levels, max_size=4), at=angles, goal=st.integers(0, 3))
def test_what_a_role_covers_is_the_score_of_somebody_who_holds_all_of_it(
    asked: dict[tuple[str, str], RelationType], held: dict[str, int | None], at: dict[str, float], goal: int
) -> None:
    rows = [(role, skill, type_) for (role, skill), type_ in asked.items()]
    roles = table_of(rows, vectors_of(RoleTable(rows).skills, at))
    goal = min(goal, len(roles.roles) - 1)

    def percent(of: str, holding: str) -> int:
        levels = {skill: 3 for role, skill, _ in rows if role == holding}
        number = roles.role(of)
        assert number is not None
        return find_gap(roles, stand(roles, levels, vectors_of(sorted(levels), at)), number).percent

    for near in transfers(roles, stand(roles, held, vectors_of(sorted(held), at)), goal):
        assert near.covers == percent(roles.roles[goal], near.role)
        assert near.covered == percent(near.role, roles.roles[goal])
        assert near.percent > 0 or near.points > 0
