"""What a file holds, for programs: read in the same worker as on the page, and nothing of it is kept."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from normi.accounts.models import User
from normi.imports import sandbox, words
from normi.portability.formats import own

reading = Router(tags=["profile"])


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


class FileOut(Schema):
    """What was read. `profile` is in our own format, and can be sent to /profile/import once the person has agreed."""

    source: str = Field(description="pdf, docx, text, linkedin, json-resume, europass or own")
    profile: dict[str, Any]
    text: str = Field(description="The words as they stood, without referees. Send them to be read for skills.")
    unplaced: list[str] = Field(description="Lines that became no entry.")
    notes: list[str] = Field(description="What the person must know about how the file was read.")


@reading.post("/read-file", response=FileOut, summary="Read a CV without storing it", operation_id="read_file")
def read_file(request: FromPerson, file: File[UploadedFile]) -> FileOut:
    """PDF, Word, plain text, a LinkedIn ZIP, Europass, JSON Resume or our own format, at most 10 MB."""
    found = sandbox.parse(file.read()).found
    return FileOut(
        source=found.source.value,
        profile=json.loads(own.write(found.document)),
        text=found.text,
        unplaced=list(found.unplaced),
        notes=list(words.sentences(found)),
    )
