"""The index on disk: all or nothing, whole or refused, and every concept as it was."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skillengine.candidates import Engine, Told, build_index
from skillengine.encoder import StaticEncoder
from skillengine.errors import IndexRefused, UnknownConcept
from skillengine.index import SENTENCE_FILES, SHARED_FILE, Index, labels_of
from skillengine.taxonomy import Taxonomy, read_ours
from skillengine.transformer import TransformerEncoder
from skillengine.types import Concept, Kind
from tests.engine.conftest import DATA, SKILL, TINY

FULL = Concept(
    SKILL + "full",
    Kind.SKILL,
    {"nb": "sveise rør", "en": "weld pipes", "de": "Rohre schweißen"},
    {"nb": ("rørsveising", " ", "sveise rør"), "nn": ("røyrsveising",)},
    {"en": "Join pipes."},
    "1.2",
    "skill/competence",
    hidden={"en": ("pipe welding",)},
    definitions={"en": "A definition."},
    scope_notes={"en": "A note."},
    reuse_level="cross-sector",
    status="released",
    modified=datetime(2024, 1, 2, tzinfo=UTC),
)


def test_every_field_of_a_concept_comes_back(tmp_path: Path) -> None:
    build_index(Taxonomy("1", [FULL]), tmp_path / "index", sentences=None)
    engine = Engine.load(tmp_path / "index")
    assert engine.concept(FULL.uri) == FULL
    assert engine.version == "1"


def test_every_string_names_its_concept_once() -> None:
    found = [(label.text, label.lang, label.is_preferred) for label in labels_of(3, FULL)]
    assert found == [
        ("sveise rør", "nb", True),
        ("rørsveising", "nb", False),
        ("røyrsveising", "nn", False),
        ("weld pipes", "en", True),
        ("pipe welding", "en", False),
    ]


def test_a_qualifier_in_brackets_may_be_left_out() -> None:
    java = Concept(SKILL + "j", Kind.SKILL, {"en": "Java (computer programming)"})
    assert [(label.text, label.is_bare) for label in labels_of(0, java)] == [
        ("Java (computer programming)", False),
        ("Java", True),
    ]


def test_groups_are_not_indexed(tiny: Engine) -> None:
    with pytest.raises(UnknownConcept):
        tiny.concept("http://data.europa.eu/esco/isco/C2")


def test_a_new_index_takes_the_place_of_the_old(tmp_path: Path) -> None:
    build_index(TINY, tmp_path / "index", sentences=None)
    build_index(replace(TINY, version="newer"), tmp_path / "index", sentences=None)
    assert Engine.load(tmp_path / "index").version == "newer"
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_whoever_waits_hears_how_far_the_reading_is(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    texts = [f"ord {n}" for n in range(600)]
    plain = StaticEncoder.bundled()

    told = Told(plain, lambda done, total: heard.append((done, total)))

    assert (told.encode(texts) == plain.encode(texts)).all()
    assert told.name == plain.name
    assert heard == [(0, 600), (256, 600), (512, 600)]
    assert told.encode([]).shape == plain.encode([]).shape


class Broken(StaticEncoder):
    """An encoder that fails while the index is being written."""

    def encode(self, texts: object) -> object:  # type: ignore[override]
        raise OSError("disk full")


def test_a_failed_build_leaves_the_old_index(tmp_path: Path) -> None:
    build_index(TINY, tmp_path / "index", sentences=None)
    encoder = StaticEncoder.bundled()
    with pytest.raises(OSError, match="disk full"):
        build_index(
            replace(TINY, version="newer"), tmp_path / "index", sentences=None, encoder=Broken(encoder._table, "x")
        )
    assert Engine.load(tmp_path / "index").version == "tiny"
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_an_empty_taxonomy_has_an_engine_that_finds_nothing(tmp_path: Path) -> None:
    build_index(Taxonomy("none", []), tmp_path / "index", sentences=None)
    engine = Engine.load(tmp_path / "index")
    assert engine.map("Jobbet som sykepleier").skills == ()
    assert engine.rank("sykepleier", kind=Kind.SKILL, top=3) == ()
    assert engine.search("sykepleier") == ()


@pytest.fixture
def copied(tiny_folder: Path, tmp_path: Path) -> Path:
    for path in tiny_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexRefused, match="cannot be read"):
        Engine.load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["vectors.npy", "concepts.jsonl", "uris.txt", "dictionary-stems.txt"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_damage_anywhere_is_refused(copied: Path, name: str, damage: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).unlink()
    if damage != "gone":
        (copied / name).write_bytes(content[:-1] if damage == "cut" else bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(IndexRefused):
        Engine.load(copied)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"layout": 3}', "\x00"])
def test_a_broken_manifest_is_refused(copied: Path, manifest: str) -> None:
    (copied / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(IndexRefused):
        Engine.load(copied)


@pytest.mark.parametrize("change", [{"layout": 0}, {"encoder": "another"}, {"reader": "another"}])
def test_an_index_of_another_engine_is_refused(copied: Path, change: dict[str, object]) -> None:
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    (copied / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
    with pytest.raises(IndexRefused, match="built again"):
        Index.load(copied, StaticEncoder.bundled(), TransformerEncoder.bundled())


def test_a_shared_sentence_shows_each_of_its_skills(tmp_path: Path) -> None:
    """One row for each known skill, in the order of URIs; nynorsk stands among the Norwegian ones."""
    rows = [
        f"{SKILL}welding {SKILL}accounts\tnn cv\tEg sveiste og førte rekneskap.",
        f"{SKILL}welding {SKILL}unknown\ten ad\tMust weld.",
    ]
    (tmp_path / SHARED_FILE).write_text("\n".join(["uris\tstyle\tsentence", *rows]) + "\n", encoding="utf-8")
    build_index(TINY, tmp_path / "index", sentences=tmp_path)
    index = Index.load(tmp_path / "index", StaticEncoder.bundled(), TransformerEncoder.bundled())
    shown = zip(index.sentences.owners.tolist(), index.sentences.langs.tolist(), strict=True)
    languages = list(SENTENCE_FILES)
    assert [(index.uris[owner], languages[lang]) for owner, lang in shown] == [
        (SKILL + "accounts", "nb"),
        (SKILL + "welding", "nb"),
        (SKILL + "welding", "en"),
    ]


def test_our_shared_sentences_show_known_skills_once_and_in_a_known_style() -> None:
    skills = {concept.uri for concept in read_ours(DATA).concepts if concept.kind is Kind.SKILL}
    lines = [line.split("\t") for line in (DATA / SHARED_FILE).read_text(encoding="utf-8").splitlines()[1:]]
    assert {style for _, style, _ in lines} == {
        f"{lang} {kind}" for lang in ("nb", "nn", "en") for kind in ("ad", "cv")
    }
    assert all(set(uris.split()) <= skills for uris, _, _ in lines)
    assert len({text.casefold() for _, _, text in lines}) == len(lines)
