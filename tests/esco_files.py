"""A small ESCO package, made by hand in the official format, with every kind of file, and our own tables to match."""

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

SKILL, OCCUPATION, ISCO, SCHEME = (
    f"http://data.europa.eu/esco/{kind}" for kind in ("skill/", "occupation/", "isco/C", "concept-scheme/")
)
NURSING, HYGIENE, WELDING = (SKILL + name for name in ("nursing", "hygiene", "welding"))
NURSE, WELDER = OCCUPATION + "nurse", OCCUPATION + "welder"
CARE_GROUP, SKILLS_GROUP = SKILL + "S3", SKILL + "S"
NAME = "ESCO dataset - v9.1.0 - classification - {} - csv.zip"
Files = Mapping[str, str]

LABELS = {
    "en": {
        NURSING: ("provide nursing care", "care for patients\ngive nursing care", "nursing"),
        HYGIENE: ("hygiene", "cleanliness", ""),
        WELDING: ("weld metal", "join metal by welding\nwelding", ""),
        NURSE: ("nurse", "registered nurse\nward nurse", "RN"),
        WELDER: ("welder", "", ""),
    },
    "no": {
        NURSING: ("utøve sykepleie", "pleie syke", "sjukepleie"),
        HYGIENE: ("hygiene", "renhold", ""),
        WELDING: ("sveise metall", "sveising", ""),
        NURSE: ("sykepleier", "autorisert sykepleier", ""),
        WELDER: ("sveiser", "", ""),
    },
}


