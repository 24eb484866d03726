"""
The classification in memory: concepts, labels per language, relations.

Owns the shape and the tables made by the project (`data/`). Reading the official package belongs to
`esco_package`; ranking belongs to the indexes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skillengine.errors import PackageRefused
from skillengine.types import Concept, Kind, Relation, RelationType

URI_BASE = {Kind.SKILL: "http://data.europa.eu/esco/skill/", Kind.OCCUPATION: "http://data.europa.eu/esco/occupation/"}
LABELS_FILE = "esco_labels_nb.tsv"
ROLES_FILE = "role_skills.tsv"
OUR_KINDS = {
    "skill": (Kind.SKILL, "skill/competence"),
    "knowledge": (Kind.SKILL, "knowledge"),
    "occupation": (Kind.OCCUPATION, ""),
}
ROLE_RELATIONS = {"e": RelationType.ESSENTIAL, "o": RelationType.OPTIONAL}


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One version of the classification. Concepts are sorted by URI; relations name only concepts that are here."""

    version: str
    concepts: Sequence[Concept]
    relations: Sequence[Relation] = ()


def read_ours(folder: Path) -> Taxonomy:
    """The concepts and role profiles that the project itself made: enough to start, marked as ours."""
    concepts = sorted((_concept(row) for row in _rows(folder / LABELS_FILE, columns=5)), key=lambda c: c.uri)
    known = {concept.uri for concept in concepts}
    relations = [
        r for r in (_role(row) for row in _rows(folder / ROLES_FILE, columns=3)) if {r.source, r.target} <= known
    ]
    return Taxonomy(version="1.2.0", concepts=concepts, relations=relations)


def _rows(path: Path, *, columns: int) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) != columns:
            raise PackageRefused(file=path.name, line=number, reason=f"{len(row)} columns where {columns} belong")
    return rows


def _concept(row: list[str]) -> Concept:
    uri, our_kind, english, norwegian, alternatives = row
    kind, skill_type = OUR_KINDS[our_kind]
    return Concept(
        uri=uri,
        kind=kind,
        skill_type=skill_type,
        labels={"nb": norwegian, "en": english},
        alternatives={"nb": tuple(part.strip() for part in alternatives.split("|") if part.strip())},
    )


def _role(row: list[str]) -> Relation:
    occupation, skill, relation = row
    source, target = URI_BASE[Kind.OCCUPATION] + occupation, URI_BASE[Kind.SKILL] + skill
    return Relation(source, target, ROLE_RELATIONS[relation])
