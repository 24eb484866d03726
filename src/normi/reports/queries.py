"""
What is read: a report as it stands now, the links a person has shared, and what a report that someone holds is worth.

Reads only. A stranger's links do not exist; a link that does not work any more and one that never did give one answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.errors import Invalid, NotFound, TooLarge
from normi.profiles.queries import accepted_skills, held
from normi.reports.choices import PARTS, Choice
from normi.reports.facts import facts_of
from normi.reports.models import ReportOpening, ReportOpeningQuerySet, ReportShare, ReportShareQuerySet
from normi.reports.sealing import NotOurs, digest_of, unseal
from normi.reports.sheet import Sheet
from normi.reports.signing import Unsigned, as_jwk, claim_of, is_unchanged, public_keys, signed
from normi.reports.typesetting import attached, pdf, sheet_for
from skillengine.errors import NotAReport
from skillengine.report import document, read

Document = Mapping[str, Any]
PDF_START = b"%PDF-"
LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True)
class Offered:
    """A skill that may be chosen for a report."""

    uri: str
    label: str
    level: int | None


@dataclass(frozen=True)
class Shared:
    """A link as its owner sees it. `parts` are the names of what it shows, in words."""

    row: ReportShare
    parts: tuple[str, ...]
    openings: int
    last_opened: datetime | None

    @property
    def dialog(self) -> str:
        """Its place on the page, for the question before it is taken back."""
        return f"take-back-{self.row.pk}"

    @property
    def is_live(self) -> bool:
        return not self.row.withdrawn_at and self.row.expires_at > timezone.now()


class State(StrEnum):
    """What the signature of a report shows."""

    GENUINE = "genuine"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """
    What a report, a PDF or a code is worth. Only where it is genuine do the other fields say anything.

    `same_file`: whether a PDF is the very file that we would make of the report inside it; None where it is no PDF.
    """

    state: State
    made_at: datetime | None = None
    name: str = ""
    skills: int = 0
    sheet: Sheet | None = None
    same_file: bool | None = None


def signed_report(of: User, choice: Choice) -> dict[str, Any]:
    """A report of the person as they stand now, signed. Nothing of it is stored."""
    return signed(document(facts_of(of, choice, at=timezone.now())))


def offered_skills(of: User, *, lang: str) -> list[Offered]:
    standings = held(of)
    return [Offered(s.uri, s.label, standings[s.uri].level) for s in accepted_skills(of, lang=lang)]


def links_of(of: User) -> ReportShareQuerySet:
    counted = ReportShare.objects.visible_to(of).defer("sealed")
    return counted.annotate(opened=Count("openings"), last_opened=Max("openings__opened_at")).order_by(
        "-created_at", "-pk"
    )


def as_shared(row: ReportShare) -> Shared:
    """A row of `links_of` for a page."""
    parts = tuple(str(part.short or part.label) for name, part in PARTS.items() if name in row.parts)
    return Shared(row, parts, getattr(row, "opened", 0), getattr(row, "last_opened", None))


def link_of(owner: User, pk: int) -> ReportShare:
    return get_object_or_404(links_of(owner), pk=pk)


def openings_of(owner: User, share: ReportShare) -> ReportOpeningQuerySet:
    return ReportOpening.objects.visible_to(owner).filter(share=share)


def live_share(token: str) -> ReportShare:
    """The row behind a link. Raises NotFound in one and the same way for expired, withdrawn and invented links."""
    found = ReportShare.objects.live(timezone.now()).filter(digest=digest_of(token)).first()
    if found is None:
        raise NotFound(
            _("This link does not work."),
            remedy=_("It may be too old, or taken back. Ask the one who gave it to you for a new one."),
        )
    return found


def behind(token: str) -> dict[str, Any]:
    """The signed report behind a link. Raises NotFound as `live_share` does."""
    share = live_share(token)
    try:
        found: dict[str, Any] = json.loads(unseal(token, bytes(share.sealed)))
    except NotOurs as error:
        raise NotFound from error
    return found


def verdict_on_sent(file: "UploadedFile[bytes] | None", text: str) -> Verdict:
    """What somebody sent is worth: the file where there is one, else the text. Raises Invalid or TooLarge."""
    if file is None:
        if not text.strip():
            raise Invalid(_("There was nothing to check."), remedy=_("Choose a file, or paste the code or the JSON."))
        return verdict_on_text(text)
    if (file.size or 0) > LARGEST_FILE:
        raise TooLarge(_("The file is larger than 4 MB."), remedy=_("Paste the code from its last page instead."))
    return verdict_on(file.read())


def verdict_on(content: bytes) -> Verdict:
    """What a file is worth: the PDF or the JSON of a report."""
    if not content.startswith(PDF_START):
        return verdict_on_text(content.decode(errors="replace"))
    found = _verdict_on_json(attached(content).decode(errors="replace"))
    if found[0].state is not State.GENUINE:
        return found[0]
    again = pdf(found[1])
    return Verdict(**{**vars(found[0]), "same_file": again == content})


def verdict_on_text(text: str) -> Verdict:
    """What a text is worth: the JSON of a report, or the code printed in a PDF."""
    return _verdict_on_json(text)[0] if text.lstrip("\ufeff \t\r\n").startswith("{") else _verdict_on_code(text)


def public_key_set() -> dict[str, list[dict[str, str]]]:
    """The keys that signatures are checked with, as a JSON Web Key Set."""
    return {"keys": [as_jwk(name, key) for name, key in sorted(public_keys().items())]}


def _verdict_on_json(text: str) -> tuple[Verdict, Document]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
        unchanged = is_unchanged(found) if isinstance(found, dict) else None
    except (ValueError, RecursionError, Unsigned):
        unchanged = None
    if unchanged is None:
        return Verdict(State.UNKNOWN), {}
    return (_genuine(found), found) if unchanged else (Verdict(State.CHANGED), found)


def _genuine(found: Document) -> Verdict:
    try:
        report = read(found)
    except NotAReport:
        return Verdict(State.UNKNOWN)
    made_at, skills = parse_datetime(report.made_at), len(report.skills)
    return Verdict(State.GENUINE, made_at, report.name, skills, sheet_for(found))


def _verdict_on_code(text: str) -> Verdict:
    try:
        claim = claim_of(text)
    except Unsigned:
        return Verdict(State.UNKNOWN)
    if claim is None:
        return Verdict(State.CHANGED)
    return Verdict(State.GENUINE, parse_datetime(claim.made_at), claim.name, claim.skills)
