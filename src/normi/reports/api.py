"""
Reports for programs: one's own report and PDF, links to it, and checking a report that somebody holds.

A report can show all that a person keeps here, so making one needs a token for all of it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from normi.accounts.models import User
from normi.reports import actions, queries
from normi.reports.actions import DAYS
from normi.reports.choices import LANGUAGES, PARTS, USUAL, Choice, Which
from normi.reports.typesetting import pdf

SCHEMA = Path(__file__).parent / "schema" / "report-1.json"


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


report = Router(tags=["report"])
links = Router(tags=["report"])
checking = Router(tags=["report"])


class ChoiceIn(Schema):
    """What the report shows. Without `parts`: the usual ones, which are neither picture, contact details nor goals."""

    parts: list[str] = Field(sorted(USUAL), description=f"Some of: {', '.join(PARTS)}.", max_length=len(PARTS))
    lang: str = Field("nb", pattern=f"^({'|'.join(LANGUAGES)})$")
    which: Which = Field(
        Which.ALL, description="Which skills: all, with_level, or chosen, which are those in `skills`."
    )
    skills: list[str] = Field([], max_length=1_000, description="URIs of skills, for `chosen`.")

    @property
    def choice(self) -> Choice:
        return actions.checked(Choice(frozenset(self.parts), self.lang, self.which, frozenset(self.skills)))


class LinkIn(ChoiceIn):
    days: int = Field(30, description=f"How long it works: {', '.join(map(str, DAYS))} days.")
    recipient: str = Field("", max_length=80, description="Who it is for. Only the owner sees it.")


class LinkOut(Schema):
    id: int
    recipient: str
    parts: list[str]
    lang: str
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    openings: int
    last_opened: datetime | None


class NewLinkOut(Schema):
    """The address is the key to the report, and is told only here."""

    id: int
    address: str
    expires_at: datetime


class OpeningOut(Schema):
    opened_at: datetime


class CheckIn(Schema):
    """The JSON of a report, or the code printed in its PDF."""

    text: str = Field(max_length=4_000_000)


class VerdictOut(Schema):
    """`genuine`: made here, and not changed since; `changed`: our signature, other words; `unknown`: not ours."""

    state: str
    made_at: datetime | None
    name: str
    skills: int


@report.get("", response=dict[str, Any], summary="My report, signed", operation_id="read_report")
def read_report(request: FromPerson, choice: Query[ChoiceIn]) -> dict[str, Any]:
    """As `report/schema` describes it. Nothing of it is stored."""
    return queries.signed_report(request.auth, choice.choice)


@report.get("/pdf", summary="My report as PDF", operation_id="read_report_pdf")
def read_report_pdf(request: FromPerson, choice: Query[ChoiceIn]) -> HttpResponse:
    """PDF/UA-1, with the signed JSON attached as `normi-report.json`."""
    return HttpResponse(pdf(queries.signed_report(request.auth, choice.choice)), content_type="application/pdf")


@report.post("/share", response={201: NewLinkOut}, summary="Share a report by link", operation_id="share_report")
def share_report(request: FromPerson, body: LinkIn) -> Status[NewLinkOut]:
    """The report as it is now. Whoever has the address can read it until it expires or is taken back."""
    made = actions.share_report(by=request.auth, choice=body.choice, days=body.days, recipient=body.recipient)
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("reports:shared", args=[made.token])
    return Status(201, NewLinkOut(id=made.share.pk, address=address, expires_at=made.share.expires_at))


@links.get("/links", response=list[LinkOut], summary="Links I have shared", operation_id="list_links")
def list_links(request: FromPerson) -> list[LinkOut]:
    return [_link(queries.as_shared(row)) for row in queries.links_of(request.auth)]


@links.get("/links/{int:pk}/openings", response=list[OpeningOut], summary="When it was opened", operation_id="openings")
def openings(request: FromPerson, pk: int) -> list[OpeningOut]:
    found = queries.openings_of(request.auth, queries.link_of(request.auth, pk))
    return [OpeningOut(opened_at=opening.opened_at) for opening in found]


@links.delete("/links/{int:pk}", response={204: None}, summary="Take a link back", operation_id="withdraw_link")
def withdraw_link(request: FromPerson, pk: int) -> Status[None]:
    """It stops working at once. Twice is harmless."""
    actions.withdraw(by=request.auth, share=queries.link_of(request.auth, pk))
    return Status(204, None)


@checking.post("/check", response=VerdictOut, summary="Check a report", operation_id="check_report", auth=None)
def check_report(request: HttpRequest, body: CheckIn) -> VerdictOut:
    """For anyone. What is sent is read and forgotten."""
    found = queries.verdict_on_text(body.text)
    return VerdictOut(state=found.state.value, made_at=found.made_at, name=found.name, skills=found.skills)


@checking.get("/keys", response=dict[str, list[dict[str, str]]], summary="Public keys", operation_id="report_keys")
def report_keys(request: HttpRequest) -> dict[str, list[dict[str, str]]]:
    """
    Every key that has signed reports here, as a JSON Web Key Set (RFC 7517, RFC 8037).

    The signature covers the document without `signature`, written as RFC 8785 says.
    """
    return queries.public_key_set()


@checking.get("/schema", response=dict[str, Any], summary="Schema of a report", operation_id="report_schema")
def report_schema(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text())
    return found


def _link(found: queries.Shared) -> LinkOut:
    row = found.row
    return LinkOut(
        id=row.pk,
        recipient=row.recipient,
        parts=row.parts,
        lang=row.language,
        created_at=row.created_at,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        openings=found.openings,
        last_opened=found.last_opened,
    )
