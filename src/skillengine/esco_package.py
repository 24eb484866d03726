"""
The official ESCO package, read from its CSV files: folders, ZIPs, ZIPs within ZIPs, or several of them together.

Owns finding the files, checking them, and what each column means. Refuses to own where rows are stored, our own
tables, and guessing what a broken file meant: PackageRefused names the file, the line and the reason.

Rules
1. Columns are found by their name. Lists stand on lines of their own, or between " | ".
2. Nothing is unpacked to disk. Sizes, ratios and names are checked before a byte is read; checksums while reading.
3. ESCO's own releases hold a few slips: a relation to itself or to a concept that no file describes, a label left
   empty. One such concept in CONCEPTS_FOR_EACH_SLIP is set aside and told about; more of them, and a file is not whole.
"""

import csv
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from skillengine.errors import PackageRefused
from skillengine.types import Collection, Concept, Kind, Relation, RelationType

CONCEPTS_FOR_EACH_SLIP = 2000
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_RATIO = 200
LONGEST_FIELD = 16 * 1024 * 1024
DEEPEST_ZIP = 2
BUFFER = 1024 * 1024

LANGUAGE_CODES = {"no": "nb"}  # ESCO's name for bokmål. Every other language keeps ESCO's code.
FILE_NAME = re.compile(r"([A-Za-z]+?)(?:_([a-z]{2}(?:-[A-Za-z]+)?))?\.csv", re.ASCII)
VERSION = re.compile(r"(?:\bv|esco[-_ ]*v?|dataset[-_ ]*v?)(\d+(?:\.\d+){1,2})(?!\d)", re.IGNORECASE)
CONCEPT_URI = re.compile(r"http://data\.europa\.eu/esco/(?:skill|occupation|isco|isced-f)/[A-Za-z0-9._-]{1,80}")

CONCEPT_FILES = {
    "skills": Kind.SKILL,
    "occupations": Kind.OCCUPATION,
    "skillGroups": Kind.SKILL_GROUP,
    "ISCOGroups": Kind.ISCO_GROUP,
}
LEADING_FILES = ("skills", "occupations")  # which languages there are
# File, the column read from, the column read to, the column with the type (none: every row is "broader").
RELATION_FILES = {
    "broaderRelationsOccPillar": ("conceptUri", "broaderUri", None),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri", None),
    "occupationSkillRelations": ("occupationUri", "skillUri", "relationType"),
    "skillSkillRelations": ("originalSkillUri", "relatedSkillUri", "relationType"),
}
HIERARCHY, SCHEMES, COLLECTION = "skillsHierarchy", "conceptSchemes", "Collection"
HIERARCHY_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """A row, or a part of one, that was left out because its concept is described nowhere or has no label."""

    file: str
    line: int
    reason: str
    uri: str


@dataclass(frozen=True, slots=True)
class Package:
    """
    One version in one language. Concepts are sorted by URI; relations and collections name only concepts that are here.

    `rows` counts the rows of each file that was read, without its heading; `slips` tells what was set aside.
    """

    version: str
    language: str
    concepts: tuple[Concept, ...]
    relations: tuple[Relation, ...] = ()
    collections: tuple[Collection, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()
    ignored: tuple[str, ...] = ()


def read_packages(paths: Sequence[Path], *, version: str = "", languages: Iterable[str] = ()) -> tuple[Package, ...]:
    """
    Every language that the paths hold, as one package each. Relations without a language belong to all of them.

    `version` is needed where no path's name says it; `languages` (ESCO's codes or ours) keeps only those.
    """
    found = version or _version(paths)
    with ExitStack() as stack:
        files = _named([source for path in paths for source in _sources(path, stack)])
        there = sorted({lang for name, lang in files if name in LEADING_FILES})
        asked = {_our_code(lang) for lang in languages or there}
        wanted = [lang for lang in there if _our_code(lang) in asked]
        if len(wanted) < max(len(asked), 1):
            raise PackageRefused(file=_names(paths), line=None, reason=_nothing_here(there, asked))
        return tuple(_Reader(found, lang, files).read() for lang in wanted)


def _nothing_here(there: Sequence[str], asked: Iterable[str]) -> str:
    if there:
        return f"holds {', '.join(there)}, not {', '.join(sorted(asked))}"
    return "holds no skills_LANGUAGE.csv or occupations_LANGUAGE.csv"


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths) or "the package"


def _version(paths: Sequence[Path]) -> str:
    found = {match[-1] for path in paths if (match := _versions_in(path))}
    if len(found) > 1:
        raise PackageRefused(
            file=_names(paths), line=None, reason=f"several versions at once: {', '.join(sorted(found))}"
        )
    if not found:
        raise PackageRefused(file=_names(paths), line=None, reason="the name does not say which version it is")
    return found.pop()