def csv_text(*rows: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def package(lang: str = "en", **changes: str) -> dict[str, str]:
    """The files by name. A change replaces one file's text: `package(skills="…")`."""
    words = LABELS[lang]
    files = {
        f"skills_{lang}.csv": csv_text(
            (
                "conceptType",
                "conceptUri",
                "skillType",
                "reuseLevel",
                "preferredLabel",
                "altLabels",
                "hiddenLabels",
                "status",
                "modifiedDate",
                "scopeNote",
                "definition",
                "inScheme",
                "description",
            ),
            *(
                (
                    "KnowledgeSkillCompetence",
                    uri,
                    kind,
                    "cross-sector",
                    *words[uri],
                    "released",
                    "2020-01-02T03:04:05Z",
                    "a scope",
                    "",
                    f"{SCHEME}skills,\n{SCHEME}member-skills",
                    f"About {words[uri][0]}.",
                )
                for uri, kind in ((HYGIENE, "knowledge"), (NURSING, "skill/competence"), (WELDING, "skill/competence"))
            ),
        ),
        f"occupations_{lang}.csv": csv_text(
            (
                "conceptType",
                "conceptUri",
                "iscoGroup",
                "preferredLabel",
                "altLabels",
                "hiddenLabels",
                "status",
                "modifiedDate",
                "regulatedProfessionNote",
                "scopeNote",
                "definition",
                "inScheme",
                "description",
                "code",
            ),
            *(
                (
                    "Occupation",
                    uri,
                    code[:4],
                    *words[uri],
                    "released",
                    "",
                    f"http://data.europa.eu/esco/regulated-professions/{note}",
                    "",
                    "",
                    f"{SCHEME}occupations",
                    text,
                    code,
                )
                for uri, code, note, text in (
                    (NURSE, "2221.1", "regulated", "Nurses care,\nday and night."),
                    (WELDER, "7212.3", "unregulated", "Welders weld."),
                )
            ),
        ),
        f"skillGroups_{lang}.csv": csv_text(
            (
                "conceptType",
                "conceptUri",
                "preferredLabel",
                "altLabels",
                "hiddenLabels",
                "status",
                "modifiedDate",
                "scopeNote",
                "inScheme",
                "description",
                "code",
            ),
            ("SkillGroup", SKILLS_GROUP, "skills", "", "", "released", "", "", f"{SCHEME}skills", "", "S"),
        ),
        f"ISCOGroups_{lang}.csv": csv_text(
            ("conceptType", "conceptUri", "code", "preferredLabel", "status", "altLabels", "inScheme", "description"),
            ("ISCOGroup", f"{ISCO}2", "2", "Professionals", "released", "", f"{SCHEME}isco", "They know."),
            (
                "ISCOGroup",
                f"{ISCO}2221",
                "2221",
                "Nursing professionals",
                "released",
                "",
                f"{SCHEME}isco",
                "They care.",
            ),
        ),
        f"skillsHierarchy_{lang}.csv": (
            "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Level 2 URI,Level 2 preferred term,"
            "Level 3 URI,Level 3 preferred term,Description,Scope note,"
            "Level 0 code,Level 1 code,Level 2 code,Level 3 code\r\n"
            f"{SKILLS_GROUP},skills,,,,,,,,,S\r\n"
            f"{SKILLS_GROUP},skills,{CARE_GROUP},assisting and caring,,,,,Helping people.,Excludes animals,S,S3\r\n"
        ),
        f"conceptSchemes_{lang}.csv": csv_text(
            ("conceptType", "conceptSchemeUri", "preferredLabel", "title", "status", "description", "hasTopConcept"),
            ("ConceptScheme", f"{SCHEME}skills", "ESCO skills", "", "released", "All.", f"{SKILLS_GROUP},\n{NURSING}"),
            ("ConceptScheme", f"{SCHEME}green", "Green", "", "released", "", HYGIENE),
            ("ConceptScheme", f"{SCHEME}label-role", "Roles", "", "", "", f"{SCHEME}male,\n{SCHEME}female"),
        ),
        f"greenSkillsCollection_{lang}.csv": csv_text(
            ("conceptType", "conceptUri", "preferredLabel", "status", "altLabels", "broaderConceptUri"),
            (
                "KnowledgeSkillCompetence",
                HYGIENE,
                "hygiene",
                "released",
                "cleanliness | clean",
                f"{CARE_GROUP} | {SKILLS_GROUP}",
            ),
        ),
        "broaderRelationsOccPillar.csv": csv_text(
            ("conceptType", "conceptUri", "broaderType", "broaderUri"),
            ("ISCOGroup", f"{ISCO}2221", "ISCOGroup", f"{ISCO}2"),
            ("Occupation", NURSE, "ISCOGroup", f"{ISCO}2221"),
        ),
        "broaderRelationsSkillPillar.csv": csv_text(
            ("conceptType", "conceptUri", "broaderType", "broaderUri"),
            ("KnowledgeSkillCompetence", NURSING, "SkillGroup", CARE_GROUP),
            ("SkillGroup", CARE_GROUP, "SkillGroup", SKILLS_GROUP),
        ),
        "occupationSkillRelations.csv": csv_text(
            ("occupationUri", "relationType", "skillType", "skillUri"),
            (NURSE, "essential", "skill/competence", NURSING),
            (NURSE, "optional", "knowledge", HYGIENE),
            (WELDER, "essential", "skill/competence", WELDING),
        ),
        "skillSkillRelations.csv": csv_text(
            ("originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"),
            (NURSING, "skill/competence", "essential", "knowledge", HYGIENE),
        ),
    }
    for stem, text in changes.items():
        files[next(name for name in files if name.startswith(stem))] = text
    return files


def without(files: Files, *stems: str) -> dict[str, str]:
    return {name: text for name, text in files.items() if not name.startswith(stems)}


def folder(target: Path, files: Files) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_bytes(text.encode())
    return target


def zipped(target: Path, files: Mapping[str, str | bytes]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target


def our_tables(target: Path) -> Path:
    """Tables like those in data/: four of the five concepts, and two role profiles."""
    rows = (
        (NURSING, "skill", "provide nursing care", "vår sykepleie", "stell av syke"),
        (HYGIENE, "knowledge", "hygiene", "vår hygiene", ""),
        (WELDING, "skill", "weld metal", "vår sveising", "sveisearbeid | buesveising"),
        (NURSE, "occupation", "nurse", "vår sykepleier", ""),
        (WELDER, "occupation", "welder", "vår sveiser", ""),
    )
    table(target / "esco_labels_nb.tsv", ("uri", "kind", "label_en", "label_nb", "alternatives_nb"), *rows)
    needs = (("nurse", "nursing", "e"), ("welder", "welding", "e"), ("welder", "hygiene", "o"))
    table(target / "role_skills.tsv", ("occupation", "skill", "relation"), *needs)
    table(target / "skill_sentences_nb.tsv", ("uri", "style", "sentence"), (WELDING, "cv P", "Sveiset rør på verftet."))
    table(target / "skill_sentences_en.tsv", ("uri", "style", "sentence"), (WELDING, "cv P", "Welded pipes."))
    return target


def table(path: Path, *rows: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
