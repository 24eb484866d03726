"""Reading the official package: what it holds, in every wrapping, and why a broken one is refused."""

import os
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillengine import esco_package
from skillengine.errors import PackageRefused
from skillengine.esco_package import Package, read_packages
from skillengine.types import Kind, Relation, RelationType
from tests import esco_files as esco

OFFICIAL = Path(os.environ.get("NORMI_SHARED", "../shared")) / "data" / "official"


def read(path: Path, **options: object) -> Package:
    (package,) = read_packages([path], version="9.1.0", **options)  # type: ignore[arg-type]
    return package


def refusal(path: Path) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        read_packages([path], version="9.1.0")
    return caught.value


def by_uri(package: Package, uri: str) -> esco_package.Concept:
    return next(concept for concept in package.concepts if concept.uri == uri)


# --- What it holds ----------------------------------------------------------------------------------------------------


def test_a_skill_has_everything_its_row_says(tmp_path: Path) -> None:
    nursing = by_uri(read(esco.folder(tmp_path, esco.package())), esco.NURSING)

    assert nursing.kind == Kind.SKILL
    assert nursing.labels == {"en": "provide nursing care"}
    assert nursing.alternatives == {"en": ("care for patients", "give nursing care")}
    assert nursing.hidden == {"en": ("nursing",)}
    assert nursing.descriptions == {"en": "About provide nursing care."}
    assert nursing.scope_notes == {"en": "a scope"}
    assert nursing.definitions == {}
    assert (nursing.skill_type, nursing.reuse_level, nursing.status) == ("skill/competence", "cross-sector", "released")
    assert nursing.modified == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_an_occupation_has_its_code_and_its_line_breaks(tmp_path: Path) -> None:
    nurse = by_uri(read(esco.folder(tmp_path, esco.package())), esco.NURSE)

    assert nurse.code == "2221.1"
    assert nurse.regulated.endswith("/regulated")
    assert nurse.descriptions == {"en": "Nurses care,\nday and night."}


def test_relations_of_all_four_files_are_read_from_source_to_target(tmp_path: Path) -> None:
    package = read(esco.folder(tmp_path, esco.package()))

    assert set(package.relations) == {
        Relation(f"{esco.ISCO}2221", f"{esco.ISCO}2", RelationType.BROADER),
        Relation(esco.NURSE, f"{esco.ISCO}2221", RelationType.BROADER),
        Relation(esco.NURSING, esco.CARE_GROUP, RelationType.BROADER),
        Relation(esco.CARE_GROUP, esco.SKILLS_GROUP, RelationType.BROADER),
        Relation(esco.NURSE, esco.NURSING, RelationType.ESSENTIAL),
        Relation(esco.NURSE, esco.HYGIENE, RelationType.OPTIONAL),
        Relation(esco.WELDER, esco.WELDING, RelationType.ESSENTIAL),
        Relation(esco.NURSING, esco.HYGIENE, RelationType.ESSENTIAL),
    }


def test_a_group_that_only_the_hierarchy_describes_is_a_concept(tmp_path: Path) -> None:
    group = by_uri(read(esco.folder(tmp_path, esco.package())), esco.CARE_GROUP)

    assert (group.kind, group.code) == (Kind.SKILL_GROUP, "S3")
    assert group.labels == {"en": "assisting and caring"}
    assert group.descriptions == {"en": "Helping people."}
    assert group.scope_notes == {"en": "Excludes animals"}


def test_collections_come_from_schemes_and_from_files_of_their_own(tmp_path: Path) -> None:
    collections = {c.name: c for c in read(esco.folder(tmp_path, esco.package())).collections}

    assert collections[f"{esco.SCHEME}green"].members == (esco.HYGIENE,)
    assert collections[f"{esco.SCHEME}green"].labels == {"en": "Green"}
    assert collections["greenSkillsCollection"].members == (esco.HYGIENE,)
    assert esco.WELDING in collections[f"{esco.SCHEME}skills"].members
    assert f"{esco.SCHEME}label-role" not in collections


def test_rows_are_counted_for_each_file(tmp_path: Path) -> None:
    rows = read(esco.folder(tmp_path, esco.package())).rows

    assert rows["skills_en.csv"] == 3
    assert rows["occupationSkillRelations.csv"] == 3
    assert rows["conceptSchemes_en.csv"] == 3


def test_columns_are_found_by_name_and_unknown_ones_do_no_harm(tmp_path: Path) -> None:
    isco = esco.csv_text(
        ("preferredLabel", "naceCode", "conceptUri", "code"),
        ("Professionals", "Q86", f"{esco.ISCO}2", "2"),
        ("Nursing professionals", "", f"{esco.ISCO}2221", "2221"),
    )
    package = read(esco.folder(tmp_path, esco.package(ISCOGroups=isco)))

    assert by_uri(package, f"{esco.ISCO}2221").labels == {"en": "Nursing professionals"}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    files = esco.package()
    files["skills_en.csv"] = "\ufeff" + files["skills_en.csv"].replace("\n", "\r\n")

    assert by_uri(read(esco.folder(tmp_path, files)), esco.NURSING).alternatives == {
        "en": ("care for patients", "give nursing care")
    }


