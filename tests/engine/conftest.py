"""A tiny taxonomy for most of the engine's tests, and the whole one, made at most once a session."""

from pathlib import Path

import pytest

from skillengine.candidates import Engine, build_index
from skillengine.taxonomy import Taxonomy, read_ours
from skillengine.types import Concept, Kind

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
SKILL = "http://data.europa.eu/esco/skill/"
OCCUPATION = "http://data.europa.eu/esco/occupation/"


def skill(name: str, nb: str, en: str, *alternatives: str) -> Concept:
    """A skill with labels in two languages."""
    return Concept(SKILL + name, Kind.SKILL, {"nb": nb, "en": en}, {"nb": alternatives})


TINY = Taxonomy(
    "tiny",
    [
        skill("accounts", "føre regnskap", "keep accounts", "bokføring"),
        skill("customers", "behandle kunder", "serve customers", "kundebehandling"),
        skill("java", "Java (programmering)", "Java (computer programming)", "Java-utvikling"),
        skill("medicines", "administrere legemidler", "administer medication", "medisinering"),
        skill("nursing", "utøve sykepleie", "practise nursing", "sykepleier"),
        skill("projects", "prosjektledelse", "project management", "prosjektstyring"),
        skill("rust", "Rust", "Rust"),
        skill("spreadsheets", "bruke regneark", "use spreadsheets", "Excel"),
        skill("training", "lære opp ansatte", "train employees", "opplæring av nyansatte"),
        skill("welding", "sveise", "weld", "sveising"),
        Concept(OCCUPATION + "nurse", Kind.OCCUPATION, {"nb": "sykepleier", "en": "nurse"}),
        Concept(OCCUPATION + "plumber", Kind.OCCUPATION, {"nb": "rørlegger", "en": "plumber"}),
        Concept("http://data.europa.eu/esco/isco/C2", Kind.ISCO_GROUP, {"en": "Professionals"}),
    ],
    [],
)
SENTENCES = {
    "skill_sentences_nb.tsv": [
        ("medicines", "Delte ut medisiner og målte opp doser på sykehjemmet."),
        ("accounts", "Har ført bilag og laget årsoppgjør for små firmaer."),
        ("welding", "Sveiste rør og plater på et verft."),
        ("training", "Viste nye kolleger hvordan kassa virker."),
    ],
    "skill_sentences_en.tsv": [
        ("medicines", "Handed out tablets to patients."),
        ("accounts", "Booked invoices and closed the year for small firms."),
        ("welding", "Joined steel plates with heat at a shipyard."),
        ("unknown", "Not a concept of ours."),
    ],
}


def write_sentences(folder: Path) -> Path:
    """The sentence tables of the tiny taxonomy."""
    for name, rows in SENTENCES.items():
        lines = [f"{SKILL}{uri}\tcv P\t{text}" for uri, text in rows]
        (folder / name).write_text("\n".join(["uri\tstyle\tsentence", *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    build_index(TINY, folder / "index", sentences=write_sentences(folder))
    return folder / "index"


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Engine:
    return Engine.load(tiny_folder)


@pytest.fixture(scope="session")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "index"
    build_index(read_ours(DATA), folder, sentences=DATA)
    return folder


@pytest.fixture(scope="session")
def whole(whole_folder: Path) -> Engine:
    return Engine.load(whole_folder)
