"""The whole classification: the official files where they are at hand, and our own tables with the real index."""

import os
from pathlib import Path

import pytest
from django.db.models import F, Q
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from normi.ports import text_model
from normi.taxonomy import actions, queries
from normi.taxonomy.models import Concept, Label, Membership, Relation, TaxonomyVersion
from normi.taxonomy.progress import Progress
from skillengine.errors import PackageRefused
from skillengine.types import Kind
from tests import esco_files as esco

OFFICIAL = Path(os.environ.get("NORMI_SHARED", "../shared")) / "data" / "official" / "esco-1.1.1-en"
QUIET = Progress(quiet=True)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
needs_official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason=f"the official files are not in {OFFICIAL}")


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.TEXT_MODEL = "normi.adapters.local.LocalTextModel"
    text_model.cache_clear()


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (TaxonomyVersion, Concept, Label, Relation, Membership)}


@needs_official
def test_the_official_package_is_kept_row_for_row_and_twice_is_the_same(tmp_path: Path) -> None:
    version = actions.install_official(paths=[OFFICIAL], activate=False, progress=QUIET)

    read = version.counts["rows"]
    kinds = {kind: Concept.objects.filter(kind=kind).count() for kind in Kind}
    assert version.version == "1.1.1"
    assert kinds[Kind.SKILL] == read["skills_en.csv"] == 13_896
    assert kinds[Kind.OCCUPATION] == read["occupations_en.csv"] == 3_007
    assert kinds[Kind.ISCO_GROUP] == read["ISCOGroups_en.csv"] == 619
    relations = sum(rows for name, rows in read.items() if "elations" in name)
    assert Relation.objects.filter(ours=False).count() + version.counts["set_aside"] == relations
    assert not Relation.objects.exclude(source__version=F("target__version")).exists()
    green = Membership.objects.filter(collection__name="greenSkillsCollection")
    assert green.count() == read["greenSkillsCollection_en.csv"]
    assert not Concept.objects.filter(~Q(labels__kind=Label.Kind.PREFERRED)).exclude(labels__lang="en").exists()

    before = counted()
    actions.install_official(paths=[OFFICIAL], activate=False, progress=QUIET)
    assert counted() == before

    cut = tmp_path / "esco-1.1.1"
    cut.mkdir()
    for archive in OFFICIAL.glob("*.zip"):
        whole = archive.read_bytes()
        (cut / archive.name).write_bytes(whole if archive.name == "en.zip" else whole[:-100_000])
    with pytest.raises(PackageRefused, match=r"relations\.zip: is not a complete ZIP"):
        actions.install_official(paths=[cut], progress=QUIET)
    assert counted() == before


SEARCHES = {
    "sjukepleiar": "sykepleier",
    "sykepl": "sykepleier",
    "kundebehandling": "drive kundebehandling",
    "prosjektstyring": "prosjektledelse",
    "prosjekstyring": "prosjektledelse",
    "sykeplier": "sykepleier",
    "project manag": "prosjektledelse",
}


def test_our_own_tables_answer_the_searches_people_make(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.install_ours(progress=QUIET)

    labels = {
        query: [hit.label.text for hit in queries.search(query, kind=None, lang="nb", limit=8).hits]
        for query in SEARCHES
    }

    assert {query: label for query, label in SEARCHES.items() if label not in labels[query]} == {}
    nurse = queries.search("sykepleier", kind=Kind.OCCUPATION, lang="nn", limit=1).hits[0]
    page = queries.concept_page(nurse.uri, "nn")
    assert len(page.needs) > 5
    assert len(page.neighbours) == queries.NEIGHBOURS
    assert page.uri.startswith(esco.OCCUPATION)