# --- Languages and versions -------------------------------------------------------------------------------------------


def test_norwegian_is_called_bokmaal_here_and_other_languages_keep_their_code(tmp_path: Path) -> None:
    german = {name.replace("_en", "_de"): text for name, text in esco.package().items()}

    assert read(esco.folder(tmp_path / "no", esco.package("no"))).language == "nb"
    assert read(esco.folder(tmp_path / "de", german)).language == "de"


def test_two_languages_in_one_folder_are_two_packages_with_the_same_relations(tmp_path: Path) -> None:
    norwegian, english = read_packages(
        [esco.folder(tmp_path, esco.package("no") | esco.package("en"))], version="9.1.0"
    )[::-1]

    assert (norwegian.language, english.language) == ("nb", "en")
    assert norwegian.relations == english.relations


@pytest.mark.parametrize("asked", ["no", "nb"])
def test_one_language_can_be_asked_for_by_escos_code_or_ours(tmp_path: Path, asked: str) -> None:
    folder = esco.folder(tmp_path, esco.package("no") | esco.package("en"))

    assert [p.language for p in read_packages([folder], version="9.1.0", languages=[asked])] == ["nb"]


def test_a_language_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="holds en, not de"):
        read_packages([esco.folder(tmp_path, esco.package())], version="9.1.0", languages=["de"])


@pytest.mark.parametrize(
    "name",
    [
        esco.NAME.format("en"),
        "esco-9.1.0-en.zip",
        "ESCO_v9.1.0.zip",
        "esco-9.1.0/en.zip",
        "ESCO dataset v9.1.0/all.zip",
    ],
)
def test_the_version_is_in_the_name_of_the_file_or_its_folder(tmp_path: Path, name: str) -> None:
    assert read_packages([esco.zipped(tmp_path / name, esco.package())])[0].version == "9.1.0"


def test_a_name_without_a_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="does not say which version"):
        read_packages([esco.zipped(tmp_path / "nameless" / "en.zip", esco.package())])


def test_two_versions_at_once_are_refused(tmp_path: Path) -> None:
    paths = [esco.zipped(tmp_path / f"esco-{v}.zip", esco.package()) for v in ("9.1.0", "9.2.0")]

    with pytest.raises(PackageRefused, match=r"several versions at once: 9\.1\.0, 9\.2\.0"):
        read_packages(paths)


# --- Wrappings --------------------------------------------------------------------------------------------------------


def wrapped(tmp_path: Path, wrapping: str) -> list[Path]:
    files = esco.package()
    relations = {name: text for name, text in files.items() if "elations" in name}
    concepts = esco.without(files, *relations)
    match wrapping:
        case "folder":
            return [esco.folder(tmp_path / "a", files)]
        case "zip":
            return [esco.zipped(tmp_path / "a.zip", files)]
        case "zip with a folder inside":
            return [esco.zipped(tmp_path / "a.zip", {f"ESCO/{name}": text for name, text in files.items()})]
        case "zips beside each other":
            esco.zipped(tmp_path / "a" / "en.zip", concepts)
            return [esco.zipped(tmp_path / "a" / "relations.zip", relations).parent]
        case "a zip and a folder":
            return [esco.zipped(tmp_path / "a.zip", concepts), esco.folder(tmp_path / "b", relations)]
        case "a zip within a zip":
            inner = esco.zipped(tmp_path / "inner.zip", relations).read_bytes()
            return [esco.zipped(tmp_path / "a.zip", {**concepts, "relations.zip": inner})]
        case _:
            return sorted(esco.folder(tmp_path / "a", files).iterdir())


@pytest.mark.parametrize(
    "wrapping",
    ["zip", "zip with a folder inside", "zips beside each other", "a zip and a folder", "a zip within a zip", "files"],
)
def test_the_wrapping_makes_no_difference(tmp_path: Path, wrapping: str) -> None:
    (plain,) = read_packages(wrapped(tmp_path / "plain", "folder"), version="9.1.0")

    (same,) = read_packages(wrapped(tmp_path / "wrapped", wrapping), version="9.1.0")

    assert same == plain


def test_files_that_are_no_part_of_it_are_named_and_left_alone(tmp_path: Path) -> None:
    files = esco.package() | {"greenShareOcc_en.csv": "a,b\n1,2\n", "dictionary_en.csv": "not even,\na table"}

    assert sorted(read(esco.folder(tmp_path, files)).ignored) == ["dictionary", "greenShareOcc"]