def _versions_in(path: Path) -> list[str]:
    """The version in the file's own name, else in the name of the folder it lies in."""
    path = path.absolute()
    return VERSION.findall(path.name) or VERSION.findall(path.parent.name)


def _our_code(language: str) -> str:
    return LANGUAGE_CODES.get(language, language)


# --- Finding the files ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """A CSV file that can be opened; `shown` is what a person would call it."""

    name: str
    shown: str
    open: Callable[[], BinaryIO]


_Files = Mapping[tuple[str, str], list[_Source]]


def _named(sources: Sequence[_Source]) -> _Files:
    """Sources by (kind of file, language). A file in a language may be there only once."""
    files: dict[tuple[str, str], list[_Source]] = {}
    for source in sources:
        match = FILE_NAME.fullmatch(source.name)
        name, lang = (match[1], match[2] or "") if match else (source.name, "")
        known = files.setdefault((name, lang), [])
        if known and lang:
            raise PackageRefused(file=source.shown, line=None, reason=f"is there twice, also as {known[0].shown}")
        known.append(source)
    return files


def _sources(path: Path, stack: ExitStack) -> Iterator[_Source]:
    if path.is_dir():
        for found in sorted(path.iterdir()):
            if found.suffix.lower() in {".csv", ".zip"} and found.is_file():
                yield from _sources(found, stack)
    elif not path.exists():
        raise PackageRefused(file=path.name, line=None, reason="does not exist")
    elif path.suffix.lower() == ".csv":
        yield _Source(path.name, path.name, lambda: path.open("rb"))
    else:
        yield from _zipped(stack.enter_context(path.open("rb")), path.name, stack)


def _zipped(file: BinaryIO, shown: str, stack: ExitStack, depth: int = 1) -> Iterator[_Source]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise PackageRefused(file=shown, line=None, reason="is not a complete ZIP file") from None
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename)
        where = f"{shown}/{name}"
        _check_entry(entry, where)
        if name.suffix.lower() == ".csv":
            yield _Source(name.name, where, lambda entry=entry: cast(BinaryIO, archive.open(entry)))  # type: ignore[misc]
        elif name.suffix.lower() == ".zip" and depth < DEEPEST_ZIP:
            yield from _zipped(_unpacked(archive, entry, where, stack), where, stack, depth + 1)


def _check_entry(entry: zipfile.ZipInfo, shown: str) -> None:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    refusals = {
        "has a name that leads out of the package": ".." in parts or entry.filename.startswith(("/", "\\")),
        "has a name that leads to a drive": bool(parts) and ":" in parts[0],
        "is encrypted": bool(entry.flag_bits & 1),
        f"would be larger than {LARGEST_FILE // 1024**2} MB": entry.file_size > LARGEST_FILE,
        "is packed tighter than any honest file": entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1024),
    }
    for reason, holds in refusals.items():
        if holds:
            raise PackageRefused(file=shown, line=None, reason=reason)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, stack: ExitStack) -> BinaryIO:
    """A ZIP within a ZIP, in memory or in a nameless file, since reading it needs jumps."""
    target = cast(BinaryIO, stack.enter_context(tempfile.SpooledTemporaryFile(64 * BUFFER)))  # noqa: SIM115
    with _reading(shown), archive.open(entry) as packed:
        while block := packed.read(BUFFER):
            target.write(block)
    target.seek(0)
    return target


