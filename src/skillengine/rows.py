"""
One line of work: the JSON a text comes in, and the JSON its answer leaves in.

Owns the shapes of lines and what makes one bad. Where lines come from and go to is for `cli` and `runner`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from skillengine.candidates import Engine
from skillengine.types import LANGUAGES, Candidate, Kind, Mention, NamedRole, Ranked

LONGEST_LINE = 8_000_000
"""Bytes. A text of a million characters, every one of them escaped as \\uXXXX, and some more."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input by its number, from 1. `row` holds what is read; None where `error` says what is wrong."""

    number: int
    identity: object
    row: Row | None
    error: str = ""


class BadLine(Exception):
    """A line that cannot be answered; `identity` is its id where it could be read."""

    def __init__(self, reason: str, identity: object = None) -> None:
        self.identity = identity
        super().__init__(reason)


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, one at a time. One that is too long comes cut, so that it takes no more memory."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        yield line


def read_row(line: bytes) -> Row:
    """The object on a line. Raises BadLine, with the id where there is one."""
    if len(line) > LONGEST_LINE:
        raise BadLine("the line is too long")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadLine("not an object")
    if not isinstance(row.get("text"), str):
        raise BadLine("text is missing or no string", row.get("id"))
    if row.get("lang") is not None and row["lang"] not in LANGUAGES:
        raise BadLine(f"lang must be one of {', '.join(LANGUAGES)}", row.get("id"))
    return row


def mapped(engine: Engine, row: Row) -> Row:
    """The answer to one line of `skills map`."""
    text = row["text"]
    reading = engine.map(text, row.get("lang"))
    skills = [_skill_row(engine, text, mention, reading.lang) for mention in reading.skills]
    unmatched = [_place(text, mention) for mention in reading.unmatched]
    roles = [_role_row(engine, text, role, reading.lang) for role in reading.roles]
    return {"id": row.get("id"), "lang": reading.lang, "skills": skills, "unmatched": unmatched, "roles": roles}


def ranked(engine: Engine, row: Row, kind: Kind, top: int) -> Row:
    """The answer to one line of `skills rank`."""
    found = engine.rank(row["text"], kind=kind, top=top, lang=row.get("lang"))
    lang = row.get("lang") or engine.language(row["text"])
    return {"id": row.get("id"), "ranked": [ranked_row(engine, hit, lang) for hit in found]}


def _skill_row(engine: Engine, text: str, mention: Mention, lang: str) -> Row:
    first, *others = (_candidate_row(engine, candidate, lang) for candidate in mention.candidates)
    return {**first, **_place(text, mention), "alternatives": others}


def _candidate_row(engine: Engine, candidate: Candidate, lang: str) -> Row:
    return {
        "uri": candidate.uri,
        "label": engine.label(candidate.uri, lang),
        "confidence": round(candidate.confidence, 4),
    }


def _role_row(engine: Engine, text: str, role: NamedRole, lang: str) -> Row:
    place = {"start": role.span.start, "end": role.span.end, "quote": role.span.cut(text)}
    return {"uri": role.uri, "label": engine.label(role.uri, lang), "confidence": role.confidence, **place}


def _place(text: str, mention: Mention) -> Row:
    return {"start": mention.span.start, "end": mention.span.end, "quote": mention.span.cut(text)}


def ranked_row(engine: Engine, hit: Ranked, lang: str) -> Row:
    """One concept of `skills rank` and `skills search`."""
    return {"uri": hit.uri, "label": engine.label(hit.uri, lang), "score": round(hit.score, 6)}


def dumped(row: Row) -> str:
    """JSON on one line; a lone half of a surrogate pair, which no encoding can carry, is escaped."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return text
