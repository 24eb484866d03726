"""
What every role asks for, in arrays that are walked in one go.

Owns the table and the likeness between its skills. What a requirement is worth to a person belongs to `gap`.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from skillengine.encoder import Vectors
from skillengine.types import RelationType

Ints = npt.NDArray[np.int64]

WEIGHTS = {RelationType.ESSENTIAL: 3, RelationType.OPTIONAL: 1}
"""What one level of a skill is worth. Why three to one stands in docs/scoring.md."""
REQUIRED_LEVEL = 3
"""The level, of five, that every role is taken to ask for: ESCO names none."""
NEARLY_SAME, RELATED = 0.85, 0.7
"""Cosines of two skills' vectors from which one counts in place of the other. Chosen by reading what they let in."""
AT_ONCE = 1_024

Need = tuple[str, str, RelationType]


class RoleTable:
    """
    Roles and skills in the order of their URIs. `columns[starts[r]:starts[r + 1]]` are the skills of role r.

    `vectors` has one unit vector for each skill, or zeros where nothing is known of its meaning. Read-only.
    """

    def __init__(self, needs: Iterable[Need]) -> None:
        rows = sorted({(role, skill): type_ for role, skill, type_ in needs if type_ in WEIGHTS}.items())
        self.roles = sorted({role for (role, _), _ in rows})
        self.skills = sorted({skill for (_, skill), _ in rows})
        self._role_numbers = {uri: number for number, uri in enumerate(self.roles)}
        self._skill_numbers = {uri: number for number, uri in enumerate(self.skills)}
        of_role = np.array([self._role_numbers[role] for (role, _), _ in rows], np.int64)
        self.columns = np.array([self._skill_numbers[skill] for (_, skill), _ in rows], np.int64)
        self.weights = np.array([WEIGHTS[type_] for _, type_ in rows], np.int64)
        self.starts: Ints = np.searchsorted(of_role, np.arange(len(self.roles) + 1)).astype(np.int64)
        self.possible = self.sums(self.weights * REQUIRED_LEVEL)
        self.vectors = no_vectors(len(self.skills))

    def with_vectors(self, vectors: Vectors) -> "RoleTable":
        """The same table, told what its skills mean. `vectors` has one row for each of `skills`."""
        self.vectors = vectors
        self.__dict__.pop("alike", None)
        return self

    def role(self, uri: str) -> int | None:
        """The number of a role; None where it asks for nothing."""
        return self._role_numbers.get(uri)

    def skill(self, uri: str) -> int | None:
        """The number of a skill; None where no role asks for it."""
        return self._skill_numbers.get(uri)

    def needs(self, role: int) -> slice:
        """Where the role's requirements stand in `columns` and `weights`."""
        return slice(int(self.starts[role]), int(self.starts[role + 1]))

    def sums(self, per_need: npt.NDArray[np.integer]) -> Ints:
        """For each role the sum of its requirements' numbers. Every role here has at least one."""
        if not len(self.roles):
            return np.zeros(0, np.int64)
        return np.add.reduceat(per_need.astype(np.int64), self.starts[:-1])

    @cached_property
    def alike(self) -> tuple[Ints, Ints, Ints]:
        """Pairs of different skills that are alike, by row: where each row starts, the columns, the levels lost."""
        starts, columns, lost = [0], [], []
        for first in range(0, len(self.skills), AT_ONCE):
            likeness = self.vectors[first : first + AT_ONCE] @ self.vectors.T
            rows, found = np.nonzero(likeness >= RELATED)
            other = rows + first != found
            rows, found = rows[other], found[other]
            columns.append(found)
            lost.append(levels_lost(likeness[rows, found]))
            counts = np.bincount(rows, minlength=len(likeness))
            starts.extend((starts[-1] + np.cumsum(counts)).tolist())
        none = [np.zeros(0, np.int64)]
        return np.array(starts, np.int64), np.concatenate(columns or none), np.concatenate(lost or none)


def no_vectors(count: int) -> Vectors:
    """What is known of the meaning of some skills where nothing is: nothing is like them."""
    return np.zeros((count, 1), np.float32)


def levels_lost(likeness: npt.NDArray[np.floating]) -> Ints:
    """How many levels lower a skill counts in place of another: one where nearly the same, two where related."""
    return np.where(likeness >= NEARLY_SAME, 1, np.where(likeness >= RELATED, 2, REQUIRED_LEVEL)).astype(np.int64)


def table_of(needs: Iterable[Need], vectors: Sequence[Sequence[float]] | Vectors | None = None) -> RoleTable:
    """A table with its vectors, one row for each of its skills in the order of their URIs."""
    table = RoleTable(needs)
    return table if vectors is None else table.with_vectors(np.asarray(vectors, np.float32))
