"""
The ZIP that LinkedIn gives people: a table for each part of the profile, read by the names of its columns.

Every table is optional; columns may be moved, renamed or missing, and lines may stand before them. Tables about other
people (connections, messages, recommendations) are never read. Owns the tables, `linkedin_tables` what they are called.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar

from normi.errors import Refused
from normi.imports import archive, reasons
from normi.imports.fitting import web_address
from normi.imports.found import Found, Note, Remark, Source
from normi.imports.outline import languages, periods
from normi.imports.readers.linkedin_tables import Table, columns_of, table_by_columns, table_by_name
from normi.imports.readers.text import decoded
from normi.imports.written_out import written_out
from normi.portability.document import Credential, Document, Education, Experience, Language, Person

Row = dict[str, str]
Entry = TypeVar("Entry")
DELIMITERS: Final = ",;\t"
"""LinkedIn writes commas; a spreadsheet that opened the file may have saved another sign."""
LINES_BEFORE_HEADER: Final = 12
LONGEST_CELL: Final = 1_000_000
KINDS: Final = {"positions": "work", "volunteering": "voluntary", "projects": "project"}


@dataclass
class Export:
    """The rows of every table that was recognised, by its kind."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    ignored: int = 0
    broken: int = 0

    def of(self, kind: str) -> list[Row]:
        return self.rows.get(kind, [])


def read(content: bytes) -> Found:
    export = tables_in(content)
    if not export.rows:
        raise reasons.not_linkedin()
    found = written_out(Source.LINKEDIN, document_of(export))
    counts = ((Remark.OTHER_FILES, export.ignored), (Remark.BROKEN_FILES, export.broken))
    return replace(found, notes=(*found.notes, *(Note(remark, count) for remark, count in counts if count)))


def tables_in(content: bytes) -> Export:
    export = Export()
    with archive.opened(content) as opened:
        for name in sorted(opened.namelist()):
            if name.lower().endswith(".csv") and not name.startswith("__MACOSX"):
                _take(export, name, partial(archive.part, opened, name))
            elif not name.endswith("/"):
                export.ignored += 1
    return export


def _take(export: Export, name: str, content: Callable[[], bytes]) -> None:
    """Add the rows of one file, or count it as ignored or broken."""
    try:
        recognised = table_in(name, decoded(content()))
    except (Refused, csv.Error):
        export.broken += 1
        return
    if recognised is None:
        export.ignored += 1
        return
    table, rows = recognised
    export.rows.setdefault(table.kind, []).extend(rows)


def table_in(name: str, text: str) -> tuple[Table, list[Row]] | None:
    """Which table a file is, and its rows by our names of the columns. None for a table we do not read."""
    return next((found for sign in DELIMITERS if (found := _table_in(name, rows_of(text, sign), sign))), None)


def _table_in(name: str, lines: list[list[str]], sign: str) -> tuple[Table, list[Row]] | None:
    named = table_by_name(name)
    for at, header in enumerate(lines[:LINES_BEFORE_HEADER]):
        table = named if named and columns_of(named, header, needed=True) else table_by_columns(header)
        if table:
            columns = columns_of(table, header, needed=True)
            return table, [_row(columns, line) for line in _lines_under(header, lines[at + 1 :], sign)]
    return None


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """The cells of a table."""
    csv.field_size_limit(LONGEST_CELL)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _lines_under(header: list[str], lines: list[list[str]], sign: str) -> list[list[str]]:
    """The rows that say something. Where there is one column only, no sign divides it."""
    kept = [line for line in lines if any(cell.strip() for cell in line) or len(line) > 1]
    return kept if len(header) > 1 else [[sign.join(line)] for line in kept]


def _row(columns: dict[str, int], line: list[str]) -> Row:
    return {name: line[at].strip() for name, at in columns.items() if at < len(line)}


