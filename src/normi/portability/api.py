"""A whole profile for programs: out as a file of any kind we write, and in from one that we read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from normi.accounts.models import User
from normi.portability import actions, queries
from normi.portability.formats import any_json
from normi.portability.formats.json_text import MOST_BYTES
from normi.taxonomy.queries import FALLBACKS

whole_profile = Router(tags=["profile"])


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


class ExportIn(Schema):
    format: str = Field("own", pattern=f"^({'|'.join(queries.FORMATS)})$", description="own holds everything.")
    lang: str = Field("nb", pattern=f"^({'|'.join(FALLBACKS)})$", description="The language of the labels.")


class ImportedOut(Schema):
    """
    `added` counts what is new, by kind. `conflicts` and `not_understood` say in words what was not taken in.

    `to_answer` are texts under /profile/texts that hold skills the file only names: they wait for the person's answer.
    """

    added: dict[str, int]
    conflicts: list[str]
    not_understood: list[str]
    to_answer: list[int]


JSON_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A profile of ours, a JSON Resume or a file from Europass, at most 15 MB.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}

FILE_ANSWER: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                found.media_type: {"schema": {"type": "string", "format": "binary"}}
                for found in queries.FORMATS.values()
            },
        }
    }
}


@whole_profile.get(
    "/export", summary="My whole profile as a file", operation_id="export_profile", openapi_extra=FILE_ANSWER
)
def export_profile(request: FromPerson, choice: Query[ExportIn]) -> HttpResponse:
    """Needs the right to read the profile, the career and the goals."""
    file = queries.export(request.auth, format=choice.format, lang=choice.lang)
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


@whole_profile.post(
    "/import",
    response=ImportedOut,
    summary="Take a whole profile in",
    operation_id="import_profile",
    openapi_extra=JSON_BODY,
)
def import_profile(request: FromPerson) -> ImportedOut:
    """Adds what is not there. Nothing is overwritten, and sending the same file twice is harmless."""
    document = any_json.read(request.read(MOST_BYTES + 1))
    stored = actions.store(by=request.auth, document=document)
    return ImportedOut(
        added=dict(stored.added),
        conflicts=list(stored.conflicts),
        not_understood=list(document.not_understood),
        to_answer=list(stored.to_answer),
    )
