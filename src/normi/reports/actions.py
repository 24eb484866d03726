"""
What a person does with a report: share it by a link, and take the link back. Each is one event in one transaction.

The link itself is shown once and stored nowhere: only its digest, and what its key has locked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.errors import Conflict, Invalid, NotAllowed
from normi.privacy.register import Retention
from normi.reports.choices import LANGUAGES, PARTS, Choice
from normi.reports.models import ReportOpening, ReportShare
from normi.reports.queries import behind, live_share, signed_report
from normi.reports.sealing import digest_of, new_token, seal
from skillengine.report import canonical

DAYS = (7, 30, 90)
MOST_LINKS = 50


@dataclass(frozen=True)
class Link:
    """A new link. `token` is what its address ends with: it is known here and now, and never again."""

    share: ReportShare
    token: str


def checked(choice: Choice) -> Choice:
    """The choice, if a report can be made of it. Raises Invalid with advice."""
    if not choice.parts:
        raise Invalid(_("The report would be empty."), remedy=_("Choose at least one thing to show."))
    if not choice.parts <= PARTS.keys() or choice.lang not in LANGUAGES:
        raise Invalid
    return choice


@transaction.atomic
def share_report(*, by: User, choice: Choice, days: int, recipient: str = "") -> Link:
    """
    A link to the report as it stands now. Later changes in the profile do not reach it: make a new link for them.

    Raises Conflict when the person has as many working links as we allow.
    """
    if days not in DAYS:
        raise Invalid(remedy=_("Choose how long the link works: 7, 30 or 90 days."))
    User.objects.select_for_update().get(pk=by.pk)
    now = timezone.now()
    if ReportShare.objects.visible_to(by).live(now).count() >= MOST_LINKS:
        raise Conflict(_("You have as many links as we allow."), remedy=_("Take back one that you do not need."))
    token = new_token()
    share = ReportShare.objects.create(
        owner=by,
        recipient=recipient.strip()[:80],
        digest=digest_of(token),
        sealed=seal(token, canonical(signed_report(by, checked(choice)))),
        parts=sorted(choice.parts),
        language=choice.lang,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return Link(share, token)


@transaction.atomic
def withdraw(*, by: User, share: ReportShare) -> None:
    """The link stops working at once, and what was behind it is deleted. Twice is harmless."""
    if share.owner_id != by.pk:
        raise NotAllowed
    ReportShare.objects.visible_to(by).filter(pk=share.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), sealed=b""
    )


@transaction.atomic
def open_link(*, token: str, by: User | None) -> dict[str, object]:
    """The signed report behind a link. That it was opened is noted, unless the person opens their own link."""
    found = behind(token)
    share = live_share(token)
    if by is None or by.pk != share.owner_id:
        ReportOpening.objects.create(share=share, opened_at=timezone.now())
    return found


def purge_old_links(*, now: datetime) -> int:
    """Empty links that have expired, and forget those that have not worked for the period. Answers how many went."""
    expired = ReportShare.objects.filter(expires_at__lte=now).exclude(sealed=b"")
    expired.update(sealed=b"")
    period = Retention.SHARED_REPORT.time
    assert period is not None
    over = ReportShare.objects.filter(Q(expires_at__lt=now - period) | Q(withdrawn_at__lt=now - period))
    deleted, _by_table = over.delete()
    return deleted