# --- Refusals ---------------------------------------------------------------------------------------------------------


def lines(text: str, **changes: str) -> str:
    """The text with whole lines replaced: lines(text, _2="…"). Lines count from 1."""
    parts = text.split("\n")
    for number, line in changes.items():
        parts[int(number[1:]) - 1] = line
    return "\n".join(parts)


ISCO_FILE = esco.package()["ISCOGroups_en.csv"]
SCHEMES = esco.package()["conceptSchemes_en.csv"]
SCHEME_AGAIN = f"ConceptScheme,{esco.SCHEME}green,Green,,,,\n"
NEEDS = esco.package()["occupationSkillRelations.csv"]
BROKEN = {
    "a column is missing": ("ISCOGroups", ISCO_FILE.replace("preferredLabel", "label"), 1, "no column preferredLabel"),
    "a row is too long": ("ISCOGroups", lines(ISCO_FILE, _2="ISCOGroup,a,b,c,d,e,f,g,h"), 2, "9 columns where 8"),
    "a row is too short": ("ISCOGroups", lines(ISCO_FILE, _3="ISCOGroup,only,three"), 3, "3 columns where 8"),
    "a quotation mark is never closed": ("ISCOGroups", ISCO_FILE.replace("They care", '"They care'), 3, "never closed"),
    "it ends in the middle of a line": ("ISCOGroups", ISCO_FILE[:-4], 3, "the file is not whole"),
    "it is empty": ("ISCOGroups", "", 1, "no column"),
    "a concept stands there twice": (
        "ISCOGroups",
        lines(ISCO_FILE, _3=ISCO_FILE.split("\n")[1]),
        3,
        "second row about",
    ),
    "a URI is none": ("ISCOGroups", ISCO_FILE.replace(f"{esco.ISCO}2,", "javascript:x,"), 2, "no ESCO URI"),
    "a label is empty": ("ISCOGroups", ISCO_FILE.replace("Professionals", ""), 2, "preferredLabel is empty"),
    "a date is none": ("skills", esco.package()["skills_en.csv"].replace("2020-01-02T", "yesterday "), 2, "no date"),
    "a quotation mark stands in the wrong place": ("ISCOGroups", ISCO_FILE.replace("They", '"They" '), 2, "proper CSV"),
    "a scheme stands there twice": ("conceptSchemes", SCHEMES + SCHEME_AGAIN, 7, "second row about"),
    "a relation leads nowhere": (
        "occupationSkill",
        NEEDS.replace(esco.HYGIENE, esco.SKILL + "x"),
        3,
        "skill/x, which no",
    ),
    "a relation comes from nowhere": ("occupationSkill", NEEDS.replace(esco.WELDER, "junk"), 4, "relates to junk"),
    "a relation is to itself": ("occupationSkill", NEEDS.replace(esco.WELDER, esco.WELDING), 4, "relates to itself"),
    "a relation type is unknown": ("occupationSkill", NEEDS.replace("optional", "nice"), 3, "relationType 'nice'"),
    "a collection lists a stranger": ("greenSkills", f"conceptUri\n{esco.SKILL}x\n", 2, "lists"),
    "there is a byte that is no text": ("ISCOGroups", ISCO_FILE.replace("They know", "They\0know"), 2, "is not text"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_with_its_name_line_and_reason(tmp_path: Path, what: str) -> None:
    stem, text, line, reason = BROKEN[what]

    refused = refusal(esco.folder(tmp_path, esco.package(**{stem: text})))

    assert refused.file.startswith(stem)
    assert refused.line == line
    assert reason in refused.reason


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    folder = esco.folder(tmp_path, esco.package())
    (folder / "ISCOGroups_en.csv").write_bytes(ISCO_FILE.replace("They care", "De pleier på").encode("latin-1"))

    refused = refusal(folder)

    assert (refused.file, refused.line, refused.reason) == ("ISCOGroups_en.csv", 3, "is not UTF-8")


def test_line_numbers_count_lines_not_rows(tmp_path: Path) -> None:
    occupations = esco.package()["occupations_en.csv"]  # the heading is line 1, the nurse lines 2 to 4

    refused = refusal(esco.folder(tmp_path, esco.package(occupations=occupations.rstrip("\n") + ",too,long\n")))

    assert refused.line == 5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Except right after a row whose absence nothing else gives away: hence only files that others point to."""
    files = esco.package()
    name = data.draw(st.sampled_from(["skills_en.csv", "occupations_en.csv", "ISCOGroups_en.csv"]))
    place = data.draw(st.integers(0, len(files[name]) - 1))

    assert refusal(esco.folder(tmp_path, files | {name: files[name][:place]})).file


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "esco-9.1.0.zip").reason == "does not exist"


def test_a_package_without_concepts_is_refused(tmp_path: Path) -> None:
    files = esco.without(esco.package(), "skills_", "occupations_")

    assert "holds no skills_LANGUAGE.csv" in refusal(esco.folder(tmp_path, files)).reason


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    esco.folder(tmp_path / "both", esco.package())
    esco.zipped(tmp_path / "both" / "again.zip", esco.package())

    assert "is there twice" in refusal(tmp_path / "both").reason


# --- Hostile and damaged ZIPs -----------------------------------------------------------------------------------------


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = esco.zipped(tmp_path / "a.zip", esco.package()).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])

    refused = refusal(tmp_path / "cut.zip")

    assert (refused.file, refused.reason) == ("cut.zip", "is not a complete ZIP file")


def test_something_else_called_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.zip").write_text("<!doctype html><title>Not found</title>")

    assert refusal(tmp_path / "page.zip").reason == "is not a complete ZIP file"


def test_a_damaged_file_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in esco.package().items():
            archive.writestr(name, text)
    path.write_bytes(path.read_bytes().replace(b"About hygiene.", b"About HYGIENE.", 1))

    refused = refusal(path)

    assert refused.file == "a.zip/skills_en.csv"
    assert "checksum" in refused.reason


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = esco.zipped(tmp_path / "bomb.zip", esco.package() | {"skills_xx.csv": "0" * 40_000_000})

    refused = refusal(path)

    assert refused.file == "bomb.zip/skills_xx.csv"
    assert "packed tighter" in refused.reason


def test_a_file_that_claims_to_be_too_large_is_refused(tmp_path: Path) -> None:
    path = esco.zipped(tmp_path / "a.zip", {"skills_en.csv": "x"})
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.rindex(b"PK\x01\x02") + 24, 3_000_000_000)
    path.write_bytes(raw)

    assert "would be larger than" in refusal(path).reason


@pytest.mark.parametrize("name", ["../skills_en.csv", "/etc/skills_en.csv", "..\\skills_en.csv", "C:/skills_en.csv"])
def test_a_name_that_leads_out_of_the_package_is_refused(tmp_path: Path, name: str) -> None:
    path = esco.zipped(tmp_path / "a.zip", esco.package() | {name: "x"})

    assert "leads" in refusal(path).reason


def test_zips_nested_too_deep_are_not_opened(tmp_path: Path) -> None:
    inner = esco.zipped(tmp_path / "1.zip", esco.package()).read_bytes()
    middle = esco.zipped(tmp_path / "2.zip", {"1.zip": inner}).read_bytes()

    assert "holds no skills_" in refusal(esco.zipped(tmp_path / "3.zip", {"2.zip": middle})).reason


# --- The slips of ESCO itself -----------------------------------------------------------------------------------------


def test_a_slip_in_a_large_package_is_set_aside_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esco_package, "CONCEPTS_FOR_EACH_SLIP", 9)  # the small package has nine concepts
    needs = NEEDS + f"{esco.NURSE},optional,knowledge,{esco.SKILL}forgotten\n"

    package = read(esco.folder(tmp_path, esco.package(occupationSkillRelations=needs)))

    (slip,) = package.slips
    assert (slip.file, slip.line, slip.uri) == ("occupationSkillRelations.csv", 5, esco.SKILL + "forgotten")
    assert package.rows["occupationSkillRelations.csv"] == 4
    assert len(package.relations) == 8


# --- The real files ---------------------------------------------------------------------------------------------------

official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason=f"the official files are not in {OFFICIAL}")


@official
@pytest.mark.slow
@pytest.mark.parametrize("name", ["esco-1.1.0-en", "esco-1.1.1-en"])
def test_every_row_of_the_official_package_is_kept_or_told(name: str) -> None:
    (package,) = read_packages([OFFICIAL / name])

    uris = {concept.uri for concept in package.concepts}
    of_kind = {kind: sum(c.kind == kind for c in package.concepts) for kind in Kind}
    groups = package.rows["skillGroups_en.csv"]
    relations = sum(count for file, count in package.rows.items() if "elations" in file)
    assert package.version == name.split("-")[1]
    assert of_kind[Kind.SKILL] == package.rows["skills_en.csv"]
    assert of_kind[Kind.OCCUPATION] == package.rows["occupations_en.csv"]
    assert of_kind[Kind.ISCO_GROUP] == package.rows["ISCOGroups_en.csv"]
    assert groups <= of_kind[Kind.SKILL_GROUP] <= package.rows["skillsHierarchy_en.csv"] + groups
    assert len(package.relations) + len(package.slips) == relations
    assert {end for r in package.relations for end in (r.source, r.target)} <= uris
    assert len({slip.uri for slip in package.slips}) <= 2
    assert all(concept.labels for concept in package.concepts)
