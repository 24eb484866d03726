"""
Tables for a spreadsheet: a ZIP of CSV files, one for each part of a profile. Written only; for reading there is `own`.

Owns the columns. Each file is UTF-8 with a byte order mark, so that Excel sees æ, ø and å. A cell that a spreadsheet
would run as a formula gets an apostrophe in front, which shows it as the text it is.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from normi.portability.document import Document

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
"""ZIP files date their contents. This is the earliest there is, so that the same profile gives the same file."""
Cell = str | int | float | bool | None
Row = Mapping[str, Any]

PERIOD = ("started", "ended", "is_current", "place", "description", "website")
CEFR = ("listening", "reading", "interaction", "production", "writing")
COLUMNS: Mapping[str, Sequence[str]] = {
    "person": (
        "name",
        "headline",
        "summary",
        "email",
        "phone",
        "address",
        "postal_code",
        "place",
        "country",
        "website",
    ),
    "skills": ("label", "level", "interest", "last_used", "used_in", "concept_uri"),
    "experience": ("kind", "title", "organisation", *PERIOD, "occupation_uri"),
    "education": ("qualification", "institution", "field", "grade", "eqf_level", *PERIOD),
    "credentials": ("name", "issuer", "issued", "expires", "number", "website"),
    "languages": ("code", "is_mother_tongue", *CEFR),
    "goals": ("label", "chosen_at", "occupation_uri"),
    "history": ("changed_at", "what", "label", "before", "after", "concept_uri"),
    "texts": ("read_at", "lang", "content"),
}


def write(document: Document) -> bytes:
    """The ZIP. Same document, same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for name, rows in _tables(document).items():
            entry = zipfile.ZipInfo(f"{name}.csv", OLDEST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            files.writestr(entry, _table(COLUMNS[name], rows))
    return archive.getvalue()


def _tables(document: Document) -> dict[str, Iterable[Row]]:
    labels = {skill.concept_uri: skill.label for skill in document.skills}
    places = {
        **{entry.key: entry.title for entry in document.experiences},
        **{entry.key: entry.qualification for entry in document.educations},
        **{entry.key: entry.name for entry in document.credentials},
    }
    return {
        "person": [asdict(document.person)],
        "skills": [{**asdict(s), "used_in": "; ".join(places[key] for key in s.uses)} for s in document.skills],
        "experience": map(asdict, document.experiences),
        "education": map(asdict, document.educations),
        "credentials": map(asdict, document.credentials),
        "languages": map(asdict, document.languages),
        "goals": map(asdict, document.goals),
        "history": [{**asdict(line), "label": labels.get(line.concept_uri, "")} for line in document.history],
        "texts": [{"read_at": text.read_at, "lang": text.lang, "content": text.content} for text in document.texts],
    }


def _table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(row[name]) for name in columns] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def harmless(value: object) -> str:
    """
    A cell as text that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("–5 °C"), harmless(None), harmless(True), harmless(3)
    ("'=1+1", '–5 °C', '', 'yes', '3')
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    isoformat = getattr(value, "isoformat", None)
    text = isoformat() if isoformat else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
