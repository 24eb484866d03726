"""The taxonomy the project itself made, and what a concept says of itself."""

from pathlib import Path

import pytest

from skillengine.errors import PackageRefused
from skillengine.taxonomy import read_ours
from skillengine.types import Concept, Kind, RelationType, Span
from tests.engine.conftest import DATA, OCCUPATION, SKILL

LABELS = "uri\tkind\tlabel_en\tlabel_nb\talternatives_nb\n"
ROLES = "occupation\tskill\trelation\n"


def written(folder: Path, labels: str, roles: str = "") -> Path:
    (folder / "esco_labels_nb.tsv").write_text(LABELS + labels, encoding="utf-8")
    (folder / "role_skills.tsv").write_text(ROLES + roles, encoding="utf-8")
    return folder


def test_our_tables_hold_all_of_esco() -> None:
    taxonomy = read_ours(DATA)
    kinds = [concept.kind for concept in taxonomy.concepts]
    assert (kinds.count(Kind.SKILL), kinds.count(Kind.OCCUPATION)) == (13_939, 3_039)
    uris = {concept.uri for concept in taxonomy.concepts}
    assert all({relation.source, relation.target} <= uris for relation in taxonomy.relations)


def test_rows_become_concepts_and_relations(tmp_path: Path) -> None:
    labels = f"{SKILL}w\tskill\tweld\tsveise\tsveising| lodding\n{OCCUPATION}n\toccupation\twelder\tsveiser\t\n"
    taxonomy = read_ours(written(tmp_path, labels, "n\tw\te\nn\tunknown\to\n"))
    welder, weld = taxonomy.concepts
    assert (weld.alternatives["nb"], weld.skill_type, welder.kind) == (
        ("sveising", "lodding"),
        "skill/competence",
        Kind.OCCUPATION,
    )
    (relation,) = taxonomy.relations
    assert (relation.source, relation.target, relation.type) == (welder.uri, weld.uri, RelationType.ESSENTIAL)


def test_a_row_with_too_few_columns_is_refused_by_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match=r"esco_labels_nb\.tsv, line 3") as refused:
        read_ours(written(tmp_path, f"{SKILL}w\tskill\tweld\tsveise\t\n{SKILL}x\tskill\n"))
    assert refused.value.line == 3


@pytest.mark.parametrize(
    ("labels", "lang", "expected"),
    [
        ({"nb": "sveise", "en": "weld"}, "en", "weld"),
        ({"nb": "sveise", "en": "weld"}, "nn", "sveise"),
        ({"en": "weld"}, "nn", "weld"),
        ({"de": "schweißen"}, "nb", "schweißen"),
        ({}, "nb", SKILL + "w"),
    ],
)
def test_a_label_falls_back(labels: dict[str, str], lang: str, expected: str) -> None:
    assert Concept(SKILL + "w", Kind.SKILL, labels).label(lang) == expected


def test_a_span_cuts_its_words() -> None:
    assert Span(3, 9).cut("Vi sveiser") == "sveise"