class _reading:
    """Turns what can go wrong while a file is read into PackageRefused."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.line: int | None = None

    def __enter__(self) -> "_reading":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        reason = READING_ERRORS.get(type(error)) if error else None
        if reason:
            raise PackageRefused(file=self.shown, line=self.line, reason=reason) from None
        if isinstance(error, csv.Error):
            raise PackageRefused(file=self.shown, line=self.line, reason=_csv_reason(error)) from None


READING_ERRORS: dict[type[BaseException], str] = {
    zipfile.BadZipFile: "does not match its checksum in the ZIP",
    zlib.error: "is damaged inside the ZIP",
    EOFError: "ends too early",
    NotImplementedError: "is packed in a way we cannot read",
    UnicodeDecodeError: "is not UTF-8",
    PermissionError: "may not be read",
}


def _csv_reason(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quotation mark opens here and is never closed: the file is not whole"
    return f"is not proper CSV ({error})"


# --- Rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def many(self, column: str) -> tuple[str, ...]:
        """A list in one field, without empty parts and repetitions, in the order it stands."""
        parts = re.split(r"\n| \| ", self[column].replace("\r", ""))
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def uris(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(re.split(r"[,\s|]+", self[column].strip(", \n")))) if self[column] else ()


def _rows(source: _Source, required: Sequence[str]) -> Iterator[_Row]:
    """Rows by column name, with the line on which each starts. Only the hierarchy leaves out empty last columns."""
    csv.field_size_limit(LONGEST_FIELD)
    may_be_short = source.name.startswith(HIERARCHY)
    with _reading(source.shown) as reading, source.open() as file:
        reading.line = 1
        reader = csv.reader(_lines(file, reading), strict=True)
        header = [column.strip() for column in next(reader, [])]
        if missing := [column for column in required if column not in header]:
            raise PackageRefused(file=source.shown, line=1, reason=f"has no column {', '.join(missing)}")
        reading.line = reader.line_num + 1
        for row in reader:
            if len(row) > len(header) or (len(row) < len(header) and not may_be_short):
                reason = f"has {len(row)} columns where {len(header)} belong"
                raise PackageRefused(file=source.shown, line=reading.line, reason=reason)
            yield _Row(reading.line, dict(zip(header, row, strict=False)))
            reading.line = reader.line_num + 1


def _lines(file: BinaryIO, reading: _reading) -> Iterator[str]:
    """Lines of text. The last must end with a line break: without it, nobody can tell that the file is whole."""
    ends, number = True, 0
    for number, line in enumerate(file, start=1):
        if b"\0" in line:
            raise PackageRefused(file=reading.shown, line=number, reason="is not text")
        ends = line.endswith(b"\n")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise PackageRefused(file=reading.shown, line=number, reason="is not UTF-8") from None
    if not ends:
        reason = "ends in the middle of a line: the file is not whole (if it is, add a line break at its end)"
        raise PackageRefused(file=reading.shown, line=number, reason=reason)


# --- What the rows mean -----------------------------------------------------------------------------------------------


class _Reader:
    """Reads one language of one version. Concepts come first, so that everything else can be checked against them."""

    def __init__(self, version: str, esco_language: str, files: _Files) -> None:
        self.version = version
        self.language = _our_code(esco_language)
        self.files: dict[str, list[_Source]] = {}
        for (name, lang), sources in sorted(files.items()):
            if lang in {"", esco_language}:
                self.files.setdefault(name, []).extend(sources)
        self.concepts: dict[str, Concept] = {}
        self.members: dict[str, set[str]] = {}
        self.schemes: dict[str, Collection] = {}
        self.relations: dict[Relation, None] = {}
        self.rows: dict[str, int] = {}
        self.slips: list[Slip] = []

    def read(self) -> Package:
        for name, kind in CONCEPT_FILES.items():
            for source, row in self._each(name, ("conceptUri", "preferredLabel")):
                self._concept(source, row, kind)
        for source, row in self._each(HIERARCHY, [f"Level {n} URI" for n in range(HIERARCHY_LEVELS)]):
            self._hierarchy(source, row)
        for name, (start, end, type_column) in RELATION_FILES.items():
            for source, row in self._each(name, [c for c in (start, end, type_column) if c]):
                self._relation(source, row, start, end, type_column)
        for source, row in self._each(SCHEMES, ("conceptSchemeUri", "preferredLabel", "hasTopConcept")):
            self._scheme(source, row)
        for name in sorted(name for name in self.files if name.endswith(COLLECTION)):
            for source, row in self._each(name, ("conceptUri",)):
                self._member(source, row, name)
        self._refuse_too_many_slips()
        return self._package()

    def _each(self, name: str, required: Sequence[str]) -> Iterator[tuple[_Source, _Row]]:
        for source in self.files.get(name, ()):
            self.rows[source.name] = 0
            for row in _rows(source, required):
                self.rows[source.name] += 1
                yield source, row

    def _concept(self, source: _Source, row: _Row, kind: Kind) -> None:
        uri = row["conceptUri"].strip()
        if not CONCEPT_URI.fullmatch(uri):
            raise PackageRefused(file=source.shown, line=row.line, reason="has no ESCO URI in conceptUri")
        if uri in self.concepts:
            raise PackageRefused(file=source.shown, line=row.line, reason=f"is the second row about {uri}")
        label = row["preferredLabel"].strip()
        if not label:
            self._slip(source, row, "preferredLabel is empty", uri)
        self.concepts[uri] = Concept(
            uri=uri,
            kind=kind,
            labels=self._text(label),
            alternatives=self._texts(tuple(part for part in row.many("altLabels") if part != label)),
            hidden=self._texts(row.many("hiddenLabels")),
            descriptions=self._text(row["description"].strip()),
            definitions=self._text(row["definition"].strip()),
            scope_notes=self._text(row["scopeNote"].strip()),
            code=row["code"].strip(),
            skill_type=row["skillType"].strip(),
            reuse_level=row["reuseLevel"].strip(),
            status=row["status"].strip(),
            regulated=row["regulatedProfessionNote"].strip(),
            modified=self._moment(source, row),
        )
        for scheme in row.uris("inScheme"):
            self.members.setdefault(scheme, set()).add(uri)

    def _text(self, text: str) -> Mapping[str, str]:
        return {self.language: text} if text else {}

    def _texts(self, texts: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        return {self.language: texts} if texts else {}

    def _moment(self, source: _Source, row: _Row) -> datetime | None:
        try:
            return datetime.fromisoformat(row["modifiedDate"].strip()) if row["modifiedDate"].strip() else None
        except ValueError:
            reason = "has no date in modifiedDate"
            raise PackageRefused(file=source.shown, line=row.line, reason=reason) from None

    def _hierarchy(self, source: _Source, row: _Row) -> None:
        """The path to one skill group. A group that skillGroups forgot is described here all the same."""
        levels = [n for n in range(HIERARCHY_LEVELS) if row[f"Level {n} URI"].strip()]
        uris = [row[f"Level {n} URI"].strip() for n in levels]
        for n, uri in zip(levels, uris, strict=True):
            label = row[f"Level {n} preferred term"].strip()
            if uri not in self.concepts and label and CONCEPT_URI.fullmatch(uri):
                code = row[f"Level {n} code"].strip()
                self.concepts[uri] = Concept(uri, Kind.SKILL_GROUP, self._text(label), code=code)
        last = self.concepts.get(uris[-1]) if uris else None
        if last and not last.descriptions and row["Description"].strip():
            notes = self._text(row["Scope note"].strip()) or last.scope_notes
            described = replace(last, descriptions=self._text(row["Description"].strip()), scope_notes=notes)
            self.concepts[last.uri] = described
        for narrower, broader in zip(uris[1:], uris, strict=False):
            self._relate(source, row, narrower, broader, RelationType.BROADER)

    def _relation(self, source: _Source, row: _Row, start: str, end: str, type_column: str | None) -> None:
        named = row[type_column].strip() if type_column else RelationType.BROADER
        if named not in set(RelationType):
            raise PackageRefused(
                file=source.shown, line=row.line, reason=f"has the unknown relationType {named[:40]!r}"
            )
        self._relate(source, row, row[start].strip(), row[end].strip(), RelationType(named))

    def _relate(self, source: _Source, row: _Row, start: str, end: str, type: RelationType) -> None:
        ends = [self.concepts.get(uri) for uri in (start, end)]
        if start == end:
            self._slip(source, row, "relates to itself", start)
        elif ends[0] and ends[1]:
            self.relations[Relation(ends[0].uri, ends[1].uri, type)] = None
        else:
            unknown = end if ends[0] else start
            self._slip(source, row, f"relates to {unknown[:200]}, which no file describes", unknown)

    def _scheme(self, source: _Source, row: _Row) -> None:
        uri = row["conceptSchemeUri"].strip()
        if uri in self.schemes:
            raise PackageRefused(file=source.shown, line=row.line, reason=f"is the second row about {uri[:200]}")
        labels, descriptions = self._text(row["preferredLabel"].strip()), self._text(row["description"].strip())
        self.schemes[uri] = Collection(uri, (), labels, descriptions)
        self.members.setdefault(uri, set()).update(set(row.uris("hasTopConcept")) & self.concepts.keys())

    def _member(self, source: _Source, row: _Row, name: str) -> None:
        uri = row["conceptUri"].strip()
        if uri in self.concepts:
            self.members.setdefault(name, set()).add(uri)
        else:
            self._slip(source, row, f"lists {uri[:200]}, which no file describes", uri)

    def _slip(self, source: _Source, row: _Row, reason: str, uri: str) -> None:
        self.slips.append(Slip(source.shown, row.line, reason, uri))

    def _refuse_too_many_slips(self) -> None:
        if len({slip.uri for slip in self.slips}) > len(self.concepts) // CONCEPTS_FOR_EACH_SLIP:
            first = self.slips[0]
            raise PackageRefused(file=first.file, line=first.line, reason=first.reason)

    def _package(self) -> Package:
        collections = [
            replace(self.schemes.get(name, Collection(name, ())), members=tuple(sorted(members)))
            for name, members in sorted(self.members.items())
            if members
        ]
        known = {*CONCEPT_FILES, *RELATION_FILES, HIERARCHY, SCHEMES}
        return Package(
            version=self.version,
            language=self.language,
            concepts=tuple(concept for _, concept in sorted(self.concepts.items())),
            relations=tuple(sorted(self.relations, key=lambda r: (r.source, r.target, r.type))),
            collections=tuple(collections),
            rows=self.rows,
            slips=tuple(self.slips),
            ignored=tuple(n for n in self.files if n not in known and not n.endswith(COLLECTION)),
        )
