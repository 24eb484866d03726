"""The examples in docs/scoring.md, read from the page and worked out again by the engine."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from skillengine.gap import Line, find_gap, stand
from skillengine.requirements import NEARLY_SAME, RELATED, REQUIRED_LEVEL, WEIGHTS, table_of
from skillengine.transfer import OPEN_PERCENT, ROLES_IN_REACH
from skillengine.types import RelationType

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
HEAD = "| the role asks for | kind | you have | level | likeness | points |\n|---|---|---|---|---|---|\n"
EXAMPLES = [
    [[cell.strip() for cell in row.strip("|").split("|")] for row in part.split("\n\n")[0].splitlines()]
    for part in PAGE.split(HEAD)[1:]
]


def worked_out(kind: str, level: str, likeness: str, *, same: bool) -> Line:
    """One requirement of a role that asks for nothing else, against one skill at the given likeness."""
    held = {"asked" if same else "other": int(level) if level.isdigit() else None} if likeness else {}
    angle = math.acos(float(likeness or 0))
    roles = table_of([("role", "asked", RelationType(kind))], [[1.0, 0.0]])
    vectors = np.array([[math.cos(angle), math.sin(angle)]][: len(held)], np.float32).reshape(-1, 2)
    return find_gap(roles, stand(roles, held, vectors), 0).lines[0]


def test_there_are_examples() -> None:
    assert [len(rows) for rows in EXAMPLES] == [5, 7]


@pytest.mark.parametrize("rows", EXAMPLES, ids=["baker", "neighbouring trade"])
def test_each_line_gives_what_the_page_says_and_the_sum_is_their_sum(rows: list[list[str]]) -> None:
    *lines, (_, _, _, _, _, together) = rows
    found = [worked_out(kind, level, like, same=asked == has) for asked, kind, has, level, like, _ in lines]

    assert [f"{line.points} of {line.possible}" for line in found] == [row[-1] for row in lines]
    assert together == f"{sum(line.points for line in found)} of {sum(line.possible for line in found)}"


def test_the_page_names_the_numbers_the_engine_uses() -> None:
    essential, optional = (WEIGHTS[kind] for kind in (RelationType.ESSENTIAL, RelationType.OPTIONAL))

    assert f"| essential in the role | {essential} points | {essential * REQUIRED_LEVEL} points |" in PAGE
    assert f"| optional in the role | {optional} point | {optional * REQUIRED_LEVEL} points |" in PAGE
    assert f"at least {NEARLY_SAME:.2f}, and *related* from\n{RELATED:.2f}" in PAGE
    assert f"at least {OPEN_PERCENT} percent" in PAGE
    assert f"the {ROLES_IN_REACH} closed roles" in PAGE


def test_every_test_that_the_page_names_is_there() -> None:
    here = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))

    assert all(f"def {name}(" in here for name in re.findall(r"`(test_\w+)`", PAGE))