def document_of(export: Export) -> Document:
    rows = [(row, kind) for table, kind in KINDS.items() for row in export.of(table)]
    experiences = [found for row, kind in rows if (found := _experience(row, kind)) is not None]
    credentials = [*_each(export.of("certifications"), _credential), *_each(export.of("courses"), _course)]
    return Document(
        person=_person(export),
        experiences=tuple(replace(entry, key=f"experience-{n}") for n, entry in enumerate(experiences)),
        educations=tuple(
            replace(entry, key=f"education-{n}") for n, entry in enumerate(_each(export.of("education"), _education))
        ),
        credentials=tuple(replace(entry, key=f"credential-{n}") for n, entry in enumerate(credentials)),
        languages=tuple(_languages(export.of("languages"))),
        named=tuple(dict.fromkeys(name for row in export.of("skills") if (name := row.get("name", "")))),
        not_understood=tuple(
            row["name"] for row in export.of("languages") if row.get("name") and not languages.named(row["name"])[0]
        ),
    )


def _each(rows: list[Row], build: Callable[[Row], Entry | None]) -> Iterator[Entry]:
    return (entry for row in rows if (entry := build(row)) is not None)


def _person(export: Export) -> Person:
    row = next(iter(export.of("profile")), {})
    emails = sorted(
        export.of("emails"), key=lambda email: email.get("primary", "").lower() not in ("yes", "ja", "true")
    )
    website = row.get("website", "").strip("[]").split(",")[0].split(":", 1)[-1] if row.get("website") else ""
    return Person(
        name=" ".join(filter(None, (row.get("first", ""), row.get("last", "")))),
        headline=row.get("headline", ""),
        summary=row.get("summary", ""),
        email=next((email["email"] for email in emails if email.get("email")), ""),
        phone=next((phone["phone"] for phone in export.of("phones") if phone.get("phone")), ""),
        address=row.get("address", ""),
        postal_code=row.get("postal_code", ""),
        place=row.get("place", "").split(",")[0].strip(),
        website=web_address(website),
    )


def _period(row: Row, *, open_is_current: bool) -> dict[str, str | bool]:
    """No end means that a job goes on; in other tables it means nothing."""
    start, end = periods.iso(row.get("started", "")), periods.iso(row.get("ended", ""))
    return {"started": start, "ended": end, "is_current": open_is_current and bool(start) and not end}


def _experience(row: Row, kind: str) -> Experience | None:
    title = row.get("title", "") or row.get("organisation", "")
    if not title:
        return None
    return Experience(
        key="",
        title=title,
        kind=kind,
        organisation=row.get("organisation", ""),
        place=row.get("place", ""),
        description=row.get("description", ""),
        website=web_address(row.get("website", "")),
        **_period(row, open_is_current=kind == "work"),  # type: ignore[arg-type]
    )


def _education(row: Row) -> Education | None:
    qualification = row.get("qualification", "") or row.get("institution", "")
    if not qualification:
        return None
    notes = "\n".join(filter(None, (row.get("description", ""), row.get("activities", ""))))
    return Education(
        key="",
        qualification=qualification,
        institution=row.get("institution", ""),
        field=row.get("field", ""),
        grade=row.get("grade", ""),
        description=notes,
        **_period(row, open_is_current=False),  # type: ignore[arg-type]
    )


def _credential(row: Row) -> Credential | None:
    if not row.get("name"):
        return None
    issued, expires = periods.iso(row.get("started", "")), periods.iso(row.get("ended", ""))
    website = web_address(row.get("website", ""))
    return Credential("", row["name"], row.get("issuer", ""), issued, expires, row.get("number", ""), website)


def _course(row: Row) -> Credential | None:
    return Credential("", row["name"], number=row.get("number", "")) if row.get("name") else None


def _languages(rows: list[Row]) -> Iterator[Language]:
    for row in rows:
        if found := languages.language(f"{row.get('name', '')}: {row.get('level', '')}"):
            yield found
